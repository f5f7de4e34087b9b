"""The one file of a segment: named arrays one behind the other, and a directory at the end.

::

    magic (8 bytes) │ block │ block │ … │ checksums │ directory (JSON) │ footer (32 bytes)

Blocks begin at multiples of 64 bytes. Every :data:`CHUNK` bytes of a block have a CRC-32 of
their own, checked before the bytes are first used, so that opening a large file costs nothing
and damage never becomes a wrong answer. Nothing in the file is code: JSON and numbers only.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import orjson

from index.disk import NewFile, disk
from index.errors import damaged

MAGIC = b"ZHENGCE\x01"
CHUNK = 1 << 18
_ALIGN = 64
_FOOTER = struct.Struct("<QQI4x8s")  # where the directory is, how long, its CRC, magic

Array = npt.NDArray[Any]


class BlockWriter:
    """Writes a segment file; a context manager that leaves no file behind after an error."""

    def __init__(self, path: Path) -> None:
        self._file = NewFile(path)
        self._file.write(MAGIC)
        self._blocks: dict[str, list[Any]] = {}
        self._checksums = array("I")
        self.meta: dict[str, Any] = {}

    def add(self, name: str, values: Array) -> None:
        """Append a block: a one-dimensional array, kept in little-endian order."""
        self.add_pieces(name, values.dtype, [values])

    def add_pieces(self, name: str, dtype: npt.DTypeLike, pieces: Iterable[Array]) -> None:
        """Append a block that is given piece by piece, so that it never is in memory as a whole."""
        if name in self._blocks:
            raise ValueError(f"two blocks of the name {name}")
        kind = np.dtype(dtype).newbyteorder("<")
        self._pad()
        at, first, sums = self._file.size, len(self._checksums), _Checksums(self._checksums)
        for piece in pieces:
            raw = np.ascontiguousarray(piece, kind).view(np.uint8).data
            sums.add(raw)
            self._file.write(raw)
        sums.end()
        self._blocks[name] = [at, self._file.size - at, kind.str, first]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._file:
            if error is not None:
                raise error
            self._finish()

    def _finish(self) -> None:
        checksums = np.array(self._checksums, "<u4")
        self._pad()
        row = {
            "blocks": self._blocks,
            "checksums": [self._file.size, len(checksums), zlib.crc32(checksums.tobytes())],
            "meta": self.meta,
        }
        self._file.write(checksums.tobytes())
        directory = orjson.dumps(row)
        at = self._file.size
        self._file.write(directory)
        self._file.write(_FOOTER.pack(at, len(directory), zlib.crc32(directory), MAGIC))

    def _pad(self) -> None:
        self._file.write(b"\0" * (-self._file.size % _ALIGN))


class _Checksums:
    """Appends the CRC-32 of every :data:`CHUNK` bytes of a stream to ``done``."""

    def __init__(self, done: array[int]) -> None:
        self._done = done
        self._crc = self._size = 0

    def add(self, raw: memoryview) -> None:
        while len(raw):
            part, raw = raw[: CHUNK - self._size], raw[CHUNK - self._size :]
            self._crc = zlib.crc32(part, self._crc)
            self._size += len(part)
            if self._size == CHUNK:
                self._close()

    def end(self) -> None:
        if self._size:
            self._close()

    def _close(self) -> None:
        self._done.append(self._crc)
        self._crc = self._size = 0


class BlockFile:
    """A segment file, mapped read-only.

    Attributes:
        meta: what the writer noted beside the blocks.
        seal: stands for the whole content: the checksum of the directory, which holds the
            checksum of the checksums.

    Raises (on construction and on the first use of a damaged chunk):
        IndexDamaged: the file is cut off, or its bytes are not those that were written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = disk.map(path)
        except (OSError, ValueError) as error:
            raise damaged(path) from error
        self._map = self._file.bytes
        row = self._directory()
        self.meta: dict[str, Any] = row["meta"]
        self._blocks: dict[str, list[Any]] = row["blocks"]
        at, count, checksum = row["checksums"]
        self._checksums = np.frombuffer(self._map, "<u4", count, at)
        if zlib.crc32(self._checksums.tobytes()) != checksum:
            raise damaged(path)
        self._checked = bytearray(count)
        self._views: dict[str, Array] = {}
        self._wholes: dict[str, Array] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._blocks

    def is_as_opened(self) -> bool:
        """Whether nobody has cut or written the file since: else it must be opened again."""
        return self._file.is_as_opened()

    def names(self) -> list[str]:
        """The names of all blocks."""
        return list(self._blocks)

    def read(self) -> None:
        """Check everything that is not yet."""
        for name in self._blocks if 0 in self._checked else ():
            self.whole(name)

    def size(self, name: str) -> int:
        """How many elements a block has."""
        _, nbytes, dtype, _ = self._blocks[name]
        return int(nbytes) // int(dtype[2:])

    def whole(self, name: str) -> Array:
        """A block, all of it checked."""
        if name not in self._wholes:
            self._wholes[name] = self.part(name, 0, self.size(name))
        return self._wholes[name]

    def part(self, name: str, start: int, stop: int) -> Array:
        """The elements ``start:stop`` of a block, checked; a read-only view of the file."""
        view = self._view(name)
        if stop > start:
            _, _, _, first = self._blocks[name]
            low = start * view.itemsize // CHUNK
            high = (stop * view.itemsize - 1) // CHUNK + 1
            if 0 in self._checked[first + low : first + high]:
                self._check(name, low, high)
        return view[start:stop]

    def viewer(self, name: str) -> Callable[[int, int], Array]:
        """What gives the elements ``start:stop`` of a block as :meth:`part` does; quicker for few."""
        view, checked, first = self._view(name), self._checked, self._blocks[name][3]
        many = CHUNK // view.itemsize

        def part(start: int, stop: int) -> Array:
            low, high = start // many, (stop - 1) // many
            if low < high or (stop > start and not checked[first + low]):
                self._check(name, low, high + 1)
            return view[start:stop]

        return part

    def slicer(self, name: str) -> Callable[[int, int], bytes]:
        """What gives the bytes ``start:end`` of a block, checked; quicker than :meth:`part` for a
        few."""
        at, _, _, first = self._blocks[name]
        raw, checked = self._map, self._checked

        def slice(start: int, end: int) -> bytes:
            low, high = start // CHUNK, (end - 1) // CHUNK
            if low < high or (low == high and not checked[first + low]):
                self._check(name, low, high + 1)
            return raw[at + start : at + end]

        return slice

    def width(self, name: str) -> int:
        """How many bytes an element of a block has."""
        return int(self._blocks[name][2][2:])

    def _view(self, name: str) -> Array:
        if name not in self._views:
            at, nbytes, dtype, _ = self._blocks[name]
            count = nbytes // np.dtype(dtype).itemsize
            self._views[name] = np.frombuffer(self._map, dtype, count, at if count else 0)
        return self._views[name]

    def _check(self, name: str, low: int, high: int) -> None:
        at, nbytes, _, first = self._blocks[name]
        whole = memoryview(self._map)[at : at + nbytes]
        for chunk in range(low, high):
            if not self._checked[first + chunk]:
                raw = whole[chunk * CHUNK : (chunk + 1) * CHUNK]
                if zlib.crc32(raw) != self._checksums[first + chunk]:
                    raise damaged(self.path)
                self._checked[first + chunk] = 1

    def _directory(self) -> dict[str, Any]:
        size = len(self._map)
        if size >= len(MAGIC) + _FOOTER.size and self._map[: len(MAGIC)] == MAGIC:
            at, length, checksum, magic = _FOOTER.unpack(self._map[-_FOOTER.size :])
            self.seal = checksum
            raw = self._map[at : at + length]
            whole = at + length + _FOOTER.size == size
            if magic == MAGIC and whole and zlib.crc32(raw) == checksum:
                row: dict[str, Any] = orjson.loads(raw)
                return row
        raise damaged(self.path)
