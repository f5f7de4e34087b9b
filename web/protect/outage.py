"""Since when the cluster that is searched cannot be reached, as one process sees it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock


class Outage:
    """Begins with a request that failed for it, ends with one that was answered; safe for threads.

    Args:
        now: the time of day.
        clock: seconds, to compare.
    """

    def __init__(
        self,
        now: Callable[[], datetime] = datetime.now,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._now = now
        self._clock = clock
        self._lock = Lock()
        self._since: datetime | None = None
        self._last = 0.0

    @property
    def since(self) -> datetime | None:
        """When it began; None: there is none."""
        return self._since

    def met(self) -> datetime:
        """Note that a request failed for it now; when it began."""
        with self._lock:
            self._last = self._clock()
            self._since = self._since or self._now()
            return self._since

    def over(self, began: float) -> None:
        """Note that a request was answered that began then, by the clock; it says nothing where another
        has failed meanwhile."""
        if self._since is None:
            return
        with self._lock:
            if self._last < began:
                self._since = None
