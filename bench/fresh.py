"""Opens an index of ``bench.engines.ours`` in a fresh process: times and memory, as JSON.

python -m bench.fresh FOLDER TERM [TERM …]
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Measure and print: seconds and megabytes."""
    began = time.perf_counter()
    from bench.classes import Ask  # noqa: PLC0415 -- the imports are what is timed
    from bench.engines.ours import Ours  # noqa: PLC0415
    from index.text.analysis import Analyzer  # noqa: PLC0415

    imported = time.perf_counter()
    analyzer = Analyzer()
    list(analyzer.cut("高新技术企业认定管理办法"))
    loaded = time.perf_counter()
    folder, terms = Path(sys.argv[1]), sys.argv[2:]
    before = resident()
    engine = Ours()
    engine.open(folder)
    engine.page(Ask("or", tuple(terms[:3]), facets=6))
    answered = time.perf_counter()
    for term in terms:
        engine.page(Ask("facets", (term,), facets=6))
    made = {
        "imports_s": imported - began,
        "dictionary_s": loaded - imported,
        "open_and_first_query_s": answered - loaded,
        "resident_before_mb": before,
        "resident_after_mb": resident(),
    }
    print(json.dumps(made))


def resident() -> float:
    """Megabytes of memory of this process that are no mapped file."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no RssAnon in /proc/self/status")


if __name__ == "__main__":
    main()
