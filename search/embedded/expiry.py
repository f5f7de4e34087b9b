"""失效 by date: documents of unstated validity whose printed end has passed.

The day is the one on which a generation was opened. The rule stands here alone; what is counted,
ordered and shown follows the columns made here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from index.document import UNSTATED, Validity
from index.schema.columns import standing
from index.segment import Columns, FacetValues


def expired(columns: Columns, today: int) -> npt.NDArray[np.int64]:
    """int64[n], ascending: the documents that state no validity and have passed their end.

    Args:
        today: as ``date.toordinal``.
    """
    validity = columns.facets["validity"]
    unstated = np.zeros(columns.combos, np.bool_)
    values = np.array([value == UNSTATED for value in validity.values], np.bool_)
    unstated[validity.combos[values[validity.ordinals]]] = True
    over = (columns.ends > 0) & (columns.ends <= today)
    docs = np.flatnonzero(over)
    return docs[unstated[columns.combo[docs]]]


def as_expired(columns: Columns, docs: npt.NDArray[np.int64]) -> Columns:
    """``columns`` with some documents 失效.

    They get combinations of facets of their own, behind the others.
    """
    if not len(docs):
        return columns
    before, added = np.unique(columns.combo[docs], return_inverse=True)
    combo, standings = columns.combo.copy(), columns.standing.copy()
    combo[docs] = columns.combos + added
    standings[docs] = standing(Validity.EXPIRED)
    facets = {
        name: _copied(facet, before, columns.combos) for name, facet in columns.facets.items()
    }
    validity = columns.facets["validity"]
    names = tuple(dict.fromkeys((*validity.values, Validity.EXPIRED.value)))
    own = np.full(len(before), names.index(Validity.EXPIRED.value))
    facets["validity"] = FacetValues(
        names,
        np.concatenate((validity.combos, columns.combos + np.arange(len(before)))),
        np.concatenate((validity.ordinals, own)),
    )
    return replace(
        columns,
        combo=combo,
        standing=standings,
        combos=columns.combos + len(before),
        facets=facets,
    )


def _copied(facet: FacetValues, combos: npt.NDArray[np.uint32], first: int) -> FacetValues:
    """``facet`` with the values of some combinations given to new ones, from ``first`` on."""
    held = np.flatnonzero(np.isin(facet.combos, combos))
    added = first + np.searchsorted(combos, facet.combos[held])
    return FacetValues(
        facet.values,
        np.concatenate((facet.combos, added)),
        np.concatenate((facet.ordinals, facet.ordinals[held])),
    )
