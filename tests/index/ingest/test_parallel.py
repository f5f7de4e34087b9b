"""Processes that write parts of an index: what they cannot do is said as if it were done here."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.ingest.parallel import ParallelWriter, WriterDied


def _written(folder: Path, then: Callable[[], object] = lambda: None) -> None:
    with ParallelWriter(folder, "1", 2) as writer:
        then()
        for n in range(4):
            writer.add(PolicyDocument(id=f"甲-{n}", title="通知", body="公积金"))


def _kill() -> None:
    for process in multiprocessing.active_children():
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()


def test_what_one_of_them_cannot_write_is_said_by_its_name(tmp_path: Path) -> None:
    """A full disk, a folder that is gone: an operator reads why, not a defect of ours."""
    with pytest.raises(OSError, match="gone") as error:
        _written(tmp_path / "gone")
    assert error.value.errno == errno.ENOENT


def test_one_that_is_killed_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(WriterDied, match="dmesg"):
        _written(tmp_path, _kill)
