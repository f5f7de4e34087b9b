"""One writer at a time; who came first is served first, and nobody waits for ever.

A writer holds ``LOCK``. One that must wait takes a ticket: a file in ``queue/`` named by the
time, on which it holds a lock of its own, so that the ticket of a process that was killed is
known to be void. The holder of the oldest ticket is next.

Writers may be different users: both take after the index's root, and ``LOCK`` may be written by
whoever may write that. ``LOCK`` alone keeps two from writing; the queue is only for fairness, so
a ticket that cannot be made or read is done without.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident
from typing import IO

from index.disk import access
from index.errors import IndexBusy

PATIENCE = 60.0
"""Seconds."""
_PAUSE = 0.02


@contextmanager
def writer_lock(root: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of the index in ``root``, a folder that exists.

    Raises:
        IndexBusy: others held it for ``patience`` seconds; it says who.
        IndexInaccessible: this process may not take it.
    """
    with _opened(root / "LOCK") as lock:
        with _ticket(root / "queue") as ticket:
            until = time.monotonic() + patience
            while not (_is_first(ticket) and _seized(lock)):
                if time.monotonic() >= until:
                    raise IndexBusy(_busy(root, lock, patience))
                time.sleep(_PAUSE)
        with suppress(OSError):  # a full disk: whoever asks is told "unknown"
            lock.seek(0)
            lock.truncate(0)
            lock.write(f"进程号 {os.getpid()}，{time.strftime('%Y-%m-%d %H:%M:%S')} 开始")
            lock.flush()
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)  # closing is not enough where a child was forked


def _opened(path: Path) -> IO[str]:
    """The file that is locked; a lock needs no right to write, but to read."""
    with access.writing(path):
        try:
            file = path.open("a+", encoding="utf-8")
        except PermissionError:
            return path.open(encoding="utf-8")
    access.settle_again(path, shared=True)
    return file


@contextmanager
def _ticket(queue: Path) -> Iterator[Path | None]:
    """A ticket; None where this process can have none."""
    path = queue / f"{time.time_ns():020}-{os.getpid()}-{get_ident()}"
    unseen = path.with_name(f".{path.name}")
    with suppress(PermissionError):
        queue.mkdir(exist_ok=True)
        access.settle_again(queue)
    try:
        file = unseen.open("x")
    except PermissionError:
        yield None
        return
    with file:
        try:
            os.fchmod(file.fileno(), 0o644)  # whoever waits tries its lock
            fcntl.flock(file, fcntl.LOCK_EX)
            unseen.rename(path)
            yield path
        finally:
            unseen.unlink(missing_ok=True)
            path.unlink(missing_ok=True)


def _is_first(ticket: Path | None) -> bool:
    """Whether no living process has an older ticket; those of dead ones are thrown away."""
    for other in sorted(ticket.parent.glob("[0-9]*")) if ticket else ():
        if ticket and other.name >= ticket.name:
            return True
        with suppress(FileNotFoundError, PermissionError), other.open() as file:
            if not _seized(file):
                return False
            other.unlink(missing_ok=True)
    return True


def _seized(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _busy(root: Path, lock: IO[str], patience: float) -> str:
    lock.seek(0)
    holder = lock.read().strip() or "未知"
    waited = f"，已等待 {patience:.0f} 秒" if patience else ""
    return f"另一个进程（{holder}）正在写入索引 {root}{waited}。请等它结束后再试。"
