"""What documents score, as a query of a cluster; single characters and passages apart (see ``fine``).

A term's boost is all that it weighs, so that scores depend on no shard: factor of the field, boost of the wording, idf
by the vocabulary of the generation. The factors for authority, topic and force are those of ``search.weights``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log1p
from typing import Protocol

from index.opensearch.meta import Meta
from search.backend.reading import OVER
from search.backend.selection import Ranking
from search.opensearch.queries.dsl import Dsl, among, constant
from search.opensearch.queries.states import is_over
from search.query.tree import Term, Tree, is_nothing, is_term, terms_of, text_of
from search.weights import ENDED, SHORT, weights, works

MOST = 700
"""So many terms score at most, the weightiest: a query may only have so many parts. Two hundred characters have more
only if nearly every word has other wordings."""


class Words(Protocol):
    """What of a generation's vocabulary scores need; see ``search.backend.reading.Reading``."""

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term."""
        ...

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """How many documents have each of some terms."""
        ...

    def lacks(self, field: str, term: str) -> bool:
        """Whether it is known here that no document has a term of a text, or a key."""
        ...

    def at_least(self, field: str, term: str) -> int:
        """How many documents surely have a term."""
        ...

    def idf(self, frequency: int) -> float:
        """The inverse document frequency of what so many documents have."""
        ...


class Scorer:
    """Scores of one generation on one day.

    Attributes:
        words: as given.
        today: the day, as ``date.toordinal``.
        has_passages: whether bodies are long enough for one part to be better than another.
        everyday: weight of what is asked about in everyday words.
    """

    def __init__(self, meta: Meta, words: Words, today: int) -> None:
        self.words = words
        self.today = today
        self.has_passages = meta.mean_length >= SHORT
        self._weights = weights(meta.mean_length)
        self._works = works(self.has_passages)
        self._most = max(log1p(meta.most_cited), 1.0)
        self.everyday = self._works.everyday

    def bm25(self, tree: Tree) -> list[Dsl]:
        """The scores of a term, or of an Or of terms: what they add, each its own query.

        Raises:
            TypeError: the tree is neither.
        """
        terms = [tree] if is_term(tree) else terms_of(tree)
        if not terms and not is_nothing(tree):
            raise TypeError(f"no rule to score {type(tree).__name__}")
        weighed = [(term, boost) for term in terms if (boost := self._boost(term))]
        if len(weighed) > MOST:
            weighed.sort(key=lambda one: -one[1])
        return [
            {"term": {term.fieldname: {"value": text_of(term), "boost": boost}}}
            for term, boost in weighed[:MOST]
        ]

    def _boost(self, term: Term) -> float:
        weight = self._weights.get(term.fieldname)
        frequency = self.words.frequency(term.fieldname, text_of(term)) if weight else 0
        if weight is None or not frequency:
            return 0.0
        return weight.factor * term.boost * self.words.idf(frequency)

    def coarse(self, ranking: Ranking, everyday: Mapping[int, float]) -> Dsl | None:
        """What every document scores, before single characters and passages; None where that is nothing.

        Args:
            everyday: what is added to the BM25 of some documents, by serial.
        """
        parts = [*self.bm25(ranking.tree), *_added(everyday)]
        if not parts:
            return None
        query: Dsl = {"bool": {"should": parts}} if len(parts) > 1 else parts[0]
        lifted = [_factor(is_over(self.today), 1 - ENDED)]
        if ranking.works:
            topical = among("work_number", map(str, ranking.works))
            lifted.append(_factor(topical, 1 + self._works.topic))
        return _multiplied(_multiplied(query, self._authority(), "sum"), lifted, "multiply")

    def _authority(self) -> list[Dsl]:
        """The parts of ``1 + authority * ln(1 + cited) / most``."""
        cited = {"field": "cited", "modifier": "ln1p", "missing": 0}
        share = self._works.authority / self._most
        return [{"weight": 1.0}, {"field_value_factor": cited, "weight": share}]

    # --- the factors of one document ------------------------------------------------------------

    def authority(self, cited: int) -> float:
        """The factor of what so many documents cite."""
        return 1 + self._works.authority * log1p(cited) / self._most

    def topic(self, ranking: Ranking, work: int) -> float:
        """The factor of the documents of a work."""
        return 1 + self._works.topic * (work in ranking.works)

    def force(self, standing: int) -> float:
        """The factor of a document for being in force."""
        return 1 - ENDED * (standing == OVER)


def _added(everyday: Mapping[int, float]) -> list[Dsl]:
    """A score for each of some documents."""
    alike: defaultdict[float, list[int]] = defaultdict(list)
    for serial, score in everyday.items():
        alike[score].append(serial)
    return [constant(among("serial", serials), score) for score, serials in alike.items()]


def _factor(query: Dsl, weight: float) -> Dsl:
    return {"filter": query, "weight": weight}


def _multiplied(query: Dsl, functions: Sequence[Dsl], mode: str) -> Dsl:
    """A query whose scores are multiplied by the sum, or the product, of some functions."""
    score = {"query": query, "functions": list(functions), "score_mode": mode}
    return {"function_score": score | {"boost_mode": "multiply"}}
