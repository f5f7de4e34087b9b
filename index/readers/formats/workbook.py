"""Lists of documents as tables: workbooks (XLSX, XLS, ET, ODS), CSV and TSV.

A workbook is read by calamine in a process of its own: two cells far apart in a file of 2 KB
make it ask for 500 GB and abort (https://github.com/tafia/calamine/issues/693). That process
may use so much memory and time and no more; its death is a reason, not ours.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import orjson
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from index.document import Rejected
from index.errors import Unreadable
from index.readers.columns import (
    HEADER_WITHIN,
    MAX_ROWS,
    Headless,
    Lookup,
    Row,
    documents_of,
    find_header,
)
from index.readers.containers.archive import Package
from index.readers.extract import Extract
from index.text.encodings import decode

if sys.platform != "win32":
    import resource

MAX_COLUMNS = 16_384
"""So many columns a sheet may have: Excel's own limit."""
MAX_HEIGHT = 2**20
MAX_CELL = 4 * 2**20
"""So many characters a cell of a CSV file may have."""
MAX_TEXT = 256 * 2**20
"""So many characters all cells of a workbook may have: one shared string may fill them all."""
MAX_ROW_TEXT = 16 * 2**20
MAX_MEMORY = 512 * 2**20
MAX_SECONDS = 120

_PASSWORD = "工作簿设有密码。请去掉密码后再收录。"
_DAMAGED = "工作簿已损坏，或不是 Excel、WPS 或 ODS 表格。请用 Excel 或 WPS 打开并另存为 XLSX。"
_TOO_LARGE = "工作簿过大或已损坏。请删去数据以外的空行空列，拆分或另存为 CSV 后再收录。"
_QUOTES = f"引号不成对，或一格超过 {MAX_CELL:,} 字，以下各行未读。请更正后重试。"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_READY = b"ready\n"


def read_sheet(data: bytes, name: str, columns: Mapping[str, str]) -> Iterator[Extract | Rejected]:
    """Every row of every sheet of a workbook, each a document or a reason.

    Args:
        columns: column -> field, as the operator maps them; see ``columns.parse_mapping``.

    Raises (while iterating):
        Unreadable: no workbook, damaged, protected, too large; or no sheet of it is a list.
    """
    useless: list[Rejected] = []
    useful = False
    for (_, sheet), rows in groupby(_rows_of(data), lambda pair: pair[0]):
        where = f"工作表“{sheet}”"
        try:
            for item in documents_of((row for _, row in rows), name, where, columns):
                useful = True
                yield item
        except Headless as error:
            useless.append(Rejected(name, where, str(error)))
    if not useful:
        reasons = [f"{sheet.locator}：{sheet.reason}" for sheet in useless[:3]]
        raise Unreadable("".join(reasons) or "工作簿里没有内容。请检查文件。")
    yield from useless


def read_csv(data: bytes, name: str, columns: Mapping[str, str]) -> Iterator[Extract | Rejected]:
    """Every row of a CSV or TSV file, each a document or a reason.

    The delimiter is the one (``,``, tab, ``;``) that gives the better header.

    Raises (while iterating):
        Unreadable: it is no text, or has no header.
    """
    text = decode(data)
    csv.field_size_limit(MAX_CELL)  # of the whole process; the default cuts off long laws

    def header(delimiter: str) -> tuple[int, int]:
        head = [row.cells for row in islice(_csv_rows(text, delimiter), HEADER_WITHIN)]
        found = find_header(head, Lookup(columns))
        return (found.rank, len(set(found.fields))) if found else (0, 0)

    yield from documents_of(_csv_rows(text, max(",\t;", key=header)), name, "", columns, exact=True)


# --- CSV --------------------------------------------------------------------------------


class _TooWide(Exception):
    pass


