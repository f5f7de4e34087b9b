"""The answer to a question; what is seldom asked for is looked up when it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from search.backend.reading import FacetCounts, Rows
from search.results import Score


@dataclass(frozen=True)
class ClusterFound:
    """Keeps the :class:`search.backend.reading.Found` protocol.

    Args:
        fold: gives the number of lines.
        explain: tells what the scores of some documents are made of.
    """

    total: int
    counts: FacetCounts
    rows: Rows
    fold: Callable[[], int]
    explain: Callable[[Sequence[int]], list[Score]]

    @cached_property
    def groups(self) -> int:
        """How many lines they make where texts of one work are folded."""
        return self.fold()

    def scores(self, numbers: Sequence[int]) -> list[Score]:
        """What the scores of some of the documents found are made of, in the order given."""
        return self.explain(numbers) if numbers else []


def no_facets(names: Mapping[str, str]) -> FacetCounts:
    """The facets of nothing."""
    return {name: {} for name in names}
