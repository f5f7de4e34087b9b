"""The entries of one term of a segment: its documents, how often it occurs there, and where.

Of a term that half of the documents have, only what is asked for is read: whether some documents have it,
how often, at which positions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index.segment.arrays import MOST_DOCUMENTS
from index.segment.blocks import Array, BlockFile
from index.segment.texts import spans

Local = npt.NDArray[np.uint16]
"""Numbers of documents in one segment."""
Mask = npt.NDArray[np.bool_]
At = npt.NDArray[np.intp]

_RARER = 8
"""Documents are looked up one by one in a list that is so many times longer; else in a table of all."""


class Entries(NamedTuple):
    """The entries of one term.

    Attributes:
        number: of the term in its field.
        first, last: where its entries stand in the blocks.
    """

    blocks: EntryBlocks
    number: int
    first: int
    last: int

    @property
    def frequency(self) -> int:
        """How many documents have the term, removed ones included."""
        return self.last - self.first

    @property
    def docs(self) -> Local:
        """uint16[n], ascending, read-only: the documents that have it."""
        return self.blocks.docs(self.first, self.last)

    @property
    def freqs(self) -> npt.NDArray[np.uint8]:
        """uint8[n], read-only: how often each has it; above 255 counts as 255."""
        return self.blocks.freqs(self.first, self.last)

    def high(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
        """int64[h], uint32[h]: which entries have a frequency above 255, and it."""
        return self.blocks.high.within(self.first, self.last)

    def place_span(self) -> tuple[int, int]:
        """Where its positions stand in the blocks."""
        return self.blocks.place_span(self.number)

    def counts(self) -> npt.NDArray[np.unsignedinteger[Any]]:
        """uint8[n] or uint32[n]: how often each has it."""
        high, high_freqs = self.high()
        if not len(high):
            return self.freqs
        counts = self.freqs.astype(np.uint32)
        counts[high] = high_freqs
        return counts

    def stands(self, docs: Local) -> tuple[At | Local, Mask]:
        """[n], bool[n]: at which entry some ascending documents stand, and which have the term at all."""
        held = self.docs
        if len(docs) * _RARER < len(held):
            at: At | Local = held.searchsorted(docs)
        else:
            table = np.empty(MOST_DOCUMENTS, np.uint16)  # what is not set is found not to be right
            table[held] = np.arange(len(held), dtype=np.uint16)
            at = table.take(docs)
        return at, held.take(at, mode="clip") == docs

    def frequencies_at(self, docs: Local) -> npt.NDArray[np.uint8]:
        """uint8[n]: how often some ascending documents have it, 0 for not; above 255 counts as 255."""
        at, has = self.stands(docs)
        freqs = self.freqs.take(at, mode="clip")
        freqs *= has
        return freqs

    def places_at(self, at: At | Local) -> tuple[Array, npt.NDArray[np.uint32]]:
        """[m], uint32[t]: of some of the entries how often the term occurs, and at which positions, counted
        from the beginning of each document, one entry after the other."""
        first, last = self.place_span()
        counts = self.counts()
        if len(at) == 1:
            return self._places_at(int(at[0]), counts)
        chosen = counts.take(at)
        wanted: Array = at
        if last - first > self.frequency:  # more than once in one of the documents
            wanted = counts.cumsum(dtype=np.uint32).take(at)
            wanted -= chosen
            if chosen.max(initial=1) > 1:
                wanted = _ranges(wanted, chosen)
        places = self.blocks.places(first, last).take(wanted).astype(np.uint32)
        far, upper = self.blocks.far.within(first, last)
        if len(far):
            there = far.searchsorted(wanted).clip(max=len(far) - 1)
            is_far = far.take(there) == wanted
            places[is_far] += upper.take(there[is_far]).astype(np.uint32) << np.uint32(16)
        return chosen, places

    def _places_at(self, at: int, counts: Array) -> tuple[Array, npt.NDArray[np.uint32]]:
        """The same of one entry, with the numbers that all of them have."""
        first = self.place_span()[0] + int(counts[:at].sum())
        last = first + int(counts[at])
        return counts[at : at + 1], self._whole(first, last)

    def all_places(self) -> npt.NDArray[np.uint32]:
        """uint32[t]: every position, counted from the beginning of each document."""
        return self._whole(*self.place_span())

    def _whole(self, first: int, last: int) -> npt.NDArray[np.uint32]:
        """uint32[last - first]: all positions of one stretch of the block."""
        places = self.blocks.places(first, last).astype(np.uint32)
        far, upper = self.blocks.far.within(first, last)
        places[far] += upper.astype(np.uint32) << np.uint32(16)
        return places


class _Aside:
    """What does not fit into the entries of a block.

    Args:
        places: uint32[a], ascending: which entries these are.
        values: what they are.
    """

    def __init__(self, file: BlockFile, places: str, values: str) -> None:
        self._places = file.whole(places)
        self._sought = self._places.data
        self._values = values
        self._file = file

    def within(self, first: int, last: int) -> tuple[npt.NDArray[np.int64], Array]:
        """Of the entries ``first:last`` int64[n], which, counted from ``first``, and their values."""
        if not len(self._places):
            return _NONE
        start = bisect_left(self._sought, first)
        if start == len(self._places) or self._sought[start] >= last:
            return _NONE
        stop = bisect_left(self._sought, last)
        which = self._places[start:stop].astype(np.int64) - first
        return which, self._file.part(self._values, start, stop)


class EntryBlocks:
    """The blocks of one field that hold the entries of its terms.

    Attributes:
        docs, freqs: give the elements ``first:last`` of the blocks.
    """

    def __init__(self, file: BlockFile, name: str) -> None:
        self._file = file
        self._name = name
        self._span = spans(file, f"{name}.ends")
        self.docs = file.viewer(f"{name}.docs")
        self.freqs = file.viewer(f"{name}.freqs")

    def of(self, number: int) -> Entries:
        """The entries of a term."""
        return Entries(self, number, *self._span(number))

    @cached_property
    def high(self) -> _Aside:
        """The frequencies above 255."""
        return _Aside(self._file, f"{self._name}.high", f"{self._name}.high_freqs")

    @cached_property
    def far(self) -> _Aside:
        """The upper halves of positions beyond 65,535."""
        return _Aside(self._file, f"{self._name}.far", f"{self._name}.far_places")

    @cached_property
    def place_span(self) -> Callable[[int], tuple[int, int]]:
        """Where the positions of a term stand."""
        return spans(self._file, f"{self._name}.place_ends")

    @cached_property
    def places(self) -> Callable[[int, int], Array]:
        """Gives the lower halves of the positions ``first:last``."""
        return self._file.viewer(f"{self._name}.places")


def _ranges(begins: Array, counts: Array) -> npt.NDArray[np.int64]:
    """int64: ``begins[i], begins[i] + 1, …``, ``counts[i]`` of each, one behind the other."""
    shifts = begins - counts.cumsum(dtype=np.int64)
    shifts += counts
    wanted: npt.NDArray[np.int64] = shifts.repeat(counts)
    wanted += np.arange(len(wanted))
    return wanted


_NONE = np.empty(0, np.int64), np.empty(0, np.uint32)
