"""Facets: which documents a selection leaves, and how many each value would.

Values within a facet are OR, facets are AND; each facet's counts leave its own selection
out. Counts are exact; a selected value stays visible with 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.document import UNSTATED
from search.request import FACETS, SearchRequest
from search.results import Facet, FacetValue

Mask = npt.NDArray[np.bool_]


class FacetColumn:
    """The values of one facet for every document; a document may have several.

    Attributes:
        values: the distinct values; their place is their ordinal.
        docs, ordinals: int64[m]; entry ``i`` says that ``docs[i]`` has ``values[ordinals[i]]``.
    """

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        ordinal: dict[str, int] = {}
        self.docs = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.ordinals = np.array(
            [ordinal.setdefault(value, len(ordinal)) for row in rows for value in row], np.int64
        )
        self.values = tuple(ordinal)
        self._ordinal = ordinal
        self._documents = len(rows)

    def having(self, values: Sequence[str]) -> Mask:
        """bool[documents]: which have at least one of ``values``."""
        wanted = np.zeros(len(self.values) + 1, np.bool_)
        wanted[[self._ordinal.get(value, len(self.values)) for value in values]] = True
        wanted[-1] = False
        mask = np.zeros(self._documents, np.bool_)
        mask[self.docs[wanted[self.ordinals]]] = True
        return mask

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many of the documents in ``mask`` have each value; values with none left out."""
        found = np.bincount(self.ordinals[mask[self.docs]], minlength=len(self.values))
        return {self.values[i]: int(found[i]) for i in np.flatnonzero(found)}


class FacetTable:
    """The columns of all facets."""

    def __init__(self, rows: Sequence[dict[str, list[str]]]) -> None:
        self.columns = {name: FacetColumn([row[name] for row in rows]) for name in FACETS}
        self._documents = len(rows)

    def masks(self, request: SearchRequest) -> dict[str, Mask]:
        """Facet -> bool[documents] that its selection leaves; only facets that select."""
        masks = {name: self.columns[name].having(values) for name, values in request.selected}
        if request.year_from is not None or request.year_to is not None:
            years = self.columns["year"]
            low, high = request.year_from or 0, request.year_to or 9999
            within = [
                year for year in years.values if year != UNSTATED and low <= int(year) <= high
            ]
            mask = years.having(within)
            masks["year"] = masks["year"] & mask if "year" in masks else mask
        return masks

    def facets(
        self, found: Mask, masks: dict[str, Mask], request: SearchRequest
    ) -> tuple[Facet, ...]:
        """Every facet with its counts over ``found``, a bool[documents] before any filter."""
        facets = []
        for name, label in FACETS.items():
            others = found.copy()
            for other, mask in masks.items():
                if other != name:
                    others &= mask
            counts = self.columns[name].counts(others)
            selected = request.values(name)
            counts |= {value: 0 for value in selected if value not in counts}
            facets.append(Facet(name, label, _values(name, counts, selected)))
        return tuple(facets)


def _values(name: str, counts: dict[str, int], selected: tuple[str, ...]) -> tuple[FacetValue, ...]:
    if name == "topic":
        return _topics(counts, selected)
    order = _newest_first if name == "year" else _most_first
    ranked = sorted(counts.items(), key=order)
    return tuple(FacetValue(value, value, n, value in selected) for value, n in ranked)


def _topics(counts: dict[str, int], selected: tuple[str, ...]) -> tuple[FacetValue, ...]:
    """First-level topics; below each that is selected, wholly or in part, its second level."""
    opened = {value.split("/")[0] for value in selected}
    shown: list[FacetValue] = []
    tops = {value: n for value, n in counts.items() if "/" not in value}
    tops |= {top: 0 for top in opened if top not in tops}
    for top, count in sorted(tops.items(), key=_most_first):
        shown.append(FacetValue(top, top, count, top in selected))
        if top in opened:
            below = {v: n for v, n in counts.items() if v.startswith(top + "/")}
            shown += [
                FacetValue(value, value[len(top) + 1 :], n, value in selected, depth=1)
                for value, n in sorted(below.items(), key=_most_first)
            ]
    return tuple(shown)


def _most_first(entry: tuple[str, int]) -> tuple[bool, int, str]:
    return entry[0] == UNSTATED, -entry[1], entry[0]


def _newest_first(entry: tuple[str, int]) -> tuple[bool, int, str]:
    value = entry[0]
    return value == UNSTATED, -int(value) if value.isdecimal() else 0, value
