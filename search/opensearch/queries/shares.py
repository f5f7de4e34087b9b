"""What carries a share of some units' idf, as a query: scores that are whole numbers, so that no sum is rounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from search.opensearch.queries.dsl import EVERYTHING, NOTHING, Dsl, at_least, constant

_WHOLE = 1 << 22
"""What carries every unit scores so much, and one for a unit at most: a 32-bit float is exact up to four times that."""
_MOST = 12
"""Of so many units at most it is looked up which of them together are enough."""


class Unit(NamedTuple):
    """What has a unit, and what that weighs."""

    query: Dsl
    idf: float


def sharing(units: Sequence[Unit], least: float) -> Dsl:
    """What carries at least a share (0 to 1) of the summed idf of some units, each of which something has."""
    if least <= 0:
        return EVERYTHING
    if not units:
        return NOTHING
    whole = sum(unit.idf for unit in units)
    weights = [round(unit.idf / whole * _WHOLE) for unit in units]
    parts = [constant(unit.query, weight) for unit, weight in zip(units, weights, strict=True)]
    floor = _floor([unit.idf for unit in units], weights, least)
    return at_least({"bool": {"should": parts}}, floor)


def _floor(idfs: Sequence[float], weights: Sequence[int], least: float) -> int:
    """The least score that is enough: as sums of idf, added in their order, would have it."""
    if len(idfs) > _MOST:
        return max(round(least * _WHOLE) - len(idfs), 1)
    sums = [(0.0, 0)]
    for idf, weight in zip(idfs, weights, strict=True):
        sums += [(carried + idf, score + weight) for carried, score in sums]
    whole = sums[-1][0]
    return min((score for carried, score in sums if carried / whole >= least), default=2 * _WHOLE)
