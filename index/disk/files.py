"""The one object through which all files of an index are read and written.

So a file that was closed without an error is on the disk and not only on its way there, one
that was not is gone, and a test can make any single call fail, or play every power cut from a
record of the calls. A test reads the sources of ``index.store.store`` and ``index.segment`` to make
sure that nothing there opens a file in another way.
"""

from __future__ import annotations

import mmap
import os
import shutil
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from index.disk import access

BUFFER = 1 << 16
MOST_WAITING = 16
"""So many files wait to be synced together."""


class Identity(NamedTuple):
    """Tells a file apart from others, and from itself after its bytes were changed."""

    device: int
    inode: int
    size: int
    changed: int


class Mapped:
    """A file that never changes, its bytes read when they are looked at.

    Bytes that were cut off meanwhile must not be looked at: the system would end the process.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self.bytes = mmap.mmap(self._file, 0, access=mmap.ACCESS_READ)
        self._opened = _identity(os.fstat(self._file))

    def is_as_opened(self) -> bool:
        """Whether nobody has cut or written the file since."""
        return _identity(os.fstat(self._file)) == self._opened


class Disk:
    """What is done to files: each method is one kind of fault.

    Raises (all of it): IndexInaccessible, this process may not.
    """

    def __init__(self) -> None:
        self._local = threading.local()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Have what is written meanwhile by this thread on the disk at the end, and not each file when it is closed:
        a journaling file system lets several wait for one turn."""
        before, waiting = getattr(self._local, "waiting", None), list[int]()
        self._local.waiting = waiting
        try:
            yield
            self._sync_all(waiting)
        finally:
            self._local.waiting = before
            for file in waiting:
                os.close(file)

    def finish(self, file: int) -> None:
        """Have a file or folder on the disk, now or with others (:meth:`together`), and close it."""
        waiting: list[int] | None = getattr(self._local, "waiting", None)
        if waiting is None:
            try:
                self.sync(file)
            finally:
                os.close(file)
            return
        waiting.append(file)
        if len(waiting) >= MOST_WAITING:
            self._sync_all(waiting)

    def _sync_all(self, files: list[int]) -> None:
        """Sync and close what has not been removed since; whatever fails stays in ``files``."""
        there = [file for file in files if os.fstat(file).st_nlink]
        with ThreadPoolExecutor(max(len(there), 1)) as pool:
            for call in [pool.submit(self.sync, file) for file in there]:
                call.result()
        while files:
            os.close(files.pop())

    def create(self, path: Path) -> int:
        """Open a new file for writing, its mode and owner those of its folder; the descriptor."""
        with access.writing(path):
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            access.settle(file, path.parent, access.file_mode(path.parent.stat()))
        return file

    def write(self, file: int, raw: memoryview) -> int:
        """Write some bytes to a file; how many were written, which may be fewer."""
        return os.write(file, raw)

    def sync(self, file: int) -> None:
        """Wait until what was written to a file or folder is on the disk."""
        os.fsync(file)

    def link(self, source: Path, target: Path) -> None:
        """Give a file that never changes a second name; copy it where there are no links, or
        where it may be read by fewer than the folder."""
        with access.reading(source):
            if access.may_be_linked(source, target.parent):
                try:
                    os.link(source, target)
                except OSError:
                    self._copy(source, target)
            else:
                self._copy(source, target)

    def rename(self, old: Path, new: Path) -> None:
        """Rename a file or folder, in place of what has the name; durable on return."""
        with access.writing(new):
            old.replace(new)
        self.sync_folder(new.parent)

    def remove(self, path: Path) -> None:
        """Remove a file or a whole folder; one that is not there is no error."""
        with access.writing(path):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it, each after the one it is in; durable on return."""
        with access.writing(path):
            missing = [folder for folder in (path, *path.parents) if not folder.exists()]
            for folder in reversed(missing):
                folder.mkdir(0o700, exist_ok=True)
                access.settle_again(folder)
        for folder in missing:
            self.sync_folder(folder.parent)

    def settle(self, path: Path) -> None:
        """Give a folder that an earlier run made the mode and owner that a new one would get."""
        access.settle_again(path)

    def sync_folder(self, path: Path) -> None:
        """Wait until the names in a folder are on the disk."""
        with access.reading(path):
            folder = os.open(path, os.O_RDONLY)
        self.finish(folder)

    def read(self, path: Path) -> bytes:
        """The bytes of a small file."""
        with access.reading(path):
            return path.read_bytes()

    def size(self, path: Path) -> int:
        """How many bytes a file has; -1 when it is not there."""
        found = self.identity(path)
        return found.size if found else -1

    def changed(self, path: Path) -> int:
        """When a file or folder last changed, in nanoseconds; 0 when it is not there."""
        found = self.identity(path)
        return found.changed if found else 0

    def free(self, folder: Path) -> int:
        """How many bytes may still be written where a folder is."""
        return shutil.disk_usage(folder).free

    def identity(self, path: Path) -> Identity | None:
        """Which file it is, and as it is now; None when it is not there."""
        try:
            return _identity(os.stat(path))
        except OSError as error:
            _refuse(path, error)
            return None

    def names(self, folder: Path) -> list[str]:
        """The names in a folder; none when it is not there."""
        try:
            return os.listdir(folder)
        except OSError as error:
            _refuse(folder, error)
            return []

    def map(self, path: Path) -> Mapped:
        """A large file, its bytes read when they are looked at."""
        with access.reading(path):
            return Mapped(path)

    def overwrite(self, path: Path, at: int, raw: bytes) -> None:
        """Write bytes into a file from ``at`` on, in the room it has or behind it; durable on
        return, and :meth:`changed` is another then."""
        with access.writing(path):
            file = os.open(path, os.O_WRONLY)
        try:
            before = os.fstat(file).st_mtime_ns
            while raw:
                done = 0
                while done < len(raw):
                    done += os.pwrite(file, raw[done:], at + done)
                if os.fstat(file).st_mtime_ns != before:  # a clock may tick every few ms only
                    break
                time.sleep(0.001)
            self.sync(file)
        finally:
            os.close(file)

    def save(self, path: Path, raw: bytes) -> None:
        """Write a new small file; durable on return."""
        with NewFile(path) as file:
            file.write(raw)

    def _copy(self, source: Path, target: Path) -> None:
        with NewFile(target) as copy:
            copy.write(self.read(source))


def _refuse(path: Path, error: OSError) -> None:
    """Raise what is no answer about ``path``, but that this process may not ask. (What goes well, many times
    for every request, goes through no context.)"""
    with suppress(OSError), access.reading(path):
        raise error


def _identity(status: os.stat_result) -> Identity:
    return Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


class NewFile:
    """A file being written: durable once left without an error (see :meth:`Disk.together`), else removed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = disk.create(path)
        self._pending = bytearray()
        self.size = 0

    def write(self, raw: bytes | memoryview) -> None:
        """Append bytes."""
        self.size += len(raw)
        if len(raw) < BUFFER:
            self._pending += raw
        if len(self._pending) >= BUFFER or len(raw) >= BUFFER:
            self._flush()
        if len(raw) >= BUFFER:
            self._put(memoryview(raw))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        is_open, whole = True, False
        try:
            if kind is None:
                self._flush()
                is_open = False
                disk.finish(self._file)
                whole = True
        finally:
            if is_open:
                os.close(self._file)
            if not whole:
                disk.remove(self._path)

    def _flush(self) -> None:
        pending, self._pending = self._pending, bytearray()
        self._put(memoryview(pending))

    def _put(self, raw: memoryview) -> None:
        while len(raw):
            raw = raw[disk.write(self._file, raw) :]


disk = Disk()
