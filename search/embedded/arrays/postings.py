"""Postings of one generation: all segments as one, without removed documents; those read last are kept.

The bridge between the segments on disk and ``search.embedded.arrays.executor``; queries are unknown here.
Documents are numbered through all segments, removed ones included. As in Whoosh, removed
documents go on counting in document frequencies and mean lengths until they are merged away.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from heapq import merge
from itertools import groupby, repeat
from operator import add
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from index.segment import Field, Segment, TermPostings, Terms
from index.text.runs import runs
from search.embedded.arrays.keys import Keys

POSTINGS_BYTES = 48 * 2**20
FREQUENCIES = 1 << 16
"""So many frequencies of terms are remembered: the words of similar documents repeat."""

Docs = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term occurs.

    Attributes:
        docs: uint32[n], ascending, without repetition; only documents that count.
        codes: uint16[n], ``min(frequency, 255) << 8 | length byte``.
        high, high_freqs: int64[h], uint32[h]; entries with a frequency above 255, and it.
        places: uint32[t] (uint64 where that is too narrow), ascending positions, counted on
            through all documents; empty for terms without positions.
        frequency: the term's document frequency as Whoosh counts it.
    """

    docs: npt.NDArray[np.uint32]
    codes: npt.NDArray[np.uint16]
    high: npt.NDArray[np.int64]
    high_freqs: npt.NDArray[np.uint32]
    places: Positions
    frequency: int

    @property
    def nbytes(self) -> int:
        """How much memory the arrays take."""
        return self.docs.nbytes + self.codes.nbytes + self.places.nbytes + 300


class _Sized(Protocol):
    @property
    def nbytes(self) -> int: ...


_V = TypeVar("_V", bound=_Sized)


class ByteCache(Generic[_V]):
    """Keeps what was used last, up to so many bytes; safe for several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._values: OrderedDict[Hashable, _V] = OrderedDict()
        self.nbytes = 0

    def get(self, key: Hashable, make: Callable[[], _V]) -> _V:
        """The value of ``key``; made if it is not here."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self.nbytes += value.nbytes
            while self.nbytes > self._most and len(self._values) > 1:
                _, dropped = self._values.popitem(last=False)
                self.nbytes -= dropped.nbytes
        return value


_NOTHING = Postings(
    np.empty(0, np.uint32),
    np.empty(0, np.uint16),
    np.empty(0, np.int64),
    np.empty(0, np.uint32),
    np.empty(0, np.uint32),
    0,
)


