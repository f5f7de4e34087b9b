"""The best of many scores, without sorting them all."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_BLOCK = 64
_FEW = 2048

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


def best(scores: Floats, limit: int) -> Places:
    """The places of the greatest scores, best first; of equal ones, the first.

    Many scores are looked through by the maxima of blocks, so that only a few blocks are
    selected from, however many scores are equal.

    Returns:
        intp[min(limit, n)].
    """
    if len(scores) <= max(_FEW, limit * _BLOCK):
        return _best(scores, limit)
    within = _blocks(scores, limit)
    return within[_best(scores[within], limit)]


def _best(scores: Floats, limit: int) -> Places:
    if limit <= 0 or not len(scores):
        return np.empty(0, np.intp)
    if limit >= len(scores):
        return np.argsort(-scores, kind="stable")
    least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    above = np.flatnonzero(scores > least)
    equal = np.flatnonzero(scores == least)[: limit - len(above)]
    above = above[np.argsort(-scores[above], kind="stable")]
    return np.concatenate((above, equal))


def _blocks(scores: Floats, limit: int) -> Places:
    """The places of the blocks that hold the best: those whose greatest score is above the
    ``limit``-th greatest of a block, and the first ``limit`` of those where it equals that."""
    whole = len(scores) // _BLOCK * _BLOCK
    greatest: Any = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
    if whole < len(scores):
        greatest = np.append(greatest, scores[whole:].max())
    least = np.partition(greatest, len(greatest) - limit)[len(greatest) - limit]
    equal = np.flatnonzero(greatest == least)[:limit]
    blocks = np.sort(np.concatenate((np.flatnonzero(greatest > least), equal)))
    places = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
    return places[places < len(scores)]
