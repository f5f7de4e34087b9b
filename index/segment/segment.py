"""One segment opened for reading: terms are looked up, postings and texts handed out as views."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
import orjson

from index.errors import IndexDamaged
from index.segment.blocks import Array, BlockFile, damaged
from index.segment.columns import Columns, read_columns
from index.segment.texts import TEXTS, reader, span


@dataclass(frozen=True, slots=True)
class TermPostings:
    """The postings of one term in one segment.

    Attributes:
        docs: uint32[n], ascending.
        codes: uint16[n], ``min(frequency, 255) << 8 | length byte``.
        high, high_freqs: int64[h], which entries have a frequency above 255; uint32[h], it.
        places: uint32[t], ascending positions counted through the segment; empty for a field
            without positions.
    """

    docs: npt.NDArray[np.uint32]
    codes: npt.NDArray[np.uint16]
    high: npt.NDArray[np.int64]
    high_freqs: npt.NDArray[np.uint32]
    places: npt.NDArray[np.uint32]


_OPEN: WeakValueDictionary[tuple[int, int, int, int], Segment] = WeakValueDictionary()
"""Device, inode, size and time of change -> the segment open. While it is open, no other file
can have that inode."""


def open_segment(path: Path) -> Segment:
    """The segment at ``path``.

    Generations that link to one file share what is open: what was checked stays checked. Of
    its names, messages give the one it was opened by last.

    Raises:
        IndexDamaged: the file is missing or not whole.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise IndexDamaged(damaged(path)) from error
    key = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
    segment = _OPEN.get(key)
    if segment is None:
        segment = _OPEN[key] = Segment(path)
    segment.file.path = path
    return segment


class Segment:
    """A segment file.

    Attributes:
        documents: how many documents it holds, removed ones included.
        fields: the names of its fields.
        file: its blocks.
    """

    def __init__(self, path: Path) -> None:
        self.file = BlockFile(path)
        self.documents: int = self.file.meta["documents"]
        self.fields: tuple[str, ...] = tuple(self.file.meta["totals"])
        self._id, self._name, self._card, self._body = (reader(self.file, name) for name in TEXTS)

    @property
    def name(self) -> str:
        """The name of the part, the same in every generation that links to it."""
        return self.file.path.name

    def postings(self, field: str, term: str) -> TermPostings | None:
        """The postings of a term; None if no document here has it."""
        number = self._find(field, term.encode("utf-8", "replace"))
        if number is None:
            return None
        first, last = span(self.file, f"{field}.ends", number)
        docs = self.file.part(f"{field}.docs", first, last)
        freqs = self.file.part(f"{field}.freqs", first, last)
        high, high_freqs = self._aside(field, "high", "high_freqs", first, last)
        return TermPostings(
            docs.astype(np.uint32),
            freqs.astype(np.uint16) << np.uint16(8) | self.lengths(field)[docs],
            high,
            high_freqs,
            self._places(field, number, docs, freqs, high, high_freqs),
        )

    def document_frequency(self, field: str, term: str) -> int:
        """How many documents here have the term, removed ones included."""
        number = self._find(field, term.encode("utf-8", "replace"))
        if number is None:
            return 0
        first, last = span(self.file, f"{field}.ends", number)
        return last - first

    def terms(self, field: str, first: str = "") -> Iterator[str]:
        """Every term of a field in the order of its UTF-8 bytes, beginning at ``first``."""
        for number in range(self.place(field, first.encode()), self.count(field)):
            yield self.term(field, number).decode("utf-8")

    def has(self, field: str, term: str) -> bool:
        """Whether a document here has the term."""
        return self._find(field, term.encode("utf-8", "replace")) is not None

    def lengths(self, field: str) -> npt.NDArray[np.uint8]:
        """uint8[documents]: Whoosh's length byte of the field in each document."""
        lengths: npt.NDArray[np.uint8] = self.file.whole(f"{field}.lengths")
        return lengths

    def total(self, field: str) -> int:
        """The sum of the field's lengths over all documents."""
        return int(self.file.meta["totals"][field])

    def starts(self, field: str) -> npt.NDArray[np.uint32]:
        """uint32[documents + 1]: the first position of each document, and the end."""
        starts: npt.NDArray[np.uint32] = self.file.whole(f"{field}.starts")
        return starts

    def columns(self) -> Columns:
        """The columns of all documents here."""
        return read_columns(self.file)

    def id(self, number: int) -> str:
        """The id of a document."""
        return self._id(number).decode("utf-8")

    def title(self, number: int) -> str:
        """The title of a document as a key; see ``index.rows.Row.name``."""
        return self._name(number).decode("utf-8")

    def card(self, number: int) -> dict[str, Any]:
        """A document without its body, as ``PolicyDocument.to_json`` gave it."""
        card: dict[str, Any] = orjson.loads(self._card(number))
        return card

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        return zlib.decompress(self._body(number)).decode("utf-8")

    def _find(self, field: str, term: bytes) -> int | None:
        """The number of a term."""
        at = self.place(field, term)
        return at if at < self.count(field) and self.term(field, at) == term else None

    def place(self, field: str, term: bytes) -> int:
        """The number of the first term that is not before ``term``."""
        low, high = 0, self.count(field)
        if not high:
            return 0
        name, end = f"{field}.terms", self.file.whole(f"{field}.term_ends").item
        while low < high:
            middle = (low + high) // 2
            if self.file.slice(name, end(middle - 1) if middle else 0, end(middle)) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def count(self, field: str) -> int:
        """How many terms a field has."""
        return self.file.size(f"{field}.term_ends") if f"{field}.terms" in self.file else 0

    def term(self, field: str, number: int) -> bytes:
        """The UTF-8 of a term by its number in the order of bytes."""
        ends = span(self.file, f"{field}.term_ends", number)
        return self.file.slice(f"{field}.terms", *ends)

    def _aside(
        self, field: str, places: str, values: str, first: int, last: int
    ) -> tuple[npt.NDArray[np.int64], Array]:
        """What did not fit into the entries ``first:last`` of a block: which, and the values."""
        aside = self.file.whole(f"{field}.{places}")
        start, stop = np.searchsorted(aside, (first, last)).tolist()
        which = aside[start:stop].astype(np.int64) - first
        return which, self.file.part(f"{field}.{values}", start, stop)

    def _places(
        self, field: str, number: int, docs: Array, freqs: Array, high: Array, high_freqs: Array
    ) -> npt.NDArray[np.uint32]:
        if f"{field}.places" not in self.file:
            return np.empty(0, np.uint32)
        first, last = span(self.file, f"{field}.place_ends", number)
        counts = freqs
        if len(high):
            counts = freqs.astype(np.uint32)
            counts[high] = high_freqs
        places = np.repeat(self.starts(field)[docs], counts)
        places += self.file.part(f"{field}.places", first, last)
        far, upper = self._aside(field, "far", "far_places", first, last)
        places[far] += upper.astype(np.uint32) << np.uint32(16)
        return places
