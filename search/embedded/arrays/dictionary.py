"""Where terms stand in the parts of a generation; remembered, for terms are asked for again and again.

A page counts a term, finds it and scores it, and a word of one query stands in others: each time
it would be looked for among hundreds of thousands of terms on disk, in every part.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.segment import Entries, Field, Segment, Terms

REMEMBERED = 1 << 16
"""Of so many terms it is remembered where they stand, in an index of one or two parts."""
_PARTS = 1 << 17
"""So many places of terms in parts are remembered at most: about 32 MB."""

Mask = npt.NDArray[np.bool_]


class Found(NamedTuple):
    """A term of a generation.

    Attributes:
        frequency: how many documents have it, removed ones included, hidden ones not.
        parts: which parts have it, and its entries there.
    """

    frequency: int
    parts: tuple[tuple[int, Entries], ...]


class Dictionary:
    """The terms of all fields of a generation; safe for several threads.

    Attributes:
        hidden: of each part bool[its documents], which are hidden; None for none.
    """

    def __init__(self, terms: Terms) -> None:
        self._segments = terms.segments
        self.hidden = _by_segment(terms)
        self._fields: dict[str, list[Field]] = {}
        most = min(REMEMBERED, _PARTS // max(len(terms.segments), 1))
        # not a method: a reader that has itself would wait for Python's collector, its files open
        self._found = lru_cache(most)(partial(_found, terms.segments, self.hidden))

    def find(self, field: str, term: str) -> Found:
        """A term; its frequency is 0 and no part has it where it does not occur."""
        return self._found(field, term)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """How many documents have each of some terms."""
        found = self._found
        return [found(field, term).frequency for term in terms]

    def fields(self, field: str) -> list[Field]:
        """A field in each of the parts."""
        if (opened := self._fields.get(field)) is None:
            opened = self._fields[field] = [part.field(field) for part in self._segments]
        return opened

    def frequency_in(self, part: int, entries: Entries) -> int:
        """How many documents of a part have a term, removed ones included, hidden ones not."""
        return _frequency(entries, self.hidden[part])


def _by_segment(terms: Terms) -> list[Mask | None]:
    """Of each segment which documents are hidden; None for none."""
    if terms.hidden is None:
        return [None] * len(terms.segments)
    own = np.split(terms.hidden, terms.bases[1:-1])[: len(terms.segments)]
    return [mask if mask.any() else None for mask in own]


def _frequency(entries: Entries, hidden: Mask | None) -> int:
    """How many documents of a segment have a term, removed ones included, hidden ones not."""
    if hidden is None:
        return entries.frequency
    return entries.frequency - int(np.count_nonzero(hidden[entries.docs]))


def _found(
    segments: Sequence[Segment], hidden: Sequence[Mask | None], field: str, term: str
) -> Found:
    raw = term.encode("utf-8", "replace")
    frequency, parts = 0, []
    for part, segment in enumerate(segments):
        opened = segment.field(field)
        if (number := opened.find(raw)) is not None:
            entries = opened.entries(number)
            frequency += _frequency(entries, hidden[part])
            parts.append((part, entries))
    return Found(frequency, tuple(parts))
