"""Whether a difference is chance: the extremes, and every case that can be counted out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.evaluation import paired_p

eighths = st.integers(0, 8).map(lambda number: number / 8)
pairs = st.lists(st.tuples(eighths, eighths), max_size=8)
"""Values whose sums are exact, few enough that every way to set the signs can be tried."""


@given(st.lists(st.floats(0, 1), max_size=50))
def test_equal_lists_do_not_differ(values: list[float]) -> None:
    assert paired_p(values, values) == 1.0


@pytest.mark.parametrize("count", [10, 100, 1000])
def test_better_on_every_query_is_no_chance(count: int) -> None:
    worse = [0.3 + (at % 5) / 10 for at in range(count)]
    assert paired_p([value + 0.1 for value in worse], worse) < 0.01


def test_one_query_proves_nothing() -> None:
    assert paired_p([1.0] + [0.5] * 99, [0.0] + [0.5] * 99) == 1.0


def test_as_many_better_as_worse_is_chance() -> None:
    assert paired_p([1.0, 0.0] * 20, [0.0, 1.0] * 20) == 1.0


def test_never_0() -> None:
    assert paired_p([1.0] * 500, [0.0] * 500) == pytest.approx(1 / 20_001)


@settings(deadline=None)
@given(pairs, st.integers(0, 5))
def test_both_directions_say_the_same(values: list[tuple[float, float]], seed: int) -> None:
    first, second = [a for a, _ in values], [b for _, b in values]
    assert paired_p(first, second, seed) == paired_p(second, first, seed)


@settings(deadline=None)
@given(pairs)
def test_asked_again_it_says_the_same(values: list[tuple[float, float]]) -> None:
    first, second = [a for a, _ in values], [b for _, b in values]
    assert paired_p(first, second) == paired_p(first, second)


@settings(deadline=None)
@given(pairs)
def test_close_to_the_share_counted_out(values: list[tuple[float, float]]) -> None:
    differences = [a - b for a, b in values]
    signs = list(product((1, -1), repeat=len(values)))
    sums = [abs(sum(s * d for s, d in zip(row, differences, strict=True))) for row in signs]
    exact = sum(one >= sums[0] for one in sums) / len(sums)
    found = paired_p([a for a, _ in values], [b for _, b in values])
    assert found == pytest.approx(exact, abs=0.02)
