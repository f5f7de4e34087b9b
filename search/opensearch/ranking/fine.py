"""The best of a selection scored more finely: by single characters, and the best of these by their best passage.

The cluster gives what every document scores coarsely, as a 32-bit float. What is added for the few is added here, so
that a document for which nothing is added keeps its score to the last digit: equal ones stay equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from search.backend.selection import Ranking
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import Dsl, among, first, hits, listing, scored, sort
from search.opensearch.queries.states import COLUMNS
from search.opensearch.ranking.passages import Passages
from search.opensearch.ranking.scoring import Scorer
from search.results import Score
from search.weights import FINE_DOCUMENTS, PASSAGE_DOCUMENTS

BY_SCORE = sort("-_score", "serial")
FACTORS = ("cited", "work_number", *COLUMNS)
"""The columns that tell the factors of a document."""
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


@dataclass(frozen=True, slots=True)
class Best:
    """One of the best.

    Attributes:
        score: the whole, as a 32-bit float.
        coarse: as the cluster has it.
        fine, passage: what was added, but for the factors.
        factors: None where nothing was to be added.
    """

    score: float
    coarse: float
    fine: float = 0.0
    passage: float = 0.0
    factors: Factors | None = None


class Fine:
    """Scores the best of selections; safe for several threads."""

    def __init__(self, asking: Asking, scoring: Scorer, passages: Passages) -> None:
        self._asking = asking
        self._scoring = scoring
        self._passages = passages

    def adds(self, ranking: Ranking) -> bool:
        """Whether anything is to be added to the score of the best."""
        return bool(self._scoring.bm25(ranking.fine)) or self._has_passages(ranking)

    def _has_passages(self, ranking: Ranking) -> bool:
        return self._scoring.has_passages and bool(ranking.pairs)

    def window(self, selected: Dsl, coarse: Dsl | None) -> Dsl:
        """The search for the best of a selection, by their coarse scores."""
        return listing(scored(selected, coarse), FINE_DOCUMENTS, BY_SCORE)

    def best(self, ranking: Ranking, coarse: Mapping[int, float]) -> dict[int, Best]:
        """The best of a selection, scored; as many as are scored finely.

        Args:
            coarse: their coarse scores.
        """
        if not coarse or not self.adds(ranking):
            return {serial: Best(score, score) for serial, score in coarse.items()}
        found = self._with_characters(ranking, coarse)
        if not self._has_passages(ranking):
            return found
        ordered = sorted(found, key=lambda serial: (-found[serial].score, serial))
        first = ordered[:PASSAGE_DOCUMENTS]
        for serial, score in zip(first, self._passages.scores(ranking.pairs, first), strict=True):
            found[serial] = _summed(replace(found[serial], passage=score))
        return found

    def _with_characters(self, ranking: Ranking, coarse: Mapping[int, float]) -> dict[int, Best]:
        parts = self._scoring.bm25(ranking.fine)
        query = {"bool": {"should": parts}} if parts else None
        body = listing(scored(among("serial", coarse), query), len(coarse), BY_SCORE, FACTORS)
        found = {}
        for hit in hits(self._asking.search(body)):
            score, serial = hit["sort"]
            factors = self.factors(ranking, hit)
            found[serial] = _summed(Best(0.0, coarse[serial], float32(score), 0.0, factors))
        return found

    def factors(self, ranking: Ranking, hit: Dsl) -> Factors:
        """The factors of a document, by its columns."""
        cited, work = first(hit, "cited"), int(first(hit, "work_number"))
        scoring = self._scoring
        return Factors(
            scoring.authority(cited), scoring.topic(ranking, work), cited, scoring.force(hit)
        )


def _summed(best: Best) -> Best:
    """The same with its score; where nothing is added, the coarse one as it is."""
    factor = best.factors.product if best.factors else 1.0
    return replace(best, score=float32(best.coarse + (best.fine + best.passage) * factor))


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


def scores_of(answer: Mapping[str, object]) -> dict[int, float]:
    """Serial -> score of an answer in the order :data:`BY_SCORE`."""
    return {hit["sort"][-1]: float32(hit["sort"][0]) for hit in hits(answer)}


def first_of(coarse: Mapping[int, float], limit: int) -> Sequence[int]:
    """The serials of the best by score; of equal ones the first."""
    return sorted(coarse, key=lambda serial: (-coarse[serial], serial))[:limit]


def float32(number: float) -> float:
    """A number as the cluster holds a score."""
    return float(np.float32(number))
