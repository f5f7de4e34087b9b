"""The score of what was found: terms, best passage, then topic and authority as factors.

Every number stands in ``search.weights``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from search.backend.selection import Ranking
from search.embedded.arrays.postings import Docs, Floats, Mask
from search.embedded.arrays.top_k import best
from search.embedded.rank.everyday import asked_about
from search.embedded.rank.passages import best_passages
from search.embedded.rank.some import NONE, Some, stand
from search.embedded.snapshot import Snapshot
from search.results import Score
from search.weights import (
    FINE_DOCUMENTS,
    PASSAGE,
    PASSAGE_CHARACTERS,
    PASSAGE_DOCUMENTS,
    PASSAGE_PAIRS,
)


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


def ranked(snapshot: Snapshot, ranking: Ranking, docs: Docs) -> Ranked:
    """``docs`` scored: all of them by words and pairs of characters; the best by single
    characters too; the best of these by their best passage."""
    terms = snapshot.executor.scores(ranking.tree, docs)
    authority, force = snapshot.raised.take(docs), snapshot.force.take(docs)
    topic, topical = _topic(snapshot), stand(snapshot.of_works(ranking.works), docs)
    factor = authority * force
    factor[topical] = authority[topical] * topic * force[topical]
    asked = asked_about(snapshot, ranking.articles)
    everyday = asked.of(docs)
    held = terms + everyday
    first = np.sort(best(held * factor, FINE_DOCUMENTS))
    terms[first] += snapshot.executor.scores_at(ranking.fine, docs[first])
    held[first] = terms[first] + everyday[first]
    passage = NONE
    if snapshot.has_passages and ranking.pairs:
        first = np.sort(best(held * factor, PASSAGE_DOCUMENTS))
        passage = Some(docs[first], _passages(snapshot, ranking.pairs, docs[first]))
        held[first] = terms[first] + passage.values + everyday[first]
    held *= authority
    held[topical] *= topic
    held *= force
    return Ranked(docs, held, terms, passage, asked, ranking.works)


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


def _passages(snapshot: Snapshot, pairs: tuple[str, ...], docs: Docs) -> Floats:
    """float32[n]: what the best passage of each of some ascending documents scores."""
    often = {gram: snapshot.postings.frequency("body_grams", gram) for gram in pairs}
    rarest = sorted((gram for gram in pairs if often[gram]), key=often.__getitem__)
    chosen = snapshot.postings.chosen(docs)
    terms = [
        (chosen.places("body_grams", gram), snapshot.executor.idf(often[gram]))
        for gram in rarest[:PASSAGE_PAIRS]
    ]
    held = best_passages(terms, chosen.lengths("body_grams"), PASSAGE_CHARACTERS)
    scores: Floats = held * np.float32(PASSAGE)
    return scores
