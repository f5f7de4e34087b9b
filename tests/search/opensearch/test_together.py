"""Who was asked for together is remembered, of those asked for last."""

from __future__ import annotations

import pytest

from search.opensearch.library import together
from search.opensearch.library.together import Together


def test_the_others_of_a_list() -> None:
    asked = Together()
    asked.add([3, 1, 2])
    asked.add([7, 8])
    assert asked.with_([1], 10) == [3, 2]
    assert asked.with_([1, 7], 2) == [3, 2]
    assert asked.with_([4], 10) == asked.with_([1], 0) == []


def test_a_few_of_a_list_go_on_in_it() -> None:
    asked = Together()
    asked.add([3, 1, 2])
    asked.add([1, 2])
    asked.add([2])
    assert asked.with_([2], 10) == [3, 1]
    asked.add([2, 9])
    assert asked.with_([2], 10) == [9]


def test_only_the_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "KEPT", 10)
    asked = Together()
    for first in range(0, 100, 5):
        asked.add(range(first, first + 5))
    assert asked.with_([99], 10) == [95, 96, 97, 98]
    assert asked.with_([0], 10) == []
