"""Which documents fold into one line: texts of one work, and prints of one text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

U32 = npt.NDArray[np.uint32]


def lines(work: U32, text: U32) -> U32:
    """uint32[documents]: the same for documents that groups of either kind connect, however long the
    chain.

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


def distinct(labels: U32, documents: int) -> int:
    """How many different labels some documents have; the labels are numbers of documents, of which there
    are so many."""
    occurs = np.zeros(documents, np.bool_)
    occurs[labels] = True
    return int(np.count_nonzero(occurs))
