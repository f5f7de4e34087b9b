"""Lists of documents as tables in text: CSV and TSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from index.document import Rejected
from index.readers import limits, refusals
from index.readers.columns import Lookup, Row, documents_of, find_header
from index.readers.extract import Extract
from index.readers.options import Options
from index.text.encodings import decode_list


def read(content: BinaryIO, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """Every row of a CSV or TSV file, each a document or a reason.

    The delimiter is the one (``,``, tab, ``;``) that gives the better header.

    Raises (while iterating):
        Unreadable: it is no text, or has no header.
    """
    text = decode_list(content.read())
    csv.field_size_limit(
        limits.CELL_CHARACTERS
    )  # of the whole process; the default cuts off long laws

    def header(delimiter: str) -> tuple[int, int]:
        head = [row.cells for row in islice(_csv_rows(text, delimiter), limits.HEADER_WITHIN)]
        found = find_header(head, Lookup(options.columns))
        return (found.rank, len(set(found.fields))) if found else (0, 0)

    yield from documents_of(
        _csv_rows(text, max(",\t;", key=header)), name, "", options.columns, exact=True
    )


_SURE_FROM = 3
"""With so many cells a line is a row of the table, also behind a quote without its pair; with
fewer it may be a line of a text."""


class _TooWide(Exception):
    pass


class _Lines:
    """The lines of a text, for ``csv.reader``; remembers which ones the last record took."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._lines = io.StringIO(text, newline="\n")
        self._again: list[str] = []
        self._delimiter = delimiter
        self._left = limits.LOOKED_THROUGH * text.count("\n")
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.number += 1
        self.taken.append(line)
        if line.count(self._delimiter) >= limits.TABLE_COLUMNS:
            raise _TooWide
        return line

    def split(self) -> list[str] | None:
        """The cells of one line whose quotes belong to the text; None where they are unpaired."""
        line = self.taken[0].rstrip("\n")
        if len(self.taken) > 1 or line.count('"') % 2 or len(line) > limits.CELL_CHARACTERS:
            return None
        return line.split(self._delimiter)

    def give_back(self) -> bool:
        """Go back to the line behind the first that was taken; not without end."""
        again = self.taken[1:]
        self._again += reversed(again)
        self.number -= len(again)
        self._left -= len(self.taken)
        return self._left >= 0


def _cells(reader: Iterator[list[str]], lines: _Lines) -> list[str] | None:
    """The cells of the next record; None where its quotes are unpaired.

    Raises: StopIteration, _TooWide.
    """
    try:
        return next(reader)
    except csv.Error:
        return lines.split()


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    lines = _Lines(text, delimiter)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width = broken = 0  # the cells of the last whole row; the row that is being got over
    while True:
        lines.taken.clear()
        number = lines.number + 1
        try:
            cells = _cells(reader, lines)
        except StopIteration:
            break
        except _TooWide:
            yield Row(number, [], refusals.TOO_MANY_COLUMNS)
            continue
        if cells is None:
            broken = broken or number
            if width < _SURE_FROM or not lines.give_back():
                break
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if broken and len(cells) != width:
            continue
        if broken:
            yield Row(broken, [], refusals.UNPAIRED_QUOTES_IN_ROW)
            broken = 0
        if any(cell.strip() for cell in cells):
            width = len(cells)
            yield Row(number, [re.sub(r'^="(.*)"$', r"\1", cell) for cell in cells])
    if broken:
        yield Row(broken, [], refusals.UNPAIRED_QUOTES)
