"""Where terms stand one behind the other: intersections of shifted positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.unsignedinteger[Any]]

_WORTH = 200
"""One more list of positions is looked into when that spares so many look-ups in another."""

_LONGER = 8
"""Positions are looked up one by one in a list that is so many times longer; else both are merged."""


def covering(grams: Sequence[str], sizes: list[int]) -> list[int]:
    """Which of overlapping pairs of characters must be looked at to find all of them.

    Of neighbouring pairs AB BC CD, AB and CD already say ABCD: every character must be in one
    pair that is looked at. Of all such choices, the one with the fewest positions; and the
    rarest pair of all, where it spares enough look-ups.

    Returns:
        Places in ``grams``, ascending; all of them if they are no overlapping pairs.
    """
    if not _overlap(grams):
        return list(range(len(grams)))
    cost, before = [sizes[0]], [-1]
    for at in range(1, len(grams)):
        nearest = at - 1 if at == 1 or cost[at - 1] <= cost[at - 2] else at - 2
        cost.append(sizes[at] + cost[nearest])
        before.append(nearest)
    chosen = [len(grams) - 1]
    while before[chosen[-1]] >= 0:
        chosen.append(before[chosen[-1]])
    rarest, least = min(sizes), min(sizes[at] for at in chosen)
    if least - rarest > _WORTH:
        chosen.append(sizes.index(rarest))
    return sorted(chosen)


def occurrences(terms: Sequence[tuple[int, Positions]]) -> Positions:
    """Where a phrase begins.

    Args:
        terms: per term its offset in the phrase and its ascending positions, all of one dtype.

    Returns:
        That dtype, [n], ascending.
    """
    (offset, found), *others = sorted(terms, key=lambda term: len(term[1]))
    kind = found.dtype.type
    begins: Positions = found - kind(offset)
    for other, places in others:
        if not len(begins) or not len(places):
            return begins[:0]
        begins = _common(begins + kind(other), places) - kind(other)
    return begins


def _common(few: Positions, many: Positions) -> Positions:
    """What two ascending lists without repetitions have in common."""
    if len(many) > _LONGER * len(few):
        there = many.take(many.searchsorted(few), mode="clip") == few
        found: Positions = few.take(there.nonzero()[0])
        return found
    both = np.concatenate((few, many))
    both.sort(kind="stable")  # merges what is sorted already
    twice: Positions = both[:-1].take((both[1:] == both[:-1]).nonzero()[0])
    return twice


def _overlap(grams: Sequence[str]) -> bool:
    """Whether each is a pair of characters, the second of which is the first of the next."""
    last = grams[0][:1]
    for gram in grams:
        if len(gram) != 2 or gram[0] != last:
            return False
        last = gram[1]
    return True
