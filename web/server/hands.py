"""The threads of a worker: each makes one answer at a time, and hands it over to the loop.

A queue that is written in C and a list stand between them and the loop, nothing else: what
``concurrent.futures`` does for a job costs as much as to read a request.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import NamedTuple

from web.server.answering import Answer
from web.server.connection import Connection
from web.server.lanes import Lane


class Job(NamedTuple):
    """A request of a visitor, to be answered."""

    connection: Connection
    lane: Lane
    visitor: str
    request: bytes


class Made(NamedTuple):
    """What became of a job: its answer, or why there is none."""

    job: Job
    answer: Answer | None
    error: BaseException | None


class Hands:
    """So many threads.

    Args:
        answer: makes the answer to a job.
        bell: a pipe that wakes the loop.

    Attributes:
        made: what is to be sent, the first that was made first.
        rings: whether the loop sleeps, and is to be woken. It looks at ``made`` once more after it
            has set this, so that it misses nothing.
    """

    def __init__(self, count: int, answer: Callable[[Job], Answer], bell: int) -> None:
        self.made: deque[Made] = deque()
        self.rings = False
        self._answer = answer
        self._bell = bell
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._count = count
        for number in range(count):
            Thread(target=self._work, name=f"hand-{number}", daemon=True).start()

    def give(self, job: Job) -> None:
        """Have a job done by the first that is free."""
        self._jobs.put(job)

    def rest(self) -> None:
        """Let them end when they have done what they were given."""
        for _ in range(self._count):
            self._jobs.put(None)

    def _work(self) -> None:
        while job := self._jobs.get():
            answer, error = None, None
            try:
                answer = self._answer(job)
            except BaseException as failed:  # a defect: the loop logs it, and answers for us
                error = failed
            self.made.append(Made(job, answer, error))
            if self.rings:
                _ring(self._bell)


def _ring(bell: int) -> None:
    """Have the loop look; a pipe that is full wakes it too."""
    try:
        os.write(bell, b".")
    except BlockingIOError:
        return
