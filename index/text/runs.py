"""Runs of equal neighbours in an array."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def runs(values: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """intp[r], ascending: where each run of equal values begins."""
    fresh = np.empty(len(values), np.bool_)
    fresh[:1] = True
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return fresh.nonzero()[0]
