"""Labels and values within one line of a page: by its colons, its cells or its elements."""

from __future__ import annotations

from collections.abc import Sequence

from index.conventions.labels import field_of, is_label, scan, scan_within
from index.readers.page.lines import CELL, Line

Pair = tuple[str, str, str]
"""(field, label, value), see :mod:`index.conventions.labels`."""
_LONGEST = 300
_LONGEST_LABEL = 12
_LONGEST_BLOCK = 150
_LONGEST_FIRST = 20


def pairs_of(line: Line) -> list[Pair]:
    """What a line says in labels; a longer line is running text."""
    if line.size > _LONGEST:
        return []
    if CELL in line.pieces and len(cells := cells_of(line)) > 1:
        return _of_cells(cells)
    return _of_line(line)


def _may_say(folded: str) -> bool:
    """Whether a line has a colon where one may stand behind a label: early, or several."""
    first = folded.find(":")
    return first >= 0 and (first <= _LONGEST_FIRST or ":" in folded[first + 1 :])


def cells_of(line: Line) -> list[str]:
    """The texts of the cells of a row, empty ones too."""
    if CELL not in line.pieces:
        return [line.text]
    before, *cells = "".join(line.pieces).split(CELL)
    return [" ".join(part.split()) for part in ([before, *cells] if before.strip() else cells)]


def _of_cells(cells: Sequence[str]) -> list[Pair]:
    """Label cells and the cells behind them, of a row that begins with one or with such a pair."""
    cells = [cell for cell in cells if cell]
    if not cells or all(field_of(cell) or is_label(cell) for cell in cells):
        return []
    if not (field_of(cells[0]) or is_label(cells[0]) or scan(cells[0])):
        return []
    found: list[Pair] = []
    at = 0
    while at < len(cells):
        cell = cells[at]
        value = cells[at + 1] if at + 1 < len(cells) else ""
        field = field_of(cell)
        if field or is_label(cell):
            taken = bool(value) and not field_of(value) and not is_label(value)
            if field and taken:
                found.append((field, cell, value))
            at += 1 + taken
        else:
            found += scan(cell)
            at += 1
    return found


def _of_line(line: Line) -> list[Pair]:
    """The pairs that a line says with colons, else by its elements: ``<b>索引号</b><i>YZ-1</i>``."""
    if _may_say(line.folded):
        spaced = line.spaced
        if found := scan(spaced) or (scan_within(spaced) if line.size <= _LONGEST_BLOCK else []):
            return found
    first = next(filter(None, map(str.strip, line.pieces)), "")
    if len(line.pieces) < 2 or len(first) > _LONGEST_LABEL or not field_of(first):
        return []
    pieces = [piece.strip() for piece in line.pieces if piece.strip()]
    found = []
    label, value = "", ""
    for piece in [*pieces, ""]:
        is_new = (
            not piece or is_label(piece) or (len(piece) <= _LONGEST_LABEL and bool(field_of(piece)))
        )
        if not is_new:
            value += piece
            continue
        if value:
            found.append((field_of(label), label, value))
        label, value = piece, ""
    return found
