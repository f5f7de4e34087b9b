"""The score of what was found: terms, best passage, then topic and authority as factors.

Every number stands in ``search.weights``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from search.backend.reading import OVER
from search.backend.selection import Ranking
from search.embedded.arrays.matches import Matches
from search.embedded.arrays.postings import Docs, Floats, Mask
from search.embedded.arrays.top_k import best
from search.embedded.rank.everyday import asked_about
from search.embedded.rank.passages import best_passages
from search.embedded.snapshot import Snapshot
from search.results import Score
from search.weights import (
    ENDED,
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
        terms, passage, authority, topic, force, everyday: float32[n].
    """

    docs: Docs
    terms: Floats
    passage: Floats
    authority: Floats
    topic: Floats
    force: Floats
    everyday: Floats

    @property
    def scores(self) -> Floats:
        """float32[n]: the scores."""
        held = self.terms + self.passage + self.everyday
        return held * self.authority * self.topic * self.force

    @property
    def matches(self) -> Matches:
        """The documents and their scores alone."""
        return Matches(self.docs, self.scores)

    def kept(self, mask: Mask) -> Self:
        """The documents that ``mask`` (bool[n]) names."""
        return type(self)(*(getattr(self, field.name)[mask] for field in fields(self)))


def ranked(snapshot: Snapshot, ranking: Ranking, docs: Docs) -> Ranked:
    """``docs`` scored: all of them by words and pairs of characters; the best by single
    characters too; the best of these by their best passage."""
    terms = snapshot.executor.scores(ranking.tree, docs)
    of = snapshot.works_weigh
    authority = 1 + np.float32(of.authority) * snapshot.authority.take(docs)
    topic = np.ones(len(docs), np.float32)
    if ranking.works:
        works = np.array(ranking.works, np.uint64)
        topic[np.isin(snapshot.works.take(docs), works)] += np.float32(of.topic)
    force = np.ones(len(docs), np.float32)
    force[snapshot.standing.take(docs) == OVER] -= np.float32(ENDED)
    factor = authority * topic * force
    everyday = np.float32(of.everyday) * asked_about(snapshot, ranking.articles, docs)
    first = np.sort(best((terms + everyday) * factor, FINE_DOCUMENTS))
    terms[first] += snapshot.executor.scores_at(ranking.fine, docs[first])
    passage = np.zeros(len(docs), np.float32)
    if snapshot.has_passages and ranking.pairs:
        first = np.sort(best((terms + everyday) * factor, PASSAGE_DOCUMENTS))
        passage[first] = _passages(snapshot, ranking.pairs, docs[first])
    return Ranked(docs, terms, passage, authority, topic, force, everyday)


def scores_of(snapshot: Snapshot, found: Ranked, docs: Docs) -> list[Score]:
    """What the scores of some of the documents found are made of, in plain values."""
    at = found.docs.searchsorted(docs)
    cited = np.rint(np.expm1(snapshot.cited.take(docs))).astype(np.int64).tolist()
    parts = (found.terms, found.passage, found.authority, found.topic)
    columns = [*(part[at].tolist() for part in parts), cited, found.force[at].tolist()]
    columns.append(found.everyday[at].tolist())
    return [Score(*row) for row in zip(*columns, strict=True)]


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
