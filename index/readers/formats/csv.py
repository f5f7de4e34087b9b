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
        if line.count(self._delimiter) >= limits.TABLE_COLUMNS:
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
            yield Row(number, [], refusals.TOO_MANY_COLUMNS)
            continue
        except csv.Error:
            line = lines.taken[0].rstrip("\n")
            if len(lines.taken) > 1 or line.count('"') % 2 or len(line) > limits.CELL_CHARACTERS:
                yield Row(number, [], refusals.UNPAIRED_QUOTES)
                return
            cells = line.split(delimiter)  # quotes that belong to the text
        if any(cell.strip() for cell in cells):
            yield Row(number, [re.sub(r'^="(.*)"$', r"\1", cell) for cell in cells])
