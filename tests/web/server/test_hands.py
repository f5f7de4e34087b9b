"""The threads of a worker: what is given is done once, what fails is handed over, and the loop is woken
when it sleeps."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Event

import pytest

from tests.web.served import until
from web.server.answering import Answer
from web.server.connection import Connection
from web.server.framing import Inbox
from web.server.hands import Hands, Job
from web.server.lanes import Lane


@pytest.fixture
def bell() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    for end in ends:
        os.set_blocking(end, False)
    yield ends
    for end in ends:
        os.close(end)


@pytest.fixture
def connection() -> Iterator[Connection]:
    with socket.socket() as sock:
        yield Connection(sock, ("127.0.0.1", 1), "127.0.0.1", Inbox(lambda head: (0, False)))


def answer(job: Job) -> Answer:
    if job.request == b"defect":
        raise ZeroDivisionError
    return Answer([job.request], keeps=True)


def jobs(connection: Connection, *requests: bytes) -> list[Job]:
    return [Job(connection, Lane(1, 1, 1.0), "a", request) for request in requests]


def rings(bell: tuple[int, int]) -> int:
    try:
        return len(os.read(bell[0], 4096))
    except BlockingIOError:
        return 0


def test_each_job_is_done_once(bell: tuple[int, int], connection: Connection) -> None:
    hands = Hands(3, answer, bell[1])
    given = jobs(connection, *(str(number).encode() for number in range(200)))
    for job in given:
        hands.give(job)
    until(lambda: len(hands.made) == 200)
    assert sorted(made.job.request for made in hands.made) == sorted(job.request for job in given)
    assert all(made.answer and made.answer.pieces == [made.job.request] for made in hands.made)
    hands.rest()


def test_a_defect_is_handed_over_and_the_thread_goes_on(
    bell: tuple[int, int], connection: Connection
) -> None:
    hands = Hands(1, answer, bell[1])
    for job in jobs(connection, b"defect", b"next"):
        hands.give(job)
    until(lambda: len(hands.made) == 2)
    first, second = hands.made
    assert first.answer is None
    assert isinstance(first.error, ZeroDivisionError)
    assert second.answer
    hands.rest()


def test_a_loop_that_sleeps_is_woken_and_no_other(
    bell: tuple[int, int], connection: Connection
) -> None:
    hands = Hands(1, answer, bell[1])
    hands.give(jobs(connection, b"a")[0])
    until(lambda: hands.made)
    assert rings(bell) == 0
    hands.rings = True
    hands.give(jobs(connection, b"b")[0])
    until(lambda: rings(bell))
    assert len(hands.made) == 2
    hands.rest()


def test_a_full_pipe_wakes_the_loop_too(bell: tuple[int, int], connection: Connection) -> None:
    hands = Hands(1, answer, bell[1])
    hands.rings = True
    with suppress(BlockingIOError):
        while os.write(bell[1], b"." * 4096):
            pass
    for job in jobs(connection, b"a", b"b"):
        hands.give(job)
    until(lambda: len(hands.made) == 2)
    hands.rest()


def test_they_end_when_they_have_done_what_they_were_given(
    bell: tuple[int, int], connection: Connection
) -> None:
    may_go_on = Event()

    def held(job: Job) -> Answer:
        assert may_go_on.wait(60)
        return answer(job)

    hands = Hands(1, held, bell[1])
    for job in jobs(connection, b"a", b"b"):
        hands.give(job)
    hands.rest()
    may_go_on.set()
    until(lambda: len(hands.made) == 2)
