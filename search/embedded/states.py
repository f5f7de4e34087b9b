"""The facet 有效性 as of a day: derived states in place of what the sources say.

Documents of one combination of facets may be in several states, and have a combination each then; what is
counted and filtered follows the columns made here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from index.document import Validity
from index.relations.graph import STATES
from index.segment import Columns, FacetValues
from search.backend.reading import standing

Codes = npt.NDArray[np.int8]
"""States as places in ``index.relations.graph.STATES``."""
STANDING = np.array([standing(state) for state in STATES], np.int8)
"""int8[states]: ``search.backend.reading.standing`` of each."""


def in_states(columns: Columns, states: Codes) -> Columns:
    """``columns`` with other states.

    Args:
        states: int8[documents].
    """
    wide = columns.combo.astype(np.int64) * len(STATES) + states
    made, combo = np.unique(wide, return_inverse=True)
    before, state = np.divmod(made, len(STATES))
    every = np.arange(len(made), dtype=np.uint32)
    facets = {
        name: FacetValues(facet.values, every, facet.ordinals[before])
        if len(facet.ordinals) == columns.combos  # one value each
        else _copied(facet, before)
        for name, facet in columns.facets.items()
    }
    names = tuple(state.value for state in STATES)
    facets["validity"] = FacetValues(names, every, state.astype(np.uint32))
    return replace(columns, combo=combo.astype(np.uint32), combos=len(made), facets=facets)


def _copied(facet: FacetValues, before: npt.NDArray[np.int64]) -> FacetValues:
    """``facet`` for other combinations, each with the values of one that there was ``before``."""
    firsts = facet.combos.searchsorted(before)
    counts = facet.combos.searchsorted(before, "right") - firsts
    skipped = firsts - (np.cumsum(counts) - counts)
    entries = np.repeat(skipped, counts) + np.arange(counts.sum())
    combos = np.repeat(np.arange(len(before), dtype=np.uint32), counts)
    return FacetValues(facet.values, combos, facet.ordinals[entries])


class Stated:
    """What the sources say of the validity of documents.

    Args:
        columns: as they are kept.
    """

    def __init__(self, columns: Columns) -> None:
        facet = columns.facets["validity"]
        self._combo = columns.combo
        self._values = [Validity(value) for value in facet.values]
        self._ordinals = (
            facet.ordinals
        )  # a document has one, so they are in the order of combinations

    def __getitem__(self, number: int) -> Validity:
        """What the source of a document says."""
        return self._values[int(self._ordinals[self._combo[number]])]
