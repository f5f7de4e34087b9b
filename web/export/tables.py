"""The columns of an exported table, its rows, and cells that no spreadsheet will run; CSV.

How a table becomes a file is said here for CSV and in ``workbook`` for XLSX; no Flask.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from search.request import FACETS
from search.results import Hit
from web import text, urls

Cell: TypeAlias = str | date | None
Row: TypeAlias = tuple[Cell, ...]


class Column(NamedTuple):
    """A column: its heading, and how many characters wide a workbook shows it."""

    label: str
    width: int


COLUMNS = (
    Column("标题", 60),
    Column("发文字号", 24),
    Column("索引号", 26),
    Column(FACETS["issuer"], 30),
    Column(FACETS["genre"], 10),
    Column(FACETS["topic"], 28),
    Column(FACETS["region"], 14),
    Column(FACETS["validity"], 10),
    Column("来源标注", 10),
    Column("正文", 8),
    Column("成文日期", 12),
    Column("发布日期", 12),
    Column("施行日期", 12),
    Column("废止日期", 12),
    Column("来源网址", 48),
    Column("本站网址", 48),
    Column("标识", 30),
)
SEPARATOR = "；"
"""Between several values in one cell."""

_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
_FORMULA = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def rows(hits: Iterable[Hit], site: str) -> Iterator[Row]:
    """One row of :data:`COLUMNS` for each document found.

    Args:
        site: the address of the site, which the addresses of documents begin with.
    """
    for hit in hits:
        yield tuple(cleaned(cell) if isinstance(cell, str) else cell for cell in _row(hit, site))


def _row(hit: Hit, site: str) -> Row:
    document = hit.document
    source = hit.standing.source if hit.standing else document.validity
    return (
        document.title,
        document.doc_number,
        document.index_number,
        SEPARATOR.join(document.issuers),
        document.genre,
        SEPARATOR.join("/".join(path) for path in document.topics),
        document.region,
        document.validity.value,
        source.value,
        "不完整" if document.is_excerpt else "",
        document.written_on,
        document.published_on,
        document.effective_on,
        document.repealed_on,
        urls.external(document.source_url),
        urls.absolute(site, urls.document(document.id)),
        document.id,
    )


def cleaned(cell: str) -> str:
    """``cell`` on one line, without control characters.

    >>> cleaned("关于\\r\\n印发\\x00的通知 ")
    '关于 印发的通知'
    """
    return text.plain(_BREAKS.sub(" ", cell)).strip()


def neutral(cell: str) -> str:
    """``cell`` so that a spreadsheet that opens a CSV file takes it for text.

    Full-width signs count too: Excel reads them as formulas where Chinese or Japanese is set.

    >>> neutral("=1+1"), neutral("　＝1"), neutral("国办发〔2017〕47号")
    ("'=1+1", "'　＝1", '国办发〔2017〕47号')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_csv(table: Iterable[Row], columns: Sequence[Column] = COLUMNS) -> bytes:
    """A table under its headings as CSV (RFC 4180), UTF-8 with the mark that Excel needs."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(column.label for column in columns)
    writer.writerows(tuple(map(printed, row)) for row in table)
    return file.getvalue().encode("utf-8-sig")


def printed(cell: Cell) -> str:
    """``cell`` as CSV has it."""
    return text.iso(cell) if isinstance(cell, date) else neutral(cell or "")
