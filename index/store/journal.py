"""The journal of withdrawals on disk: lines that are only added, twice, in space reserved beforehand.

::

    data/withdrawals/
      lock                    held for the moment in which a line is added or a generation published
      1.jsonl, 2.jsonl        the same lines, each with its number and checksum, then blank space

A line is written in place, into one file and then into the other, so that neither a full disk nor
another writer of the index prevents it, and no cut leaves both files torn. What cannot be read
in one is taken from the other. What neither can tell is damage: nobody goes on without a line
that may have been there.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.disk import access, disk
from index.errors import IndexBusy, IndexDamaged, IndexInaccessible

FOLDER = "withdrawals"
RESERVED = 1 << 16
"""Bytes of a file when it is made, and by how many it grows when less than half is left."""
PATIENCE = 30.0
"""Seconds."""
_NAMES = ("1.jsonl", "2.jsonl")
_BLANK = b"\n"
_PAUSE = 0.005

Row = Mapping[str, object]


class Lines(NamedTuple):
    """What the journal says.

    Attributes:
        rows: in order.
        reserved: whether there is a journal at all.
        doubt: what is wrong with it and does not keep it from being read (Chinese); else empty.
    """

    rows: tuple[Row, ...]
    reserved: bool
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Copy:
    """One of the two files: the lines that are whole by their number, and how many are not."""

    path: Path
    raw: bytes
    whole: dict[int, bytes]
    torn: int

    @property
    def is_whole(self) -> bool:
        return len(self.raw) >= RESERVED and not self.torn


class Journal:
    """The journal of the index in ``root``.

    Raises (all methods): OSError: a file cannot be read or written.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER
        self._paths = tuple(self._folder / name for name in _NAMES)

    def stamp(self) -> tuple[int, ...]:
        """Is another after every line that was added."""
        return tuple(disk.changed(path) for path in self._paths)

    def reserve(self) -> None:
        """Make the files that are not there, so that a full disk later does no harm."""
        if all(disk.size(path) >= 0 for path in self._paths):
            return
        with self.locked():
            copies = self._copies()
            self._read(copies)
            for copy in copies:
                if not copy.raw:
                    _made(copy.path, _joined(copies))

    def read(self, held: bool = False) -> Lines:
        """What it says now.

        Args:
            held: whether the caller holds the lock.

        Raises:
            IndexDamaged: a line may have been there that cannot be read.
        """
        copies = self._copies()
        if not held and any(copy.torn for copy in copies):  # a line may just be being written
            with suppress(IndexInaccessible), self.locked():
                copies = self._copies()
        return self._read(copies)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from adding lines for a moment.

        Raises:
            IndexBusy: another process held it for :data:`PATIENCE` seconds.
        """
        disk.make_folder(self._folder)
        file = _lock_file(self._folder / "lock")
        try:
            until = time.monotonic() + PATIENCE
            while not _seized(file):
                if time.monotonic() >= until:
                    raise IndexBusy(
                        f"另一个进程正在登记撤下（{self._folder}），等待超过 {PATIENCE:.0f} 秒。请稍后再试。"
                    )
                time.sleep(_PAUSE)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)  # closing is not enough where a child was forked
        finally:
            os.close(file)

    def add(self, rows: Sequence[Row]) -> None:
        """Add lines; they hold once one file has them. The caller holds the lock."""
        if not rows:
            return
        copies = self._copies()
        known = len(self._read(copies).rows)
        lines = _joined(copies)
        added = b"".join(_line(known + at, row) for at, row in enumerate(rows, 1))
        self._write(copies, lines, added)

    def replace(self, rows: Sequence[Row]) -> None:
        """Write other lines in the place of all: to leave out what is not to be kept, or after
        damage. The caller holds the lock."""
        lines = b"".join(_line(number, row) for number, row in enumerate(rows, 1))
        for path in self._paths:
            _made(path, lines)

    def salvaged(self) -> tuple[tuple[Row, ...], int]:
        """Every line that is whole in one of the files, and how many are not or are missing."""
        copies = self._copies()
        whole = copies[1].whole | copies[0].whole
        lost = max(max(whole, default=0) - len(whole), *(copy.torn for copy in copies))
        return tuple(_row(whole[number]) for number in sorted(whole)), lost

    def _copies(self) -> list[_Copy]:
        return [_copy(path) for path in self._paths]

    def _read(self, copies: Sequence[_Copy]) -> Lines:
        if not any(copy.raw for copy in copies):
            return Lines((), False)
        whole = copies[1].whole | copies[0].whole
        gap = len(whole) != max(whole, default=0)
        if gap or not any(copy.is_whole for copy in copies):
            raise IndexDamaged(
                f"撤下登记 {self._folder} 两份都有损坏，可能漏掉已撤下的文件，因此不打开索引。"
                f"请从备份取回该文件夹；取不回时运行：zhengce withdraw --repair --index {self._folder.parent}"
            )
        rows = tuple(_row(whole[number]) for number in sorted(whole))
        broken = [copy.path.name for copy in copies if not copy.is_whole]
        doubt = ""
        if broken:
            doubt = (
                f"撤下登记 {self._folder / broken[0]} 不完整（可能有一次登记被中断而没有完成，请用 zhengce "
                "withdraw --list 核对），现以另一份为准；下次登记时自动修复。"
            )
        return Lines(rows, True, doubt)

    def _write(self, copies: Sequence[_Copy], lines: bytes, added: bytes) -> None:
        """Into each file what it lacks; one that cannot be written may be mended by the next."""
        failed: OSError | IndexInaccessible | None = None
        written = 0
        for copy in copies:
            try:
                _extend(copy, lines, added)
                written += 1
            except (OSError, IndexInaccessible) as error:
                failed = failed or error
        if failed and not written:
            raise failed


def _extend(copy: _Copy, lines: bytes, added: bytes) -> None:
    """Add lines to a file, and mend what is before them."""
    content, room = lines + added, len(copy.raw)
    if not room:
        _made(copy.path, content)
        return
    if room < (wanted := _room(content)):
        try:
            disk.overwrite(copy.path, room, _BLANK * (wanted - room))
            room = wanted
        except OSError:
            if len(content) > room:
                raise
    if copy.is_whole and copy.raw.rstrip(_BLANK) == lines.rstrip(_BLANK):
        disk.overwrite(copy.path, len(lines), added)
    else:
        disk.overwrite(copy.path, 0, content.ljust(room, _BLANK))


def _room(content: bytes) -> int:
    """So many bytes a file is to have: half of what it grows by is free."""
    return (1 + 2 * len(content) // RESERVED) * RESERVED


def _made(path: Path, lines: bytes) -> None:
    """A new file in the place of what may be there."""
    beside = path.with_suffix(".new")
    disk.remove(beside)
    disk.save(beside, lines.ljust(_room(lines), _BLANK))
    disk.rename(beside, path)
    access.settle_again(path, shared=True)


def _copy(path: Path) -> _Copy:
    try:
        raw = disk.read(path)
    except FileNotFoundError:
        raw = b""
    whole: dict[int, bytes] = {}
    torn = 0
    written = raw.rstrip(_BLANK)
    for line in written.split(_BLANK) if written else ():
        number = _number(line)
        if number:
            whole[number] = line + _BLANK
        else:
            torn += 1
    return _Copy(path, raw, whole, torn)


def _joined(copies: Sequence[_Copy]) -> bytes:
    whole = copies[1].whole | copies[0].whole
    return b"".join(whole[number] for number in sorted(whole))


def _line(number: int, row: Row) -> bytes:
    text = json.dumps({"n": number, **row}, ensure_ascii=False)
    raw = text.encode("utf-8", "surrogateescape")
    return raw + b" " + _checksum(raw) + _BLANK


def _row(line: bytes) -> Row:
    row = _parsed(line)
    row.pop("n")
    return row


def _parsed(line: bytes) -> dict[str, object]:
    row: dict[str, object] = json.loads(line.rpartition(b" ")[0].decode("utf-8", "surrogateescape"))
    return row


def _number(line: bytes) -> int:
    """The number of a line that is whole; else 0."""
    raw, _, checksum = line.rpartition(b" ")
    if not raw or _checksum(raw) != checksum:
        return 0
    with suppress(ValueError, TypeError, KeyError):
        return int(str(_parsed(line)["n"]))
    return 0


def _checksum(raw: bytes) -> bytes:
    return hashlib.sha256(raw).hexdigest()[:16].encode()


def _lock_file(path: Path) -> int:
    """The file that is locked; a lock needs no right to write, but to read."""
    with access.writing(path):
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            return os.open(path, os.O_RDONLY)
    access.settle_again(path, shared=True)
    return file


def _seized(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
