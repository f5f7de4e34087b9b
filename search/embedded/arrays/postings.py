"""Postings of one generation: all segments as one, without removed documents; those read last are kept.

The bridge between the segments on disk and ``search.embedded.arrays.executor``; queries are unknown here.
Documents are numbered through all segments, removed ones included. As in Whoosh, removed
documents go on counting in document frequencies and mean lengths until they are merged away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import groupby, repeat
from operator import add
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.segment import TermPostings, Terms
from search.backend.byte_cache import ByteCache
from search.embedded.arrays.chosen import Chosen
from search.embedded.arrays.common import CommonTerms, Frequencies
from search.embedded.arrays.dictionary import Dictionary, Found
from search.embedded.arrays.docs import NONE, stands_in
from search.embedded.arrays.kept import kept_bytes
from search.embedded.arrays.keys import Keys
from search.embedded.arrays.phrase import located, standing

SETS_SHARE = 6
"""A page asks for a word or phrase several times (to count it, to find it), and words are in many queries: the
documents of words are kept in one byte for so many of those that are kept of postings, and those of phrases."""
_KEY = 400
"""Bytes that it takes to keep a set of no documents."""

Docs = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]


class Postings(NamedTuple):
    """Where a term occurs.

    Attributes:
        docs: uint32[n], ascending, without repetition; only documents that count.
        codes: uint16[n], ``min(frequency, 255) << 8 | length byte``.
        high, high_freqs: int64[h], uint32[h]; entries with a frequency above 255, and it.
        frequency: the term's document frequency as Whoosh counts it.
    """

    docs: npt.NDArray[np.uint32]
    codes: npt.NDArray[np.uint16]
    high: npt.NDArray[np.int64]
    high_freqs: npt.NDArray[np.uint32]
    frequency: int

    @property
    def nbytes(self) -> int:
        """How much memory the arrays take."""
        return self.docs.nbytes + self.codes.nbytes + 300


_NOTHING = Postings(
    np.empty(0, np.uint32),
    np.empty(0, np.uint16),
    np.empty(0, np.int64),
    np.empty(0, np.uint32),
    0,
)


class PostingsReader:
    """Reads postings, lengths and vocabularies of a generation; safe for several threads.

    Args:
        told: how many bytes to keep of what was read; see ``search.embedded.arrays.kept``.

    Attributes:
        documents: how many documents there are, removed ones included.
        bases: the number of the first document of each part, and of all.
        live: bool[documents], which count; None if all do.
        kept: half of the bytes that are kept of terms; of these a quarter is for postings, three eighths for common
            terms, and as many for scores.
    """

    def __init__(self, terms: Terms, told: int | None = None) -> None:
        self._terms = terms
        self._dictionary = Dictionary(terms)
        self.kept = kept_bytes(len(terms.counts), told)
        self._cache: ByteCache[Postings] = ByteCache(self.kept // 3)
        self._bases = terms.bases.astype(np.uint32)
        self._common = CommonTerms(self._dictionary, terms.bases, self.kept * 3 // 4)
        self._sets: ByteCache[Docs] = ByteCache(self.kept // SETS_SHARE, over=_KEY)
        self._phrases: ByteCache[Docs] = ByteCache(self.kept // SETS_SHARE, over=_KEY)
        self._kept_keys: dict[str, Keys] = {}
        self._characters: dict[str, Docs] = {}
        self.bases: list[int] = terms.bases.tolist()
        self.documents = len(terms.counts)
        self.live: Mask | None = None if terms.counts.all() else terms.counts

    @cached_property
    def every(self) -> npt.NDArray[np.uint32]:
        """uint32[n]: all documents that count."""
        return np.flatnonzero(self._terms.counts).astype(np.uint32)

    def postings(self, field: str, term: str) -> Postings:
        """The postings of a term; empty ones when it does not occur."""
        return self._cache.get((field, term), lambda: self.read(field, term))

    def docs(self, field: str, term: str) -> Docs:
        """uint32[n], ascending: the documents of a term that count."""
        return self._sets.get((field, term), lambda: self._read_docs(field, term))

    def _read_docs(self, field: str, term: str) -> Docs:
        found = self._dictionary.find(field, term).parts
        return self._joined([(part, entries.docs) for part, entries in found])

    def docs_of_phrase(self, field: str, words: Sequence[str]) -> Docs:
        """uint32[n], ascending: the documents that count and hold terms one behind the other."""
        key = field, tuple(words)
        return self._phrases.get(key, lambda: self._read_phrase(field, words))

    def _read_phrase(self, field: str, words: Sequence[str]) -> Docs:
        parts, needed = located(self._dictionary, field, words)
        return self._joined([(part, standing(terms, needed)) for part, terms in parts.items()])

    def find(self, field: str, term: str) -> Found:
        """Where the entries of a term stand, part by part, and its document frequency; none are read."""
        return self._dictionary.find(field, term)

    def common(self, field: str, term: str) -> Frequencies | None:
        """uint8[documents], read-only: see ``search.embedded.arrays.common``."""
        return self._common.frequencies(field, term)

    def lengths(self, field: str) -> npt.NDArray[np.uint8]:
        """uint8[documents]: the length byte of a field in each document; see ``index.segment.lengths``."""
        parts = zip(
            self._dictionary.fields(field), np.diff(self._terms.bases).tolist(), strict=True
        )
        own = [
            opened.lengths if opened.count else np.zeros(documents, np.uint8)
            for opened, documents in parts
        ]
        return np.concatenate([np.empty(0, np.uint8), *own])

    def characters(self, field: str) -> Docs:
        """uint32[documents]: how many characters each has, in a field with positions; kept."""
        if field not in self._characters:
            fields, sizes = self._dictionary.fields(field), np.diff(self._terms.bases).tolist()
            own = [
                np.diff(opened.starts) if opened.count else np.zeros(documents, np.uint32)
                for opened, documents in zip(fields, sizes, strict=True)
            ]
            self._characters[field] = np.concatenate([np.empty(0, np.uint32), *own])
        return self._characters[field]

    def chosen(self, docs: Docs) -> Chosen:
        """Some ascending documents that count, in which terms are looked up."""
        return Chosen(self._dictionary, self._common, self._bases, docs)

    def having(self, field: str, term: str, docs: Docs) -> Mask:
        """bool[n]: which of some ascending documents that count have a term."""
        if not self._common.is_common(self.frequency(field, term)):
            return stands_in(docs, self.docs(field, term))
        if (common := self._common.frequencies(field, term)) is not None:
            return common.take(docs).astype(np.bool_)
        return self.chosen(docs).having(field, term)

    def holding(self, field: str, words: Sequence[str], docs: Docs) -> Mask:
        """bool[n]: which of some ascending documents that count hold a phrase."""
        return self.chosen(docs).holding(field, words)

    def _joined(self, found: Sequence[tuple[int, npt.NDArray[np.uint16]]]) -> Docs:
        """Documents of the parts, numbered through all of them; only those that count. Read-only."""
        if not found:
            return NONE
        whole = np.concatenate([docs for _, docs in found], dtype=np.uint32)
        end = len(whole)
        for part, docs in reversed(found):
            if part:
                whole[end - len(docs) : end] += self._bases[part]
            end -= len(docs)
        kept: Docs = whole if self.live is None else whole[self.live[whole]]
        kept.flags.writeable = False
        return kept

    def mean_length(self, field: str) -> float:
        """The mean length of a field, as the bytes of its lengths have them; 1 if there is none."""
        total = sum(segment.total(field) for segment in self._terms.segments)
        return float(total / max(self.documents, 1)) or 1.0

    def begun(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, and how many documents have each, removed ones included, but
        not hidden ones; one that several segments have comes several times."""
        if not prefix:
            yield from self._every_term(field)
            return
        for part, opened in enumerate(self._dictionary.fields(field)):
            for number in range(opened.place(prefix.encode()), opened.count):
                term = opened.term(number).decode("utf-8", "replace")
                if not term.startswith(prefix):
                    break
                if frequency := self._dictionary.frequency_in(part, opened.entries(number)):
                    yield term, frequency

    def _every_term(self, field: str) -> Iterator[tuple[str, int]]:
        """:meth:`begun` of nothing: all terms, each once, in the order in which segments have them."""
        found: dict[bytes, int] = {}
        fields, hidden = self._dictionary.fields(field), self._dictionary.hidden
        for opened, mask in zip(fields, hidden, strict=True):
            terms, counts = opened.vocabulary(mask)
            before = map(found.get, terms, repeat(0))  # no step of Python's own for each term
            found.update(zip(terms, map(add, before, counts), strict=True))
        for term, count in found.items():
            yield term.decode("utf-8", "replace"), count

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term, removed ones included; nothing else is read."""
        return self._dictionary.find(field, term).frequency

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """:meth:`frequency` of many terms."""
        return self._dictionary.frequencies(field, terms)

    def often(self, field: str) -> dict[str, int]:
        """Every term of a field of few that a document has, in order, and how many have it."""
        counts: dict[bytes, int] = {}
        for opened, base in zip(self._dictionary.fields(field), self._terms.bases, strict=False):
            terms, often, docs = opened.every_term()
            if not terms:
                continue
            live = self._terms.counts[docs + base].astype(np.int64)
            held = np.add.reduceat(live, often.cumsum() - often)
            for term, count in zip(terms, held.tolist(), strict=True):
                counts[term] = counts.get(term, 0) + count
        return {term.decode("utf-8"): counts[term] for term in sorted(counts) if counts[term]}

    def vocabulary(self, field: str, first: str = "") -> Iterator[str]:
        """Every term of a field that a document has, in order, beginning at ``first``."""
        streams = [segment.terms(field, first) for segment in self._terms.segments]
        for term, _ in groupby(merge(*streams)):
            if self.live is None or len(self.docs(field, term)):
                yield term

    def keys(self, field: str) -> Keys:
        """The terms of a key field, to be looked through for a part of one."""
        if field not in self._kept_keys:
            self._kept_keys[field] = Keys.read(self._terms, field)
        return self._kept_keys[field]

    def read(self, field: str, term: str) -> Postings:
        """:meth:`postings`, that are not kept."""
        frequency, parts = self._dictionary.find(field, term)
        fields, bases = self._dictionary.fields(field), self._terms.bases
        read = [
            (int(bases[part]), fields[part].postings(entries.number, False))
            for part, entries in parts
        ]
        if not read:
            return _NOTHING
        whole = (
            _one_behind_the_other(read, frequency) if len(read) > 1 else _alone(*read[0], frequency)
        )
        return whole if self.live is None else self._without_removed(whole)

    def _without_removed(self, found: Postings) -> Postings:
        kept = self._terms.counts[found.docs]
        at = np.cumsum(kept) - 1
        high = kept[found.high]
        return Postings(
            docs=found.docs[kept],
            codes=found.codes[kept],
            high=at[found.high[high]],
            high_freqs=found.high_freqs[high],
            frequency=found.frequency,
        )


def _alone(base: int, part: TermPostings, frequency: int) -> Postings:
    """The postings of a term of one part, whose documents are numbered from ``base`` on; nothing of them is
    the memory of a file, which would stay open with them."""
    docs = part.docs + np.uint32(base) if base else part.docs
    return Postings(docs, part.codes, part.high, part.high_freqs.copy(), frequency)


def _one_behind_the_other(read: Sequence[tuple[int, TermPostings]], frequency: int) -> Postings:
    """The same of several parts."""
    ends = np.cumsum([len(part.docs) for _, part in read]).tolist()
    docs, codes = np.empty(ends[-1], np.uint32), np.empty(ends[-1], np.uint16)
    for end, (base, part) in zip(ends, read, strict=True):
        own = slice(end - len(part.docs), end)
        docs[own], codes[own] = part.docs, part.codes
        docs[own] += np.uint32(base)
    high = [part.high + (end - len(part.docs)) for end, (_, part) in zip(ends, read, strict=True)]
    high_freqs = [part.high_freqs for _, part in read]
    return Postings(docs, codes, np.concatenate(high), np.concatenate(high_freqs), frequency)
