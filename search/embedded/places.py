"""The facet 地区 as a tree: a document counts in its place and in all that holds it.

An index keeps one region for each document, as its source says it. Where that is a province and the issuers are
of one city or district within it, the document is that place's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from index.conventions.regions import is_within, levels, seat
from index.segment import Columns, FacetValues

Codes = npt.NDArray[np.int64]
_NOWHERE = -1


def in_places(columns: Columns) -> Columns:
    """``columns`` with the regions of every level."""
    region, issuer = columns.facets["region"], columns.facets["issuer"]
    names = dict.fromkeys(region.values)
    own = region.ordinals.astype(
        np.int64
    )  # a document has one: they are in the order of combinations
    codes = _seats(own, region.values, issuer, names)
    lowest, highest = own.copy(), np.full(len(own), _NOWHERE)
    np.maximum.at(highest, issuer.combos, codes)
    told = highest != _NOWHERE
    lowest[told] = np.iinfo(np.int64).max
    known = codes != _NOWHERE
    np.minimum.at(lowest, issuer.combos[known], codes[known])
    places = np.where(told & (lowest == highest), highest, own)
    return replace(columns, facets=columns.facets | {"region": _rolled_up(places, [*names])})


def _seats(
    own: Codes, regions: Sequence[str], issuer: FacetValues, names: dict[str, None]
) -> Codes:
    """int64[entries of issuers]: where in ``names`` the seat of each stands, if it is within the region
    of the combination, which else it tells nothing of; places not seen before are added.

    A seat elsewhere is the region itself: with another within it the region stays as it is.
    """
    pairs = own[issuer.combos] * len(issuer.values) + issuer.ordinals
    distinct, back = np.unique(pairs, return_inverse=True)
    numbers = {name: number for number, name in enumerate(names)}
    made = np.full(len(distinct), _NOWHERE)
    for at, pair in enumerate(distinct.tolist()):
        number, office = divmod(pair, len(issuer.values))
        if place := seat(issuer.values[office]):
            inside = place if is_within(place, regions[number]) else regions[number]
            made[at] = numbers.setdefault(inside, len(numbers))
    names.update(dict.fromkeys(numbers))
    return made[back]


def _rolled_up(places: Codes, names: Sequence[str]) -> FacetValues:
    """The facet of combinations that are in some places: each has all the levels of its own."""
    values = {name: number for number, name in enumerate(names)}
    above = [[values.setdefault(one, len(values)) for one in levels(name)] for name in names]
    counts = np.array([len(each) for each in above], np.int64)
    firsts = np.cumsum(counts) - counts
    flat = np.array([number for each in above for number in each], np.int64)
    often = counts[places]
    combos = np.repeat(np.arange(len(places), dtype=np.uint32), often)
    begun = np.repeat(firsts[places] - (np.cumsum(often) - often), often)
    ordinals = flat[begun + np.arange(often.sum())].astype(np.uint32)
    return FacetValues(tuple(values), combos, ordinals)
