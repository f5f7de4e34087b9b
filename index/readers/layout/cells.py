"""Tables that are ruled: what stands between the same four rules is one cell.

The lines of a cell belong together, whatever stands beside them; cells that begin at the same
rule are one row. A frame around a whole page is no table.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from index.readers.layout.lines import Mark, Rule

_SLACK = 0.3  # em by which rules may miss each other
_LOOKED_AT = 80  # so many rules are tried on each side: a hostile page has any number
_MOST_FRAMES = 20
_FEWEST = 3  # cells of a table
_FEWEST_UPRIGHT, _FEWEST_LEVEL = 3, 2  # rules of a table: two cells are beside each other
_BROKEN = 0.05  # of the cells may have words that run on into the next


class Cell(NamedTuple):
    """The rules around a cell."""

    top: float
    left: float
    bottom: float
    right: float


Cells = dict[Cell, list[Mark]]


class _Rules:
    """The rules of one direction, from the upper left on."""

    def __init__(self, rules: Iterable[Rule], slack: float) -> None:
        self._rules = _merged(rules, slack)
        self._places = [rule.at for rule in self._rules]
        self._slack = slack

    def __len__(self) -> int:
        return len(self._rules)

    def encloses(self, at: float) -> bool:
        """Whether there are rules on both sides of ``at``."""
        return bool(self._places) and self._places[0] <= at < self._places[-1]

    def around(self, at: float, start: float, end: float) -> tuple[Rule, Rule] | None:
        """The nearest rules before and behind ``at`` that reach from ``start`` to ``end``."""
        begin = bisect(self._places, at)
        before = self._first(range(begin - 1, max(-1, begin - 1 - _LOOKED_AT), -1), start, end)
        if before is None:
            return None
        behind = self._first(range(begin, min(len(self._rules), begin + _LOOKED_AT)), start, end)
        return None if behind is None else (before, behind)

    def _first(self, places: Iterable[int], start: float, end: float) -> Rule | None:
        for place in places:
            rule = self._rules[place]
            if rule.start - self._slack <= start and end <= rule.end + self._slack:
                return rule
        return None

    def reaches(self, rule: Rule, start: float, end: float) -> bool:
        """Whether a rule goes from ``start`` to ``end``."""
        return rule.start - self._slack <= start and end <= rule.end + self._slack


def cells_of(rows: Sequence[Sequence[Mark]], rules: Sequence[Rule], size: float) -> Cells:
    """The marks in each cell of a page; none where its rules make no table.

    Args:
        rows: the lines of the page, each from left to right.
        size: the usual size of the marks.
    """
    slack = _SLACK * size
    level = _Rules((rule for rule in rules if rule.is_level), slack)
    upright = _Rules((rule for rule in rules if not rule.is_level), slack)
    cells: Cells = {}
    if len(upright) < _FEWEST_UPRIGHT or len(level) < _FEWEST_LEVEL:
        return cells
    broken = 0
    for row in rows:
        last: tuple[Mark, Cell | None] | None = None
        for mark in row:
            known = last[1] if last else None
            cell = known if known and _is_in(mark, known) else _cell(mark, level, upright)
            if last and last[1] != cell and mark.x - last[0].x - last[0].advance < 0.2 * mark.size:
                broken += 1
            last = (mark, cell)
            if cell:
                cells.setdefault(cell, []).append(mark)
    for frame in _frames(cells):
        del cells[frame]
    is_table = len(cells) >= _FEWEST and _are_beside(cells) and broken <= _BROKEN * len(cells)
    return cells if is_table else {}


def _is_in(mark: Mark, cell: Cell) -> bool:
    x, y = mark.x + mark.advance / 2, mark.y - 0.35 * mark.size
    return cell.left < x < cell.right and cell.top < y < cell.bottom


def _cell(mark: Mark, level: _Rules, upright: _Rules) -> Cell | None:
    """The smallest rectangle around a mark that is ruled on all sides."""
    x, y = mark.x + mark.advance / 2, mark.y - 0.35 * mark.size
    if not (level.encloses(y) and upright.encloses(x)):
        return None
    sides = upright.around(x, y, y)
    ends = level.around(y, sides[0].at, sides[1].at) if sides else None
    if not sides or not ends:
        return None
    top, bottom = ends[0].at, ends[1].at
    if not all(upright.reaches(side, top, bottom) for side in sides):
        return None
    return Cell(top, sides[0].at, bottom, sides[1].at)


def _frames(cells: Cells) -> list[Cell]:
    """The cells that others stand in: a frame around a table, or around the page."""
    largest = sorted(cells, key=_area, reverse=True)[:_MOST_FRAMES]
    return [
        frame for frame in largest
        if any(
            frame.left <= cell.left and cell.right <= frame.right
            and frame.top <= cell.top and cell.bottom <= frame.bottom and cell != frame
            for cell in cells
        )
    ]  # fmt: skip


def _area(cell: Cell) -> float:
    return (cell.right - cell.left) * (cell.bottom - cell.top)


def _are_beside(cells: Mapping[Cell, object]) -> bool:
    """Whether two cells share a row: boxes under one another are no table."""
    tops = [cell.top for cell in cells]
    return len(set(tops)) < len(tops)


def _merged(rules: Iterable[Rule], slack: float) -> list[Rule]:
    """Rules drawn cell by cell or twice made one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / slack), rule.start)):
        last = merged[-1] if merged else None
        if last and abs(last.at - rule.at) <= slack and rule.start <= last.end + slack:
            merged[-1] = last._replace(end=max(last.end, rule.end))
        else:
            merged.append(rule)
    return sorted(merged, key=lambda rule: rule.at)
