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
import time
from pathlib import Path
from types import TracebackType
from typing import Self

BUFFER = 1 << 16


class Disk:
    """What is done to files: each method is one kind of fault."""

    def create(self, path: Path) -> int:
        """Open a new file for writing; the descriptor."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)

    def write(self, file: int, raw: memoryview) -> int:
        """Write some bytes to a file; how many were written, which may be fewer."""
        return os.write(file, raw)

    def sync(self, file: int) -> None:
        """Wait until what was written to a file or folder is on the disk."""
        os.fsync(file)

    def link(self, source: Path, target: Path) -> None:
        """Give a file that never changes a second name; copy it where there are no links."""
        try:
            os.link(source, target)
        except OSError:
            with NewFile(target) as copy:
                copy.write(self.read(source))

    def rename(self, old: Path, new: Path) -> None:
        """Rename a file or folder, in place of what has the name; durable on return."""
        old.replace(new)
        self.sync_folder(new.parent)

    def remove(self, path: Path) -> None:
        """Remove a file or a whole folder; one that is not there is no error."""
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it; durable on return."""
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(parents=True, exist_ok=True)
        for folder in missing:
            self.sync_folder(folder.parent)

    def sync_folder(self, path: Path) -> None:
        """Wait until the names in a folder are on the disk."""
        folder = os.open(path, os.O_RDONLY)
        try:
            self.sync(folder)
        finally:
            os.close(folder)

    def read(self, path: Path) -> bytes:
        """The bytes of a small file."""
        return path.read_bytes()

    def size(self, path: Path) -> int:
        """How many bytes a file has; -1 when it is not there."""
        try:
            return path.stat().st_size
        except OSError:
            return -1

    def changed(self, path: Path) -> int:
        """When a file or folder last changed, in nanoseconds; 0 when it is not there."""
        try:
            return path.stat().st_mtime_ns
        except OSError:
            return 0

    def names(self, folder: Path) -> list[str]:
        """The names in a folder; none when it is not there."""
        try:
            return os.listdir(folder)
        except OSError:
            return []

    def map(self, path: Path) -> mmap.mmap:
        """The bytes of a large file, read when they are looked at."""
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def overwrite(self, path: Path, at: int, raw: bytes) -> None:
        """Write bytes into a file from ``at`` on, in the room it has or behind it; durable on
        return, and :meth:`changed` is another then."""
        file = os.open(path, os.O_WRONLY)
        try:
            before = os.fstat(file).st_mtime_ns
            while True:
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


class NewFile:
    """A file being written: durable once left without an error, else removed."""

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
        whole = False
        try:
            if kind is None:
                self._flush()
                disk.sync(self._file)
                whole = True
        finally:
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
