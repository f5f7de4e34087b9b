"""What has just been said in the log is not said again: no number of requests floods it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

SECONDS = 60.0
"""So long the same words are not repeated."""
REMEMBERED = 200
"""So many are known."""


class Repeats(logging.Filter):
    """Lets a message through once in a while, with how often it was held back meanwhile.

    A defect, which has a traceback, always comes through.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this is to be written."""
        if record.exc_info:
            return True
        words = record.getMessage()
        key, now = (record.name, words), self._clock()
        at, held = self._said.get(key, (now - SECONDS, 0))
        if now - at < SECONDS:
            self._said[key] = at, held + 1
            return False
        self._said.pop(key, None)
        self._said[key] = now, 0
        if len(self._said) > REMEMBERED:
            del self._said[next(iter(self._said))]
        if held:
            record.msg, record.args = f"{words}（此前 {held} 次相同，未记）", ()
        return True
