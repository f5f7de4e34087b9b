"""Where terms stand one behind the other: intersections of shifted positions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.unsignedinteger[Any]]


def covering(grams: Sequence[str], sizes: Sequence[int]) -> list[int]:
    """Which of overlapping pairs of characters must be looked at to find all of them.

    Of neighbouring pairs AB BC CD, AB and CD already say ABCD: every character must be in one
    pair that is looked at. Of all such choices, the one with the fewest positions.

    Returns:
        Places in ``grams``, ascending; all of them if they are no overlapping pairs.
    """
    overlap = all(len(gram) == 2 for gram in grams) and all(
        one[1] == other[0] for one, other in pairwise(grams)
    )
    if not overlap:
        return list(range(len(grams)))
    best: list[tuple[int, list[int]]] = []
    for at, size in enumerate(sizes):
        before = min(best[-2:], key=lambda choice: choice[0], default=(0, []))
        if at == 1:
            before = best[0]
        best.append((before[0] + size, [*before[1], at]))
    return best[-1][1]


def occurrences(terms: Sequence[tuple[int, Positions]]) -> Positions:
    """Where a phrase begins.

    Args:
        terms: per term its offset in the phrase and its ascending positions, all of one dtype.

    Returns:
        That dtype, [n], ascending.
    """
    offset, found = min(terms, key=lambda term: len(term[1]))
    kind = found.dtype.type
    begins: Positions = found - kind(offset)
    for other, places in sorted(terms, key=lambda term: len(term[1])):
        if other == offset:
            continue
        if not len(begins) or not len(places):
            return begins[:0]
        wanted = begins + kind(other)
        at = np.searchsorted(places, wanted)
        begins = begins[np.flatnonzero(places.take(at, mode="clip") == wanted)]
    return begins
