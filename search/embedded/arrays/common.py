"""How often the commonest terms occur in every document, a byte each: looked up, not searched for.

A question has twenty characters that most documents have, and the best 500 documents are scored
by all of them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from search.embedded.arrays.dictionary import Dictionary, Found

COMMON = 8
"""A term is common that more than one in so many documents has."""

Frequencies = npt.NDArray[np.uint8]


class CommonTerms:
    """The common terms of a generation that were asked for first, up to so many bytes; safe for
    several threads.

    None is dropped for another: to look a term up elsewhere costs less than to lay it out here,
    and what nearly every query asks for is among the first.

    Args:
        bases: int64[parts + 1]; see ``index.segment.Terms``.
        most: how many bytes.
    """

    def __init__(self, dictionary: Dictionary, bases: npt.NDArray[np.int64], most: int) -> None:
        self._dictionary = dictionary
        self._bases = bases.tolist()
        self._documents: int = self._bases[-1]
        self._most = most // max(self._documents, 1)
        self._kept: dict[tuple[str, str], Frequencies] = {}

    def frequencies(self, field: str, term: str) -> Frequencies | None:
        """uint8[documents], read-only: how often each document has a term, 0 for not; above
        255 counts as 255. None for a term that is not common, or came too late."""
        known = self._kept.get((field, term))
        if known is None and len(self._kept) < self._most:
            found = self._dictionary.find(field, term)
            if self.is_common(found.frequency):
                known = self._kept[field, term] = self._laid_out(found)
        return known

    def is_common(self, frequency: int) -> bool:
        """Whether a term is common that so many documents have."""
        return frequency * COMMON > self._documents

    def _laid_out(self, found: Found) -> Frequencies:
        whole = np.zeros(self._documents, np.uint8)
        for part, entries in found.parts:
            whole[self._bases[part] : self._bases[part + 1]][entries.docs] = entries.freqs
        whole.flags.writeable = False
        return whole
