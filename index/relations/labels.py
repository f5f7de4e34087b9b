"""Documents in groups, each group called by the number of its smallest member."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


class Labels:
    """Documents in groups.

    Args:
        labels: uint32[documents]: the smallest number of each one's group.
    """

    def __init__(self, labels: npt.NDArray[np.uint32]) -> None:
        self.labels = labels
        self._order = np.argsort(labels, kind="stable")
        self._sorted = labels[self._order]

    def members(self, number: int) -> list[int]:
        """The group of a document, ascending."""
        label = int(self.labels[number])
        first, last = np.searchsorted(self._sorted, (label, label + 1)).tolist()
        members: list[int] = self._order[first:last].tolist()
        return members
