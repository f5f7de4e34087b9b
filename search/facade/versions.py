"""Texts of one work: in which order they stand, and how they fold into one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from search.backend.reading import Rows

Named: TypeAlias = Callable[[int], bool]
"""Whether a document is named by its number: then no other text of its work is meant."""
_Key: TypeAlias = tuple[bool, int, int, int]
EVERY = slice(None)
"""All lines."""


class Line(NamedTuple):
    """A line of a result: the document that stands for it, and what is folded under it.

    Attributes:
        versions: other texts of its work.
        reprints: other prints of its text.
    """

    number: int
    versions: tuple[int, ...] = ()
    reprints: tuple[int, ...] = ()


def nobody(number: int) -> bool:
    """No document is named."""
    return False


def in_force_first(rows: Rows, named: Named = nobody) -> list[int]:
    """The numbers of ``rows``, the texts of each work in force first, then the newest.

    The places that the texts of a work hold in the ranking stay; which of them stands in which place
    is decided by what is named, state and date, since their texts hardly differ.
    """
    ordered = list(rows.numbers)
    for places in _groups(rows):
        if len(places) > 1:
            for place, better in zip(places, _best_first(rows, places, named), strict=True):
                ordered[place] = rows.numbers[better]
    return ordered


def folded(
    rows: Rows, by_score: bool, named: Named = nobody, shown: slice = EVERY
) -> tuple[int, list[Line]]:
    """How many lines ``rows`` make, each in the first place that one of its documents holds, and some of them.

    Args:
        by_score: whether the text in force stands for the others; else the first in order does.
        shown: which lines are wanted.
    """
    lines = list(dict.fromkeys(rows.lines))
    wanted: dict[int, list[int]] = {line: [] for line in lines[shown]}
    for place, line in [pair for pair in enumerate(rows.lines) if pair[1] in wanted]:
        wanted[line].append(place)
    return len(lines), [_line(rows, places, by_score, named) for places in wanted.values()]


def _line(rows: Rows, places: list[int], by_score: bool, named: Named) -> Line:
    best = _best_first(rows, places, named)
    top = best[0] if by_score else places[0]
    others = [place for place in best if place != top]
    prints = [place for place in others if rows.texts[place] == rows.texts[top]]
    versions = [place for place in others if rows.texts[place] != rows.texts[top]]
    return Line(rows.numbers[top], _numbers(rows, versions), _numbers(rows, prints))


def _numbers(rows: Rows, places: list[int]) -> tuple[int, ...]:
    return tuple(rows.numbers[place] for place in places)


def _groups(rows: Rows) -> list[list[int]]:
    """The places of each line, by the first of them."""
    places: dict[int, list[int]] = {}
    for place, line in enumerate(rows.lines):
        places.setdefault(line, []).append(place)
    return list(places.values())


def _best_first(rows: Rows, places: list[int], named: Named) -> list[int]:
    """Some places, the text in force first, then the newest; prints of one text as they stand."""
    if len(places) == 1:
        return places
    newest: dict[int, int] = {}
    for place in places:
        text = rows.texts[place]
        newest[text] = max(newest.get(text, 0), rows.dates[place])

    def key(place: int) -> _Key:
        is_meant = named(rows.numbers[place])
        return not is_meant, rows.standing[place], -newest[rows.texts[place]], place

    return sorted(places, key=key)
