"""Queries put together: what is certain to match all or nothing is left out."""

from __future__ import annotations

import pytest

from search.opensearch.queries import dsl
from search.opensearch.queries.dsl import EVERYTHING, NOTHING, all_of, among, any_of

A, B = among("id", ["a"]), among("id", ["b"])


def test_what_is_certain_is_not_asked() -> None:
    assert any_of([]) == any_of([NOTHING]) == NOTHING
    assert any_of([A, NOTHING]) == all_of([A, EVERYTHING]) == all_of([A], [NOTHING]) == A
    assert any_of([A, EVERYTHING]) == all_of([]) == EVERYTHING
    assert all_of([A, NOTHING]) == all_of([A], [EVERYTHING]) == NOTHING
    assert all_of([], [A]) == {"bool": {"must_not": [A]}}
    assert all_of([A, B]) == {"bool": {"filter": [A, B]}}


def test_many_values_are_several_clauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dsl, "MOST_TERMS", 2)
    parts = [{"terms": {"serial": [1, 2]}}, {"terms": {"serial": [3]}}]
    assert among("serial", [1, 2, 1, 3]) == {"bool": {"should": parts, "minimum_should_match": 1}}
    assert among("serial", []) == NOTHING
