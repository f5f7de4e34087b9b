"""Documents in groups, each group called by the number of its smallest member."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt


class Labels:
    """Documents in groups.

    Args:
        labels: uint32[documents]: the smallest number of each one's group.
    """

    def __init__(self, labels: npt.NDArray[np.uint32]) -> None:
        self.labels = labels

    def members(self, number: int) -> list[int]:
        """The group of a document, ascending."""
        label = self.labels.item(number)
        ordered, others = self._others
        first, last = ordered.searchsorted((label, label + 1)).tolist()
        if first == last:
            return [number]
        found: list[int] = others[first:last].tolist()
        return [label, *found]

    @cached_property
    def _others(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """int64[n], ascending: the labels of those who are not the smallest of a group; int64[n]: who they are."""
        others = np.flatnonzero(self.labels != np.arange(len(self.labels)))
        labels = self.labels[others].astype(np.int64)
        order = labels.argsort(kind="stable")
        return labels[order], others[order]
