"""Which documents have an article of a work: prints of the text that is in force, else of the newest that has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.segment import Terms
from index.statements.model import Article
from search.embedded.arrays.postings import Docs

Int64s = npt.NDArray[np.int64]


class Having(NamedTuple):
    """Which documents have some articles of works.

    Attributes:
        among: the articles.
        ends: int64[articles + 1]: where the documents of each begin, and the end.
        docs: uint32: of one article behind those of the other, ascending.
    """

    among: Sequence[tuple[int, Article]]
    ends: Int64s
    docs: Docs

    def of(self, numbers: Sequence[int]) -> tuple[Docs, Int64s]:
        """The documents of some of the articles, and of each for which of ``numbers`` it stands."""
        chosen = np.array(numbers, np.int64)
        begins, ends = self.ends.take(chosen), self.ends.take(chosen + 1)
        counts = ends - begins
        which = np.arange(len(chosen)).repeat(counts)
        before = counts.cumsum() - counts
        return self.docs.take(np.arange(len(which)) + (begins - before).take(which)), which


class Texts(NamedTuple):
    """Columns of all documents that tell which text of a work counts.

    Attributes:
        works: uint64[documents].
        standing: int8[documents].
        dates: int32[documents].
    """

    works: npt.NDArray[np.uint64]
    standing: npt.NDArray[np.int8]
    dates: npt.NDArray[np.int32]


def having(terms: Terms, texts: Texts, among: Sequence[tuple[int, Article]]) -> Having:
    """Who has each of some articles of works."""
    wanted = np.array([work for work, _ in among], np.uint64)
    article = np.array([one.number << 8 | one.of for _, one in among], np.int64)
    docs = _of_works(terms, texts.works, wanted)
    docs = docs[terms.spans(docs)[:, 1] > 0]
    works, order = texts.works[docs], texts.works[docs].argsort(kind="stable")
    works, docs = works[order], docs[order]
    first, end = works.searchsorted(wanted), works.searchsorted(wanted, side="right")
    counts = end - first
    place = np.arange(len(wanted)).repeat(counts)
    at = np.arange(len(place)) + (first - (counts.cumsum() - counts)).repeat(counts)
    spans = terms.spans(docs)
    held = ((spans[at, 0] <= article[place]) & (article[place] <= spans[at, 1])).nonzero()[0]
    place, at = place[held], docs[at[held]]
    place, at = _least(place, at, texts.standing[at].astype(np.int64), len(wanted))
    place, at = _least(place, at, -texts.dates[at].astype(np.int64), len(wanted))
    ends = np.concatenate(([0], np.bincount(place, minlength=len(wanted)).cumsum()))
    return Having(among, ends, at.astype(np.uint32))


def _of_works(
    terms: Terms, works: npt.NDArray[np.uint64], wanted: npt.NDArray[np.uint64]
) -> Int64s:
    """int64, ascending: the documents of some works that count."""
    low = np.zeros(1 << 16, np.bool_)  # by their last bits nearly all others are told apart
    low[wanted.astype(np.uint16)] = True
    maybe = (low[works.astype(np.uint16)] & terms.counts).nonzero()[0]
    return maybe[np.isin(works[maybe], wanted)]


def _least(place: Int64s, docs: Int64s, values: Int64s, places: int) -> tuple[Int64s, Int64s]:
    """Of the documents at each place those of the least value."""
    least = np.full(places, np.iinfo(np.int64).max)
    np.minimum.at(least, place, values)
    kept = values == least[place]
    return place[kept], docs[kept]
