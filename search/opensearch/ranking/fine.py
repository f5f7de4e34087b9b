"""The best of a selection scored more finely: by single characters, and the best of these by their best passage.

The cluster gives what every document scores coarsely, as a 32-bit float. What is added for the few is added here, so
that a document for which nothing is added keeps its score to the last digit: equal ones stay equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from search.backend.selection import Ranking
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import Dsl, among, hits, listing, scored, sort
from search.opensearch.queries.rows import Row, RowReader
from search.opensearch.ranking.passages import Passages
from search.opensearch.ranking.scoring import Scorer
from search.results import Score
from search.weights import FINE_DOCUMENTS, PASSAGE_DOCUMENTS

BY_SCORE = sort("-_score", "serial")
_NOISE = 1e-6
"""What is left of a score when nearly all of it is taken away is no score."""


class Factors(NamedTuple):
    """What the score of a document is multiplied by; ``cited`` documents name its work."""

    authority: float
    topic: float
    cited: int
    force: float

    @property
    def product(self) -> float:
        """All of them."""
        return self.authority * self.topic * self.force


class Best(NamedTuple):
    """One of the best.

    Attributes:
        score: the whole, as a 32-bit float.
        coarse: as the cluster has it.
        fine, passage: what was added, but for the factors.
    """

    score: float
    coarse: float
    fine: float = 0.0
    passage: float = 0.0


class Fine:
    """Scores the best of selections; safe for several threads."""

    def __init__(self, asking: Asking, scorer: Scorer, passages: Passages, rows: RowReader) -> None:
        self._asking = asking
        self._scorer = scorer
        self._passages = passages
        self._rows = rows

    def adds(self, ranking: Ranking) -> bool:
        """Whether anything is to be added to the score of the best."""
        return bool(self._scorer.bm25(ranking.fine)) or self._has_passages(ranking)

    def parts(self, ranking: Ranking) -> object:
        """All that says what is added, as JSON."""
        return [
            self._scorer.bm25(ranking.fine),
            ranking.pairs if self._has_passages(ranking) else (),
        ]

    def _has_passages(self, ranking: Ranking) -> bool:
        return self._scorer.has_passages and bool(ranking.pairs)

    def window(self, selected: Dsl, coarse: Dsl | None) -> Dsl:
        """The search for the best of a selection, by their coarse scores."""
        return listing(scored(selected, coarse), FINE_DOCUMENTS, BY_SCORE)

    def best(
        self, ranking: Ranking, coarse: Mapping[int, float], beside: Iterable[int] = ()
    ) -> dict[int, Best]:
        """The best of a selection, scored; as many as are scored finely.

        Args:
            coarse: their coarse scores.
            beside: other documents whose rows are read in the same request.
        """
        if not coarse or not self.adds(ranking):
            return {serial: Best(score, score) for serial, score in coarse.items()}
        fine = self._characters(ranking, coarse, beside)
        rows = dict(zip(coarse, self._rows.of([*coarse]), strict=True))
        factor = {one: self.factors(ranking, row).product for one, row in rows.items()}
        found = {
            one: Best(float32(score + fine[one] * factor[one]), score, fine[one])
            for one, score in coarse.items()
        }
        if not self._has_passages(ranking):
            return found
        first = sorted(found, key=lambda one: (-found[one].score, one))[:PASSAGE_DOCUMENTS]
        for one, passage in zip(first, self._passages.scores(ranking.pairs, first), strict=True):
            score = float32(coarse[one] + (fine[one] + passage) * factor[one])
            found[one] = Best(score, coarse[one], fine[one], passage)
        return found

    def _characters(
        self, ranking: Ranking, coarse: Mapping[int, float], beside: Iterable[int]
    ) -> dict[int, float]:
        """What single characters score; rows that are wanted are read too."""
        searches = self._rows.lacking({**coarse, **dict.fromkeys(beside)})
        if parts := self._scorer.bm25(ranking.fine):
            query = scored(among("serial", coarse), {"bool": {"should": parts}})
            searches.insert(0, listing(query, len(coarse), BY_SCORE))
        answers = self._asking.searches(searches)
        fine = scores_of(answers.pop(0)) if parts else dict.fromkeys(coarse, 0.0)
        self._rows.keep(answers)
        return fine

    def factors(self, ranking: Ranking, row: Row) -> Factors:
        """The factors of a document."""
        scorer = self._scorer
        authority, topic = scorer.authority(row.cited), scorer.topic(ranking, row.work)
        return Factors(authority, topic, row.cited, scorer.force(row.standing))


def explained(best: Best, factors: Factors, everyday: float) -> Score:
    """What a score is made of."""
    held = best.coarse / factors.product
    terms = held - everyday if abs(held - everyday) > _NOISE * held else 0.0
    return Score(
        terms=terms + best.fine,
        passage=best.passage,
        authority=factors.authority,
        topic=factors.topic,
        cited_by=factors.cited,
        force=factors.force,
        everyday=everyday,
    )


def scores_of(answer: Mapping[str, Any]) -> dict[int, float]:
    """Serial -> score of an answer whose order begins with the score and ends with the serial."""
    orders = [hit["sort"] for hit in hits(answer)]
    scores = np.array([order[0] for order in orders], np.float32).tolist()
    return dict(zip((order[-1] for order in orders), scores, strict=True))


def first_of(coarse: Mapping[int, float], limit: int) -> Sequence[int]:
    """The serials of the best by score; of equal ones the first."""
    return sorted(coarse, key=lambda serial: (-coarse[serial], serial))[:limit]


def float32(number: float) -> float:
    """A number as the cluster holds a score."""
    return float(np.float32(number))
