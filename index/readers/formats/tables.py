"""Lists of documents that programs save under the name of a workbook, but as a page or as XML.

Exports of information systems are HTML tables named ``.xls`` or ``.et``; Excel 2003 saves
SpreadsheetML (``<?mso-application progid="Excel.Sheet"?>``). Their rows are read by the rules of all
lists. A page without such a table is a page, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree
from selectolax.lexbor import LexborNode, SelectolaxError

from index.document import Rejected
from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.columns import Headless, Row, documents_of
from index.readers.containers.xml import attribute, child, parse_xml, tag
from index.readers.extract import Extract
from index.readers.formats.html import parse_html
from index.readers.formats.mhtml import pages_of
from index.readers.options import Options
from index.readers.page.tree import parsed
from index.text.encodings import decode

_LEAST_ROWS, _LEAST_COLUMNS = 3, 3
"""A table of fewer is part of a page."""
_DEEPEST = 100
_MOST_CELLS = 10_000_000
"""So many cells of a table are kept, empty ones among them."""
_BREAKS = frozenset(("br", "p", "div", "li"))
_MIDNIGHT = "T00:00:00"


class _Cell(NamedTuple):
    """A cell: what it says, its column where that is given, how far it reaches beyond itself."""

    text: str
    column: int | None = None
    across: int = 0
    down: int = 0


class _Table(NamedTuple):
    where: str
    rows: list[Row]


def read_page(data: bytes, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """Every row of the tables of a page, or of the sheets that Excel saved as one file of pages; the
    page itself where none of them is a list.

    Raises (while iterating): Unreadable.
    """
    pages = list(pages_of(data)) or [decode(data)]
    try:
        tables = _tables_of_pages(pages)
    except SelectolaxError as error:  # memory does not last
        raise Unreadable(refusals.PAGE_TOO_LARGE) from error
    try:
        yield from _documents(tables, name, options)
    except Headless:
        if any(_is_list(table) for table in tables):
            raise
        page = parse_html(pages[0], name)
        if not page.lines and not page.title:
            raise Unreadable(refusals.WORKBOOK_DAMAGED) from None
        yield page


def read_xml(data: bytes, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """Every row of the sheets of SpreadsheetML 2003.

    Raises (while iterating): Unreadable.
    """
    root = parse_xml(data)
    sheets = (element for element in root if tag(element) == "Worksheet")
    tables = [
        _Table(
            refusals.in_sheet(attribute(sheet, "Name")),
            list(_filled(_xml_rows(child(sheet, "Table")))),
        )
        for sheet in sheets
    ]
    yield from _documents(tables, name, options)


def _documents(tables: list[_Table], name: str, options: Options) -> Iterator[Extract | Rejected]:
    """What the rows of several tables say; those that are no lists are named behind the others.

    Raises: Headless.
    """
    small: list[Rejected] = []
    useless: list[Rejected] = []
    useful = False
    for table in filter(lambda table: table.rows, tables):
        try:
            for item in documents_of(iter(table.rows), name, table.where, options.columns):
                useful = True
                yield item
        except Headless as error:
            kept = useless if _is_list(table) else small
            kept.append(Rejected(name, table.where, str(error)))
    if not useful:
        named = [(table.locator, table.reason) for table in useless or small]
        raise Headless(refusals.of_sheets(named) or refusals.WORKBOOK_EMPTY)
    yield from useless


def _is_list(table: _Table) -> bool:
    wide = sum(len(row.cells) >= _LEAST_COLUMNS for row in table.rows)
    return wide >= _LEAST_ROWS


def _filled(rows: Iterable[tuple[int, list[_Cell]]]) -> Iterator[Row]:
    """Number and cells of the rows that are not empty. What reaches downwards counts in every row; a
    row that is one cell across several columns heads a part of the table and is left out."""
    left, free = limits.WORKBOOK_CHARACTERS, _MOST_CELLS
    below: dict[int, tuple[int, str]] = {}  # column -> last row, text
    for number, cells in islice(rows, limits.TABLE_ROWS + limits.HEADER_WITHIN + 2):
        line: dict[int, str] = {
            column: text for column, (last, text) in below.items() if last >= number
        }
        begun: dict[int, tuple[int, str]] = {}
        column = 0
        for cell in cells:
            column = column if cell.column is None else cell.column
            while cell.column is None and column in line:
                column += 1
            if column >= limits.TABLE_COLUMNS:
                break
            line[column] = cell.text
            if cell.down:
                begun[column] = (number + cell.down, cell.text)
            column += 1 + cell.across
        below = {at: place for at, place in below.items() if place[0] > number} | begun
        own = [cell for cell in cells if cell.text.strip()]
        if not own or (len(own) == 1 and own[0].across):
            continue
        made = [line.get(at, "") for at in range(max(line) + 1)]
        left -= sum(map(len, made))
        free -= len(made)
        if min(left, free) < 0:
            raise Unreadable(refusals.WORKBOOK_TOO_LARGE)
        yield Row(number, made)


# --- pages ------------------------------------------------------------------------------


def _tables_of_pages(pages: list[str]) -> list[_Table]:
    """The tables of pages in which no other stands."""
    tables: list[LexborNode] = []
    for text in pages:
        found = parsed(text).css("table")
        frames = {frame for table in found if (frame := _enclosing(table))}
        tables += (table for table in found if table.mem_id not in frames)
    return [
        _Table(
            refusals.in_table(number) if len(tables) > 1 else "", list(_filled(_page_rows(table)))
        )
        for number, table in enumerate(tables, 1)
    ]


def _enclosing(table: LexborNode) -> int:
    """The table that a table stands in, as a number; 0 where it stands in none."""
    node = table.parent
    for _ in range(_DEEPEST):
        if node is None or node.tag == "table":
            break
        node = node.parent
    return node.mem_id if node is not None and node.tag == "table" else 0


def _page_rows(table: LexborNode) -> Iterator[tuple[int, list[_Cell]]]:
    for number, row in enumerate(table.css("tr"), 1):
        yield number, [_page_cell(cell) for cell in row.iter() if cell.tag in ("td", "th")]


def _page_cell(cell: LexborNode) -> _Cell:
    across, down = (_span(cell.attributes.get(name)) - 1 for name in ("colspan", "rowspan"))
    return _Cell(_words(cell), None, max(across, 0), max(down, 0))


def _words(cell: LexborNode) -> str:
    """The text of a cell, a paragraph a line."""
    pieces: list[str] = []
    for node in cell.traverse(include_text=True):
        if node.is_text_node:
            pieces.append((node.text_content or "").replace("\n", " "))
        elif node.tag in _BREAKS:
            pieces.append("\n")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else 1


# --- SpreadsheetML ----------------------------------------------------------------------


def _xml_rows(table: etree._Element | None) -> Iterator[tuple[int, list[_Cell]]]:
    number = 0
    for row in table if table is not None else ():
        if tag(row) == "Row":
            number = _span(attribute(row, "Index") or str(number + 1))
            yield number, [_xml_cell(cell) for cell in row if tag(cell) == "Cell"]


def _xml_cell(cell: etree._Element) -> _Cell:
    index = attribute(cell, "Index")
    across, down = (_span(attribute(cell, name) or "0") for name in ("MergeAcross", "MergeDown"))
    data = child(cell, "Data")
    text = "".join(data.itertext()).strip() if data is not None else ""
    if attribute(data, "Type") == "DateTime":
        text = text.partition(".")[0]
        text = text.removesuffix(_MIDNIGHT).replace("T", " ")
    return _Cell(text, _span(index) - 1 if index else None, across, down)
