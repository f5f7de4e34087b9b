"""Postings as arrays: reads the terms of one generation and keeps the recent ones.

The bridge between the index on disk and ``search.executor``; queries are unknown here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import TermNotFound

from index.codec import Terms

CACHE_BYTES = 96 * 2**20

Docs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term occurs.

    Attributes:
        docs: int64[n], ascending, without repetition.
        freqs: float32[n], how often in each.
        places: int64[sum(freqs)], ascending, ``doc << 32 | position``; empty for terms
            without positions.
    """

    docs: Docs
    freqs: Floats
    places: npt.NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """How much memory the arrays take."""
        return self.docs.nbytes + self.freqs.nbytes + self.places.nbytes + 200


_NOTHING = Postings(np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.int64))


class PostingsReader:
    """Reads postings and field lengths through a Whoosh reader; safe for several threads."""

    def __init__(self, terms: Terms) -> None:
        self._reader: Any = terms.reader
        self._leaves = list(self._reader.leaf_readers())
        self._live = terms.live
        self._whole = len(terms.live) == self._reader.doc_count_all()
        self._lock = Lock()
        self._cache: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._cached = 0
        self._lengths: dict[str, tuple[Floats, float]] = {}
        self.documents = len(terms.live)

    def postings(self, field: str, term: str) -> Postings:
        """The postings of a term; empty ones when it does not occur."""
        key = (field, term)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
            found = self._read(field, term)
            self._cache[key] = found
            self._cached += found.nbytes
            while self._cached > CACHE_BYTES and len(self._cache) > 1:
                _, dropped = self._cache.popitem(last=False)
                self._cached -= dropped.nbytes
            return found

    def lengths(self, field: str) -> tuple[Floats, float]:
        """float32[documents], the length of the field in each; and their mean, at least 1."""
        with self._lock:
            if field not in self._lengths:
                of = self._reader.doc_field_length
                live = self._live.tolist()
                lengths = np.array([of(number, field) or 0 for number in live], np.float32)
                mean = self._mean(field, lengths)
                self._lengths[field] = lengths, mean or 1.0
            return self._lengths[field]

    def vocabulary(self, field: str) -> Iterator[str]:
        """Every term of a field, in order."""
        for term in self._reader.lexicon(field):
            yield term.decode("utf-8")

    def _read(self, field: str, term: str) -> Postings:
        docs: list[int] = []
        values: list[bytes] = []
        positioned = False
        for leaf, offset in self._leaves:
            try:
                matcher = leaf.postings(field, term.encode())
            except TermNotFound:
                continue
            positioned = matcher.supports("positions")
            while matcher.is_active():
                docs.append(matcher.id() + offset)
                values.append(matcher.value())
                matcher.next()
        if not docs:
            return _NOTHING
        if not self._whole:
            docs, values = self._counted(docs, values)
        numbers = np.array(docs, np.int64)
        if not docs:
            return _NOTHING
        if not positioned:
            freqs = np.frombuffer(b"".join(values), ">u4") if values[0] else np.ones(len(docs))
            return Postings(numbers, freqs.astype(np.float32), _NOTHING.places)
        counts = np.array([len(value) // 4 for value in values], np.int64)
        positions = np.frombuffer(b"".join(values), "<u4").astype(np.int64)
        places = np.repeat(numbers << 32, counts) | positions
        return Postings(numbers, counts.astype(np.float32), places)

    def _counted(self, docs: list[int], values: list[bytes]) -> tuple[list[int], list[bytes]]:
        """Postings without removed documents, the others numbered among themselves."""
        numbers = np.array(docs, np.int64)
        at = np.searchsorted(self._live, numbers)
        at[at == len(self._live)] = 0
        kept = np.flatnonzero(self._live[at] == numbers) if len(self._live) else at[:0]
        return at[kept].tolist(), [values[i] for i in kept.tolist()]

    def _mean(self, field: str, lengths: Floats) -> float:
        """Exact as long as nothing was removed; then of the lengths as Whoosh rounds them."""
        if self._whole:
            return float(self._reader.field_length(field) / max(self.documents, 1))
        return float(lengths.mean(dtype=np.float64)) if len(lengths) else 0.0
