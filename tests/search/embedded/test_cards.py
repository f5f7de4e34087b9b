"""Cards looked at last are kept, up to so many bytes, and given in the order they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from search.embedded.cards import Cards

EACH = 10


class _Store:
    """Documents whose cards are their numbers as text; which were read, in order."""

    def __init__(self) -> None:
        self.read: list[int] = []

    def cards(self, numbers: Sequence[int]) -> list[str]:
        self.read += numbers
        return list(map(str, numbers))


def _kept(most: int) -> tuple[_Store, Cards[str]]:
    store = _Store()
    return store, Cards(store.cards, lambda _: EACH, most)


def test_cards_come_in_the_order_asked_for_and_are_read_once() -> None:
    store, cards = _kept(1000)
    assert cards.of([3, 1, 3]) == ["3", "1", "3"]
    assert cards.of([1, 2, 3]) == ["1", "2", "3"]
    assert cards.of([]) == []
    assert store.read == [3, 1, 2]


def test_no_more_is_kept_than_was_said() -> None:
    store, cards = _kept(100)
    for low, high in pairwise(range(0, 300, 7)):
        assert cards.of(range(low, high)) == list(map(str, range(low, high)))
        assert cards.nbytes <= 100 + EACH
    store.read.clear()
    assert cards.of([0]) == ["0"]
    assert store.read == [0]


def test_what_is_asked_for_all_the_time_stays() -> None:
    store, cards = _kept(100)
    for number in range(1, 100):
        assert cards.of([0, number]) == ["0", str(number)]
    assert store.read.count(0) == 1
