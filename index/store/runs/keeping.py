"""Writing the journal of runs: in place, in space reserved beforehand, for a moment under a lock.

Keeping it must never stop a run: what cannot be written is logged, and the run goes on.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from index.disk import access, disk
from index.errors import IndexInaccessible, system_says
from index.store.runs.model import LISTED, LONGEST, Run
from index.store.runs.places import BLANK, FOLDER, LIVE, LOCK, journal_of, lines_of, live_file

KEPT = 200
"""So many runs are kept: the last ones, and the last successful one."""
LARGEST = 1 << 20
"""Bytes of lines after which the journal is written anew with the runs that are kept."""
RESERVED = 1 << 16
"""Bytes of blank space, so that a full disk does not keep an end from being written."""
PATIENCE = 5.0
"""Seconds that others may hold the lock."""
_PAUSE = 0.005
_log = logging.getLogger(__name__)


@dataclass
class Keeper:
    """Keeps one run in the journal of the index in ``root``, from its beginning to its end."""

    root: Path
    run: Run
    _live: int | None = field(default=None, repr=False)
    _made_root: bool = field(default=False, repr=False)

    @classmethod
    def begin(cls, root: Path, kind: str, before: int | None) -> Keeper:
        """Note that a run of ``kind`` begins over generation ``before``."""
        now = datetime.now(UTC)
        id = f"{time.time_ns():020}-{os.getpid()}"
        keeper = cls(root, Run(id, kind, now, before=before), _made_root=not root.exists())
        with _never_fatal(root):
            disk.make_folder(root / FOLDER / LIVE)
            keeper._live = _held(live_file(root, id))
            add(root, keeper.run)
        return keeper

    def end(self, run: Run) -> None:
        """Note how it ended, or ended once more: ``run`` with what has become of it."""
        self.run = _cut(run)
        with _never_fatal(self.root):
            add(self.root, self.run)
        self.leave()

    def forget(self) -> None:
        """Where it ended before anything was written, in a folder that was made for its journal: leave none."""
        with _never_fatal(self.root):
            is_ours = self._made_root and disk.names(self.root) == [FOLDER]
            if not is_ours or [*lines_of(self.root)] != [self.run.id]:
                return
            folder = self.root / FOLDER
            for file in (journal_of(self.root), folder / LOCK):
                disk.remove(file)
            with suppress(OSError):  # somebody else has come meanwhile
                for empty in (folder / LIVE, folder, self.root):
                    empty.rmdir()

    def leave(self) -> None:
        """Say no longer that it runs."""
        with _never_fatal(self.root):
            if self._live is not None:
                file, self._live = self._live, None
                live_file(self.root, self.run.id).unlink(missing_ok=True)
                os.close(file)


def add(root: Path, run: Run) -> None:
    """Add the line of a run.

    Raises:
        OSError, IndexInaccessible: it cannot be written.
    """
    with _locked(root):
        path = journal_of(root)
        raw = disk.read(path) if disk.size(path) >= 0 else b""
        written = raw.rstrip(BLANK)
        if len(written) > LARGEST or written.count(BLANK) >= 2 * KEPT:
            with suppress(OSError):  # a full disk: the line goes where there still is room
                written, raw = _shortened(root)
        line = run.to_line() + BLANK
        at = len(written) + bool(written)
        if not raw:
            _made(path, line)
            return
        if len(raw) < at + len(line) + RESERVED // 2:
            with suppress(OSError):
                disk.overwrite(path, len(raw), BLANK * RESERVED)
        disk.overwrite(path, at, line)


def _shortened(root: Path) -> tuple[bytes, bytes]:
    """Write the journal anew with what is kept: its lines, and the whole file."""
    runs = list(lines_of(root).values())
    last, older = runs[-KEPT:], runs[:-KEPT]
    good = [run for run in runs if run.is_successful and run.ended]
    newest = max(good, key=lambda run: run.ended or run.began, default=None)
    if newest in older and newest:
        last.insert(0, newest)
    _sweep(root, {run.id for run in last})
    lines = b"".join(run.to_line() + BLANK for run in last)
    _made(journal_of(root), lines)
    return lines.rstrip(BLANK), disk.read(journal_of(root))


def _sweep(root: Path, kept: set[str]) -> None:
    """Remove the files of runs that were killed long ago."""
    live = root / FOLDER / LIVE
    for name in disk.names(live):
        if name not in kept:
            disk.remove(live / name)


def _made(path: Path, lines: bytes) -> None:
    beside = path.with_suffix(".new")
    disk.remove(beside)
    disk.save(beside, lines + BLANK * RESERVED)
    disk.rename(beside, path)
    access.settle_again(path, shared=True)


def _cut(run: Run) -> Run:
    """Without what would make a line long."""
    shorter = tuple(
        replace(one, file=one.file[-LONGEST:], reason=one.reason[:LONGEST])
        for one in sorted(run.failures, key=lambda one: not one.is_new)[:LISTED]
    )
    return replace(run, why=run.why[:LONGEST], failures=shorter)


def _held(path: Path) -> int:
    """A new file, locked until its process ends."""
    file = disk.create(path)
    os.fchmod(file, 0o644)  # whoever reads the journal tries its lock
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    path = root / FOLDER / LOCK
    disk.make_folder(path.parent)
    with access.writing(path):
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            file = os.open(path, os.O_RDONLY)
    access.settle_again(path, shared=True)
    try:
        until = time.monotonic() + PATIENCE
        while not _seized(file):
            if time.monotonic() >= until:
                raise TimeoutError(f"另一个进程占着 {path}")
            time.sleep(_PAUSE)
        yield
    finally:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)  # closing is not enough where a child was forked
        os.close(file)


def _seized(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _never_fatal(root: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, IndexInaccessible) as error:
        says = system_says(error) if isinstance(error, OSError) else str(error)
        _log.warning("本次运行未能记入 %s：%s", root / FOLDER, says)
