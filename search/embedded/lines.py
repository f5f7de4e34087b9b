"""How many lines some documents fold into."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

U32 = npt.NDArray[np.uint32]


def distinct(labels: U32, documents: int) -> int:
    """How many different labels some documents have; the labels are numbers of documents, of which there
    are so many."""
    occurs = np.zeros(documents, np.bool_)
    occurs[labels] = True
    return int(np.count_nonzero(occurs))
