"""Postings of one generation: all segments as one, removed documents left out, recent terms kept.

The bridge between the segments on disk and ``search.executor``; queries are unknown here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from threading import Lock

import numpy as np
import numpy.typing as npt

from index.segment import LENGTHS, Segment, TermPostings, Terms

CACHE_BYTES = 96 * 2**20

Docs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term occurs.

    Attributes:
        docs: int64[n], ascending, without repetition.
        codes: uint16[n], ``min(frequency, 255) << 8 | length byte``.
        high, high_freqs: which entries have a frequency above 255, and how often.
        places: int64[t], ascending positions, counted on through all documents; empty for
            terms without positions.
    """

    docs: Docs
    codes: npt.NDArray[np.uint16]
    high: npt.NDArray[np.int64]
    high_freqs: npt.NDArray[np.uint32]
    places: npt.NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """How much memory the arrays take."""
        return self.docs.nbytes + self.codes.nbytes + self.places.nbytes + 300


_NO_PLACES = np.empty(0, np.int64)
_NOTHING = Postings(
    np.empty(0, np.int64),
    np.empty(0, np.uint16),
    np.empty(0, np.int64),
    np.empty(0, np.uint32),
    _NO_PLACES,
)


class PostingsReader:
    """Reads postings, lengths and vocabularies of a generation; safe for several threads.

    Attributes:
        documents: how many documents count; their numbers count from 0.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._lock = Lock()
        self._cache: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._cached = 0
        self._starts: dict[str, npt.NDArray[np.int64]] = {}
        self.documents = len(terms.live)
        total = int(terms.bases[-1])
        self._whole = self.documents == total
        self._number = np.full(total, -1, np.int64)
        self._number[terms.live] = np.arange(self.documents)

    def postings(self, field: str, term: str) -> Postings:
        """The postings of a term; empty ones when it does not occur."""
        key = (field, term)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        found = self._read(field, term)
        with self._lock:
            if key not in self._cache:
                self._cache[key] = found
                self._cached += found.nbytes
            while self._cached > CACHE_BYTES and len(self._cache) > 1:
                _, dropped = self._cache.popitem(last=False)
                self._cached -= dropped.nbytes
        return found

    def mean_length(self, field: str) -> float:
        """The mean length of a field, at least 1; exact as long as nothing was removed."""
        if self._whole:
            total = sum(segment.total(field) for segment in self._terms.segments)
            return float(total / max(self.documents, 1)) or 1.0
        octets = np.concatenate([segment.lengths(field) for segment in self._terms.segments])
        lengths = LENGTHS[octets[self._terms.live]]
        return float(lengths.mean()) if len(lengths) and lengths.any() else 1.0

    def docs_at(self, field: str, places: npt.NDArray[np.int64]) -> Docs:
        """The documents that hold some positions: int64[n], ascending, without repetition."""
        docs = np.unique(np.searchsorted(self._field_starts(field), places, side="right") - 1)
        if self._whole:
            return docs
        numbers = self._number[docs]
        return numbers[numbers >= 0]

    def vocabulary(self, field: str) -> Iterator[str]:
        """Every term of a field that a document has, in order."""
        streams = [segment.terms(field) for segment in self._terms.segments]
        for term, _ in groupby(merge(*streams)):
            if self._whole or len(self.postings(field, term).docs):
                yield term

    def _field_starts(self, field: str) -> npt.NDArray[np.int64]:
        """int64[all documents + 1]: the first position of each, through all segments."""
        with self._lock:
            if field not in self._starts:
                starts, base = [], 0
                for segment in self._terms.segments:
                    own = segment.starts(field).astype(np.int64)
                    starts.append(own[:-1] + base)
                    base += int(own[-1])
                self._starts[field] = np.concatenate([*starts, [base]])
            return self._starts[field]

    def _read(self, field: str, term: str) -> Postings:
        found = [
            (segment, number, postings)
            for number, segment in enumerate(self._terms.segments)
            if (postings := segment.postings(field, term)) is not None
        ]
        if not found:
            return _NOTHING
        joined = Postings(
            docs=_joined(found, lambda part, n: part.docs.astype(np.int64) + self._terms.bases[n]),
            codes=np.concatenate([part.codes for _, _, part in found]),
            high=self._joined_high(found),
            high_freqs=np.concatenate([part.high_freqs for _, _, part in found]),
            places=self._places(field, found),
        )
        return joined if self._whole else self._counted(joined)

    def _places(
        self, field: str, found: list[tuple[Segment, int, TermPostings]]
    ) -> npt.NDArray[np.int64]:
        if not len(found[0][2].places):
            return _NO_PLACES
        starts = self._field_starts(field)
        first = [int(starts[base]) for base in self._terms.bases.tolist()]
        return _joined(found, lambda part, n: part.places.astype(np.int64) + first[n])

    @staticmethod
    def _joined_high(found: list[tuple[Segment, int, TermPostings]]) -> npt.NDArray[np.int64]:
        before, high = 0, []
        for _, _, part in found:
            high.append(part.high + before)
            before += len(part.docs)
        return np.concatenate(high)

    def _counted(self, all_of_them: Postings) -> Postings:
        """Postings without removed documents, the others numbered among themselves.

        Positions stay: :meth:`docs_at` leaves out those of removed documents.
        """
        numbers = self._number[all_of_them.docs]
        kept = numbers >= 0
        at = np.cumsum(kept) - 1
        high = all_of_them.high[kept[all_of_them.high]]
        return Postings(
            docs=numbers[kept],
            codes=all_of_them.codes[kept],
            high=at[high],
            high_freqs=all_of_them.high_freqs[kept[all_of_them.high]],
            places=all_of_them.places,
        )


def _joined(
    found: list[tuple[Segment, int, TermPostings]],
    value: Callable[[TermPostings, int], npt.NDArray[np.int64]],
) -> npt.NDArray[np.int64]:
    return np.concatenate([value(part, number) for _, number, part in found])
