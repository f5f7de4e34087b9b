"""One field of an open segment: its terms are looked up, their postings handed out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np
import numpy.typing as npt

from index.segment.arrays import STRIDE
from index.segment.blocks import Array, BlockFile
from index.segment.texts import spans, texts


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
            self._heads = file.whole(f"{name}.heads")
            self._term_ends = file.whole(f"{name}.term_ends").data
            self._term = file.slicer(f"{name}.terms")
            self._span = spans(file, f"{name}.ends")

    def find(self, term: bytes) -> int | None:
        """The number of a term, in UTF-8."""
        at = self.place(term)
        return at if at < self.count and self.term(at) == term else None

    def place(self, term: bytes) -> int:
        """The number of the first term that is not before ``term``."""
        if not self.count:
            return 0
        head = np.uint64(int.from_bytes(term[:8].ljust(8, b"\0"), "big"))
        low = max((int(self._heads.searchsorted(head)) - 1) * STRIDE, 0)
        high = min(int(self._heads.searchsorted(head, side="right")) * STRIDE, self.count)
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

    def frequency(self, number: int) -> int:
        """How many documents have a term, removed ones included."""
        first, last = self._span(number)
        return last - first

    def among(self, number: int, documents: npt.NDArray[np.bool_]) -> int:
        """How many of ``documents``, bool[documents of the segment], have a term."""
        docs = self._file.part(f"{self._name}.docs", *self._span(number))
        return int(np.count_nonzero(documents[docs]))

    def postings(self, number: int, with_places: bool = True) -> TermPostings:
        """The postings of a term; its positions only where they are wanted."""
        first, last = self._span(number)
        docs = self._file.part(f"{self._name}.docs", first, last)
        freqs = self._file.part(f"{self._name}.freqs", first, last)
        high, high_freqs = self._aside("high", "high_freqs", first, last)
        return TermPostings(
            docs.astype(np.uint32),
            freqs.astype(np.uint16) << np.uint16(8) | self.lengths[docs],
            high,
            high_freqs,
            self._places(number, docs, freqs, high, high_freqs) if with_places else _NO_PLACES,
        )

    def codes_at(self, number: int, docs: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.uint16]:
        """uint16[n]: the code of a term in each of some documents, 0 where it does not occur.

        A frequency above 255 counts as 255.
        """
        first, last = self._span(number)
        held = self._file.part(f"{self._name}.docs", first, last)
        at = held.searchsorted(docs.astype(held.dtype)).clip(max=len(held) - 1)
        freqs = self._file.part(f"{self._name}.freqs", first, last)[at].astype(np.uint16)
        codes: npt.NDArray[np.uint16] = freqs << np.uint16(8) | self.lengths[docs]
        codes[held[at] != docs] = 0
        return codes

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
    def lengths(self) -> npt.NDArray[np.uint8]:
        """uint8[documents]: Whoosh's length byte of the field in each document."""
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

    @cached_property
    def _place_span(self) -> Callable[[int], tuple[int, int]]:
        return spans(self._file, f"{self._name}.place_ends")

    def _places(
        self, number: int, docs: Array, freqs: Array, high: Array, high_freqs: Array
    ) -> npt.NDArray[np.uint32]:
        if not self._has_places:
            return np.empty(0, np.uint32)
        first, last = self._place_span(number)
        counts = freqs
        if len(high):
            counts = freqs.astype(np.uint32)
            counts[high] = high_freqs
        places = self.starts[docs].repeat(counts)
        places += self._file.part(f"{self._name}.places", first, last)
        far, upper = self._aside("far", "far_places", first, last)
        if len(far):
            places[far] += upper.astype(np.uint32) << np.uint32(16)
        return places

    def _aside(
        self, places: str, values: str, first: int, last: int
    ) -> tuple[npt.NDArray[np.int64], Array]:
        """What did not fit into the entries ``first:last`` of a block: which, and the values."""
        aside = self._file.whole(f"{self._name}.{places}")
        if not len(aside):
            return _NONE, _NO_VALUES
        start, stop = aside.searchsorted((first, last)).tolist()
        which = aside[start:stop].astype(np.int64) - first
        return which, self._file.part(f"{self._name}.{values}", start, stop)


_NO_PLACES = np.empty(0, np.uint32)
_NONE, _NO_VALUES = np.empty(0, np.int64), np.empty(0, np.uint32)
