"""Does the index answer? Asked as a visitor would ask: a search, and a document read from the disk.

Not the same one each time, since what was once read stays in memory; and seldom, since probes
are under no limit: who asks more often is told what came of the last.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from search.engine import Engine
from search.request import SearchRequest
from search.results import Status

SECONDS = 1.0
"""So long what was tried holds."""
_STEP = 7919
"""A prime: so far apart are the documents asked for one after the other."""
_LETTERS = 20
"""So much of a title is searched for."""


class Probe:
    """What was tried last in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._tried: tuple[int, float] | None = None
        self._turn = 0

    def status(self, engine: Engine) -> Status:
        """What the index holds, once it has answered.

        Raises:
            index.errors.ZhengceError: it does not.
        """
        status = engine.status()
        with self._lock:
            if not self._is_fresh(status):
                self._try(engine, status)
                self._tried = status.generation, self._clock()
        return status

    def _is_fresh(self, status: Status) -> bool:
        if self._tried is None:
            return False
        generation, at = self._tried
        return generation == status.generation and self._clock() < at + SECONDS

    def _try(self, engine: Engine, status: Status) -> None:
        self._turn += _STEP
        cards = engine.listing(self._turn % max(status.documents, 1), 1)
        for card in cards:
            engine.search(SearchRequest(q=card.title[:_LETTERS], size=1))
            engine.document(card.id)
        if not cards:
            engine.search(SearchRequest(size=1))
