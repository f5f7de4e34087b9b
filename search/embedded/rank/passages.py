"""The best passage: two neighbouring stretches of a text that hold the most of what is asked.

A long document has every word somewhere; that they stand together tells an answer from an
accident. Only positions are read, of a few hundred documents, no text.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from search.embedded.arrays.postings import Floats, Positions

Numbers = npt.NDArray[np.int64]


def best_passages(
    terms: Iterable[tuple[Positions, float]], begins: Numbers, ends: Numbers, stretch: int
) -> Floats:
    """What the best passage of each document holds.

    Args:
        terms: the ascending positions of each term through all documents, and its weight.
        begins, ends: int64[n]; the first position of each document, and the one behind it.
        stretch: how many characters half a passage has.

    Returns:
        float32[n]: the summed weights of the terms in the best passage.
    """
    if not len(begins):
        return np.empty(0, np.float32)
    firsts = np.concatenate(([0], np.cumsum((ends - begins) // stretch + 1)))
    held = np.zeros(firsts[-1], np.float32)
    is_first = np.zeros(firsts[-1] + 1, np.bool_)
    is_first[firsts] = True
    for places, weight in terms:
        low, high = places.searchsorted(begins), places.searchsorted(ends)
        with_term = (high > low).nonzero()[0]
        if not len(with_term):
            continue
        counts = (high - low)[with_term]
        document = with_term.repeat(counts)
        found = places[_ranges(low[with_term], counts)].astype(np.int64)
        stretches = _distinct(firsts[document] + (found - begins[document]) // stretch)
        before = stretches[~is_first[stretches]] - 1  # the passage that ends with this stretch
        held[_distinct(np.sort(np.concatenate((stretches, before)), kind="stable"))] += weight
    best: Floats = np.maximum.reduceat(held, firsts[:-1])
    return best


def _ranges(begins: npt.NDArray[np.intp], counts: npt.NDArray[np.intp]) -> Numbers:
    """int64: ``begins[i], begins[i] + 1, …``, ``counts[i]`` of each, one behind the other."""
    shifts = begins - np.concatenate(([0], counts[:-1].cumsum()))
    ranges: Numbers = shifts.repeat(counts) + np.arange(counts.sum())
    return ranges


def _distinct(ascending: Numbers) -> Numbers:
    kept: Numbers = ascending[np.concatenate(([True], ascending[1:] != ascending[:-1]))]
    return kept
