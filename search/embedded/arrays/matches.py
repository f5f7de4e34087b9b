"""Sets of documents with scores, and what can be done with two of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.text.runs import runs
from search.embedded.arrays.postings import Docs, Floats, Mask
from search.embedded.arrays.top_k import best

Places: TypeAlias = npt.NDArray[np.intp] | npt.NDArray[np.int32]


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


_MANY = 64
"""More documents than one in so many are looked up in a table of all."""

NOTHING = Matches(np.empty(0, np.uint32), np.empty(0, np.float32))


def first(found: Matches, limit: int) -> Top:
    """The best ``limit`` of ``found``; of equal scores the first."""
    at = best(found.scores, limit)
    return Top(len(found.docs), found.docs.take(at), found.scores.take(at))


def places(docs: Docs, among: Docs) -> tuple[Places, Mask]:
    """int[n], bool[n]: where ``docs`` stand in ``among``, and which do (both ascending)."""
    if not len(among):
        return np.zeros(len(docs), np.intp), np.zeros(len(docs), np.bool_)
    size = int(among[-1]) + 1
    if len(docs) * _MANY > size:
        table = np.zeros(size + 1, np.int32)
        table[among] = np.arange(1, len(among) + 1, dtype=np.int32)
        held = table.take(docs, mode="clip")
        return held - 1, held > 0
    at = among.searchsorted(docs)
    return at, among.take(at, mode="clip") == docs


def in_any(sets: Sequence[Docs], documents: int) -> Docs:
    """uint32[n], ascending: what is in any of some sets of documents."""
    if sum(map(len, sets)) * _MANY < documents:
        docs = np.concatenate([NOTHING.docs, *sets])
        docs.sort(kind="stable")
        return docs.take(runs(docs))
    hit = np.zeros(documents, np.bool_)
    for docs in sets:
        hit[docs] = True
    return np.flatnonzero(hit).astype(np.uint32)


def in_all(sets: Sequence[Docs]) -> Docs:
    """uint32[n], ascending: what is in all of some ascending sets."""
    found, *others = sets
    for docs in others:
        found = found[places(found, docs)[1]]
    return found


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
