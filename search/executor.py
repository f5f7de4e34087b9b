"""Runs a Whoosh query tree over postings held as arrays.

Scores are BM25 as Whoosh computes it, summed over fields, with the parameters of
``search.ranking``. Source: Robertson & Zaragoza, *The Probabilistic Relevance Framework:
BM25 and Beyond* (2009); ``whoosh.scoring.BM25F``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from whoosh import query as wq

from index.segment import LENGTHS
from search.postings import Docs, Floats, Postings, PostingsReader
from search.ranking import Weight


@dataclass(frozen=True, slots=True)
class Matches:
    """The documents a query matches.

    Attributes:
        docs: int64[n], ascending, without repetition.
        scores: float32[n].
    """

    docs: Docs
    scores: Floats


class Executor:
    """Evaluates query trees of Term, Phrase, And, Or, AndNot, Every and NullQuery."""

    def __init__(self, reader: PostingsReader, weights: Mapping[str, Weight]) -> None:
        self._reader = reader
        self._weights = weights
        self._tables: dict[str, Floats] = {}
        self.documents = reader.documents

    def run(self, query: Any) -> Matches:
        """The documents that match ``query`` and their scores.

        Raises:
            TypeError: the tree holds a kind of query that is not listed above.
        """
        match query:
            case wq.Term():
                return self._term(query)
            case wq.Phrase():
                return self._phrase(query)
            case wq.And():
                return self._and([self.run(part) for part in query])
            case wq.Or():
                return self._or([self.run(part) for part in query])
            case wq.AndNot():
                return _without(self.run(query.a), self.run(query.b))
            case wq.Every():
                return Matches(np.arange(self.documents), np.zeros(self.documents, np.float32))
        if query == wq.NullQuery:
            return _nothing()
        raise TypeError(f"no rule for {type(query).__name__}")

    def scores(self, query: Any, docs: Docs) -> Floats:
        """float32[len(docs)]: the score of each of ``docs`` under ``query``, 0 without."""
        dense = np.zeros(self.documents, np.float32)
        matches = self.run(query)
        dense[matches.docs] = matches.scores
        return dense[docs]

    def idf(self, document_frequency: int) -> float:
        """Whoosh's inverse document frequency."""
        return float(np.log(self.documents / (document_frequency + 1)) + 1)

    def _term(self, query: Any) -> Matches:
        found = self._reader.postings(query.fieldname, query.text)
        return Matches(found.docs, self._bm25(query, found))

    def _bm25(self, query: Any, found: Postings) -> Floats:
        weight = self._weights.get(query.fieldname)
        if weight is None or not len(found.docs):  # a key field: it matches or does not
            return np.zeros(len(found.docs), np.float32)
        factor = np.float32(weight.factor * query.boost * self.idf(len(found.docs)))
        scores: Floats = self._table(query.fieldname, weight).take(found.codes)
        if len(found.high):
            octets = found.codes[found.high] & np.uint16(0xFF)
            scores[found.high] = self._part(
                query.fieldname, weight, found.high_freqs.astype(np.float64), LENGTHS[octets]
            )
        scores *= factor
        return scores

    def _table(self, field: str, weight: Weight) -> Floats:
        """float32[65536]: for every code of a posting, its part of the score that idf scales."""
        if field not in self._tables:
            freqs = np.repeat(np.arange(256.0), 256)
            self._tables[field] = self._part(field, weight, freqs, np.tile(LENGTHS, 256))
        return self._tables[field]

    def _part(self, field: str, weight: Weight, freqs: Any, lengths: Any) -> Floats:
        norm = 1 - weight.b + weight.b * lengths / self._reader.mean_length(field)
        part: Floats = (freqs * (weight.k1 + 1) / (freqs + weight.k1 * norm)).astype(np.float32)
        return part

    def _phrase(self, query: Any) -> Matches:
        """Documents with the terms one behind the other; scored as the And of the terms."""
        found = [self._reader.postings(query.fieldname, word) for word in query.words]
        by_size = sorted(range(len(found)), key=lambda i: len(found[i].places))
        begins = found[by_size[0]].places - by_size[0]
        for i in by_size[1:]:
            if not len(begins):
                return _nothing()
            begins = begins[_member(begins + i, found[i].places)]
        if not len(begins):
            return _nothing()
        docs = self._reader.docs_at(query.fieldname, begins)
        scores = np.zeros(len(docs), np.float32)
        for word, postings in zip(query.words, found, strict=True):
            term = wq.Term(query.fieldname, word, boost=query.boost)
            scores += self._bm25(term, postings)[np.searchsorted(postings.docs, docs)]
        return Matches(docs, scores)

    def _and(self, parts: list[Matches]) -> Matches:
        if not parts:
            return _nothing()
        sets = sorted((part.docs for part in parts), key=len)
        docs = reduce(lambda kept, other: kept[_member(kept, other)], sets)
        scores = np.zeros(len(docs), np.float32)
        for part in parts:
            scores += part.scores[np.searchsorted(part.docs, docs)]
        return Matches(docs, scores)

    def _or(self, parts: Iterable[Matches]) -> Matches:
        hit = np.zeros(self.documents, np.bool_)
        total = np.zeros(self.documents, np.float32)
        for part in parts:
            hit[part.docs] = True
            total[part.docs] += part.scores
        docs = np.flatnonzero(hit)
        return Matches(docs, total[docs])


def _nothing() -> Matches:
    return Matches(np.empty(0, np.int64), np.empty(0, np.float32))


def _member(values: Docs, among: Docs) -> Any:
    """bool[len(values)]: which of ``values`` are in ``among`` (both ascending)."""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    at = np.searchsorted(among, values)
    at[at == len(among)] = 0
    return among[at] == values


def _without(matches: Matches, excluded: Matches) -> Matches:
    keep = ~_member(matches.docs, excluded.docs)
    return Matches(matches.docs[keep], matches.scores[keep])
