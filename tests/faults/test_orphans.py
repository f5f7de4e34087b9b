"""Whoever is killed takes along all that it started: readers, writers, LibreOffice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.faults.conftest import Often

ROOT = Path(__file__).parents[2]
MARK = "ZHENGCE_TEST_ORPHANS"
HANGS = "#!/bin/sh\nsleep 600 &\nsleep 600\n"
LOOKS = 3_000
"""Of a hundredth of a second: how long at most the system has for ending what it was told to."""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Documents that fill a pipe, archives for children, and three that make LibreOffice hang."""
    folder = tmp_path / "files"
    folder.mkdir()
    text = "为进一步做好有关工作，现就有关事项通知如下。\n" * 4_000
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(f"关于第{number}事的通知\n{text}", "utf-8")
    for number in range(6):
        with zipfile.ZipFile(folder / f"{number:02}.zip", "w") as archive:
            archive.writestr("甲.txt", f"关于第{number}事的意见\n{text}"[:20_000])
    for number in (7, 33, 58):
        (folder / f"{number:02}a.rtf").write_text(r"{\rtf1\ansi A\par}", "ascii")
    program = tmp_path / "soffice"
    program.write_text(HANGS, "ascii")
    program.chmod(0o755)
    return folder


def marked(mark: str) -> list[int]:
    """Processes that have ``mark`` in their environment and are not merely unburied."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                is_ours = f"{MARK}={mark}".encode() in (folder / "environ").read_bytes()
            except OSError:
                continue
            if is_ours:
                found.append(int(folder.name))
    return found


def test_nothing_outlives_a_command_that_was_killed(
    files: Path, tmp_path: Path, often: Often
) -> None:
    chance = random.Random(20261130)
    most = 0
    for attempt in range(often(4, 100)):
        environment = {
            **os.environ, MARK: str(attempt), "PATH": f"{tmp_path}:{os.environ['PATH']}",
        }  # fmt: skip
        process = subprocess.Popen(
            [
                sys.executable, "-m", "web.cli.main", "index", str(files), "--processes", "2",
                "--index", str(tmp_path / f"index-{attempt}"),
            ],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wanted = chance.randint(2, 8)
        for _ in range(LOOKS):
            there = len(marked(str(attempt)))
            if there >= wanted or process.poll() is not None:
                break
            time.sleep(0.01)
        time.sleep(chance.random() * 0.5)
        most = max(most, len(marked(str(attempt))))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for _ in range(LOOKS):
            if not (left := marked(str(attempt))):
                break
            time.sleep(0.01)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert not left, f"kill {attempt}: {len(left)} of {there} processes are left"
    assert most >= 4  # it was not killed before anything had begun
