"""Whether a difference between two configurations is more than chance.

A paired randomisation test: under the null hypothesis each query's difference could as well
have the other sign. Source: Smucker, Allan & Carterette, *A Comparison of Statistical
Significance Tests for Information Retrieval Evaluation* (2007).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

ROUNDS = 20_000
_BLOCK = 500


def paired_p(first: Sequence[float], second: Sequence[float], seed: int = 0) -> float:
    """The two-sided p of the mean difference of paired values; from 1 / 20,001 to 1."""
    differences = np.asarray(first, np.float64) - np.asarray(second, np.float64)
    differences = differences[differences != 0]
    if not len(differences):
        return 1.0
    observed = abs(differences.sum())
    random = np.random.default_rng(seed)
    beyond = 0
    for _ in range(ROUNDS // _BLOCK):
        signs = random.integers(0, 2, (_BLOCK, len(differences)), np.int8) * 2 - 1
        beyond += int((np.abs(signs @ differences) >= observed - 1e-12).sum())
    return (beyond + 1) / (ROUNDS + 1)
