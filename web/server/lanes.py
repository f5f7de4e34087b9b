"""Lanes: how many requests of one kind are worked on at once, how many wait, and for how long."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from web.protect import limits
from web.protect.middleware import PROBES
from web.server.connection import Connection
from web.server.fairness import Usage
from web.server.framing import path_of

_PASSING = tuple(probe.encode() for probe in PROBES)
_DEAR = tuple(path.encode() for path, _ in limits.DEAR)


class Waiting(NamedTuple):
    """A request that waits for a thread, and until when."""

    until: float
    visitor: str
    connection: Connection
    request: bytes


@dataclass
class Lane:
    """Requests of one kind."""

    slots: int
    room: int
    """So many may wait …"""
    seconds: float
    """… for so long."""
    usage: Usage = field(default_factory=Usage, compare=False)
    working: int = 0
    waiting: deque[Waiting] = field(default_factory=deque)
    """The first came first."""
    _last: str = ""
    _strangers_turn: bool = False

    def admits(self) -> bool:
        """Whether one more can be worked on at once."""
        return self.working < self.slots

    def queued(self, visitor: str, connection: Connection, request: bytes) -> Waiting | None:
        """Have a request wait; what there is no room for instead, if anything.

        That is the last of the visitor who has most of the places, so that no flood from one takes
        the others'; where many have few each, of who has used most lately: first of strangers who
        insist. Neither other strangers nor who was here take more than half of the places from each other.
        """
        until = time.monotonic() + self.seconds
        self.waiting.append(Waiting(until, visitor, connection, request))
        if len(self.waiting) <= self.room:
            return None
        counts = Counter(waiting.visitor for waiting in self.waiting)
        known = [one for one in self.waiting if self.usage.knows(one.visitor)]
        insisting, strangers = self._unknown()
        some = insisting or (strangers if len(strangers) > len(known) else known)
        place = limits.USAGE_PLACE * self.usage.unit()
        taken = {one: count * place + self.usage.of(one) for one, count in counts.items()}
        shed = max(reversed(some), key=lambda one: taken[one.visitor])
        self.waiting.remove(shed)
        return shed

    def next(self) -> Waiting:
        """Whose turn it is, of those that wait: who has used least lately, and the first of these;
        but another than the last one, so that one which asks without end is every second. Every
        other turn is for strangers, if there are any; what is left, for those of them who insist."""
        others = [one for one in self.waiting if one.visitor != self._last] or list(self.waiting)
        others = [one for one in others if not self.usage.insists(one.visitor)] or others
        self._strangers_turn = not self._strangers_turn
        some = [one for one in others if self.usage.knows(one.visitor) is not self._strangers_turn]
        first = min(some or others, key=lambda one: self.usage.of(one.visitor))
        self.waiting.remove(first)
        self._last = first.visitor
        return first

    def _unknown(self) -> tuple[list[Waiting], list[Waiting]]:
        """Those of strangers that wait: of who insist, and of others."""
        of: tuple[list[Waiting], list[Waiting]] = [], []
        for one in self.waiting:
            if not self.usage.knows(one.visitor):
                of[not self.usage.insists(one.visitor)].append(one)
        return of

    def late(self, now: float) -> Iterator[Waiting]:
        """Those that have waited for too long; they wait no more."""
        while self.waiting and self.waiting[0].until <= now:
            yield self.waiting.popleft()


class Lanes:
    """The lanes of one worker.

    Attributes:
        asking: pages.
        passing: files and probes, which are quick and must not wait behind searches.
        dear: what costs many times a page (:data:`web.protect.limits.DEAR`): one at a time, so
            that whoever asks for nothing else leaves the others theirs.
    """

    def __init__(self, threads: int) -> None:
        self.usage = use = Usage()
        self.asking = Lane(threads, limits.WAITING, limits.WAITING_SECONDS, use)
        self.passing = Lane(
            limits.SPARE_THREADS, limits.PASSING_WAITING, limits.PASSING_SECONDS, use
        )
        self.dear = Lane(limits.DEAR_THREADS, limits.DEAR_WAITING, limits.DEAR_SECONDS, use)

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
        heads = (lane.waiting[0].until for lane in self if lane.waiting)
        return max(min(heads, default=now + 1.0) - now, 0.0)
