"""One field of an open segment: its terms are looked up, their postings handed out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import compress
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.segment.arrays import STRIDE
from index.segment.blocks import BlockFile
from index.segment.entries import Entries, EntryBlocks
from index.segment.texts import texts

FEW_TERMS = 8192
"""A field of so many terms is looked up in a table in memory, of about a megabyte: a part that an update wrote costs
each query as many look-ups as a large one."""


class TermPostings(NamedTuple):
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


class Field:
    """The blocks of one field; see :class:`index.segment.arrays.FieldArrays`.

    Attributes:
        count: how many terms it has; a field the segment does not know has none.
    """

    def __init__(self, file: BlockFile, name: str) -> None:
        self._file = file
        self._name = name
        known = f"{name}.terms" in file
        self.count = file.size(f"{name}.term_ends") if known else 0
        if self.count:
            self._heads = file.whole(f"{name}.heads").data
            self._term_ends = file.whole(f"{name}.term_ends").data
            self._term = file.slicer(f"{name}.terms")

    def find(self, term: bytes) -> int | None:
        """The number of a term, in UTF-8."""
        if self.count <= FEW_TERMS:
            return self._numbers.get(term)
        head = int.from_bytes(term[:8].ljust(8, b"\0"), "big")
        block = bisect_right(self._heads, head) - 1
        if block < 0:
            return None
        if (number := self._in_block(block * STRIDE, term)) is not None:
            return number
        if self._heads[block] != head:
            return None
        at = self.place(term)  # there may be more terms that begin alike, in blocks before
        return at if at < self.count and self.term(at) == term else None

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        """The number of every term of a field that has few."""
        if not self.count:
            return {}
        terms = texts(self._file, f"{self._name}.terms", f"{self._name}.term_ends")
        return {term: number for number, term in enumerate(terms)}

    def _in_block(self, first: int, term: bytes) -> int | None:
        """The number of a term of the block that begins with the term ``first``."""
        begin, *ends = self._ends_of(first, STRIDE)
        text, length = self._term(begin, ends[-1]), len(term)
        at = text.find(term)
        while (
            at >= 0
        ):  # where it begins as another term ends, and ends as that one does, it is a term
            if (end := begin + at + length) in ends:
                place = ends.index(end)
                if begin + at == (ends[place - 1] if place else begin):
                    return first + place
            at = text.find(term, at + 1)
        return None

    def _ends_of(self, first: int, count: int) -> list[int]:
        """Where the term ``first`` begins, and where it and those behind it end."""
        if first:
            ends: list[int] = self._term_ends[first - 1 : first + count].tolist()
            return ends
        return [0, *self._term_ends[:count].tolist()]

    def place(self, term: bytes) -> int:
        """The number of the first term that is not before ``term``."""
        if not self.count:
            return 0
        head = int.from_bytes(term[:8].ljust(8, b"\0"), "big")
        low = max((bisect_left(self._heads, head) - 1) * STRIDE, 0)
        high = min(bisect_right(self._heads, head) * STRIDE, self.count)
        ends, text = self._term_ends, self._term
        while low < high:
            middle = (low + high) // 2
            if text(ends[middle - 1] if middle else 0, ends[middle]) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def term(self, number: int) -> bytes:
        """The UTF-8 of a term by its number in the order of bytes."""
        ends = self._term_ends
        return self._term(ends[number - 1] if number else 0, ends[number])

    def entries(self, number: int) -> Entries:
        """The entries of a term by its number."""
        return self._entries.of(number)

    def postings(self, number: int, with_places: bool = True) -> TermPostings:
        """The postings of a term; its positions only where they are wanted."""
        entries = self._entries.of(number)
        docs = entries.docs
        codes = entries.freqs.astype(np.uint16)
        codes <<= np.uint16(8)
        codes |= self.lengths.take(docs)
        places = _NO_PLACES
        if with_places and self._has_places:
            places = self.starts[docs].repeat(entries.counts())
            places += entries.all_places()
        return TermPostings(docs.astype(np.uint32), codes, *entries.high(), places)

    def vocabulary(
        self, hidden: npt.NDArray[np.bool_] | None = None
    ) -> tuple[list[bytes], list[int]]:
        """The terms in the order of bytes, and how many documents have each, removed ones included:
        all read at once.

        Args:
            hidden: bool[documents of the segment], which are not counted, nor terms that no other
                has; None for none.
        """
        if not self.count:
            return [], []
        ends = self._file.whole(f"{self._name}.ends").astype(np.int64)
        counts = np.diff(ends, prepend=0)
        terms = list(texts(self._file, f"{self._name}.terms", f"{self._name}.term_ends"))
        if hidden is not None:
            docs = self._file.whole(f"{self._name}.docs")
            counts -= np.add.reduceat(hidden[docs], ends - counts, dtype=np.int64)
            terms = list(compress(terms, counts.tolist()))
        return terms, counts[counts > 0].tolist()

    def every_term(self) -> tuple[list[bytes], npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
        """All terms in the order of bytes; int64[terms], how many documents each has; uint32, these
        documents, one term after the other: what a key field holds, read at once."""
        if not self.count:
            return [], np.empty(0, np.int64), np.empty(0, np.uint32)
        ends = self._file.whole(f"{self._name}.ends").astype(np.int64)
        docs = self._file.whole(f"{self._name}.docs").astype(np.uint32)
        return (
            list(texts(self._file, f"{self._name}.terms", f"{self._name}.term_ends")),
            np.diff(ends, prepend=0),
            docs,
        )

    @cached_property
    def _entries(self) -> EntryBlocks:
        return EntryBlocks(self._file, self._name)

    @cached_property
    def lengths(self) -> npt.NDArray[np.uint8]:
        """uint8[documents]: the length byte of the field in each document; see ``index.segment.lengths``."""
        lengths: npt.NDArray[np.uint8] = self._file.whole(f"{self._name}.lengths")
        return lengths

    @cached_property
    def starts(self) -> npt.NDArray[np.uint32]:
        """uint32[documents + 1]: the first position of each document, and the end."""
        starts: npt.NDArray[np.uint32] = self._file.whole(f"{self._name}.starts")
        return starts

    @cached_property
    def _has_places(self) -> bool:
        return f"{self._name}.places" in self._file


_NO_PLACES = np.empty(0, np.uint32)
