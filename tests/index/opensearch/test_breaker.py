"""A node that fails is left out, longer each time, and comes back by one who tries it."""

from __future__ import annotations

from index.opensearch.client.breaker import FIRST_PAUSE, LONGEST_PAUSE, SLOW_ANSWERS, Breaker, State


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_node_has_to_show_what_it_is_before_it_is_asked() -> None:
    breaker = Breaker(_Clock())
    assert breaker.state() is breaker.state() is State.TRIED
    breaker.worked()
    assert breaker.state() is State.ASKED


def test_a_node_that_is_away_is_tried_by_one_at_a_time() -> None:
    clock = _Clock()
    breaker = Breaker(clock)
    breaker.worked()
    breaker.failed("连接不上")
    assert breaker.state() is State.LEFT_OUT
    clock.now += FIRST_PAUSE
    assert [breaker.state() for _ in range(3)] == [State.TRIED, State.LEFT_OUT, State.LEFT_OUT]
    breaker.worked()
    assert breaker.state() is State.ASKED


def test_who_has_tried_and_never_come_back_keeps_nobody_from_trying() -> None:
    clock = _Clock()
    breaker = Breaker(clock)
    breaker.failed("连接不上")
    for _ in range(3):
        clock.now += LONGEST_PAUSE
        assert breaker.state() is State.TRIED


def test_it_is_left_out_longer_each_time_but_never_for_long() -> None:
    clock = _Clock()
    breaker = Breaker(clock)
    for _ in range(20):
        breaker.failed("连接不上")
        clock.now += LONGEST_PAUSE
        assert breaker.state() is State.TRIED
        clock.now += LONGEST_PAUSE
    breaker.worked()
    breaker.failed("连接不上")
    clock.now += FIRST_PAUSE
    assert breaker.state() is State.TRIED


def test_one_heavy_question_does_not_leave_a_node_out() -> None:
    breaker = Breaker(_Clock())
    breaker.worked()
    for _ in range(10):
        for _ in range(SLOW_ANSWERS - 1):
            breaker.was_slow("没有及时回答")
        assert breaker.state() is State.ASKED
        breaker.worked()
    for _ in range(SLOW_ANSWERS):
        breaker.was_slow("没有及时回答")
    assert breaker.state() is State.LEFT_OUT
    assert breaker.why == "没有及时回答"
