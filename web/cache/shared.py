"""What one worker has made the others may give: a table in memory that all of them see.

It is made before workers are forked, and its size never changes. A digest of all that an answer follows
from says in which row it may stand, in place of whatever stood there. Rows are read and written
without a lock: a checksum over the whole of a row, digest and all, tells whether it is of one piece.
What is read so is kept by the worker itself (``answers``): each reads it once.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from hashlib import blake2b

import orjson

from search.evaluation.query_log import Logged
from web.cache.answers import Answer, Kept, Version

ROW = 8 * 2**10
"""Bytes of a row: a page of results takes 5 to 7 KB, packed."""
_DIGEST = 16
_HEAD = struct.Struct(f"<I{_DIGEST}sHH")
"""The checksum of all that follows; the digest; bytes of the description, and of the body."""


class SharedAnswers:
    """Answers of all workers.

    Args:
        most: bytes of the table; less than a row: nothing is shared.
    """

    def __init__(self, most: int) -> None:
        self._count = most // ROW
        self._rows = mmap.mmap(-1, max(self._count, 1) * ROW)  # anonymous: seen by all children

    def get(self, version: Version) -> Kept | None:
        """The answer of that version, if a worker has made it and it still stands there."""
        if not self._count:
            return None
        digest, at = self._place(version)
        check, found, described, length = _HEAD.unpack_from(self._rows, at)
        end = at + _HEAD.size + described + length
        if found != digest or end > at + ROW:
            return None
        row = self._rows[at:end]  # a copy: what is checked is what is read
        if zlib.crc32(row[4:]) != check or row[4 : 4 + _DIGEST] != digest:
            return None
        body = _HEAD.size + described
        return _read(row[_HEAD.size : body], row[body:], version)

    def put(self, kept: Kept) -> None:
        """Let the others give this answer, if it is small enough."""
        about, body = _written(kept)
        if not self._count or _HEAD.size + len(about) + len(body) > ROW:
            return
        digest, at = self._place(kept.version)
        rest = _HEAD.pack(0, digest, len(about), len(body))[4:] + about + body
        row = struct.pack("<I", zlib.crc32(rest)) + rest
        self._rows[at : at + len(row)] = row

    def _place(self, version: Version) -> tuple[bytes, int]:
        """The digest of a version, and where its row begins."""
        text = f"{version.edition}\n{version.variant}".encode("utf-8", "replace")
        digest = blake2b(text, digest_size=_DIGEST).digest()
        return digest, int.from_bytes(digest[:8], "little") % self._count * ROW


def _written(kept: Kept) -> tuple[bytes, bytes]:
    """What is to be known of an answer besides its bytes, and these in one coding."""
    answer, searched = kept.answer, kept.searched
    coding, body = answer.smallest()
    about = {
        "status": answer.status,
        "headers": answer.headers,
        "coding": coding,
        "packable": answer.is_packable,
        "page": kept.page,
        "searched": searched and (searched.q, searched.total, searched.rung),
    }
    return orjson.dumps(about), body


def _read(about: bytes, body: bytes, version: Version) -> Kept:
    """What was :func:`_written`."""
    told = orjson.loads(about)
    headers = tuple((name, value) for name, value in told["headers"])
    answer = Answer(told["status"], headers, {told["coding"]: body}, told["packable"])
    searched = Logged(*told["searched"]) if told["searched"] else None
    return Kept(answer, version, told["page"], searched)