class PostingsReader:
    """Reads postings, lengths and vocabularies of a generation; safe for several threads.

    Attributes:
        documents: how many documents there are, removed ones included.
        live: bool[documents], which count; None if all do.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._cache: ByteCache[Postings] = ByteCache(POSTINGS_BYTES)
        self._kept_starts: dict[str, Positions] = {}
        self._kept_keys: dict[str, Keys] = {}
        self.documents = len(terms.counts)
        self.live: Mask | None = None if terms.counts.all() else terms.counts
        self._hidden = _by_segment(terms)
        # not a method: a reader that has itself would wait for Python's collector, its files open
        read = partial(_read_frequency, terms.segments, self._hidden)
        self._frequency = lru_cache(FREQUENCIES)(read)

    @cached_property
    def every(self) -> npt.NDArray[np.uint32]:
        """uint32[n]: all documents that count."""
        return np.flatnonzero(self._terms.counts).astype(np.uint32)

    def postings(self, field: str, term: str, with_places: bool = False) -> Postings:
        """The postings of a term; empty ones when it does not occur.

        Args:
            with_places: whether positions are wanted; there are several times as many of them.
        """
        key = (field, term, with_places)
        return self._cache.get(key, lambda: self._read(field, term, with_places))

    def mean_length(self, field: str) -> float:
        """The mean length of a field as Whoosh has it, 1 if there is none."""
        total = sum(segment.total(field) for segment in self._terms.segments)
        return float(total / max(self.documents, 1)) or 1.0

    def docs_at(self, field: str, places: Positions, span: int) -> Docs:
        """uint32[n]: the documents that hold some ascending positions and the ``span`` behind
        them, without repetition."""
        starts = self.starts(field)
        after = starts.searchsorted(places, side="right")
        inside = places + places.dtype.type(span) < starts.take(after)
        docs = after.take(inside.nonzero()[0]) - 1
        docs = docs.take(runs(docs))
        return docs.astype(np.uint32) if self.live is None else self._counted(docs)

    def codes_at(
        self, field: str, terms: Sequence[str], docs: Docs
    ) -> Iterator[tuple[int, npt.NDArray[np.uint16]]]:
        """For each term its document frequency, and uint16[n]: its codes in some documents.

        Only these are looked up: for terms that nearly every document has.

        Args:
            docs: uint32[n], ascending.
        """
        bases = self._terms.bases
        cuts = docs.searchsorted(bases).tolist()
        parts = [
            (segment.field(field), low, docs[low:high] - np.uint32(base), hidden)
            for segment, base, low, high, hidden in zip(
                self._terms.segments, bases, cuts, cuts[1:], self._hidden, strict=False
            )
        ]
        for term in terms:
            raw = term.encode("utf-8", "replace")
            codes = np.zeros(len(docs), np.uint16)
            frequency = 0
            for opened, low, own, hidden in parts:
                if (number := opened.find(raw)) is not None:
                    frequency += _frequency(opened, number, hidden)
                    if len(own):
                        codes[low : low + len(own)] = opened.codes_at(number, own)
            yield frequency, codes

    def begun(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, and how many documents have each, removed ones included, but
        not hidden ones; one that several segments have comes several times."""
        if not prefix:
            yield from self._every_term(field)
            return
        for segment, hidden in zip(self._terms.segments, self._hidden, strict=True):
            opened = segment.field(field)
            for number in range(opened.place(prefix.encode()), opened.count):
                term = opened.term(number).decode("utf-8", "replace")
                if not term.startswith(prefix):
                    break
                if frequency := _frequency(opened, number, hidden):
                    yield term, frequency

    def _every_term(self, field: str) -> Iterator[tuple[str, int]]:
        """:meth:`begun` of nothing: all terms, each once, in the order in which segments have them."""
        found: dict[bytes, int] = {}
        for segment, hidden in zip(self._terms.segments, self._hidden, strict=True):
            terms, counts = segment.field(field).vocabulary(hidden)
            before = map(found.get, terms, repeat(0))  # no step of Python's own for each term
            found.update(zip(terms, map(add, before, counts), strict=True))
        for term, count in found.items():
            yield term.decode("utf-8", "replace"), count

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term, removed ones included; nothing else is read."""
        return self._frequency(field, term)

    def vocabulary(self, field: str, first: str = "") -> Iterator[str]:
        """Every term of a field that a document has, in order, beginning at ``first``."""
        streams = [segment.terms(field, first) for segment in self._terms.segments]
        for term, _ in groupby(merge(*streams)):
            if self.live is None or len(self.postings(field, term).docs):
                yield term

    def keys(self, field: str) -> Keys:
        """The terms of a key field, to be looked through for a part of one."""
        if field not in self._kept_keys:
            self._kept_keys[field] = Keys.read(self._terms, field)
        return self._kept_keys[field]

    def starts(self, field: str) -> Positions:
        """[documents + 1]: the first position of each, through all segments; see Postings."""
        if field not in self._kept_starts:
            starts, base = [], 0
            for segment in self._terms.segments:
                own = segment.field(field).starts.astype(np.int64)
                starts.append(own[:-1] + base)
                base += int(own[-1])
            kind = np.uint32 if base < 1 << 32 else np.uint64
            self._kept_starts[field] = np.concatenate([*starts, [base]]).astype(kind)
        return self._kept_starts[field]

    def _read(self, field: str, term: str, with_places: bool) -> Postings:
        found = [
            (number, postings)
            for number, segment in enumerate(self._terms.segments)
            if (postings := segment.postings(field, term, with_places)) is not None
        ]
        if not found:
            return _NOTHING
        bases = self._terms.bases
        before = np.cumsum([0, *(len(part.docs) for _, part in found)]).tolist()
        joined = Postings(
            docs=np.concatenate([part.docs + np.uint32(bases[n]) for n, part in found]),
            codes=np.concatenate([part.codes for _, part in found]),
            high=np.concatenate([p.high + b for (_, p), b in zip(found, before, strict=False)]),
            high_freqs=np.concatenate([part.high_freqs for _, part in found]),
            places=self._places(field, found),
            frequency=before[-1],
        )
        return joined if self.live is None else self._without_removed(joined)

    def _places(self, field: str, found: list[tuple[int, TermPostings]]) -> Positions:
        if not len(found[0][1].places):
            return _NOTHING.places
        starts, bases = self.starts(field), self._terms.bases
        return np.concatenate([part.places + starts[bases[number]] for number, part in found])

    def _counted(self, docs: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
        return docs[self._terms.counts[docs]].astype(np.uint32)

    def _without_removed(self, found: Postings) -> Postings:
        """Positions stay: :meth:`docs_at` leaves out those of removed documents."""
        kept = self._terms.counts[found.docs]
        hidden = self._terms.hidden
        spoken = found.frequency - (0 if hidden is None else int(hidden[found.docs].sum()))
        at = np.cumsum(kept) - 1
        high = kept[found.high]
        return Postings(
            docs=found.docs[kept],
            codes=found.codes[kept],
            high=at[found.high[high]],
            high_freqs=found.high_freqs[high],
            places=found.places,
            frequency=spoken,
        )


def _by_segment(terms: Terms) -> list[Mask | None]:
    """Of each segment which documents are hidden; None for none."""
    if terms.hidden is None:
        return [None] * len(terms.segments)
    own = np.split(terms.hidden, terms.bases[1:-1])[: len(terms.segments)]
    return [mask if mask.any() else None for mask in own]


def _frequency(field: Field, number: int, hidden: Mask | None) -> int:
    """How many documents of a segment have a term, removed ones included, hidden ones not."""
    frequency = field.frequency(number)
    return frequency if hidden is None else frequency - field.among(number, hidden)


def _read_frequency(
    segments: Sequence[Segment], hidden: Sequence[Mask | None], field: str, term: str
) -> int:
    """How many documents have a term; see :meth:`PostingsReader.frequency`."""
    raw = term.encode("utf-8", "replace")
    return sum(
        _frequency(opened, at, mask)
        for opened, mask in zip((part.field(field) for part in segments), hidden, strict=True)
        if (at := opened.find(raw)) is not None
    )
