"""Whether a node is asked: one that has failed is left out for a while, then tried by one request before all go on."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from threading import Lock

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
"""Seconds for which a node is left out; doubled each time it has failed again."""
SLOW_ANSWERS = 3
"""So many requests in a row that ran out of time leave a node out: one alone may have been a heavy one."""


class State(Enum):
    """What a node is good for."""

    ASKED = "asked"
    TRIED = "tried"
    """It has to show first that it answers."""
    LEFT_OUT = "left out"


class Breaker:
    """What is known of one node; safe for threads.

    Attributes:
        why: what happened when it failed last, in Chinese.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.why = ""
        self._clock = clock
        self._lock = Lock()
        self._pause = 0.0
        self._slow = 0
        self._again: float | None = None
        self._is_known = False

    def state(self) -> State:
        """What it is good for now. Who is told ``TRIED`` of one that was left out tries it for all: the others are
        told ``LEFT_OUT`` meanwhile."""
        with self._lock:
            if self._again is None:
                return State.ASKED if self._is_known else State.TRIED
            if self._clock() < self._again:
                return State.LEFT_OUT
            self._again = self._clock() + max(self._pause, FIRST_PAUSE)
            return State.TRIED

    def worked(self) -> None:
        """It has answered."""
        with self._lock:
            self._is_known, self._again = True, None
            self._pause, self._slow = 0.0, 0

    def failed(self, why: str) -> None:
        """It cannot be reached, or is no server of ours."""
        with self._lock:
            self._leave_out(why)

    def was_slow(self, why: str) -> None:
        """It has not answered in time, or has broken off."""
        with self._lock:
            self._slow += 1
            self.why = why
            if self._slow >= SLOW_ANSWERS:
                self._leave_out(why)

    def _leave_out(self, why: str) -> None:
        self.why = why
        self._pause = min(max(2 * self._pause, FIRST_PAUSE), LONGEST_PAUSE)
        self._again = self._clock() + self._pause
