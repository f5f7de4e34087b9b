"""The process that reads starts light, and says what it has read before it parses."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import orjson

from index.text.file_names import escaped

ROOT = Path(__file__).parents[4]
MOST_MODULES = 25
LOADED = (
    "import sys, index.readers.sandbox.worker;"
    "print(*(name for name in sys.modules if name.partition('.')[0] in ('index', 'search', 'web')))"
)


def test_little_is_loaded_before_the_first_file_is_known() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert len(done.stdout.split()) <= MOST_MODULES, done.stdout


def test_an_answer_begins_with_the_hash_of_what_was_read(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.zip", tmp_path / "out.zip"
    with zipfile.ZipFile(good, "w") as archive:
        archive.writestr("甲.txt", "关于甲的通知\n正文。")
    asked = [
        {
            "path": escaped(path), "root": escaped(tmp_path), "columns": {}, "aliases": {},
            "scan_pages": 0, "cache": "",
            "given": 0, "known": ("", ""),
        }
        for path in (good, bad)
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "index.readers.sandbox.worker", str(os.getpid())],
        input=b"".join(orjson.dumps(one) + b"\n" for one in asked),
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    digest, item, end, refused, last = done.stdout.split(b"\n")[:-1]
    assert digest.decode() == hashlib.sha256(good.read_bytes()).hexdigest()
    assert orjson.loads(item)["document"]["title"] == "关于甲的通知"
    assert "无法打开" in orjson.loads(refused)["rejected"][2]
    assert end == last == b""
