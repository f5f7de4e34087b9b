"""Some documents, and what terms have in them: nothing else of the terms is read.

A term that half of the documents have costs what the chosen ones cost, where these are few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.segment import Entries
from search.embedded.arrays.common import CommonTerms
from search.embedded.arrays.dictionary import Dictionary
from search.embedded.arrays.phrase import located, standing

Docs = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]
Codes: TypeAlias = npt.NDArray[np.uint16]


class _Part(NamedTuple):
    """What is chosen of one part of a generation.

    Attributes:
        low, high: which of the chosen documents these are.
        docs: uint16[high - low], their numbers in the part.
    """

    low: int
    high: int
    docs: npt.NDArray[np.uint16]


class Chosen:
    """Some documents of a generation.

    Attributes:
        docs: as given.

    Args:
        bases: uint32[parts + 1]; see ``index.segment.Terms``. Of the kind of ``docs``: else these were
            copied to be searched.
        docs: uint32[n], ascending.
    """

    def __init__(
        self,
        dictionary: Dictionary,
        common: CommonTerms,
        bases: Docs,
        docs: Docs,
    ) -> None:
        self.docs = docs
        self._dictionary = dictionary
        self._common = common
        self._size = len(docs)
        cuts = docs.searchsorted(bases).tolist()
        self._parts = {
            part: _Part(low, high, (docs[low:high] - base).astype(np.uint16))
            for part, (low, high, base) in enumerate(zip(cuts, cuts[1:], bases, strict=False))
            if low < high
        }

    def having(self, field: str, term: str) -> Mask:
        """bool[n]: which have a term."""
        if (common := self._common.frequencies(field, term)) is not None:
            return common.take(self.docs).astype(np.bool_)
        has = np.zeros(self._size, np.bool_)
        for own, entries in self._found(field, term):
            has[own.low : own.high] = entries.stands(own.docs)[1]
        return has

    def holding(self, field: str, words: Sequence[str]) -> Mask:
        """bool[n]: which hold a phrase."""
        has = np.zeros(self._size, np.bool_)
        parts, needed = located(self._dictionary, field, words)
        for part, terms in parts.items():
            if (own := self._parts.get(part)) is not None:
                found = standing(terms, needed, own.docs)
                has[own.low + own.docs.searchsorted(found)] = True
        return has

    def _found(self, field: str, term: str) -> Iterator[tuple[_Part, Entries]]:
        """Of each part of which some are chosen and that has a term: these, and its entries."""
        for part, entries in self._dictionary.find(field, term).parts:
            if (own := self._parts.get(part)) is not None:
                yield own, entries

    def codes(self, field: str, terms: Sequence[str]) -> Codes:
        """uint16[terms, n]: the code of each term in each document, 0 or a frequency of 0 where it does
        not occur; a frequency above 255 counts as 255. See ``index.segment.TermPostings``."""
        codes = np.zeros((len(terms), self._size), np.uint16)
        for row, term in zip(codes, terms, strict=True):
            if (common := self._common.frequencies(field, term)) is not None:
                row[:] = common.take(self.docs)
                continue
            for own, entries in self._found(field, term):
                row[own.low : own.high] = entries.frequencies_at(own.docs)
        fields = self._dictionary.fields(field)
        codes <<= np.uint16(8)
        for part, own in self._parts.items():
            if fields[part].count:
                codes[:, own.low : own.high] |= fields[part].lengths.take(own.docs)
        return codes
