"""The best of many scores are those that a full sort would give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.arrays.top_k import best, best_places


@given(st.integers(0, 3000), st.integers(0, 200), st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_as_a_stable_sort_gives_them(size: int, limit: int, distinct: int, seed: int) -> None:
    scores = np.random.default_rng(seed).integers(0, distinct, size).astype(np.float32)
    expected = np.argsort(-scores, kind="stable")[:limit]
    assert best(scores, limit).tolist() == expected.tolist()
    assert best_places(scores, limit).tolist() == sorted(expected.tolist())


@pytest.mark.parametrize("size", [64 * 100, 64 * 100 + 1, 64 * 100 + 63])
def test_all_equal(size: int) -> None:
    assert best(np.ones(size, np.float32), 10).tolist() == list(range(10))
    assert best_places(np.ones(size, np.float32), 10).tolist() == list(range(10))


def test_the_last_is_the_best() -> None:
    scores = np.arange(10_001, dtype=np.float32)
    assert best(scores, 3).tolist() == [10_000, 9_999, 9_998]
