"""Index numbers (索引号) that no document has: what has the shape of one is looked for as a whole.

Every government writes its own (``000014349/2018-00217``, ``11440100MB2C99999X/2029-00012``). What they have in common
within a collection is how their parts are joined; so the shape is learnt from the numbers that it holds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from search.backend.reading import Reading
from search.query.interpretation import Interpretation
from search.query.tiers import Pins
from search.request import Scope, SearchRequest

_WHOLE = re.compile(r"[a-z0-9]+(?:[/_.-]+[a-z0-9]+)+")
_JOINT = re.compile(r"[/_.-]+")
_SHORTEST = 10
"""Dates are shorter, where they are written with digits alone."""
_DIGITS = 8
_FEWEST = 5
"""So many numbers of a collection are joined alike, or it is no shape of theirs."""


class Shapes:
    """Knows how the index numbers of one generation are joined."""

    def __init__(self, reading: Reading) -> None:
        self.joints = lru_cache(maxsize=1)(lambda: _joints(reading))

    def has(self, squeezed: str) -> bool:
        """Whether a squeezed text may be an index number."""
        digits = sum(map(str.isdecimal, squeezed))
        if len(squeezed) < _SHORTEST or digits < _DIGITS or not _WHOLE.fullmatch(squeezed):
            return False
        return tuple(_JOINT.findall(squeezed)) in self.joints()


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


def _joints(reading: Reading) -> frozenset[tuple[str, ...]]:
    counts: dict[tuple[str, ...], int] = {}
    for number, count in reading.begun("number", ""):
        if _WHOLE.fullmatch(number):
            joint = tuple(_JOINT.findall(number))
            counts[joint] = counts.get(joint, 0) + count
    return frozenset(joint for joint, count in counts.items() if count >= _FEWEST)