class _Lines:
    """The lines of a text, for ``csv.reader``; remembers which ones the last record took."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._lines = io.StringIO(text, newline="\n")
        self._delimiter = delimiter
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self.taken.append(line)
        if line.count(self._delimiter) >= MAX_COLUMNS:
            raise _TooWide
        return line


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    lines = _Lines(text, delimiter)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        number = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _TooWide:
            yield Row(number, [], f"超过 {MAX_COLUMNS:,} 列。请检查分隔符。")
            continue
        except csv.Error:
            line = lines.taken[0].rstrip("\n")
            if len(lines.taken) > 1 or line.count('"') % 2 or len(line) > MAX_CELL:
                yield Row(number, [], _QUOTES)
                return
            cells = line.split(delimiter)  # quotes that belong to the text
        if any(cell.strip() for cell in cells):
            yield Row(number, [re.sub(r'^="(.*)"$', r"\1", cell) for cell in cells])


# --- workbooks: this process ------------------------------------------------------------


def _placed(data: bytes, folder: Path) -> Path:
    """A file with what is in a workbook: of an archive, what was really unpacked and counted."""
    if data.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(_PASSWORD)
        path = folder / "workbook.xls"
        path.write_bytes(data)
        return path
    if not data.startswith(b"PK"):
        raise Unreadable(_DAMAGED)
    package = Package(data)
    manifest = "META-INF/manifest.xml"
    if manifest in package and b"encryption-data" in package.read(manifest):
        raise Unreadable(_PASSWORD)
    path = folder / ("workbook.ods" if "content.xml" in package else "workbook.xlsx")
    with zipfile.ZipFile(path, "w") as archive:
        for part in package.names:
            if part.lower().endswith((".xml", ".rels")) or part == "mimetype":
                archive.writestr(part, package.read(part))
    return path


def _rows_of(data: bytes) -> Iterator[tuple[tuple[int, str], Row]]:
    """Every row that is not empty, with number and name of its sheet."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
    with tempfile.TemporaryDirectory() as folder:
        path = _placed(data, Path(folder))
        with subprocess.Popen(
            [sys.executable, "-P", "-c", code, str(path)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            try:
                output = process.stdout or io.BytesIO()
                if output.readline() != _READY:
                    raise RuntimeError("the process that reads workbooks does not start")
                for line in output:
                    sheet, name, *row = orjson.loads(line)
                    if sheet < 0:
                        raise Unreadable(name)
                    yield (sheet, name), Row(*row)
                if process.wait():
                    raise Unreadable(_TOO_LARGE)
            finally:
                process.kill()


# --- workbooks: the process that may die ------------------------------------------------


def serve() -> None:
    """Print the rows of the workbook that the command line names, one JSON array a line."""
    os.write(1, _READY)
    if sys.platform != "win32":
        _limit()
    for message in _messages(sys.argv[1]):
        sys.stdout.buffer.write(orjson.dumps(message, option=orjson.OPT_APPEND_NEWLINE))


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    if sys.platform == "linux":  # elsewhere the limit is not kept
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MAX_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _messages(path: str) -> Iterator[list[Any]]:
    """``[sheet, name, *Row]`` for every row that is not empty; ``[-1, reason]`` at worst."""
    left = MAX_TEXT
    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError as error:
        yield [-1, _PASSWORD if isinstance(error, PasswordError) else _DAMAGED]
        return
    for at, sheet in enumerate(book.sheets_metadata):
        if sheet.typ != SheetTypeEnum.WorkSheet:  # a chart, a macro
            continue
        try:
            found = book.get_sheet_by_index(at)
        except CalamineError:
            yield [at, sheet.name, 1, [], _DAMAGED]
            continue
        for number, cells in islice(_filled(found), MAX_ROWS + HEADER_WITHIN + 2):
            size = sum(map(len, cells))
            left -= size
            if left < 0 or size > MAX_ROW_TEXT:
                yield [-1, _TOO_LARGE]
                return
            yield [at, sheet.name, number, cells]


def _filled(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row that is not empty.

    A cell that is merged downwards counts in every row; a row that is one cell, merged
    sideways, is the heading of a part of the table and left out.
    """
    if sheet.total_height > MAX_HEIGHT:
        raise MemoryError  # a row number that no program writes; empty rows are given, too
    left = sheet.start[1] if sheet.start else 0
    starts: dict[int, list[tuple[int, int, int]]] = {}
    for (row, column), (last, right) in sheet.merged_cell_ranges or ():
        starts.setdefault(row, []).append((column - left, right - left, last))
    tall: dict[int, tuple[int, str]] = {}
    for at, values in enumerate(sheet.iter_rows()):
        cells = [value if isinstance(value, str) else _printed(value) for value in values]
        filled = [column for column, cell in enumerate(cells) if cell.strip()]
        for column, (last, value) in list(tall.items()):
            if at > last:
                del tall[column]
            elif filled and not cells[column]:
                cells[column] = value
        begun = starts.get(at, ())
        for column, _, last in begun:
            if last > at and 0 <= column < len(cells):
                tall[column] = (last, cells[column])
        heading = any([column] == filled and right > column for column, right, _ in begun)
        if filled and not heading:
            yield at + 1, cells


def _printed(cell: object) -> str:
    """A value as text: dates as ISO has them, whole numbers without a point."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
