"""Lists of documents as workbooks (XLSX, XLS, ET, ODS, and what is only called so: ``tables``).

A workbook is read by calamine in a process of its own: two cells far apart in a file of 2 KB
make it ask for 500 GB and abort (https://github.com/tafia/calamine/issues/693). That process
may use so much memory and time and no more; its death is a reason, not ours.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from itertools import groupby, islice
from pathlib import Path
from typing import Any, BinaryIO

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
from index.readers import limits, refusals
from index.readers.columns import Headless, Row, documents_of
from index.readers.containers.archive import Package, is_locked_odf
from index.readers.containers.compound import Compound
from index.readers.extract import Extract
from index.readers.formats.tables import read_page, read_xml
from index.readers.kinds import is_xml_workbook
from index.readers.options import Options
from index.readers.sandbox.bounds import end_with, limit_memory, limit_seconds

_COMPOUND = b"\xd0\xcf\x11\xe0"  # OLE
_PACKED = b"PK"
_READY = b"ready\n"


def read(content: BinaryIO, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """Every row of every sheet of a workbook, each a document or a reason.

    Raises (while iterating):
        Unreadable: no workbook, damaged, protected, too large; or no sheet of it is a list.
    """
    data = content.read()
    if not data.startswith((_COMPOUND, _PACKED)):
        yield from (read_xml if is_xml_workbook(data[: limits.HEAD_BYTES]) else read_page)(
            data, name, options
        )
        return
    useless: list[Rejected] = []
    useful = False
    for (_, sheet), rows in groupby(_rows_of(data), lambda pair: pair[0]):
        where = refusals.in_sheet(sheet)
        try:
            for item in documents_of((row for _, row in rows), name, where, options.columns):
                useful = True
                yield item
        except Headless as error:
            useless.append(Rejected(name, where, str(error)))
    if not useful:
        reasons = refusals.of_sheets([(sheet.locator, sheet.reason) for sheet in useless])
        raise Unreadable(reasons or refusals.WORKBOOK_EMPTY)
    yield from useless


# --- this process ------------------------------------------------------------------------


def _placed(data: bytes, folder: Path) -> Path:
    """A file with what is in a workbook: of an archive, what was really unpacked and counted."""
    if data.startswith(_COMPOUND):
        compound = Compound(data)
        if compound.is_locked or "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(refusals.WORKBOOK_LOCKED)
        path = folder / "workbook.xls"
        path.write_bytes(data)
        return path
    if is_locked_odf(data):
        raise Unreadable(refusals.WORKBOOK_LOCKED)
    package = Package(data)
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
            [sys.executable, "-P", "-c", code, str(path), str(os.getpid())],
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
                    raise Unreadable(refusals.WORKBOOK_TOO_LARGE)
            finally:
                process.kill()


# --- the process that may die ------------------------------------------------------------


def serve() -> None:
    """Print the rows of the workbook that the command line names, one JSON array a line; the second
    argument is the process that reads them."""
    end_with(int(sys.argv[2]))
    os.write(1, _READY)
    limit_seconds(limits.WORKBOOK_SECONDS)
    limit_memory(limits.WORKBOOK_MEMORY)
    for message in _messages(sys.argv[1]):
        sys.stdout.buffer.write(orjson.dumps(message, option=orjson.OPT_APPEND_NEWLINE))


def _messages(path: str) -> Iterator[list[Any]]:
    """``[sheet, name, *Row]`` for every row that is not empty; ``[-1, reason]`` at worst."""
    left = limits.WORKBOOK_CHARACTERS
    most = limits.TABLE_ROWS + limits.HEADER_WITHIN + 2
    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError as error:
        is_locked = isinstance(error, PasswordError)
        yield [-1, refusals.WORKBOOK_LOCKED if is_locked else refusals.WORKBOOK_DAMAGED]
        return
    for at, sheet in enumerate(book.sheets_metadata):
        if sheet.typ != SheetTypeEnum.WorkSheet:  # a chart, a macro
            continue
        try:
            found = book.get_sheet_by_index(at)
        except CalamineError:
            yield [at, sheet.name, 1, [], refusals.WORKBOOK_DAMAGED]
            continue
        if found.total_height > limits.TABLE_HEIGHT:  # no program writes such a row number
            yield [at, sheet.name, 1, [], refusals.WORKBOOK_TOO_LARGE]
            continue
        for number, cells in islice(_filled(found), most):
            size = sum(map(len, cells))
            left -= size
            if left < 0 or size > limits.ROW_CHARACTERS:
                yield [-1, refusals.WORKBOOK_TOO_LARGE]
                return
            yield [at, sheet.name, number, cells]


def _filled(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row that is not empty.

    A cell that is merged downwards counts in every row; a row that is one cell, merged
    sideways, is the heading of a part of the table and left out.
    """
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
