"""Queries of too many parts are asked in steps."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from search.opensearch.queries import bounding
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.bounding import Bounding, clauses
from search.opensearch.queries.counting import Counting
from search.opensearch.queries.dsl import Dsl, all_of, among, any_of
from tests.search.opensearch.queries.matcher import matches

_VALUES = range(60)


class _Matching(Asking):
    """Lists what matches of documents that have one column; refuses what has too many clauses."""

    def __init__(self, most: int) -> None:
        self.most = most

    def members(self, queries: Sequence[Dsl]) -> list[list[int]]:
        assert max(map(clauses, queries), default=0) <= self.most
        return [
            [n for n in _VALUES if matches(query, {"serial": n, "day": n})] for query in queries
        ]


def _nothing_sure(field: str, term: str) -> int:
    return 0


def _from(low: int) -> Dsl:
    return {"range": {"day": {"gte": low}}}


@pytest.mark.parametrize(
    "query",
    [
        all_of(map(_from, range(30))),
        any_of([all_of([_from(n), {"range": {"day": {"lte": n + 1}}}]) for n in range(0, 50, 3)]),
        all_of([_from(3)], map(_from, range(30, 60))),
        all_of([any_of(map(_from, range(5, 30))), all_of(map(_from, range(20)))], [_from(50)]),
    ],
)
def test_in_steps_the_same_is_found(query: Dsl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "MOST", 10)
    made = Bounding(Counting(_Matching(10), _nothing_sure)).askable(query)
    assert clauses(made) <= 10
    for n in _VALUES:
        assert matches(made, {"serial": n, "day": n}) == matches(query, {"serial": n, "day": n})


def test_what_stands_beside_a_score_leaves_it_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "MOST", 40)
    small = Bounding(Counting(_Matching(40), _nothing_sure))
    query = all_of(map(_from, range(11)))
    assert small.beside(query, None) is query
    score = {"bool": {"should": [{"term": {"body_grams": str(n)}} for n in range(20)]}}
    assert small.beside(query, score) == among("serial", range(10, 60))
