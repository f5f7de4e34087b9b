"""One generation for all that is asked on the way to one answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import local
from typing import Protocol

from index.errors import (
    ClusterRefused,
    IndexDamaged,
    IndexInaccessible,
    IndexMissing,
    IndexOutdated,
    ZhengceError,
)
from search.backend.reading import Reading

KINDS: Mapping[type[ZhengceError], str] = {
    IndexDamaged: "damaged",
    IndexOutdated: "outdated",
    IndexInaccessible: "inaccessible",
    IndexMissing: "missing",
    ClusterRefused: "inaccessible",
}
"""Why a generation is not served, in a word."""


def refused_as(error: ZhengceError | None) -> str:
    """Why a generation is not served, in a word for machines; empty where nothing is wrong."""
    return next((word for kind, word in KINDS.items() if isinstance(error, kind)), "")


class Readings(Protocol):
    """Where the current generation comes from."""

    def current(self) -> Reading:
        """The generation that is served now."""
        ...

    def damage(self) -> str:
        """What is wrong with a newer generation that is not served for it; empty: nothing."""
        ...


class _Own(local):
    """What one thread holds.

    Attributes:
        is_held: whether it holds anything from when it first asks.
        reading: what it asked for first.
    """

    is_held = False
    reading: Reading | None = None


class Holding:
    """Readings of which a thread may hold one: each look at what is current asks the system some seven
    times, and a page is made of five calls."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._own = _Own()

    def current(self) -> Reading:
        """What this thread holds, else the generation that is served now."""
        own = self._own
        if own.reading is not None:
            return own.reading
        found = self._readings.current()
        if own.is_held:
            own.reading = found
        return found

    def damage(self) -> str:
        """See :meth:`Readings.damage`."""
        return self._readings.damage()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Until this ends, :meth:`current` is for this thread what it is at first."""
        own = self._own
        if own.is_held:
            yield
            return
        own.is_held = True
        try:
            yield
        finally:
            own.is_held, own.reading = False, None
