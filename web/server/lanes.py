"""Lanes: how many requests of one kind are worked on at once, how many wait, and for how long."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from web.protect import limits
from web.protect.middleware import PROBES
from web.server.connection import Connection
from web.server.framing import path_of

_PASSING = tuple(probe.encode() for probe in PROBES)
_DEAR = tuple(path.encode() for path, _ in limits.DEAR)


@dataclass
class Lane:
    """Requests of one kind."""

    slots: int
    room: int
    """So many may wait …"""
    seconds: float
    """… for so long."""
    working: int = 0
    waiting: deque[tuple[float, Connection, bytes]] = field(default_factory=deque)
    """Until when it waits, who, and what was asked; the first came first."""

    def admits(self) -> bool:
        """Whether one more can be worked on at once."""
        return self.working < self.slots

    def queued(self, connection: Connection, request: bytes) -> bool:
        """Have a request wait; whether there is room for it."""
        if len(self.waiting) >= self.room:
            return False
        self.waiting.append((time.monotonic() + self.seconds, connection, request))
        return True

    def late(self, now: float) -> Iterator[tuple[Connection, bytes]]:
        """Those that have waited for too long, and what they asked; they wait no more."""
        while self.waiting and self.waiting[0][0] <= now:
            _, connection, request = self.waiting.popleft()
            yield connection, request


class Lanes:
    """The lanes of one worker.

    Attributes:
        asking: pages.
        passing: files and probes, which are quick and must not wait behind searches.
        dear: what costs many times a page (:data:`web.protect.limits.DEAR`): one at a time, so
            that whoever asks for nothing else leaves the others theirs.
    """

    def __init__(self, threads: int) -> None:
        self.asking = Lane(threads, limits.WAITING, limits.WAITING_SECONDS)
        self.passing = Lane(limits.SPARE_THREADS, limits.CONNECTIONS, limits.PASSING_SECONDS)
        self.dear = Lane(limits.DEAR_THREADS, limits.DEAR_WAITING, limits.DEAR_SECONDS)

    def __iter__(self) -> Iterator[Lane]:
        return iter((self.asking, self.passing, self.dear))

    @property
    def threads(self) -> int:
        """As many as the lanes have slots: what is begun begins at once."""
        return sum(lane.slots for lane in self)

    def of(self, request: bytes) -> Lane:
        """Where a request belongs, by the path in its first line."""
        path = unquote_to_bytes(path_of(request))
        if path.startswith(b"/static/") or path in _PASSING:
            return self.passing
        return self.dear if path.startswith(_DEAR) else self.asking

    def wake(self, now: float) -> float:
        """In how many seconds the first of those who wait has waited for too long."""
        heads = (lane.waiting[0][0] for lane in self if lane.waiting)
        return max(min(heads, default=now + 1.0) - now, 0.0)
