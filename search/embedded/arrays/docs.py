"""Sets of documents, as ascending numbers: where some stand among others, what is in all of several or in any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.text.runs import runs

Docs = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.intp] | npt.NDArray[np.int32]

_MANY = 64
"""More documents than one in so many are looked up in a table of all."""
_MANY_MARKED = 512
"""The same where the table has a byte for each, and says no more than that it is there."""

NONE: Docs = np.empty(0, np.uint32)
NONE.flags.writeable = False


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


def stands_in(docs: Docs, among: Docs) -> Mask:
    """bool[n]: which of ``docs`` stand in ``among`` (both ascending)."""
    if not len(among):
        return np.zeros(len(docs), np.bool_)
    size = int(among[-1]) + 1
    if len(docs) * _MANY_MARKED > size:
        marked = np.zeros(size + 1, np.bool_)
        marked[among] = True
        stands: Mask = marked.take(docs, mode="clip")
        return stands
    stands = among.take(among.searchsorted(docs), mode="clip") == docs
    return stands


def in_any(sets: Sequence[Docs], documents: int) -> Docs:
    """uint32[n], ascending: what is in any of some sets of documents."""
    held = [docs for docs in sets if len(docs)]
    if len(held) < 2:
        return held[0] if held else NONE
    if sum(map(len, held)) * _MANY < documents:
        docs = np.concatenate(held)
        docs.sort(kind="stable")
        return docs.take(runs(docs))
    hit = np.zeros(documents, np.bool_)
    for docs in held:
        hit[docs] = True
    return hit.nonzero()[0].astype(np.uint32)


def in_all(sets: Sequence[Docs]) -> Docs:
    """uint32[n], ascending: what is in all of some ascending sets."""
    found, *others = sets
    for docs in others:
        found = found.take(stands_in(found, docs).nonzero()[0])
    return found
