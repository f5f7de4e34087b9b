"""The score of what was found: terms, best passage, then topic and authority as factors.

Every number stands in ``search.weights``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple, Self

import numpy as np

from index.schema.fields import text_field
from search.backend.selection import Ranking
from search.embedded.arrays.postings import Docs, Floats, Mask
from search.embedded.arrays.top_k import best_places
from search.embedded.rank.everyday import asked_about
from search.embedded.rank.passages import best_passages
from search.embedded.rank.some import NONE, Some, stand
from search.embedded.rank.sums import Sums
from search.embedded.snapshot import Snapshot
from search.query.tree import NOTHING
from search.results import Score
from search.weights import (
    FINE_DOCUMENTS,
    PASSAGE,
    PASSAGE_CHARACTERS,
    PASSAGE_DOCUMENTS,
    PASSAGE_PAIRS,
)

_BODY_GRAMS = text_field("body", "grams")
_ROUNDED = 1 - 1e-6
"""A product of three factors is another in its last digits when they are multiplied in another order."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Documents and what their scores are made of.

    ``(terms + passage + everyday) * authority * topic * force`` is the score.

    Attributes:
        docs: uint32[n], ascending.
        scores, terms: float32[n].
        passage, everyday: of the documents that have one; of others than ``docs`` too.
        works: those whose documents are of the topic.
    """

    docs: Docs
    scores: Floats
    terms: Floats
    passage: Some
    everyday: Some
    works: tuple[int, ...]

    def kept(self, mask: Mask) -> Self:
        """The documents that ``mask`` (bool[n]) names."""
        at = mask.nonzero()[0]
        arrays = (self.docs.take(at), self.scores.take(at), self.terms.take(at))
        return type(self)(*arrays, self.passage, self.everyday, self.works)


NOBODY = Ranked(NONE.docs, NONE.values, NONE.values, NONE, NONE, ())
"""No documents."""


class Near(NamedTuple):
    """How near to the best documents must score to be wanted.

    Attributes:
        floor: at least so much of the best score, which is taken to be ``least`` at least.
        also: uint32[n], ascending: these are wanted whatever they score.
    """

    floor: float
    least: float
    also: Docs


class _Lifted(NamedTuple):
    """What lifts a few documents, whatever their words.

    Attributes:
        everyday: what is added for an article that is asked about in everyday words.
        topical: uint32[n], ascending: the documents of a work that governs what is asked.
    """

    everyday: Some
    topical: Docs


class Ranker:
    """Scores documents of one generation; safe for several threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._sums = Sums(snapshot.postings, snapshot.executor.scorer)

    def ranked(self, ranking: Ranking, docs: Docs, near: Near | None = None) -> Ranked:
        """``docs`` scored: all of them by words and pairs of characters; the best by single
        characters too; the best of these by their best passage.

        Args:
            near: which of them are wanted: others may be left out. None for all.
        """
        snapshot = self._snapshot
        topical = snapshot.of_works(ranking.works) if ranking.works else NONE.docs
        lifted = _Lifted(asked_about(snapshot, ranking.articles), topical)
        if len(docs) > FINE_DOCUMENTS:
            return self._of_many(ranking, docs, lifted, near)
        terms, fine = self._sums.of_few(ranking.tree, ranking.fine, docs.astype(np.intp))
        terms += fine
        return self._of_few(ranking, docs, terms, lifted)

    def _of_many(self, ranking: Ranking, docs: Docs, lifted: _Lifted, near: Near | None) -> Ranked:
        """:meth:`ranked` of more documents than are scored by single characters."""
        terms, factor = self._sums.of(ranking.tree, docs), self._factor
        if len(docs) < len(factor):
            factor = factor.take(docs)
        coarse = terms * factor
        for few in (lifted.everyday.docs, lifted.topical):
            if len(few):
                at = stand(few, docs)
                coarse[at] = self._coarse(docs.take(at), terms.take(at), lifted)
        first = best_places(coarse, FINE_DOCUMENTS)
        own = docs.take(first)
        _, fine = self._sums.of_few(NOTHING, ranking.fine, own.astype(np.intp))
        fine += terms.take(first)
        found = self._of_few(ranking, own, fine, lifted)
        if near is None:
            wanted, held = docs, terms
        else:
            least = near.floor * max(float(found.scores.max()), near.least)
            left = coarse >= np.float32(least * _ROUNDED)
            left[stand(near.also, docs)] = True
            left[first] = True
            at = left.nonzero()[0]
            wanted, held = docs.take(at), terms.take(at)
            first = at.searchsorted(first)
        scores = self._whole(wanted, held + lifted.everyday.of(wanted), lifted)
        held[first], scores[first] = found.terms, found.scores
        return replace(found, docs=wanted, terms=held, scores=scores)

    def _of_few(self, ranking: Ranking, docs: Docs, terms: Floats, lifted: _Lifted) -> Ranked:
        """Documents whose terms are summed, with the best passages of the best of them."""
        everyday = lifted.everyday.of(docs)
        held, passage = terms + everyday, NONE
        if self._snapshot.has_passages and ranking.pairs:
            first = np.arange(len(docs))
            if len(docs) > PASSAGE_DOCUMENTS:
                first = best_places(self._coarse(docs, terms, lifted), PASSAGE_DOCUMENTS)
            passage = Some(docs.take(first), self._passages(ranking.pairs, docs.take(first)))
            held[first] = terms.take(first) + passage.values + everyday.take(first)
        scores = self._whole(docs, held, lifted)
        return Ranked(docs, scores, terms, passage, lifted.everyday, ranking.works)

    @cached_property
    def _factor(self) -> Floats:
        """float32[documents]: the factors of each, that for the topic left out."""
        return self._snapshot.raised * self._snapshot.force

    def _coarse(self, docs: Docs, terms: Floats, lifted: _Lifted) -> Floats:
        """float32[n]: the scores of some ascending documents without passages, but for rounding."""
        factors = self._snapshot.raised.take(docs)
        factors[stand(lifted.topical, docs)] *= _topic(self._snapshot)
        factors *= self._snapshot.force.take(docs)
        factors *= terms + lifted.everyday.of(docs)
        return factors

    def _whole(self, docs: Docs, held: Floats, lifted: _Lifted) -> Floats:
        """float32[n]: the scores of some ascending documents; what they hold is multiplied by their factors."""
        scores = held * self._snapshot.raised.take(docs)
        scores[stand(lifted.topical, docs)] *= _topic(self._snapshot)
        scores *= self._snapshot.force.take(docs)
        return scores

    def _passages(self, pairs: tuple[str, ...], docs: Docs) -> Floats:
        """float32[n]: what the best passage of each of some ascending documents scores."""
        known = [one for pair in pairs if (one := self._sums.known(_BODY_GRAMS, pair))]
        rarest = sorted(known, key=attrgetter("frequency"))[:PASSAGE_PAIRS]
        found = self._sums.places(rarest, docs.astype(np.intp))
        weights = np.array([one.idf for one in rarest], np.float32)
        lengths = self._snapshot.postings.characters(_BODY_GRAMS).take(docs)
        scores = best_passages(found, weights, lengths, PASSAGE_CHARACTERS)
        scores *= np.float32(PASSAGE)
        return scores


def scores_of(snapshot: Snapshot, found: Ranked, docs: Docs) -> list[Score]:
    """What the scores of some of the documents found are made of, in plain values."""
    order = docs.argsort()
    ascending = docs[order]
    topic = np.ones(len(docs), np.float32)
    topic[stand(snapshot.of_works(found.works), ascending)] = _topic(snapshot)
    columns = (
        found.terms.take(found.docs.searchsorted(ascending)),
        found.passage.of(ascending),
        snapshot.raised.take(ascending),
        topic,
        np.rint(np.expm1(snapshot.cited.take(ascending))).astype(np.int64),
        snapshot.force.take(ascending),
        found.everyday.of(ascending),
    )
    back = order.argsort()
    rows = zip(*(column[back].tolist() for column in columns), strict=True)
    return [Score(*row) for row in rows]


def _topic(snapshot: Snapshot) -> np.float32:
    """The factor of documents of a work that governs what is asked."""
    return np.float32(1) + np.float32(snapshot.works_weigh.topic)
