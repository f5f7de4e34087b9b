"""Rate limits: who counts as one client (IPv6 by network), and the arithmetic, in shared memory.

Each limit is a GCRA (the generic cell rate algorithm of ATM, equal to a token bucket): one number,
the time at which a client that keeps to its rate would have used up what it was granted. Numbers
of addresses stand in a table of fixed size, made before workers are forked, so that all of them
see it and no number of addresses makes it grow. What is answered to a client is in ``refusals``.
"""

from __future__ import annotations

import ipaddress
import math
import mmap
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

from web.protect.limits import KEPT, RESERVED, STEADY, STEADY_BURST

COLUMNS = 2**16
ROWS = 2
"""An address has a cell in each row: two that share a cell of one rarely share that of the other."""
_ALL, _STEADY_ONES = -1, -2
"""Cells: of all together, and of those of them that ask without end."""
_DOUBLE = 8


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests a second, and so many at once after a pause; a rate of 0 is no limit."""

    per_second: float
    burst: float

    @property
    def interval(self) -> float:
        """Seconds that one request uses up."""
        return 1 / self.per_second

    @property
    def slack(self) -> float:
        """By how many seconds the time that is used up may lie ahead."""
        return (max(self.burst, 1) - 1) * self.interval


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request is not answered (``address`` or ``global``), and when to come back."""

    reason: str
    seconds: int


@dataclass(frozen=True)
class Limits:
    """Decides over requests, in shared memory of 2 MB.

    Who asks without end, if only at the rate that is allowed, has not all of what all together
    have: a part is kept for others, so that no number of such addresses turns visitors away.

    Cells are read and written without a lock. A double is written whole on every processor that
    runs this; two processes that write a cell at the same moment lose one request of its count,
    which no client can bring about at will, and no client is refused for it.
    """

    address: Rate
    everyone: Rate
    clock: Callable[[], float] = time.monotonic
    """Seconds; must be the same for all processes, as the monotonic clock of a machine is."""
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(16), repr=False)
    cells: memoryview[float] = field(
        default_factory=lambda: memoryview(
            mmap.mmap(-1, (2 * ROWS * COLUMNS + 2) * _DOUBLE)  # anonymous and shared with children
        ).cast("d"),
        repr=False,
    )
    """float64[2 * ROWS * COLUMNS + 2], seconds of ``clock``: of addresses, row by row; the same over
    a longer time; of those who ask without end; of all."""

    def refuses(self, address: str, cost: float = 1) -> Refused | None:
        """Count a request of ``address``; what keeps it from being answered, if anything.

        Args:
            cost: as how many requests of the address it counts, but never as more than may be had
                at once.
        """
        now = self.clock()
        steady = False
        if self.address.per_second:
            places = self._places(client_of(address))
            wait = self._taken(places, self.address, now, cost)
            steady = self.everyone.per_second > 0 and self._is_steady(places, now)
            if wait:
                return Refused("address", math.ceil(wait))
        everyone = self.everyone
        if everyone.per_second:
            wait = 0.0
            if steady:
                share = Rate(everyone.per_second * (1 - RESERVED), everyone.burst * (1 - RESERVED))
                wait = self._taken((_STEADY_ONES,), share, now, 1)
            wait = wait or self._taken((_ALL,), everyone, now, 1)
            if wait:
                return Refused("global", math.ceil(wait))
        return None

    def gives_back(self, address: str) -> None:
        """Count the request of ``address`` that was let through last as the part of one that it was, in
        what all together have: its answer was kept."""
        everyone = self.everyone
        if not everyone.per_second:
            return
        cells, unused = self.cells, (1 - KEPT) * everyone.interval
        cells[_ALL] -= unused
        if self.address.per_second:
            used = min(cells[place + ROWS * COLUMNS] for place in self._places(client_of(address)))
            if used - self.clock() > self._steady.slack + self._steady.interval:
                cells[_STEADY_ONES] -= unused / (1 - RESERVED)

    def _is_steady(self, places: tuple[int, ...], now: float) -> bool:
        """Whether an address has long asked for more than a visitor does; one more request is noted.

        What is refused is noted too, so that who asks on stays one who asks without end.
        """
        cells, rate = self.cells, self._steady
        places = tuple(place + ROWS * COLUMNS for place in places)
        used = max(min(cells[place] for place in places), now) + rate.interval
        for place in places:
            cells[place] = max(cells[place], min(used, now + 2 * rate.slack))
        return used - now > rate.slack + rate.interval

    @cached_property
    def _steady(self) -> Rate:
        """What one who does not ask without end keeps to."""
        return Rate(self.address.per_second * STEADY, self.address.burst * STEADY_BURST)

    def _taken(self, places: tuple[int, ...], rate: Rate, now: float, cost: float) -> float:
        """0 if one more request of ``cost`` is within the rate, which is then noted; else seconds to wait.

        The least of the cells is what counts, as in a count-min sketch: each is at least what
        the address has used, and more only by others that share it. For the same reason no cell
        is raised further than the least one asks for.
        """
        cells = self.cells
        used = max(min(cells[place] for place in places), now)
        used += (min(cost, max(rate.burst, 1)) - 1) * rate.interval
        wait = used - now - rate.slack
        if wait > 1e-9:  # what doubles lose when intervals are added up is no reason
            return wait
        for place in places:
            cells[place] = max(cells[place], used + rate.interval)
        return 0.0

    def _places(self, client: str) -> tuple[int, ...]:
        """Where a client is counted; without the key nobody can choose addresses that collide."""
        raw = blake2b(client.encode("utf-8", "replace"), key=self._key, digest_size=4 * ROWS)
        digest = raw.digest()
        return tuple(
            row * COLUMNS + int.from_bytes(digest[4 * row : 4 * row + 4], "big") % COLUMNS
            for row in range(ROWS)
        )


def client_of(address: str) -> str:
    """Whom an address stands for: itself, or the network of 2^64 that an IPv6 customer is given."""
    try:
        found = ipaddress.ip_address(_bare(address))
    except ValueError:
        return address  # "unknown", a socket: one client
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False))


def _bare(address: str) -> str:
    """An address as proxies write it, without brackets and port."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
