"""Until when an answer must be there: one time for all that is asked of a cluster on the way to it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Whatever this thread asks of a cluster inside takes no longer than that, all of it together.

    Within another, the nearer end holds: who asks on behalf of somebody does not wait longer than he does.
    """
    end, around = time.monotonic() + seconds, _until.get()
    token = _until.set(end if around is None else min(end, around))
    try:
        yield
    finally:
        _until.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """What is asked inside is for everybody: no time of him who happens to ask for it holds."""
    token = _until.set(None)
    try:
        yield
    finally:
        _until.reset(token)


def is_hurried() -> bool:
    """Whether somebody waits for what this thread asks: it is :func:`within` a time."""
    return _until.get() is not None


def end_of(seconds: float) -> float:
    """When a request that may take ``seconds`` must have ended, by ``time.monotonic``."""
    end, around = time.monotonic() + seconds, _until.get()
    return end if around is None else min(end, around)
