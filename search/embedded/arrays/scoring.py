"""BM25 scores of terms as arrays, kept for later queries up to so many bytes.

As Whoosh computes them, with the parameters of ``search.weights``. Source: Robertson &
Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009);
``whoosh.scoring.BM25F``.

A term that many documents have is held as a *vector*, one score per document; adding vectors
and looking scores up in them is what makes broad queries quick.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import log
from threading import local
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.segment import LENGTHS
from search.backend.byte_cache import ByteCache
from search.embedded.arrays.chosen import Chosen
from search.embedded.arrays.docs import places
from search.embedded.arrays.matches import Matches, Top, first
from search.embedded.arrays.postings import Docs, Floats, Postings, PostingsReader
from search.query.tree import Term, text_of
from search.weights import Weight

VECTOR_SHARE = 8
"""A term is held as a vector when more than one in so many documents has it: to add a vector costs
what it costs to add the scores of one document in sixteen, and takes more memory."""
_MOST = np.uint16(255 << 8)
"""The code of a posting whose frequency is 255 or more."""

_RARER = 8
"""Documents are looked up in a list that is so many times longer, not the list in them."""
_TOPS_SHARE = 48
"""The best documents of single terms are kept in one byte for so many that are kept of scores."""
_TOP = 700
"""Bytes that it takes to keep those of one."""

Found: TypeAlias = tuple[Term, Postings]
"""A term of the tree and its postings."""
_Numbers: TypeAlias = npt.NDArray[np.float64]


class TermScorer:
    """Scores terms; safe for several threads."""

    def __init__(self, reader: PostingsReader, weights: Mapping[str, Weight]) -> None:
        self._reader = reader
        self._weights = weights
        self._tables: dict[str, Floats] = {}
        self._joined: dict[tuple[str, ...], Floats] = {}
        self._kept: ByteCache[Floats] = ByteCache(reader.kept)
        self._tops: ByteCache[Top] = ByteCache(reader.kept // _TOPS_SHARE, over=_TOP)
        self._local = local()

    def found(self, term: Term) -> Found:
        """A term with its postings."""
        return term, self._reader.postings(term.fieldname, text_of(term))

    def is_weighted(self, term: Term) -> bool:
        """Whether documents get a score for the term: it is of no key field."""
        weight = self._weights.get(term.fieldname)
        return weight is not None and weight.factor * term.boost > 0

    def matches(self, found: Found) -> Matches:
        """The documents of a term and their scores."""
        return Matches(found[1].docs, self.scores(found))

    def scores(self, found: Found) -> Floats:
        """float32[n], read-only: the scores of the entries of a term; kept for the next query."""
        term = found[0]
        key = term.fieldname, term.text, term.boost
        return self._kept.get(key, lambda: self._computed(found))

    def top(self, term: Term, limit: int) -> Top:
        """The best documents of a term alone, read-only; kept, for single words are asked again most."""
        key = term.fieldname, term.text, term.boost, limit
        return self._tops.get(key, lambda: _fixed(first(self.matches(self.found(term)), limit)))

    def at(self, term: Term, docs: Docs) -> Floats:
        """float32[n]: the score of each of some ascending documents, 0 without. The scores of all others are
        kept for the next query; see :meth:`sum_at`."""
        if (vector := self.vector(term)) is not None:
            return vector.take(docs)
        found = self.found(term)
        own, scores = found[1].docs, self.scores(found)
        if len(own) < _RARER * len(docs):
            total = self.scratch()
            total[own] = scores
            return total.take(docs)
        more = np.zeros(len(docs), np.float32)
        stands, has = places(docs, own)
        more[has] = scores.take(stands[has])
        return more

    def of_phrase(self, words: Sequence[Term], docs: Docs) -> Floats:
        """float32[n], read-only: the scores of the documents of a phrase; kept as those of a term are."""
        key = words[0].fieldname, tuple(map(text_of, words)), words[0].boost
        return self._kept.get(key, lambda: _frozen(self.sum_at(words, docs)))

    def vector(self, term: Term) -> Floats | None:
        """float32[documents], read-only: the score of every document; kept as well, so that the
        postings are not asked for again. None for a term that few have, or that has no scores."""
        frequency = self._reader.frequency(term.fieldname, text_of(term))
        if frequency * VECTOR_SHARE <= self._reader.documents or not self.is_weighted(term):
            return None
        key = term.fieldname, term.text, term.boost, "vector"
        return self._kept.get(key, lambda: self._spread(self.found(term)))

    def sum(self, terms: Sequence[Term]) -> Floats:
        """float32[documents]: the summed scores; valid until this thread's next sum."""
        total = self.scratch()
        for term in terms:
            if (vector := self.vector(term)) is not None:
                total += vector
            else:
                found = self.found(term)
                np.add.at(total, found[1].docs, self.scores(found))
        return total

    def sum_once(self, terms: Sequence[Found]) -> Floats:
        """:meth:`sum` to the last digit, of weights that hardly come again: all entries in one go, and
        nothing is kept that would take the place of what searches need."""
        counts = [len(found.docs) for _, found in terms]
        fields = tuple(dict.fromkeys(term.fieldname for term, _ in terms))
        tables = {field: at << 16 for at, field in enumerate(fields)}
        codes = np.array([tables[term.fieldname] for term, _ in terms]).repeat(counts)
        codes += np.concatenate([found.codes for _, found in terms])
        scores: Floats = self._tables_of(fields).take(codes)
        for end, (term, found) in zip(accumulate(counts), terms, strict=True):
            if len(found.high):
                weight, own = self._weights[term.fieldname], scores[end - len(found.docs) : end]
                own[found.high] = self._of_high(term.fieldname, weight, found)
        factors = [
            self._weights[term.fieldname].factor * term.boost * self.idf(found.frequency)
            for term, found in terms
        ]
        scores *= np.array(factors, np.float32).repeat(counts)
        total = self.scratch()
        np.add.at(total, np.concatenate([found.docs for _, found in terms]), scores)
        return total

    def sum_at(self, terms: Sequence[Term], docs: Docs) -> Floats:
        """float32[len(docs)]: the summed scores of a few ascending documents; nothing else is read of the
        terms, so nothing is kept."""
        rows = np.zeros((len(terms), len(docs)), np.float32)
        chosen = self._reader.chosen(docs)
        for field in dict.fromkeys(term.fieldname for term in terms):
            own = [at for at, term in enumerate(terms) if term.fieldname == field]
            rows[own] = self._rows(field, [terms[at] for at in own], chosen)
        return _added(rows)

    def rough_at(self, terms: Sequence[Term], docs: Docs) -> Floats:
        """The same field by field, and frequencies above 255 count as 255."""
        chosen = self._reader.chosen(docs)
        rows = [np.zeros((1, len(docs)), np.float32)]
        for field in dict.fromkeys(term.fieldname for term in terms):
            own = [term for term in terms if term.fieldname == field]
            rows.append(self._rows(field, own, chosen, False))
        return _added(np.concatenate(rows))

    def _rows(
        self, field: str, terms: Sequence[Term], chosen: Chosen, is_exact: bool = True
    ) -> Floats:
        """float32[terms, n]: the scores of terms of one field."""
        weight = self._weights.get(field)
        if weight is None:
            return np.zeros((len(terms), len(chosen.docs)), np.float32)
        codes = chosen.codes(field, list(map(text_of, terms)))
        rows: Floats = self._table(field, weight).take(codes)
        factors = [
            weight.factor * term.boost * self.idf(self._reader.frequency(field, text_of(term)))
            for term in terms
        ]
        rows *= np.array(factors, np.float32)[:, None]
        if is_exact:
            for at in np.flatnonzero((codes >= _MOST).any(axis=1)).tolist():
                found = self.matches(self.found(terms[at]))
                stands, has = places(chosen.docs, found.docs)
                rows[at, has] = found.scores.take(stands[has])
        return rows

    def scratch(self) -> Floats:
        """float32[documents] of zeros; this thread's own, used again and again."""
        if not hasattr(self._local, "scratch"):
            self._local.scratch = np.empty(self._reader.documents, np.float32)
        scratch: Floats = self._local.scratch
        scratch.fill(0)
        return scratch

    def _computed(self, found: Found) -> Floats:
        """float32[n], read-only: the scores of all entries of the postings."""
        term, postings = found
        weight = self._weights.get(term.fieldname)
        if weight is None:
            return np.zeros(len(postings.docs), np.float32)
        scores: Floats = self._table(term.fieldname, weight).take(postings.codes)
        if len(postings.high):
            scores[postings.high] = self._of_high(term.fieldname, weight, postings)
        scores *= np.float32(weight.factor * term.boost * self.idf(postings.frequency))
        return _frozen(scores)

    def _of_high(self, field: str, weight: Weight, postings: Postings) -> Floats:
        """float32[len(postings.high)]: the parts of scores of frequencies that no code has."""
        octets = postings.codes[postings.high] & np.uint16(0xFF)
        return self._part(field, weight, postings.high_freqs.astype(np.float64), LENGTHS[octets])

    def _spread(self, found: Found) -> Floats:
        """float32[documents], read-only: the score of every document."""
        vector = np.zeros(self._reader.documents, np.float32)
        vector[found[1].docs] = self._computed(found)
        return _frozen(vector)

    def idf(self, document_frequency: int) -> float:
        """Whoosh's inverse document frequency."""
        return log(max(self._reader.documents, 1) / (document_frequency + 1)) + 1

    def _table(self, field: str, weight: Weight) -> Floats:
        """float32[65536]: for every code of a posting, its part of the score that idf scales."""
        if field not in self._tables:
            freqs = np.repeat(np.arange(256.0), 256)
            self._tables[field] = self._part(field, weight, freqs, np.tile(LENGTHS, 256))
        return self._tables[field]

    def _tables_of(self, fields: tuple[str, ...]) -> Floats:
        """float32[65536 · fields]: the tables of some fields, one behind the other."""
        if fields not in self._joined:
            own = [self._table(field, self._weights[field]) for field in fields]
            self._joined[fields] = np.concatenate(own)
        return self._joined[fields]

    def _part(self, field: str, weight: Weight, freqs: _Numbers, lengths: _Numbers) -> Floats:
        norm = 1 - weight.b + weight.b * lengths / self._reader.mean_length(field)
        part: Floats = (freqs * (weight.k1 + 1) / (freqs + weight.k1 * norm)).astype(np.float32)
        return part


def _added(rows: Floats) -> Floats:
    """float32[n]: rows added one after the other; numpy adds the numbers of a single column in another
    order, with another last digit."""
    total: Floats = np.add.reduce(rows, axis=0)
    if rows.shape[1] == 1 and len(rows):
        total = np.add.accumulate(rows, axis=0)[-1]
    return total


def _fixed(top: Top) -> Top:
    top.docs.flags.writeable = top.scores.flags.writeable = False
    return top


def _frozen(scores: Floats) -> Floats:
    scores.flags.writeable = False
    return scores
