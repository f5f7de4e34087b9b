"""索引号: how the parts of an index number are joined, by which a collection's own numbers are known.

Every government writes its own (``000014349/2018-00217``, ``11440100MB2C99999X/2029-00012``). What they have in common
within a collection is how their parts are joined; so the shape is learnt from the numbers that it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

Joints: TypeAlias = tuple[str, ...]
"""What stands between the parts of a number, in order."""

_WHOLE = re.compile(r"[a-z0-9]+(?:[/_.-]+[a-z0-9]+)+")
_JOINT = re.compile(r"[/_.-]+")
_FEWEST = 5
"""So many numbers of a collection are joined alike, or it is no shape of theirs."""


def joints_of(number: str) -> Joints:
    """How the parts of a number are joined; empty for what cannot be an index number.

    Args:
        number: squeezed.

    >>> joints_of("000014349/2018-00217"), joints_of("云政办〔2023〕15号")
    (('/', '-'), ())
    """
    return tuple(_JOINT.findall(number)) if _WHOLE.fullmatch(number) else ()


def usual_joints(numbers: Iterable[tuple[str, int]]) -> frozenset[Joints]:
    """How the numbers of a collection are joined.

    Args:
        numbers: each, and how many documents have it; one may come several times.
    """
    counts: dict[Joints, int] = {}
    for number, count in numbers:
        if joints := joints_of(number):
            counts[joints] = counts.get(joints, 0) + count
    return frozenset(joints for joints, count in counts.items() if count >= _FEWEST)
