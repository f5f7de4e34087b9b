"""The best of many scores, without sorting them all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_FEW = 256
"""So many scores are sorted as they are."""
_ROWS = 32

Scores = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


def best(scores: Scores, limit: int) -> Places:
    """The places of the greatest scores, best first; of equal ones, the first.

    A bound is found that at least ``limit`` scores reach and hardly more, unless many are
    equal: of those on the bound only the first are then looked at.

    Returns:
        intp[min(limit, n)].
    """
    if len(scores) <= max(_FEW, limit):
        whole: Places = (-scores).argsort(kind="stable")[: max(limit, 0)]
        return whole
    if limit <= 0:
        return np.empty(0, np.intp)
    bound = _bound(scores, limit)
    near = (scores >= bound).nonzero()[0]
    if len(near) > 2 * limit + _FEW:
        equal = (scores == bound).nonzero()[0][:limit]
        near = np.concatenate(((scores > bound).nonzero()[0], equal))
    order: Places = near.take((-scores.take(near)).argsort(kind="stable")[:limit])
    return order


def best_places(scores: Scores, limit: int) -> Places:
    """intp[min(limit, n)], ascending: where the greatest scores stand; of equal ones, the first."""
    if len(scores) <= limit:
        return np.arange(len(scores))
    if limit <= 0:
        return np.empty(0, np.intp)
    near: Places = (scores >= _bound(scores, limit)).nonzero()[0]
    if len(near) == limit:
        return near
    held = scores.take(near)
    least = np.partition(held, len(held) - limit)[-limit]
    above = held > least
    equal = (held == least).nonzero()[0][: limit - int(np.count_nonzero(above))]
    above[equal] = True
    chosen: Places = near[above]
    return chosen


def _bound(scores: Scores, limit: int) -> np.float32:
    """The ``limit``-th greatest score or, of very many, a little less.

    The scores are laid out in rows. The ``limit``-th greatest of the maxima of the columns is
    reached by a score in each of ``limit`` columns.
    """
    width = len(scores) // _ROWS
    if width > 4 * limit:
        scores = scores[: _ROWS * width].reshape(_ROWS, width).max(axis=0)
    else:
        scores = scores.copy()
    scores.partition(len(scores) - limit)
    bound: np.float32 = scores[-limit]
    return bound
