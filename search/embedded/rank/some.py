"""A part of the score that few documents have."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.embedded.arrays.docs import places
from search.embedded.arrays.postings import Docs, Floats


class Some(NamedTuple):
    """What some documents have.

    Attributes:
        docs: uint32[m], ascending.
        values: float32[m].
    """

    docs: Docs
    values: Floats

    def of(self, docs: Docs) -> Floats:
        """float32[n]: what it is of ascending documents, 0 for others."""
        values = np.zeros(len(docs), np.float32)
        if not len(self.docs):
            return values
        at, has = places(self.docs, docs)
        values[at[has]] = self.values[has]
        return values


NONE = Some(np.empty(0, np.uint32), np.empty(0, np.float32))


def stand(few: Docs, docs: Docs) -> npt.NDArray[np.integer]:
    """int[m], ascending: where a few ascending documents stand among others."""
    if not len(few):
        return np.empty(0, np.intp)
    at, has = places(few, docs)
    return at[has]
