"""What a thread holds is what it asked for first, until it lets go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import cast

import pytest

from search.backend.reading import Reading
from search.facade.holding import Holding


class Counted:
    """Readings of which each is another: numbers, for nothing is asked of them."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def current(self) -> Reading:
        """The next."""
        return cast(Reading, next(self._numbers))

    def damage(self) -> str:
        """Something."""
        return "坏了"


def now(holding: Holding) -> object:
    """What is current."""
    return holding.current()


@pytest.fixture
def holding() -> Holding:
    return Holding(Counted())


def test_who_holds_nothing_is_given_what_is_current(holding: Holding) -> None:
    assert [now(holding), now(holding)] == [1, 2]
    assert holding.damage() == "坏了"


def test_what_is_held_stays(holding: Holding) -> None:
    with holding.held():
        assert [now(holding), now(holding)] == [1, 1]
    assert now(holding) == 2


def test_it_is_held_from_when_it_is_first_asked_for(holding: Holding) -> None:
    with holding.held():
        with ThreadPoolExecutor(1) as other:
            assert other.submit(now, holding).result() == 1
        assert now(holding) == 2


def test_other_threads_hold_nothing_of_it(holding: Holding) -> None:
    with holding.held(), ThreadPoolExecutor(1) as other:
        assert now(holding) == 1
        assert other.submit(now, holding).result() == 2
        assert now(holding) == 1


def test_who_holds_already_lets_go_at_the_outer_end(holding: Holding) -> None:
    with holding.held():
        with holding.held():
            assert now(holding) == 1
        assert now(holding) == 1
    assert now(holding) == 2


def test_an_error_lets_go(holding: Holding) -> None:
    with pytest.raises(ZeroDivisionError), holding.held():
        _fail(now(holding))
    assert now(holding) == 2


def _fail(held: object) -> None:
    assert held == 1
    raise ZeroDivisionError
