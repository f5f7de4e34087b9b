"""A share of the idf of some units, in whole numbers: what sums of idf would say."""

from __future__ import annotations

from itertools import compress, product
from random import Random

import pytest

from search.opensearch.queries.dsl import EVERYTHING, NOTHING, among
from search.opensearch.queries.shares import Unit, sharing

_HAS = [among("id", [str(n)]) for n in range(20)]


def _carries(idfs: list[float], carried: tuple[bool, ...], least: float) -> bool:
    """As a backend that sums idf says."""
    return sum(compress(idfs, carried)) / sum(idfs) >= least


@pytest.mark.parametrize("least", [0.3, 0.5, 0.6, 1.0])
def test_every_set_of_units_is_enough_if_its_sum_is(least: float) -> None:
    draw = Random(7)
    for idfs in ([2.5] * 5, [1.7, 1.7, 3.4], [draw.uniform(1, 9) for _ in range(7)]):
        units = [Unit(query, idf) for query, idf in zip(_HAS, idfs, strict=False)]
        asked = sharing(units, least)["function_score"]
        boosts = [one["constant_score"]["boost"] for one in asked["query"]["bool"]["should"]]
        for carried in product((False, True), repeat=len(idfs)):
            has = sum(compress(boosts, carried)) >= asked["min_score"]
            assert has == _carries(idfs, carried, least)


def test_many_units_are_enough_but_for_rounding() -> None:
    idfs = [1.0 + n for n in range(20)]
    asked = sharing([Unit(*one) for one in zip(_HAS, idfs, strict=True)], 0.6)["function_score"]
    boosts = [one["constant_score"]["boost"] for one in asked["query"]["bool"]["should"]]
    assert sum(boosts[9:]) >= asked["min_score"] > sum(boosts[:15])
    assert sum(boosts) < 1 << 24  # a 32-bit float holds it


def test_no_share_is_everything_and_no_units_are_nothing() -> None:
    assert sharing([Unit(_HAS[0], 1.0)], 0) == EVERYTHING
    assert sharing([], 0.3) == NOTHING
