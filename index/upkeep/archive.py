"""Reads a backup that may come from anyone: plain files of known names, and nothing else.

``tarfile`` follows what an archive says of itself (sparse files, links, extended headers of any
length) before it can be asked. Our backups are rows of plain members, so each header is read alone
and whatever is not one is refused, before anything is written.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from index.store.generation import MANIFEST, NAME

CHECKSUMS = "SHA256.json"
JOURNAL = "withdrawals.jsonl"
"""The journal of withdrawals as it was when the backup was made; older backups have none."""
MOST_ENTRIES = 10_000
MOST_SMALL = 64 * 2**20
"""Bytes of a file that is read as a whole: the manifest, the checksums."""
_BLOCK = tarfile.BLOCKSIZE
_PIECE = 1 << 20


class NotOurs(ValueError):
    """An archive that we have not written; the message (Chinese) says why."""


class Entry(NamedTuple):
    """Where the bytes of a member begin, and how many there are."""

    begin: int
    size: int


def entries(file: BinaryIO) -> dict[str, Entry]:
    """The members of an archive by name; they are all in the file.

    Raises:
        NotOurs: it is cut off, or has a member that is not one of a generation.
    """
    end, found = file.seek(0, 2), dict[str, Entry]()
    at = file.seek(0)
    while any(raw := file.read(_BLOCK)):
        try:
            header = tarfile.TarInfo.frombuf(raw, "ascii", "strict")
        except (tarfile.HeaderError, ValueError) as error:
            raise NotOurs("不是归档文件，或已被截断") from error
        name = printed(header.name)
        if header.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise NotOurs(f"{name} 不是普通文件")
        if header.name not in (CHECKSUMS, JOURNAL, MANIFEST) and not NAME.fullmatch(header.name):
            raise NotOurs(f"不应有的内容 {name}")
        if header.name in found:
            raise NotOurs(f"{name} 出现了两次")
        entry = found[header.name] = Entry(at + _BLOCK, header.size)
        if len(found) > MOST_ENTRIES:
            raise NotOurs(f"文件多于 {MOST_ENTRIES:,} 个")
        at = entry.begin + -(-entry.size // _BLOCK) * _BLOCK
        if entry.size < 0 or at > end:
            raise NotOurs(f"{name} 不完整")
        file.seek(at)
    if not found or len(raw) < _BLOCK:
        raise NotOurs("没有内容，或已被截断")
    return found


def read_small(file: BinaryIO, found: dict[str, Entry], name: str) -> bytes:
    """A member that is small."""
    if name not in found:
        raise NotOurs(f"缺少 {name}")
    begin, size = found[name]
    if size > MOST_SMALL:
        raise NotOurs(f"{name} 过大")
    file.seek(begin)
    return file.read(size)


def unpacked(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """The bytes of a member, piece by piece."""
    file.seek(entry.begin)
    left = entry.size
    while left and (piece := file.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece


def printed(name: str) -> str:
    """A name from an archive, fit for a terminal."""
    return "".join(char if char.isprintable() else "?" for char in name[:100])
