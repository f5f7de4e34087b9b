"""What is known of how many documents match is not asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from search.opensearch.queries.asking import Asking
from search.opensearch.queries.counting import Counting
from search.opensearch.queries.dsl import EVERYTHING, NOTHING, Dsl, all_of, among, any_of
from search.opensearch.served import Json

_SURELY = {"公积": 7, "积金": 3}
_RARE, _OFTEN = among("body_grams", ["积金"]), among("body_grams", ["积金", "公积"])
_PHRASE: Dsl = {"match_phrase": {"title_grams": {"query": "公积 积金"}}}


class _Five(Asking):
    """Every query that is asked matches five documents."""

    def __init__(self) -> None:
        self.asked: list[Dsl] = []

    def searches(self, bodies: Sequence[Json]) -> list[Any]:
        self.asked += [dict(body["query"]) for body in bodies]
        return [{"hits": {"total": {"value": 5}}} for _ in bodies]


@pytest.fixture
def five() -> _Five:
    return _Five()


@pytest.fixture
def counting(five: _Five) -> Counting:
    return Counting(five, lambda _, term: _SURELY.get(term, 0))


@pytest.mark.parametrize(
    ("query", "least", "reaches", "asked"),
    [
        (_OFTEN, 7, True, []),
        (_OFTEN, 8, False, [_OFTEN]),
        (any_of([_PHRASE, _RARE]), 3, True, []),
        (any_of([_PHRASE, any_of([_PHRASE, _OFTEN])]), 7, True, []),
        (_RARE, 5, True, [_RARE]),
        (_PHRASE, 5, True, [_PHRASE]),
        (EVERYTHING, 1, True, [EVERYTHING]),
        (NOTHING, 1, False, []),
        pytest.param(both := all_of([_RARE, _OFTEN]), 1, True, [both], id="both"),
        pytest.param(
            less := {"bool": {**any_of([_PHRASE, _OFTEN])["bool"], "must_not": [_RARE]}},
            1,
            True,
            [less],
            id="less",
        ),
    ],
)
def test_what_surely_reaches_a_number_is_not_asked(
    five: _Five, counting: Counting, query: Dsl, least: int, reaches: bool, asked: list[Dsl]
) -> None:
    assert counting.reach([query], least) == [reaches]
    assert five.asked == asked


def test_what_was_counted_is_a_part_of_more(five: _Five, counting: Counting) -> None:
    assert counting.counts([_PHRASE]) == [5]
    five.asked.clear()
    assert counting.reach([any_of([_PHRASE, _RARE]), NOTHING, _OFTEN], 5) == [True, False, True]
    assert five.asked == []
