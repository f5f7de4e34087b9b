"""A table as an XLSX workbook: the rows on one sheet, on the other what they are.

Everything but a date is written as text: nothing here can become a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from web.export.tables import COLUMNS, Cell, Row, cleaned

LONGEST = 32_767
"""A cell holds no more UTF-16 units."""
FIRST_YEAR = 1901
"""Excel counts days from 1900, and takes that for a leap year; older days are written as text."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def as_xlsx(table: Iterable[Row], total: int, notes: Sequence[tuple[str, str]]) -> bytes:
    """``table`` as a workbook.

    Args:
        total: how many rows it has.
        notes: label and value, for the second sheet.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        _results(book, table, total)
        _about(book, notes)
    return file.getvalue()


def _results(book: xlsxwriter.Workbook, table: Iterable[Row], total: int) -> None:
    sheet = book.add_worksheet("检索结果")
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, total, len(COLUMNS) - 1)
    for at, column in enumerate(COLUMNS):
        sheet.write_string(0, at, column.label, bold)
    for number, row in enumerate(table, 1):
        for at, cell in enumerate(row):
            _write(sheet, number, at, cell, day)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, day: Format) -> None:
    if isinstance(cell, date) and cell.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, cell, day)
    elif cell:
        sheet.write_string(row, column, shortened(str(cell)))


def _about(book: xlsxwriter.Workbook, notes: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("说明")
    label = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    for row, (name, value) in enumerate(notes):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, shortened(cleaned(value)), wrapped)


def shortened(cell: str) -> str:
    """``cell`` cut to what a cell of a workbook holds."""
    if len(cell) <= LONGEST // 2:
        return cell
    return cell.encode("utf-16-le", "ignore")[: 2 * LONGEST].decode("utf-16-le", "ignore")
