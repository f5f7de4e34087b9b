"""How often a run opens a file and lists a folder, counted in every process that it starts."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COUNTING = """
import os, sys
LOG = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

def counted(event, arguments):
    if event in ("open", "os.scandir", "os.listdir") and isinstance(arguments[0], (str, os.PathLike)):
        if os.fspath(arguments[0]).startswith({folder!r}):
            os.write(LOG, f"{{event}} {{os.fspath(arguments[0])}}\\n".encode())

sys.addaudithook(counted)
"""
"""What every Python process of the run loads at its start."""
TOUCHED = ("a.txt", "c.jsonl", "g.zip")


class Run:
    """The command, on a folder with a file of many kinds."""

    def __init__(self, place: Path) -> None:
        self.files = place / "files"
        self._index = place / "index"
        self._log = place / "log"
        self._site = place / "site"
        for folder in (self.files / "夹", self._site):
            folder.mkdir(parents=True)
        code = COUNTING.format(log=str(self._log), folder=str(self.files))
        (self._site / "sitecustomize.py").write_text(code, encoding="utf-8")

    def __call__(self, command: str, *options: str) -> tuple[Counter[str], Counter[str]]:
        """Run it: how often each file was opened, and each folder listed."""
        self._log.unlink(missing_ok=True)
        main = [sys.executable, "-c", "from web.cli.main import main; main()", command]
        given = [] if command == "reindex" else [str(self.files)]
        done = subprocess.run(
            [*main, *given, "--index", str(self._index), *options],
            env={**os.environ, "PYTHONPATH": f"{self._site}{os.pathsep}{ROOT}"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 3), done.stderr
        opened: Counter[str] = Counter()
        listed: Counter[str] = Counter()
        for line in self._log.read_text(encoding="utf-8").splitlines():
            event, _, path = line.partition(" ")
            name = Path(path).relative_to(self.files).as_posix()
            (opened if event == "open" else listed)[name] += 1
        return opened, listed


@pytest.fixture
def run(tmp_path: Path) -> Run:
    made = Run(tmp_path)
    text = "关于做好公积金工作的通知\n各区人民政府：\n现就有关事项通知如下。"
    lines = [
        json.dumps({"id": f"r{n}", "title": f"关于第{n}事的通知", "body": "正文"}) for n in range(9)
    ]
    (made.files / "a.txt").write_text(text, encoding="utf-8")
    (made.files / "b.html").write_text(f"<title>关于甲的通知</title><p>{text}", encoding="utf-8")
    (made.files / "c.jsonl").write_text("\n".join(lines), encoding="utf-8")
    others = "\n".join(lines).replace('"r', '"s').encode()
    (made.files / "d.jsonl.gz").write_bytes(gzip.compress(others))
    (made.files / "e.csv").write_text("标题,正文\n关于乙的通知,正文", encoding="utf-8")
    (made.files / "f.json").write_text('[{"title": "关于丙的通知"}]', encoding="utf-8")
    with zipfile.ZipFile(made.files / "g.zip", "w") as archive:
        archive.writestr("丁.txt", "关于丁的通知\n正文。")
    (made.files / "夹" / "k.txt").write_text("关于戊的通知\n正文。", encoding="utf-8")
    (made.files / "坏.docx").write_bytes(b"PK\x03\x04 no archive")
    (made.files / "图.bin").write_bytes(b"\x00\x01" * 90)
    (made.files / "空.txt").write_bytes(b"")
    return made


READ = {"a.txt", "b.html", "c.jsonl", "d.jsonl.gz", "e.csv", "f.json", "g.zip", "夹/k.txt"}
REFUSED = {"坏.docx", "图.bin", "空.txt"}
ONCE = {".": 1, "夹": 1}


@pytest.mark.parametrize("processes", ["1", "2"])
def test_each_file_is_opened_twice_at_most_and_the_folder_walked_once(
    run: Run, processes: str
) -> None:
    opened, listed = run("index", "--processes", processes)
    assert opened.keys() - {"空.txt"} == (READ | REFUSED) - {"空.txt"}
    assert max(opened.values()) == 2
    assert listed == ONCE
    again, listed = run("index", "--processes", processes)
    assert again.keys() <= REFUSED  # what could not be read is tried again
    assert max(again.values(), default=0) <= 2
    assert listed == ONCE


def test_so_it_is_when_plain_files_are_read_in_children(run: Run) -> None:
    for number in range(45):
        path = run.files / f"{number}.txt"
        path.write_text(f"关于第{number}事的意见\n正文。", encoding="utf-8")
    opened, listed = run("index", "--processes", "2")
    assert opened.keys() >= READ | {"0.txt", "44.txt"}
    assert max(opened.values()) == 2
    assert listed == ONCE


def test_so_it_is_for_a_rebuild_and_for_sync(run: Run) -> None:
    run("index")
    for command in ("reindex", "sync"):
        opened, listed = run(command)
        assert (command == "reindex") == (opened.keys() >= READ)
        assert max(opened.values()) <= 2
        assert listed == ONCE


def test_a_file_that_was_only_touched_is_opened_once(run: Run) -> None:
    run("index")
    for name in TOUCHED:
        os.utime(run.files / name, (1, 1))
    opened, _ = run("index")
    assert {name: opened[name] for name in TOUCHED} == dict.fromkeys(TOUCHED, 1)
    (run.files / "a.txt").write_text("关于做好养老保险工作的通知\n正文。", encoding="utf-8")
    assert run("index")[0]["a.txt"] <= 2
