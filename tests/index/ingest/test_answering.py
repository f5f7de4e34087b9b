"""A source that hangs is left out; the others are not kept waiting."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from index.ingest import answering
from index.ingest.answering import Sources

HANGS = "import sys, time\nif sys.argv[1].endswith('hung'): time.sleep(600)"
LONG = 600.0


def test_who_does_not_answer_is_named_and_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process stays for as long as the mount hangs: it cannot be ended then."""
    started: list[Stuck] = []

    class Stuck(subprocess.Popen[bytes]):
        def __init__(self, command: list[str], stdin: int, stdout: int, stderr: int) -> None:
            super().__init__(command, stdin=stdin, stdout=stdout, stderr=stderr)
            self.command = command
            started.append(self)

        def kill(self) -> None:
            pass

    monkeypatch.setattr(subprocess, "Popen", Stuck)
    hung, other = tmp_path / "hung", tmp_path / "other"
    sources = Sources(patience=0.0, look=HANGS)
    assert hung in sources.silent([hung])
    assert hung in sources.silent([hung, other])
    assert sum(str(hung) in process.command for process in started) == 1
    started[0].terminate()
    started[0].wait()
    assert hung in sources.silent([hung])
    assert sum(str(hung) in process.command for process in started) == 2
    for process in started:
        process.terminate()
        process.wait()


def test_what_is_there_gone_or_a_file_answers(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    paths = [tmp_path, tmp_path / "file", tmp_path / "none"]
    assert Sources(LONG).silent(paths) == []


def test_mounts_below_a_source_are_asked_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mountinfo"
    inside = tmp_path / "来源" / "有 空格"
    written = str(inside).replace(" ", "\\040")
    table.write_text(f"1 2 0:1 / / rw - ext4 x rw\n3 1 0:2 / {written} rw - nfs y rw\n", "utf-8")
    monkeypatch.setattr(answering, "_MOUNTS", table)
    told = tmp_path / "told"
    look = f"import sys\nopen({str(told)!r}, 'w', encoding='utf-8').write('\\n'.join(sys.argv[1:]))"
    assert Sources(LONG, look).silent([tmp_path / "来源"]) == []
    assert told.read_text("utf-8").split("\n") == [str(tmp_path / "来源"), str(inside)]
    monkeypatch.setattr(answering, "_MOUNTS", tmp_path / "none")
    assert Sources(LONG).silent([tmp_path]) == []
