"""The best of many scores, without sorting them all."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_BLOCK = 64
_FEW = 256

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


def best(scores: Floats, limit: int) -> Places:
    """The places of the greatest scores, best first; of equal ones, the first.

    The ``limit``-th greatest of the maxima of blocks is a bound that at least so many scores
    reach, and hardly more, unless many are equal: then only the first blocks are looked into.

    Returns:
        intp[min(limit, n)].
    """
    if limit <= 0 or len(scores) <= max(_FEW, limit * _BLOCK):
        return _best(scores, limit)
    whole = len(scores) // _BLOCK * _BLOCK
    greatest: Any = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
    if whole < len(scores):
        greatest = np.append(greatest, scores[whole:].max())
    bound = np.partition(greatest, len(greatest) - limit)[len(greatest) - limit]
    blocks = np.flatnonzero(greatest >= bound)
    if len(blocks) > 2 * limit:
        equal = np.flatnonzero(greatest == bound)[:limit]
        blocks = np.sort(np.concatenate((np.flatnonzero(greatest > bound), equal)))
    places = (blocks[:, None] * _BLOCK + _WITHIN).ravel()
    if blocks[-1] == len(greatest) - 1:
        places = places[: np.searchsorted(places, len(scores))]
    found = scores.take(places)
    near = np.flatnonzero(found >= bound)
    order = np.argsort(-found.take(near), kind="stable")[:limit]
    return places.take(near.take(order))


_WITHIN = np.arange(_BLOCK)


def _best(scores: Floats, limit: int) -> Places:
    if limit <= 0 or not len(scores):
        return np.empty(0, np.intp)
    if len(scores) <= _FEW or limit >= len(scores):
        return np.argsort(-scores, kind="stable")[:limit]
    bound = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    above = np.flatnonzero(scores > bound)
    equal = np.flatnonzero(scores == bound)[: limit - len(above)]
    above = above[np.argsort(-scores[above], kind="stable")]
    return np.concatenate((above, equal))
