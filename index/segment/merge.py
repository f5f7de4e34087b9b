"""Merges segments as arrays: nothing is cut again, removed documents are left behind.

The postings of a merged term are those of each segment one behind the other. They are put
together for a range of terms at a time, so that memory does not grow with the segments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.schema.columns import Row
from index.segment.arrays import MOST, heads
from index.segment.blocks import Array, BlockWriter
from index.segment.columns import ColumnsBuffer, combinations
from index.segment.lengths import total_length
from index.segment.segment import Segment
from index.segment.texts import TEXTS, texts

AT_ONCE = 1_000_000
"""So many postings or positions are put together at a time."""

Int64s = npt.NDArray[np.int64]
_UPPER = np.uint32(16)


@dataclass(frozen=True, slots=True)
class Kept:
    """A segment and which of its documents count: bool[documents]."""

    segment: Segment
    documents: npt.NDArray[np.bool_]


def merge(parts: Sequence[Kept], path: Path) -> None:
    """Write the documents that count of ``parts`` as one segment, in order.

    There must be at most ``index.segment.arrays.MOST_DOCUMENTS`` of them.
    """
    with BlockWriter(path) as file:
        totals = {}
        for name in parts[0].segment.fields:
            totals[name] = _Field(name, parts).write(file)
        for name in TEXTS:
            _merge_texts(file, name, parts)
        _merge_columns(file, parts)
        documents = sum(int(part.documents.sum()) for part in parts)
        file.meta = {"documents": documents, "totals": totals}


class _Field:
    """One field of the merged segment."""

    def __init__(self, name: str, parts: Sequence[Kept]) -> None:
        self._name = name
        self._parts = parts
        bases = np.cumsum([0, *(part.documents.sum() for part in parts)]).tolist()
        self._sources = [
            _Source(name, part, base) for part, base in zip(parts, bases, strict=False)
        ]
        terms = sorted(set().union(*(source.terms for source in self._sources)))
        number = {term: at for at, term in enumerate(terms)}
        for source in self._sources:
            ids = map(number.__getitem__, source.terms)
            source.numbers = np.fromiter(ids, np.int64, len(source.terms))
        self._terms = terms
        self._postings = self._summed("postings")

    def write(self, file: BlockWriter) -> int:
        """Write all blocks of the field; the sum of its lengths."""
        name, live = self._name, self._postings > 0
        kept = [term for term, lives in zip(self._terms, live.tolist(), strict=True) if lives]
        terms = np.frombuffer(b"".join(kept), np.uint8)
        term_ends = np.cumsum([len(term) for term in kept], dtype=np.uint32)
        file.add(f"{name}.terms", terms)
        file.add(f"{name}.term_ends", term_ends)
        file.add(f"{name}.heads", heads(terms, term_ends))
        file.add(f"{name}.ends", np.cumsum(self._postings[live], dtype=np.uint32))
        docs = self._pieces("postings", _Source.docs)
        file.add_pieces(f"{name}.docs", np.uint16, docs)
        freqs = _Cut(
            np.uint8, lambda values: values > MOST, lambda values: np.minimum(values, MOST)
        )
        file.add_pieces(f"{name}.freqs", np.uint8, freqs(self._pieces("postings", _Source.freqs)))
        file.add(f"{name}.high", freqs.where())
        file.add(f"{name}.high_freqs", freqs.what().astype(np.uint32))
        own = [part.segment.field(name).lengths[part.documents] for part in self._parts]
        lengths = np.concatenate(own)
        file.add(f"{name}.lengths", lengths)
        if self._sources[0].has_places:
            self._write_places(file, live)
        return total_length(lengths)

    def _write_places(self, file: BlockWriter, live: npt.NDArray[np.bool_]) -> None:
        name = self._name
        ends = np.cumsum(self._summed("positions")[live], dtype=np.uint32)
        low = _Cut(np.uint16, lambda v: v >> _UPPER > 0, lambda v: v & np.uint32(0xFFFF))
        pieces = self._pieces("positions", _Source.places)
        file.add_pieces(f"{name}.places", np.uint16, low(pieces))
        file.add(f"{name}.place_ends", ends)
        file.add(f"{name}.far", low.where())
        file.add(f"{name}.far_places", (low.what() >> _UPPER).astype(np.uint16))
        sizes = np.concatenate(
            [np.diff(part.segment.field(name).starts)[part.documents] for part in self._parts]
        )
        file.add(f"{name}.starts", np.cumsum([0, *sizes.tolist()], dtype=np.uint32))

    def _summed(self, what: str) -> Int64s:
        """int64[terms]: postings or positions that count, over all sources."""
        total = np.zeros(len(self._terms), np.int64)
        for source in self._sources:
            total[source.numbers] += getattr(source, what)
        return total

    def _pieces(self, what: str, values: Callable[[_Source, int, int], Array]) -> Iterator[Array]:
        """The values of all terms in order, by ranges of terms."""
        total = np.cumsum(self._summed(what))
        last = int(total[-1]) if len(total) else 0
        marks = np.searchsorted(total, np.arange(AT_ONCE, last, AT_ONCE)) + 1
        bounds = [0, *np.unique(marks).tolist(), len(total)]
        for low, high in pairwise(bounds):
            keys, found = [], []
            for source in self._sources:
                first, end = np.searchsorted(source.numbers, (low, high)).tolist()
                counts = getattr(source, what)[first:end]
                keys.append(np.repeat(source.numbers[first:end], counts))
                found.append(values(source, first, end))
            order = np.argsort(np.concatenate(keys), kind="stable")
            yield np.concatenate(found)[order]


class _Source:
    """One field of one of the segments.

    Attributes:
        terms: its terms in byte order.
        numbers: int64[terms], their places among the terms of all sources.
        postings, positions: int64[terms], how many of each count.
    """

    def __init__(self, name: str, part: Kept, base: int) -> None:
        file, self._name = part.segment.file, name
        self._file = file
        self.terms = list(texts(file, f"{name}.terms", f"{name}.term_ends"))
        self.numbers = np.empty(0, np.int64)
        self.has_places = f"{name}.places" in file
        self._ends = _bounds(file.whole(f"{name}.ends"))
        self._live = part.documents
        self._kept = None if part.documents.all() else part.documents
        self._number = (np.cumsum(part.documents) - 1 + base).astype(np.uint16)
        counted = self._all() if self._kept is not None else None
        self.postings = self._count(self._ends, counted)
        self.positions = np.zeros(len(self.terms), np.int64)
        if self.has_places:
            self._place_ends = _bounds(file.whole(f"{name}.place_ends"))
            if counted is not None:
                counted = np.repeat(counted, self._freqs(0, len(self.terms)))
            self.positions = self._count(self._place_ends, counted)

    def docs(self, first: int, last: int) -> Array:
        """uint16: the documents of some terms, numbered anew."""
        docs = self._file.part(f"{self._name}.docs", *self._ends[[first, last]].tolist())
        numbers: Array = self._number[docs if self._kept is None else docs[self._kept[docs]]]
        return numbers

    def freqs(self, first: int, last: int) -> Array:
        """uint32: how often each of them occurs."""
        freqs = self._freqs(first, last)
        return freqs if self._kept is None else freqs[self._counting(first, last)]

    def places(self, first: int, last: int) -> Array:
        """uint32: where, counted from the beginning of each document."""
        span = self._place_ends[[first, last]].tolist()
        places = self._file.part(f"{self._name}.places", *span).astype(np.uint32)
        at, upper = self._aside("far", "far_places", span)
        places[at] |= upper.astype(np.uint32) << _UPPER
        if self._kept is None:
            return places
        return places[np.repeat(self._counting(first, last), self._freqs(first, last))]

    def _all(self) -> npt.NDArray[np.bool_]:
        return self._counting(0, len(self.terms))

    def _counting(self, first: int, last: int) -> npt.NDArray[np.bool_]:
        """bool: which postings of some terms are of documents that count."""
        docs = self._file.part(f"{self._name}.docs", *self._ends[[first, last]].tolist())
        counting: npt.NDArray[np.bool_] = self._live[docs]
        return counting

    def _freqs(self, first: int, last: int) -> Array:
        span = self._ends[[first, last]].tolist()
        freqs = self._file.part(f"{self._name}.freqs", *span).astype(np.uint32)
        at, values = self._aside("high", "high_freqs", span)
        freqs[at] = values
        return freqs

    def _aside(self, where: str, what: str, span: list[int]) -> tuple[Int64s, Array]:
        """Which of the entries ``span`` of a block did not fit into it, and their values."""
        aside = self._file.whole(f"{self._name}.{where}")
        start, stop = np.searchsorted(aside, span).tolist()
        values = self._file.part(f"{self._name}.{what}", start, stop)
        return aside[start:stop].astype(np.int64) - span[0], values

    @staticmethod
    def _count(bounds: Int64s, counted: npt.NDArray[np.bool_] | None) -> Int64s:
        """int64[terms]: the sizes of the ranges, or how many of each are counted."""
        if counted is None or not len(counted):
            return np.diff(bounds)
        sums: Int64s = np.add.reduceat(counted, bounds[:-1], dtype=np.int64)
        return sums


class _Cut:
    """Passes values on, cut to a narrower kind; remembers which did not fit."""

    def __init__(
        self, kind: npt.DTypeLike, exceeds: Callable[[Array], Any], cut: Callable[[Array], Array]
    ) -> None:
        self._kind, self._exceeds, self._cut = kind, exceeds, cut
        self._where: list[Array] = [np.empty(0, np.uint32)]
        self._what: list[Array] = [np.empty(0, np.uint32)]
        self._passed = 0

    def __call__(self, pieces: Iterator[Array]) -> Iterator[Array]:
        for values in pieces:
            at = np.flatnonzero(self._exceeds(values))
            self._where.append((at + self._passed).astype(np.uint32))
            self._what.append(values[at])
            self._passed += len(values)
            yield self._cut(values).astype(self._kind)

    def where(self) -> Array:
        """uint32: the places of the values that did not fit."""
        return np.concatenate(self._where)

    def what(self) -> Array:
        """uint32: these values."""
        return np.concatenate(self._what)


def _bounds(ends: Array) -> Int64s:
    return np.concatenate(([0], ends.astype(np.int64)))


def _merge_texts(file: BlockWriter, name: str, parts: Sequence[Kept]) -> None:
    def pieces() -> Iterator[Array]:
        for part in parts:
            if part.documents.all():
                yield part.segment.file.whole(name)
                continue
            own = texts(part.segment.file, name)
            for text, counts in zip(own, part.documents.tolist(), strict=True):
                if counts:
                    yield np.frombuffer(text, np.uint8)

    widths = [
        np.diff(_bounds(part.segment.file.whole(f"{name}.ends")))[part.documents] for part in parts
    ]
    file.add_pieces(name, np.uint8, pieces())
    file.add(f"{name}.ends", np.cumsum(np.concatenate(widths), dtype=np.int64))


def _merge_columns(file: BlockWriter, parts: Sequence[Kept]) -> None:
    buffer = ColumnsBuffer()
    for part in parts:
        columns = part.segment.columns()
        facets = combinations(columns)
        for number in np.flatnonzero(part.documents).tolist():
            buffer.add(
                Row(
                    id="",
                    name="",
                    version=int(columns.version[number]),
                    work=int(columns.work[number]),
                    uid=int(columns.uid[number]),
                    says=int(columns.says[number]),
                    dated=int(columns.dated[number]),
                    day=int(columns.day[number]),
                    ends=int(columns.ends[number]),
                    standing=int(columns.standing[number]),
                    has_body=bool(columns.has_body[number]),
                    doubted=bool(columns.doubted[number]),
                    facets=facets[int(columns.combo[number])],
                )
            )
    buffer.write(file)
