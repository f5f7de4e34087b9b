"""Facets: which documents a selection leaves, and how many each value would.

Values within a facet are OR, facets are AND; each facet's counts leave its own selection
out. Counts are exact; a selected value stays visible with 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.document import UNSTATED
from index.segment import Columns, FacetValues
from search.postings import Docs, Mask
from search.request import FACETS, SearchRequest
from search.results import Facet, FacetValue

Combos: TypeAlias = npt.NDArray[np.uint32]
Selection: TypeAlias = Callable[[Combos], Mask]
"""Of documents given by their combinations, which a selection leaves: bool[n]."""


class FacetTable:
    """The facets of all documents.

    Everything is decided and counted per *combination* of facet values (see
    ``index.segment.columns``), of which there are fewer than documents.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._ordinals = {
            name: {value: ordinal for ordinal, value in enumerate(facet.values)}
            for name, facet in columns.facets.items()
        }
        years = columns.facets["year"].values
        self._years = np.array([0 if year == UNSTATED else int(year) for year in years], np.int64)

    def combos(self, docs: Docs) -> Combos:
        """uint32[len(docs)]: the combination of each document."""
        return self._columns.combo.take(docs)

    def selections(self, request: SearchRequest) -> dict[str, Selection]:
        """Facet -> what its selection leaves; only facets that select."""
        wanted = {name: self._wanted(name, values) for name, values in request.selected}
        if request.year_from is not None or request.year_to is not None:
            low, high = request.year_from or 1, request.year_to or 9999
            within = (self._years >= low) & (self._years <= high)
            wanted["year"] = wanted["year"] & within if "year" in wanted else within
        return {name: self._having(name, mask) for name, mask in wanted.items()}

    def facets(
        self, combos: Combos, selections: dict[str, Selection], request: SearchRequest
    ) -> tuple[Facet, ...]:
        """Every facet with its counts over documents given by their combinations, before any
        filter; each facet leaves its own selection out."""
        facets = []
        for name, label in FACETS.items():
            left = combos
            for other, selection in selections.items():
                if other != name:
                    left = left[selection(left)]
            counts = self.counts(name, left)
            selected = request.values(name)
            counts |= {value: 0 for value in selected if value not in counts}
            facets.append(Facet(name, label, _values(name, counts, selected)))
        return tuple(facets)

    def within(self, selections: dict[str, Selection], docs: Docs) -> Mask:
        """bool[len(docs)]: which documents all selections leave; there must be one."""
        combos = self.combos(docs)
        return reduce(np.logical_and, (selection(combos) for selection in selections.values()))

    def counts(self, name: str, combos: Combos) -> dict[str, int]:
        """How many of some documents, given by their combinations, have each value of a facet;
        values that none has left out."""
        facet = self._columns.facets[name]
        if self._is_single(facet) and len(combos) < self._columns.combos:
            counts = np.bincount(facet.ordinals.take(combos))
        else:
            found = np.bincount(combos, minlength=self._columns.combos)
            counts = np.bincount(facet.ordinals, found.take(facet.combos))
        values = facet.values
        return {values[i]: int(n) for i, n in enumerate(counts.tolist()) if n}

    def _wanted(self, name: str, values: Sequence[str]) -> Mask:
        """bool[values of the facet]: which are among ``values``."""
        ordinals = self._ordinals[name]
        wanted = np.zeros(len(ordinals), np.bool_)
        wanted[[ordinals[value] for value in values if value in ordinals]] = True
        return wanted

    def _having(self, name: str, wanted: Mask) -> Selection:
        """Which combinations have at least one wanted value."""
        facet = self._columns.facets[name]
        if self._is_single(facet):
            return lambda combos: wanted.take(facet.ordinals.take(combos))
        mask = np.zeros(self._columns.combos, np.bool_)
        mask[facet.combos[wanted[facet.ordinals]]] = True
        return mask.take

    def _is_single(self, facet: FacetValues) -> bool:
        """Whether every combination has exactly one value (it has always at least one)."""
        return len(facet.ordinals) == self._columns.combos


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
