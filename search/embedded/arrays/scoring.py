"""BM25 scores of terms as arrays, kept for later queries up to so many bytes.

As Whoosh computes them, but for the byte that a length is kept in (``index.segment.lengths``), with
the parameters of ``search.weights``. Source: Robertson & Zaragoza, *The Probabilistic Relevance
Framework: BM25 and Beyond* (2009); ``whoosh.scoring.BM25F``.

A term that many documents have is held as a *vector*, one score per document; adding vectors
and looking scores up in them is what makes broad queries quick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


class Scale:
    """What an entry of a term is worth, field by field, and which factor a term has; made when a field is first
    asked for. Safe for several threads.

    Attributes:
        weights: of the fields that score.
        numbers: of these fields, from 0 on.
        table: float32[fields << 16]: for the number of a field and the code of an entry its part of the score
            that the factor of the term scales; only of fields that :meth:`number` was asked for.
        lengths: uint8[fields * documents], likewise: the length byte of a field in each document.
    """

    def __init__(self, reader: PostingsReader, weights: Mapping[str, Weight]) -> None:
        self._reader = reader
        self._documents = reader.documents
        self._made: dict[str, int] = {}
        self.weights = weights
        self.numbers = {field: number for number, field in enumerate(weights)}
        self.table: Floats = np.zeros(len(weights) << 16, np.float32)
        self.lengths = np.zeros(len(weights) * reader.documents, np.uint8)

    def number(self, field: str) -> int | None:
        """The number of a field, whose numbers are made now; None for one that does not score."""
        if (made := self._made.get(field)) is not None:
            return made
        if (number := self.numbers.get(field)) is None:
            return None
        freqs = np.repeat(np.arange(256.0), 256)
        self.table[number << 16 : (number + 1) << 16] = self.part(
            field, freqs, np.tile(LENGTHS, 256)
        )
        first = number * self._documents
        self.lengths[first : first + self._documents] = self._reader.lengths(field)
        self._made[field] = number
        return number

    def lengths_of(self, number: int) -> npt.NDArray[np.uint8]:
        """uint8[documents]: the length bytes of a field, given by its number."""
        return self.lengths[number * self._documents : (number + 1) * self._documents]

    def part(self, field: str, freqs: _Numbers, lengths: _Numbers) -> Floats:
        """float32[n]: the part of the score that the factor scales, of frequencies in texts of some lengths."""
        weight = self.weights[field]
        norm = 1 - weight.b + weight.b * lengths / self._reader.mean_length(field)
        part: Floats = (freqs * (weight.k1 + 1) / (freqs + weight.k1 * norm)).astype(np.float32)
        return part

    def factor(self, term: Term, frequency: int) -> float:
        """What the parts of a term's entries are multiplied by; so many documents have it."""
        return self.weights[term.fieldname].factor * term.boost * self.idf(frequency)

    def idf(self, document_frequency: int) -> float:
        """Whoosh's inverse document frequency."""
        return log(max(self._documents, 1) / (document_frequency + 1)) + 1


