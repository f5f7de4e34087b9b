"""What the backend in plain Python finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.backend.reading import FacetCounts, Rows
from search.results import Score


@dataclass(frozen=True)
class PlainFound:
    """Keeps the :class:`search.backend.reading.Found` protocol."""

    _scores: Mapping[int, Score]
    groups: int
    counts: FacetCounts
    rows: Rows

    @property
    def total(self) -> int:
        """How many documents are left by all filters."""
        return len(self._scores)

    def scores(self, numbers: Sequence[int]) -> list[Score]:
        """What the scores of some of the documents are made of."""
        return [self._scores[number] for number in numbers]
