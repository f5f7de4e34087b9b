"""The best passage: two neighbouring stretches of a text that hold the most of what is asked.

A long document has every word somewhere; that they stand together tells an answer from an
accident. Only positions are read, of a few hundred documents, no text.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from search.embedded.arrays.chosen import Places
from search.embedded.arrays.postings import Floats

Numbers = npt.NDArray[np.int64]


def best_passages(terms: Iterable[tuple[Places, float]], lengths: Numbers, stretch: int) -> Floats:
    """What the best passage of each document holds.

    Args:
        terms: where each term stands in the documents, and its weight.
        lengths: int64[n]; how many characters each document has.
        stretch: how many characters half a passage has.

    Returns:
        float32[n]: the summed weights of the terms in the best passage.
    """
    if not len(lengths):
        return np.empty(0, np.float32)
    firsts = np.concatenate(([0], np.cumsum(lengths // stretch + 1)))
    held = np.zeros(firsts[-1], np.float32)
    is_first = np.zeros(firsts[-1] + 1, np.bool_)
    is_first[firsts] = True
    for (which, places), weight in terms:
        if not len(which):
            continue
        stretches = _distinct(firsts.take(which) + places // np.uint32(stretch))
        before = stretches[~is_first[stretches]] - 1  # the passage that ends with this stretch
        held[_distinct(np.sort(np.concatenate((stretches, before)), kind="stable"))] += weight
    best: Floats = np.maximum.reduceat(held, firsts[:-1])
    return best


def _distinct(ascending: Numbers) -> Numbers:
    kept: Numbers = ascending[np.concatenate(([True], ascending[1:] != ascending[:-1]))]
    return kept
