"""Facets: which documents a selection leaves, and how many each value would.

Values within a facet are OR, facets are AND; each facet's counts leave its own selection
out. Counts are exact; a selected value stays visible with 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from index.document import UNSTATED
from index.segment import Columns
from search.postings import Docs, Mask
from search.request import FACETS, SearchRequest
from search.results import Facet, FacetValue

Combos = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]


class FacetTable:
    """The facets of all documents.

    Everything is decided and counted per *combination* of facet values (see
    ``index.segment.columns``), of which there are fewer than documents.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def combos(self, docs: Docs) -> Combos:
        """uint32[len(docs)]: the combination of each document."""
        return self._columns.combo.take(docs)

    def allowed(self, request: SearchRequest) -> dict[str, Mask]:
        """Facet -> bool[combinations] that its selection leaves; only facets that select."""
        allowed = {name: self._having(name, values) for name, values in request.selected}
        if request.year_from is not None or request.year_to is not None:
            low, high = request.year_from or 0, request.year_to or 9999
            years = self._columns.facets["year"].values
            within = [year for year in years if year != UNSTATED and low <= int(year) <= high]
            mask = self._having("year", within)
            allowed["year"] = allowed["year"] & mask if "year" in allowed else mask
        return allowed

    def facets(
        self, combos: Combos, allowed: dict[str, Mask], request: SearchRequest
    ) -> tuple[Facet, ...]:
        """Every facet with its counts over documents given by their combinations, before any
        filter; each facet leaves its own selection out."""
        found = self.counted(combos)
        facets = []
        for name, label in FACETS.items():
            others = [mask for other, mask in allowed.items() if other != name]
            counts = self.counts(name, reduce(np.multiply, others, found))
            selected = request.values(name)
            counts |= {value: 0 for value in selected if value not in counts}
            facets.append(Facet(name, label, _values(name, counts, selected)))
        return tuple(facets)

    def _having(self, name: str, values: Sequence[str]) -> Mask:
        """bool[combinations]: which have at least one of ``values``."""
        facet = self._columns.facets[name]
        wanted = np.array([value in values for value in facet.values], np.bool_)
        mask = np.zeros(self._columns.combos, np.bool_)
        if len(wanted):
            mask[facet.combos[wanted[facet.ordinals]]] = True
        return mask

    def within(self, allowed: dict[str, Mask], docs: Docs) -> Mask:
        """bool[len(docs)]: which documents all selections leave; there must be one."""
        mask: Mask = reduce(np.logical_and, allowed.values())
        return mask.take(self.combos(docs))

    def counted(self, combos: Combos) -> Counts:
        """int64[combinations]: how many documents have each."""
        return np.bincount(combos, minlength=self._columns.combos)

    def counts(self, name: str, found: Counts) -> dict[str, int]:
        """How many of the documents have each value; values that none has left out."""
        facet = self._columns.facets[name]
        counts = np.bincount(facet.ordinals, found[facet.combos], len(facet.values))
        return {facet.values[i]: int(counts[i]) for i in np.flatnonzero(counts)}


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
