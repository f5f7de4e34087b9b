"""Documents in groups, each group called by the number of its smallest member."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

U32 = npt.NDArray[np.uint32]


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


def lines(work: U32, text: U32) -> U32:
    """uint32[documents]: the same for documents that fold into one line: texts of one work, and prints of one
    text. Groups of either kind connect them, however long the chain.

    Args:
        work, text: uint32[documents]: the smallest number of each one's group.
    """
    labels = work
    while True:
        joined = _least(_least(labels, text), work)
        if (joined == labels).all():
            return labels
        labels = joined


def _least(labels: U32, groups: U32) -> U32:
    """The smallest of the labels in the group of each document."""
    least = np.full(len(labels), np.iinfo(np.uint32).max, np.uint32)
    np.minimum.at(least, groups, labels)
    taken: U32 = least[groups]
    return taken
