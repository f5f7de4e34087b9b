"""Text written downwards: one character under the other, in a margin or in a narrow cell.

Read line by line, each character would land in the line beside it. A stack is told by its
place alone: single ideographs with white space on both sides, one under the other at one even
pitch. A column of a table whose values are single characters (男, 女) is none: each stands
level with the other cells of its row.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from index.readers.layout.lines import FAR_APART, Mark, is_closed
from index.text.han import PRINTED

_FEWEST = 4
_PITCH = (0.8, 3.2)  # em from one base line to the next
_LEVEL = 0.08  # em between base lines of one row of a table
_PROSE = 12.0  # em: no cell beside a stack is so wide, but a line of prose is
_is_upright = re.compile(f"[{PRINTED}（）《》、：0-9]").match


class _Single(NamedTuple):
    """A character that stands alone in its line, and what stands beside it."""

    mark: Mark
    row: Sequence[Sequence[Mark]]  # the runs of the line


class Stack(NamedTuple):
    """Text written downwards.

    Attributes:
        marks: its characters, from the top.
        is_marginal: whether it stands beside lines of prose, outside of them.
    """

    marks: list[Mark]
    is_marginal: bool


def find_stacks(rows: Sequence[Sequence[Mark]]) -> list[Stack]:
    """The stacks among the lines of a page (top to bottom, each from left to right)."""
    parted = [[row] if is_closed(row, FAR_APART) else list(runs(row)) for row in rows]
    singles = [
        _Single(part[0], parts)
        for parts in parted
        for part in parts
        if len(part) == 1 and len(part[0].text) == 1 and _is_upright(part[0].text)
    ]
    parts = [_parted(column) for column in _columns(singles)]
    taken = {id(single.mark) for stacks, rest in parts if stacks for single in chain(*stacks, rest)}
    found: list[Stack] = []
    for stacks, rest in parts:
        judged = [
            Stack([single.mark for single in stack], _is_marginal(stack, parted, taken))
            for stack in stacks
        ]
        found += judged
        if rest and any(stack.is_marginal for stack in judged):
            found.append(Stack([single.mark for single in rest], _is_marginal(rest, parted, taken)))
    return found


def _parted(column: list[_Single]) -> tuple[list[list[_Single]], list[_Single]]:
    """The stacks in a column, and its characters between or behind them (年, 第, 期 about digits that
    lie on their side)."""
    stacks = [stack for stack in _even(column) if not _is_column_of_values(stack)]
    inside = {id(single.mark) for single in chain(*stacks)}
    return stacks, [single for single in column if id(single.mark) not in inside]


def runs(row: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    """What stands together in a line: its parts between wide white space."""
    begin = 0
    for at, (a, b) in enumerate(pairwise(row), 1):
        if b.x - a.x - a.advance >= FAR_APART * max(a.size, b.size):
            yield row[begin:at]
            begin = at
    yield row[begin:]


def _columns(singles: list[_Single]) -> Iterator[list[_Single]]:
    """Those under one another, from the top."""
    column: list[_Single] = []
    for single in sorted(singles, key=lambda single: _middle(single.mark)):
        if column and _middle(single.mark) - _middle(column[0].mark) > 0.3 * single.mark.size:
            yield sorted(column, key=lambda single: single.mark.y)
            column = []
        column.append(single)
    yield sorted(column, key=lambda single: single.mark.y)


def _middle(mark: Mark) -> float:
    return mark.x + mark.advance / 2


def _even(column: list[_Single]) -> Iterator[list[_Single]]:
    """The parts of a column that have one size and one pitch."""
    stack: list[_Single] = []
    pitch = 0.0
    for single in column:
        mark = single.mark
        if stack:
            last = stack[-1].mark
            step = mark.y - last.y
            fits = abs(mark.size - last.size) <= 0.1 * mark.size
            fits &= _PITCH[0] * mark.size <= step <= _PITCH[1] * mark.size
            fits &= not pitch or abs(step - pitch) <= 0.3 * mark.size
            if not fits:
                if len(stack) >= _FEWEST:
                    yield stack
                stack, pitch = [], 0.0
            else:
                pitch = pitch or step
        stack.append(single)
    if len(stack) >= _FEWEST:
        yield stack


def _is_column_of_values(stack: list[_Single]) -> bool:
    """Whether its characters are cells: level with others, or always the same few."""
    letters = [single.mark.text for single in stack]
    if 2 * len(set(letters)) <= len(letters) or any(map(str.isdigit, letters)):
        return True
    level = sum(
        any(abs(mark.y - single.mark.y) <= _LEVEL * mark.size for mark in part)
        for single in stack
        for part in [[part[0] for part in single.row if part[0] is not single.mark]]
    )
    cells = sum(len(single.row) > 2 or not _is_wide(single.row) for single in stack)
    return level > 0.8 * len(stack) and cells > 0.5 * len(stack)


def _is_wide(row: Sequence[Sequence[Mark]]) -> bool:
    """Whether a part of a line is as wide as prose."""
    return any(_end(part[-1]) - part[0].x >= _PROSE * part[0].size for part in row)


def _is_marginal(
    stack: list[_Single], rows: Sequence[Sequence[Sequence[Mark]]], taken: Container[int]
) -> bool:
    """Whether most lines beside it are whole, wide, and wholly on one side of it.

    Args:
        taken: ids of the marks of this and other columns: text may be written down both margins.
    """
    first, last = stack[0].mark, stack[-1].mark
    beside = [
        others for parts in rows
        if first.y - first.size <= parts[0][0].y <= last.y + first.size
        and (others := [part for part in parts if id(part[0]) not in taken])
    ]  # fmt: skip
    if not beside or sum(len(parts) > 1 for parts in beside) > 0.3 * len(beside):
        return False
    left = min(parts[0][0].x for parts in beside)
    right = max(_end(parts[-1][-1]) for parts in beside)
    outside = first.x > right or _end(first) < left
    return outside and right - left >= _PROSE * first.size


def _end(mark: Mark) -> float:
    return mark.x + mark.advance
