"""How many documents name a work: a *static column*, for it is other documents that decide it.

It says how much a document matters to the others; ``search.weights`` weighs it, gently.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from index.segment import Terms
from index.statements.names import work_number

CITED = "cited"
"""The column: float32[documents], ln(1 + documents that name the work), 0 for none."""


def citations(terms: Terms) -> dict[str, npt.NDArray[np.float32]]:
    """The static column :data:`CITED` of a generation, removed documents included.

    A removed document goes on counting until it is merged away, as in document frequencies.
    """
    counts: Counter[bytes] = Counter()
    for segment in terms.segments:
        field = segment.field("cites")
        for number in range(field.count):
            counts[field.term(number)] += field.frequency(number)
    column = np.zeros(len(terms.columns.work), np.float32)
    if not counts:
        return {CITED: column}
    works = np.array([work_number(name.decode("utf-8")) for name in counts], np.uint64)
    often = np.log1p(np.fromiter(counts.values(), np.float32, len(counts)))
    order = works.argsort()
    at = order[works[order].searchsorted(terms.columns.work).clip(max=len(order) - 1)]
    named = works[at] == terms.columns.work
    column[named] = often[at[named]]
    return {CITED: column}
