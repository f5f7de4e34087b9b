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
        shared = np.flatnonzero(labels != np.arange(len(labels)))
        self._groups: dict[int, list[int]] = {}
        for number, label in zip(shared.tolist(), labels[shared].tolist(), strict=True):
            self._groups.setdefault(label, [label]).append(number)

    def members(self, number: int) -> list[int]:
        """The group of a document, ascending."""
        return self._groups.get(int(self.labels[number]), [number])
