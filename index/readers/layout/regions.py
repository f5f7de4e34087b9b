"""A page in the order of reading: what is beside the text, its columns, the cells of its tables.

From the marks of a sheet to lines. What stands across the page follows as if on a page of its
own. Each column and each cell of prose is a block of its own, whose edges tell where its
lines were full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, groupby, pairwise
from typing import NamedTuple

from index.readers.layout.cells import Cell, cells_of
from index.readers.layout.columns import columns
from index.readers.layout.lines import (
    LABEL,
    SENTENCE_ENDS,
    Kind,
    Line,
    Mark,
    Page,
    Rule,
    Sheet,
    is_placed,
    line_of,
    measure,
    rows_of,
    upright,
    upright_rule,
)
from index.readers.layout.stacks import Stack, find_stacks

_FEWEST_RULES = 4
_FEW_TURNED = 0.2  # of the characters of a page may stand turned in its margin
_PROSE_LINES = 4
_PROSE_WIDTH = 14.0
"""A cell of so many lines and so many em is a block of prose."""
_PADDING = 2.0  # em between the last character of a full line and the rule behind it
_NEAR = 3.0  # em from text written downwards to the rule beside it

_TAIL = 6.0  # em below text written downwards in which digits on their side are its end

Rows = list[Sequence[Mark]]


class _Extent(NamedTuple):
    """Where something stands on a page."""

    left: float
    right: float
    top: float
    bottom: float


def page_lines(sheet: Sheet) -> Iterator[Page]:
    """The blocks of a page; their lines are numbered in the order of reading."""
    sheet = sheet._replace(width=measure(sheet.width), height=measure(sheet.height))
    placed = [mark for mark in sheet.marks if is_placed(mark)]
    turns = Counter(mark.turn for mark in placed if not mark.text.isspace())
    order = count()
    margins: list[_Extent] = []
    for turn, _ in turns.most_common():
        if margins:
            placed = [mark for mark in placed if not _is_within(mark, margins)]
        marks = [mark for mark in placed if mark.turn == turn]
        if not marks or _is_beside(marks, placed, turns):
            continue
        if turn:
            marks = [upright(mark, sheet) for mark in marks]
        across = turn % 2
        size = (sheet.height, sheet.width) if across else (sheet.width, sheet.height)
        whole = Page(sheet.number, *size, [])
        rules = [upright_rule(rule, turn, sheet) for rule in sheet.rules] if turn else sheet.rules
        lines, downwards = _in_order(marks, whole, rules)
        margins += () if turn else downwards
        for line in lines:
            line.order = next(order)
            line.page.lines.append(line)
        yield from {id(line.page): line.page for line in lines}.values()


def _is_beside(marks: Sequence[Mark], placed: Sequence[Mark], turns: Counter[int]) -> bool:
    """Whether marks are a few turned words in the margin of an upright page."""
    main, _ = turns.most_common(1)[0]
    turn = marks[0].turn
    if main or turn in (0, 2) or turns[turn] > _FEW_TURNED * turns[main]:
        return False
    text = [mark for mark in placed if mark.turn == main and not mark.text.isspace()]
    left = min(mark.x for mark in text)
    right = max(mark.x + mark.advance for mark in text)
    return all(mark.x > right for mark in marks) or all(mark.x < left for mark in marks)


def _in_order(
    marks: list[Mark], whole: Page, rules: Sequence[Rule]
) -> tuple[list[Line], list[_Extent]]:
    """The lines of an upright page, ``whole`` has its measures; and where its margins are written on."""
    rows: Rows = list(rows_of(marks))
    margins: list[_Extent] = []
    if stacks := find_stacks(rows):
        marks, margins = _without(marks, stacks, rules)
        rows = list(rows_of(marks))
    cells: Mapping[Cell, list[Mark]] = {}
    if len(rules) >= _FEWEST_RULES and marks:
        cells = cells_of(rows, rules, _usual_size(marks))
        if cells:
            inside = {id(mark) for cell in cells.values() for mark in cell}
            rows = list(rows_of([mark for mark in marks if id(mark) not in inside]))
    blocks = [block for part in columns(rows) if (block := _block(part, _like(whole)))]
    placed = [(at, line.y, line) for at, block in enumerate(blocks) for line in block]
    for cell, row in _table_rows(cells, whole):
        at = _before(cell, blocks)
        placed += [(at, cell.top, line) for line in row]
    placed.sort(key=lambda place: place[:2])
    return [line for _, _, line in placed], margins


def _like(whole: Page, kind: Kind = Kind.TEXT) -> Page:
    return Page(whole.number, whole.width, whole.height, [], kind=kind)


def _usual_size(marks: Sequence[Mark]) -> float:
    return Counter(mark.size for mark in marks).most_common(1)[0][0]


def _block(rows: Iterable[Sequence[Mark]], page: Page) -> list[Line]:
    return [line for row in rows if (line := line_of(row, page))]


def _before(cell: Cell, blocks: Sequence[Sequence[Line]]) -> int:
    """The block that a row of a table, which begins with ``cell``, stands in or below."""
    middle = (cell.left + cell.right) / 2
    above = [
        at for at, block in enumerate(blocks)
        if block[0].y <= cell.top
        and min(line.left for line in block) <= middle <= max(line.right for line in block)
    ]  # fmt: skip
    return max(above, default=max(0, sum(block[0].y <= cell.top for block in blocks) - 1))


# Text written downwards


def _without(
    marks: Sequence[Mark], stacks: Sequence[Stack], rules: Sequence[Rule]
) -> tuple[list[Mark], list[_Extent]]:
    """Each stack one word where it begins, none where it stands in the margin; and where these stood."""
    gone = {id(mark) for stack in stacks for mark in stack.marks}
    kept = [mark for mark in marks if id(mark) not in gone]
    margins: list[_Extent] = []
    for stack in stacks:
        if not stack.is_marginal or _is_ruled(stack, rules):
            word = "".join(mark.text for mark in stack.marks)
            kept.append(stack.marks[0]._replace(text=word))
        else:
            margins.append(_extent(stack.marks))
    return kept, margins


def _extent(marks: Sequence[Mark]) -> _Extent:
    first, last = marks[0], marks[-1]
    return _Extent(
        first.x, first.x + first.advance, first.y - first.size, last.y + _TAIL * last.size
    )


def _is_within(mark: Mark, margins: Sequence[_Extent]) -> bool:
    """Whether a mark lies on its side in a margin that is written on: the year of a gazette."""
    return mark.turn != 0 and any(
        margin.left <= mark.x <= margin.right and margin.top <= mark.y <= margin.bottom
        for margin in margins
    )


def _is_ruled(stack: Stack, rules: Sequence[Rule]) -> bool:
    """Whether a rule parts the stack from what is beside it: then it is the head of a row."""
    first, last = stack.marks[0], stack.marks[-1]
    near = _NEAR * first.size
    return any(
        not rule.is_level
        and first.x - near <= rule.at <= first.x + first.advance + near
        and rule.start <= first.y and rule.end >= last.y - last.size
        for rule in rules
    )  # fmt: skip


# Tables


def _table_rows(
    cells: Mapping[Cell, Sequence[Mark]], whole: Page
) -> Iterator[tuple[Cell, list[Line]]]:
    """(first cell, lines) of each row: one line of all its cells, but a cell of prose has its own
    lines."""
    table = _like(whole, Kind.TABLE)
    for _, group in groupby(sorted(cells), key=lambda cell: cell.top):
        row = list(group)
        short: list[tuple[Cell, list[Line]]] = []
        lines: list[Line] = []
        for cell in row:
            own = _block(rows_of(cells[cell]), _like(whole, Kind.CELL))
            if _is_prose(own):
                own[0].page.least = cell.right - _PADDING * own[0].size
                lines += own
            elif own:
                short.append((cell, own))
        if short:
            lines.insert(0, _joined_row(short, table))
        yield row[0], lines


def _is_prose(lines: Sequence[Line]) -> bool:
    if len(lines) < _PROSE_LINES:
        return False
    wide = max(line.right for line in lines) - min(line.left for line in lines)
    return wide >= _PROSE_WIDTH * lines[0].size


def _joined_row(cells: Sequence[tuple[Cell, list[Line]]], page: Page) -> Line:
    """One line of the cells of a row, each of which has its own lines."""
    first, last = cells[0][1][0], cells[-1][1][0]
    text = "  ".join(_cell_text(cell, lines) for cell, lines in cells)
    return replace(first, text=text, right=last.right, page=page)


def _cell_text(cell: Cell, lines: Sequence[Line]) -> str:
    """The lines of a cell as one: a space stays where the line could have held more."""
    text = lines[0].text
    for before, line in pairwise(lines):
        is_short = before.right - before.left < 0.6 * (cell.right - cell.left)
        latin = text[-1:].isascii() and line.text[:1].isascii() and not text.endswith(("-", "/"))
        is_item = text.endswith(SENTENCE_ENDS) and (is_short or LABEL.match(line.text))
        text += (" " if latin or is_item else "") + line.text
    return text
