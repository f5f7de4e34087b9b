"""What is the same for everybody until the index or the day changes: made once for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from search.engine import Engine

T = TypeVar("T")
_State = tuple[object, ...]


class Once(Generic[T]):
    """A value over what an engine serves, made anew when that is another: a generation, what was
    withdrawn from it, the day (on which a text begins or ends).

    Two threads may make the same at once; either is right.
    """

    def __init__(self, make: Callable[[Engine], T]) -> None:
        self._make = make
        self._made: tuple[_State, T] | None = None

    def of(self, engine: Engine) -> T:
        """The value over what ``engine`` holds now."""
        status = engine.status()
        state = (status.generation, status.built_at, status.revision, date.today())
        made = self._made
        if made is None or made[0] != state:
            made = self._made = state, self._make(engine)
        return made[1]
