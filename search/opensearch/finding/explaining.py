"""How what is found is scored, and what the scores of some of it are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from search.backend.selection import Ranking, Scoring, Selection
from search.opensearch.finding.sets import Sets
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import Dsl, among, hits, listing, scored
from search.opensearch.ranking.fine import BY_SCORE, FACTORS, Best, explained, scores_of
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

    def __init__(self, asking: Asking, sets: Sets, ranking: Ranking, how: Scoreable) -> None:
        self._asking = asking
        self._sets = sets
        self._ranking = ranking
        self._how = how

    def __call__(self, numbers: Sequence[int]) -> list[Score]:
        """What some scores are made of."""
        ranking, best = self._ranking, self._how.best or {}
        factors = {
            number: held for number in numbers if number in best and (held := best[number].factors)
        }
        coarse = {number: best[number].coarse for number in factors}
        if others := [number for number in numbers if number not in factors]:
            query = scored(among("serial", others), self._how.coarse)
            answer = self._asking.search(listing(query, len(others), BY_SCORE, FACTORS))
            coarse |= scores_of(answer)
            factors |= {
                hit["sort"][-1]: self._sets.fine.factors(ranking, hit) for hit in hits(answer)
            }
        everyday = self._sets.everyday(ranking)
        return [
            explained(
                best.get(number) or Best(coarse[number], coarse[number]),
                factors[number],
                everyday.get(number, 0.0),
            )
            for number in numbers
        ]
