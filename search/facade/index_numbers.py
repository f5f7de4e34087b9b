"""Index numbers (索引号) that no document has: what has the shape of one is looked for as a whole.

What has the shape of one is known by the numbers that a collection holds (``index.conventions.index_number``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from index.conventions.index_number import Joints, joints_of
from search.backend.reading import Reading
from search.query.interpretation import Interpretation
from search.query.tiers import Pins
from search.request import Scope, SearchRequest

_SHORTEST = 10
"""Dates are shorter, where they are written with digits alone."""
_DIGITS = 8


class Shapes:
    """Knows how the index numbers of one generation are joined."""

    def __init__(self, reading: Reading) -> None:
        self._joints: Callable[[], frozenset[Joints]] = lru_cache(maxsize=1)(reading.joints)

    def has(self, squeezed: str) -> bool:
        """Whether a squeezed text may be an index number."""
        digits = sum(map(str.isdecimal, squeezed))
        if len(squeezed) < _SHORTEST or digits < _DIGITS or not (joints := joints_of(squeezed)):
            return False
        return joints in self._joints()


def absent_index_number(
    shapes: Shapes, request: SearchRequest, typed: Interpretation, pins: Pins
) -> str:
    """What was typed, where it is nothing but an index number and no document has it; else empty."""
    if request.scope is not Scope.ALL or pins.tiers or typed.number:
        return ""
    return typed.text.strip() if shapes.has(typed.squeezed) else ""


def said(number: str, total: int) -> tuple[str, ...]:
    """What the visitor is told of a number that no document has."""
    if not number:
        return ()
    return (f"没有收录索引号为“{number}”的文件{'；以下文件提到了它' if total else ''}。",)
