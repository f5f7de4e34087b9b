"""Who names no cluster has nothing of one: neither our rooms nor the library that asks it are loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SEEDS = Path(__file__).parents[3] / "seeds"
LOADED = """
import sys
import index, search, web
from web.cli.main import main

for arguments in {runs!r}:
    main(arguments, standalone_mode=False)
loaded = {{"urllib3", "index.opensearch", "search.opensearch"}} & set(sys.modules)
assert not loaded, loaded
"""


def test_without_a_cluster_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    at = ["--index", str(tmp_path / "index")]
    runs = [
        ["index", str(SEEDS), *at],
        ["search", "公积金", *at],
        ["stats", *at],
        ["serve", "--help"],
    ]
    program = LOADED.format(runs=runs)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
