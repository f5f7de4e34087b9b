"""Which documents of one generation are there in another, and say the same."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.segment import Terms

Int64s = npt.NDArray[np.int64]


def survivors(before: Terms, now: Terms) -> Int64s:
    """int64[documents of before]: the number each has now, if it says the same as then; else -1.

    Those of a part that both have are there; others are found by their ids.
    """
    numbers = np.full(len(before.counts), -1, np.int64)
    places = {seal: at for at, seal in enumerate(now.seals)}
    left, came = before.counts.copy(), now.counts.copy()
    for at, seal in enumerate(before.seals):
        if (place := places.get(seal)) is not None:
            own = slice(*before.bases[at : at + 2].tolist())
            there = slice(*now.bases[place : place + 2].tolist())
            both = before.counts[own] & now.counts[there]
            numbers[own][both] = np.flatnonzero(both) + there.start
            left[own] &= ~both
            came[there] &= ~both
    _match(before, now, np.flatnonzero(left), np.flatnonzero(came), numbers)
    return numbers


def _match(before: Terms, now: Terms, old: Int64s, new: Int64s, numbers: Int64s) -> None:
    """Find some documents of before among some of now."""
    one, other = before.column("uid")[old], now.column("uid")[new]
    order = np.argsort(other)
    ids = other[order]
    if not len(ids) or (ids[1:] == ids[:-1]).any():
        return
    at = order[np.searchsorted(ids, one).clip(max=len(ids) - 1)]
    same = (other[at] == one) & (now.column("says")[new[at]] == before.column("says")[old])
    numbers[old[same]] = new[at[same]]
