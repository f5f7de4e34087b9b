"""Which documents are asked for together: the lines of one page, the texts of one work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock

KEPT = 1 << 14
"""Of so many documents it is remembered with whom they were asked for last."""


class Together:
    """Remembers it of those that were asked for last. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lately: dict[int, tuple[int, ...]] = {}
        self._before: dict[int, tuple[int, ...]] = {}

    def add(self, serials: Sequence[int]) -> None:
        """Note that some documents are asked for together; whoever asks for a few of a list goes on in it."""
        if len(serials) < 2 or set(serials) <= set(self._group(serials[0])):
            return
        group = tuple(serials)
        with self._lock:
            self._lately |= dict.fromkeys(group, group)
            if len(self._lately) > KEPT:
                self._before, self._lately = self._lately, {}

    def with_(self, serials: Iterable[int], most: int) -> list[int]:
        """At most so many others that were asked for with one of some documents."""
        found: dict[int, None] = {}
        own = set(serials)
        for serial in own:
            found |= dict.fromkeys(self._group(serial))
        return [serial for serial in found if serial not in own][: max(most, 0)]

    def _group(self, serial: int) -> tuple[int, ...]:
        return self._lately.get(serial) or self._before.get(serial, ())
