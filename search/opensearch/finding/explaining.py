"""How what is found is scored, and what the scores of some of it are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from search.backend.selection import Ranking, Scoring, Selection
from search.opensearch.finding.sets import Sets
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import Dsl, among, listing, scored
from search.opensearch.queries.rows import RowReader
from search.opensearch.ranking.fine import BY_SCORE, Best, explained, scores_of
from search.results import Score


class Scoreable(NamedTuple):
    """How the documents of a selection are scored.

    Attributes:
        query: finds and scores them.
        coarse: scores alone; None where all score 0.
        best: those that have more, by serial; None where they are still to be found.
        is_near: whether some of them score 0 by ``query``, for they score too little to belong to it by that.
    """

    query: Dsl
    coarse: Dsl | None
    best: dict[int, Best] | None
    is_near: bool = False


def scoreable(sets: Sets, selection: Selection, ranking: Ranking) -> Scoreable:
    """How a selection is scored; a ``Scoring`` by its own ranking as it was worked out."""
    if isinstance(selection, Scoring) and selection.ranking is ranking:
        near = sets.near(selection)
        return Scoreable(near.scoring, near.coarse, near.best, is_near=True)
    coarse = sets.coarse(ranking)
    none_has_more: dict[int, Best] | None = None if sets.fine.adds(ranking) else {}
    selected = sets.beside(selection, coarse)
    return Scoreable(scored(selected, coarse), coarse, none_has_more)


class Explaining:
    """Tells what the scores of documents are made of."""

    def __init__(
        self, asking: Asking, sets: Sets, rows: RowReader, ranking: Ranking, how: Scoreable
    ) -> None:
        self._asking = asking
        self._sets = sets
        self._rows = rows
        self._ranking = ranking
        self._how = how

    def __call__(self, numbers: Sequence[int]) -> list[Score]:
        """What some scores are made of."""
        found = {one: best for one, best in (self._how.best or {}).items() if one in numbers}
        if others := [number for number in numbers if number not in found]:
            query = scored(among("serial", others), self._how.coarse)
            answer = self._asking.search(listing(query, len(others), BY_SCORE))
            found |= {one: Best(score, score) for one, score in scores_of(answer).items()}
        everyday = self._sets.everyday(self._ranking)
        factors = [self._sets.fine.factors(self._ranking, row) for row in self._rows.of(numbers)]
        return [
            explained(found[number], own, everyday.get(number, 0.0))
            for number, own in zip(numbers, factors, strict=True)
        ]
