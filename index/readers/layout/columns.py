"""Columns of text: a page set in two or more is read one column after the other.

A gutter is white space that runs down through many lines and has prose on both sides: lines
that fill their column. The short cells of a table do not, so a row of a table stays a row. What
reaches over the gutter (a headline, a wide table) parts what stands above from what stands below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.readers.layout.lines import FAR_APART, Mark, is_closed

_FEWEST = 5  # lines that a gutter must part
_GUTTER = 0.9  # em
_NARROWEST = 8.0  # em of a column
_SHORT, _INDENT = 1.2, 3.0  # em that a full line may lack at its end, and at its beginning
_SIGNS = frozenset("，。；、")
_DEEPEST = 4  # a page is halved so many times at most

Row = Sequence[Mark]


class _Gap(NamedTuple):
    """White space inside a line."""

    left: float
    right: float


class _Split(NamedTuple):
    """A stretch of lines, and what of it is on either side of a gutter."""

    begin: int
    end: int
    left: list[Row]
    right: list[Row]


def columns(rows: Sequence[Row], depth: int = 0) -> Iterator[list[Row]]:
    """The lines of a page (top to bottom, each sorted from left to right) in the order of
    reading, as blocks of lines of one column each."""
    split = _split(rows, depth)
    if split is None:
        if rows:
            yield list(rows)
        return
    parts = (rows[: split.begin], split.left, split.right, rows[split.end :])
    for part in parts:
        yield from columns(part, depth + 1)


def _split(rows: Sequence[Row], depth: int) -> _Split | None:
    """The longest stretch of lines that a gutter parts, if it is prose on both sides."""
    gutter = _gutter(rows) if depth < _DEEPEST else None
    if gutter is None:
        return None
    longest, begin = (0, 0), 0
    for at in range(len(rows) + 1):
        if at == len(rows) or _crosses(rows[at], gutter):
            longest = max(longest, (begin, at), key=lambda band: band[1] - band[0])
            begin = at + 1
    left, right = _parted(rows[slice(*longest)], gutter)
    if not _are_beside(left, right):
        return None
    if not all(_is_prose(side) or _split(side, depth + 1) for side in (left, right)):
        return None
    return _Split(*longest, left, right)


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where most lines have white space, if it can be a gutter."""
    gaps = [gap for row in rows for gap in _gaps(row)]
    gaps += [gap for a, b in pairwise(rows) if (gap := _between(a, b))]
    if len(gaps) < _FEWEST:
        return None
    edges = sorted([(gap.left, 1) for gap in gaps] + [(gap.right, -1) for gap in gaps])
    best = depth = 0
    place: float | None = None
    for at, (x, step) in enumerate(edges):
        depth += step
        if depth > best and at + 1 < len(edges):
            best, place = depth, (x + edges[at + 1][0]) / 2
    return place if best >= _FEWEST else None


def _gaps(row: Row) -> Iterator[_Gap]:
    if is_closed(row, _GUTTER):
        return
    end = None
    for mark in row:
        if end is not None and mark.x - end >= _GUTTER * mark.size:
            yield _Gap(end, mark.x)
        end = mark.x + mark.advance if end is None else max(end, mark.x + mark.advance)


def _between(one: Row, other: Row) -> _Gap | None:
    """The white space between two lines that are beside each other without being level."""
    left, right = sorted((one, other), key=lambda row: row[0].x)
    end, begin = left[-1].x + left[-1].advance, right[0].x
    is_near = abs(one[0].y - other[0].y) < 1.2 * one[0].size
    return _Gap(end, begin) if is_near and begin - end >= _GUTTER * one[0].size else None


def _crosses(row: Row, gutter: float) -> bool:
    """Whether something stands in the gutter; a line on one side of it does not."""
    if row[0].x > gutter or row[-1].x + row[-1].advance < gutter:
        return False
    return not any(gap.left <= gutter <= gap.right for gap in _gaps(row))


def _parted(rows: Sequence[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    left: list[Row] = [part for row in rows if (part := [m for m in row if m.x < gutter])]
    right: list[Row] = [part for row in rows if (part := [m for m in row if m.x >= gutter])]
    return left, right


def _are_beside(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether there are enough lines on either side, and these at the same height."""
    if min(len(left), len(right)) < _FEWEST:
        return False
    top = max(left[0][0].y, right[0][0].y)
    bottom = min(left[-1][0].y, right[-1][0].y)
    heights = (side[-1][0].y - side[0][0].y for side in (left, right))
    return bottom - top >= 0.6 * min(heights)


def _is_prose(rows: Sequence[Row]) -> bool:
    """Whether half of the lines fill their column; of a text of short items fewer do, but most of
    its lines have signs of a sentence."""
    left = min(row[0].x for row in rows)
    right = max(row[-1].x + row[-1].advance for row in rows)
    size = sorted(row[0].size for row in rows)[len(rows) // 2]
    if right - left < _NARROWEST * size:
        return False
    full = sum(
        row[-1].x + row[-1].advance >= right - _SHORT * size
        and row[0].x <= left + _INDENT * size
        and is_closed(row, FAR_APART)
        for row in rows
    )
    signed = sum(any(mark.text in _SIGNS for mark in row) for row in rows)
    return full >= 0.5 * len(rows) or (full >= 0.3 * len(rows) and signed >= 0.6 * len(rows))
