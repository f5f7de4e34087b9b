"""Who has used most of a worker lately: whoever has used least comes first, and is sent away last.

However many addresses ask without end, each of them has soon used more than a visitor who looks
something up now and then. Who was never answered here before (strangers) are asked for apart: any
number of addresses that come once take half of the turns from those who were. A stranger who was sent away
and asks on (no visitor asks ten times in as many seconds) comes after everyone.

Behind proxies an address is what the outermost trusted one says.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import nlargest

from web.protect import limits
from web.protect.rate_limiter import client_of

_FORWARDED = re.compile(rb"\r\nx-forwarded-for:([^\r]*)", re.I)
_RESCALED = 500.0
"""Half-lives after which numbers are made small again; a double holds 1,023."""


@dataclass
class Usage:
    """Seconds of a processor that each visitor has used, of which time forgets half and half again.

    Instead of old seconds becoming less, new ones count for more: numbers are compared, never
    shown, and so nothing needs to be done while time passes.
    """

    clock: Callable[[], float] = time.monotonic
    _used: dict[str, float] = field(default_factory=dict)
    _known: dict[str, None] = field(default_factory=dict)
    _since: float = 0.0

    def __post_init__(self) -> None:
        self._since = self.clock()

    def of(self, visitor: str) -> float:
        """Seconds, in a measure of which only ``unit`` knows; 0 of one who is not known."""
        return self._used.get(visitor, 0.0)

    def knows(self, visitor: str) -> bool:
        """Whether this visitor has been answered; others are strangers."""
        return visitor in self._known

    def insists(self, visitor: str) -> bool:
        """Whether a stranger has asked again and again: no new visitor does."""
        return not self.knows(visitor) and self.of(visitor) > limits.USAGE_NEW * self.unit()

    def answered(self, visitor: str, seconds: float) -> None:
        """Count what an answer took, of one who is no stranger from now on."""
        self._known[visitor] = None
        if len(self._known) > limits.USAGE_VISITORS:
            del self._known[next(iter(self._known))]
        self.add(visitor, max(seconds, limits.USAGE_ANSWER))

    def unit(self) -> float:
        """What a second counts now."""
        halves = (self.clock() - self._since) / limits.USAGE_SECONDS
        if halves > _RESCALED:
            smaller = 0.5**halves
            self._since = self.clock()
            self._used = {one: used * smaller for one, used in self._used.items()}
            return 1.0
        return float(2.0**halves)

    def add(self, visitor: str, seconds: float) -> None:
        """Count what a visitor has used; if there are too many, the half that has used least is
        forgotten."""
        unit = self.unit()  # first: it may make all numbers small
        self._used[visitor] = self.of(visitor) + seconds * unit
        if len(self._used) > limits.USAGE_VISITORS:
            most = nlargest(limits.USAGE_VISITORS // 2, self._used.items(), key=lambda one: one[1])
            self._used = dict(most)


def visitor_of(request: bytes, client: str, proxies: int) -> str:
    """Whom a request is counted for: its connection's client, or whom ``proxies`` say it is."""
    if not proxies:
        return client
    head = request.partition(b"\r\n\r\n")[0]
    said = b",".join(_FORWARDED.findall(head)).split(b",")
    if len(said) < proxies:
        return client
    return client_of(said[-proxies].strip().decode("latin-1")) or client
