"""Terms as a plan scores them: looked up once, remembered, and read many at a time.

A plan has fifty terms, most of them in few documents: to find and read each by itself costs fifty times some steps
that take longer than what they do. So the entries of all of them are read as one array.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.segment import Entries
from search.embedded.arrays.common import COMMON, Frequencies
from search.embedded.arrays.postings import Mask, PostingsReader
from search.embedded.arrays.scoring import Scale

REMEMBERED = 1 << 16
"""So many entries of terms in parts are remembered at most: about 8 MB."""
HIGH = 255
"""A frequency that stands for all from it on."""

Numbers = npt.NDArray[np.intp]


class Listed(NamedTuple):
    """The entries of a term in one part.

    Attributes:
        part: which.
        base: the number of its first document.
        size: how many entries there are.
    """

    part: int
    base: int
    size: int
    entries: Entries


class Known(NamedTuple):
    """A term that some document has.

    Attributes:
        field: the number of its field; see ``search.embedded.arrays.scoring.Scale``.
        frequency: how many documents have it, as scores count them.
        idf: of so many.
        lists: its entries, part by part.
        row: uint8[documents], how often each document has it, where it is common; else None.
    """

    field: int
    frequency: int
    idf: float
    lists: tuple[Listed, ...]
    row: Frequencies | None

    def frequencies(self, docs: Numbers) -> npt.NDArray[np.float64]:
        """float64[n]: how often some ascending documents have it, all of which do."""
        often = np.empty(len(docs))
        for one in self.lists:
            held = one.entries.docs
            low, high = docs.searchsorted((one.base, one.base + int(held[-1]) + 1))
            at = held.searchsorted((docs[low:high] - one.base).astype(np.uint16))
            often[low:high] = one.entries.counts().take(at)
        return often


Lookup: TypeAlias = Callable[[str, str], Known | None]
"""Looks a term up by field and text; None for one that scores nothing."""


def lookup(reader: PostingsReader, scale: Scale) -> Lookup:
    """What looks terms of a generation up."""
    parts = max(len(reader.bases) - 1, 1)
    return lru_cache(REMEMBERED // parts)(partial(_known, reader, scale))


def _known(reader: PostingsReader, scale: Scale, field: str, text: str) -> Known | None:
    number, found = scale.number(field), reader.find(field, text)
    if number is None or not found.frequency:
        return None
    lists = tuple(
        Listed(part, reader.bases[part], entries.frequency, entries)
        for part, entries in found.parts
    )
    is_common = found.frequency * COMMON > reader.documents
    row = reader.common(field, text) if is_common else None
    return Known(number, found.frequency, scale.idf(found.frequency), lists, row)


class Batch(NamedTuple):
    """Lists of entries one behind the other.

    Attributes:
        counts, ends: intp[lists]: how long each list is, and where it ends.
        docs: intp[n]: numbers through all parts.
        freqs: uint8[n].
    """

    counts: Numbers
    ends: Numbers
    docs: Numbers
    freqs: Frequencies

    def where(self, docs: Numbers, marks: Mask) -> Numbers:
        """intp[h], ascending: which entries are of some documents.

        Args:
            marks: bool[documents], none set; so it is left.
        """
        marks[docs] = True
        hits: Numbers = marks.take(self.docs).nonzero()[0]
        marks[docs] = False
        return hits


def batch(lists: Sequence[Listed]) -> Batch:
    """Some lists (at least one) as one array."""
    _, bases, sizes, entries = zip(*lists, strict=True)
    counts = np.array(sizes)
    docs = np.concatenate([one.docs for one in entries]).astype(np.intp)
    if bases.count(bases[0]) < len(bases):
        docs += np.array(bases).repeat(counts)
    else:
        docs += bases[0]
    return Batch(counts, counts.cumsum(), docs, np.concatenate([one.freqs for one in entries]))