class TermScorer:
    """Scores terms; safe for several threads.

    Attributes:
        scale: as given.
    """

    def __init__(self, reader: PostingsReader, scale: Scale) -> None:
        self._reader = reader
        self.scale = scale
        self._kept: ByteCache[Floats] = ByteCache(reader.kept * 3 // 4)
        self._tops: ByteCache[Top] = ByteCache(reader.kept // _TOPS_SHARE, over=_TOP)
        self._local = local()

    @property
    def kept(self) -> int:
        """How many bytes of scores are kept."""
        return self._kept.nbytes

    def found(self, term: Term) -> Found:
        """A term with its postings."""
        return term, self._reader.postings(term.fieldname, text_of(term))

    def is_weighted(self, term: Term) -> bool:
        """Whether documents get a score for the term: it is of no key field."""
        weight = self.scale.weights.get(term.fieldname)
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
        if (vector := self.common_vector(term)) is not None:
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

    def common_vector(self, term: Term) -> Floats | None:
        """:meth:`vector` of a term that many documents have and that has scores; None for any other."""
        frequency = self._reader.frequency(term.fieldname, text_of(term))
        if frequency * VECTOR_SHARE <= self._reader.documents or not self.is_weighted(term):
            return None
        key = term.fieldname, term.text, term.boost, "vector"
        return self._kept.get(key, lambda: self._spread(term))

    def vector(self, term: Term) -> Floats:
        """float32[documents], read-only: the score of every document; kept as well, so that the
        postings are not asked for again."""
        key = term.fieldname, term.text, term.boost, "vector"
        return self._kept.get(key, lambda: self._spread(term))

    def entries(self, term: Term, make: Callable[[], Floats]) -> Floats:
        """float32[n], read-only: the scores of all entries of a term, those of removed documents too; kept."""
        return self._kept.get(
            (term.fieldname, term.text, term.boost, "entries"), lambda: _frozen(make())
        )

    def sum(self, terms: Sequence[Term]) -> Floats:
        """float32[documents]: the summed scores; valid until this thread's next sum."""
        total = self.scratch()
        for term in terms:
            if (vector := self.common_vector(term)) is not None:
                total += vector
            else:
                found = self.found(term)
                np.add.at(total, found[1].docs, self.scores(found))
        return total

    def sum_once(self, terms: Sequence[Found]) -> Floats:
        """:meth:`sum` to the last digit, of weights that hardly come again: all entries in one go, and
        nothing is kept that would take the place of what searches need."""
        counts = [len(found.docs) for _, found in terms]
        fields = dict.fromkeys(term.fieldname for term, _ in terms)
        tables = {field: (self.scale.number(field) or 0) << 16 for field in fields}
        codes = np.array([tables[term.fieldname] for term, _ in terms]).repeat(counts)
        codes += np.concatenate([found.codes for _, found in terms])
        scores: Floats = self.scale.table.take(codes)
        for end, (term, found) in zip(accumulate(counts), terms, strict=True):
            if len(found.high):
                own = scores[end - len(found.docs) : end]
                own[found.high] = self._of_high(term.fieldname, found)
        factors = [self.scale.factor(term, found.frequency) for term, found in terms]
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
        return added(rows)

    def _rows(self, field: str, terms: Sequence[Term], chosen: Chosen) -> Floats:
        """float32[terms, n]: the scores of terms of one field."""
        if (number := self.scale.number(field)) is None:
            return np.zeros((len(terms), len(chosen.docs)), np.float32)
        codes = chosen.codes(field, list(map(text_of, terms)))
        rows: Floats = self.scale.table[number << 16 : (number + 1) << 16].take(codes)
        factors = [
            self.scale.factor(term, self._reader.frequency(field, text_of(term))) for term in terms
        ]
        rows *= np.array(factors, np.float32)[:, None]
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
        if (number := self.scale.number(term.fieldname)) is None:
            return np.zeros(len(postings.docs), np.float32)
        table = self.scale.table[number << 16 : (number + 1) << 16]
        scores: Floats = table.take(postings.codes)
        if len(postings.high):
            scores[postings.high] = self._of_high(term.fieldname, postings)
        scores *= np.float32(self.scale.factor(term, postings.frequency))
        return _frozen(scores)

    def _of_high(self, field: str, postings: Postings) -> Floats:
        """float32[len(postings.high)]: the parts of scores of frequencies that no code has."""
        octets = postings.codes[postings.high] & np.uint16(0xFF)
        return self.scale.part(field, postings.high_freqs.astype(np.float64), LENGTHS[octets])

    def _spread(self, term: Term) -> Floats:
        """float32[documents], read-only: the score of every document."""
        postings = self._reader.read(term.fieldname, text_of(term))
        vector = np.zeros(self._reader.documents, np.float32)
        vector[postings.docs] = self._computed((term, postings))
        return _frozen(vector)


def added(rows: Floats) -> Floats:
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
