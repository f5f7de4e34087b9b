"""Sets of documents with scores, and what can be done with two of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from index.text.runs import runs
from search.embedded.arrays.docs import NONE, places
from search.embedded.arrays.postings import Docs, Floats, Mask
from search.embedded.arrays.top_k import best


class Matches(NamedTuple):
    """The documents a query matches.

    Attributes:
        docs: uint32[n], ascending, without repetition.
        scores: float32[n].
    """

    docs: Docs
    scores: Floats


class Top(NamedTuple):
    """The best documents of a query: how many match; uint32[k] and float32[k], best first."""

    total: int
    docs: Docs
    scores: Floats

    @property
    def nbytes(self) -> int:
        """How much memory the arrays take."""
        return self.docs.nbytes + self.scores.nbytes


NOTHING = Matches(NONE, np.empty(0, np.float32))


def first(found: Matches, limit: int) -> Top:
    """The best ``limit`` of ``found``; of equal scores the first."""
    at = best(found.scores, limit)
    return Top(len(found.docs), found.docs.take(at), found.scores.take(at))


def kept(found: Matches, mask: Mask) -> Matches:
    """Those of ``found`` that bool[n] ``mask`` says."""
    at = mask.nonzero()[0]
    return Matches(found.docs.take(at), found.scores.take(at))


def both(one: Matches, other: Matches) -> Matches:
    """The documents of both, scores added."""
    if len(other.docs) < len(one.docs):
        one, other = other, one
    at, member = places(one.docs, other.docs)
    left = kept(one, member)
    return Matches(left.docs, left.scores + other.scores[at[member]])


def without(found: Matches, excluded: Matches) -> Matches:
    """The documents of ``found`` that are not in ``excluded``."""
    if not len(excluded.docs):
        return found
    return kept(found, ~places(found.docs, excluded.docs)[1])


def summed(parts: Sequence[Matches]) -> Matches:
    """The documents of any, scores added; by sorting: for few documents."""
    docs = np.concatenate([part.docs for part in parts])
    if not len(docs):
        return NOTHING
    order = np.argsort(docs, kind="stable")
    docs = docs[order]
    first = runs(docs)
    scores = np.concatenate([part.scores for part in parts])[order]
    return Matches(docs[first], np.add.reduceat(scores, first))


def boosted(found: Matches, boost: float) -> Matches:
    """``found`` with its scores multiplied."""
    return found if boost == 1 else Matches(found.docs, found.scores * np.float32(boost))
