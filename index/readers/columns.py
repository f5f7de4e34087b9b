"""Which column of a table, or key of a record, is which field; and the rows of a table, read so.

A column is found by the operator's own mapping (``--map 列名=字段``) first, then as an English
key of our records, then by the labels that government pages print (``index.conventions.labels``). How a
file is cut into rows and cells is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache, partial
from itertools import chain, islice
from typing import NamedTuple

from index.conventions.labels import field_of
from index.document import Rejected
from index.errors import SourceError, Unreadable
from index.readers import limits, refusals
from index.readers.extract import Extract
from index.readers.last_resort import made_or_rejected
from index.readers.records.keys import field_of_key
from index.readers.records.markup import plain
from index.text.fold import fold, squeeze

LABELS: Mapping[str, str] = {
    "title": "标题", "body": "正文", "id": "标识", "index_number": "索引号",
    "doc_number": "发文字号", "issuers": "发文机关", "topics": "主题分类", "genre": "文种",
    "written_on": "成文日期", "published_on": "发布日期", "effective_on": "施行日期",
    "repealed_on": "废止日期", "validity": "有效性", "region": "地区", "source_url": "网址",
    "contact_office": "咨询机关", "contact_phone": "咨询电话",
}  # fmt: skip
"""The fields that a column can be mapped to, and what each is called."""

KEYS: Mapping[str, str] = {
    "index_no": "index_number", "title": "title", "doc_no": "doc_number", "issuer": "issuers",
    "category": "topics", "genre": "genre", "written_date": "written_on",
    "published_date": "published_on", "effective_date": "effective_on",
    "repealed_date": "repealed_on", "status": "validity", "region": "region", "url": "source_url",
    "id": "id", "body": "body", "body_kind": "body_kind",
}  # fmt: skip
"""Key of our own records -> field, in the order in which values are printed."""

_MORE: Mapping[str, tuple[str, ...]] = {
    "title": ("政策名称", "政策标题", "政策文件名称", "公文标题", "法规名称", "题名"),
    "body": ("text", "content", "正文", "内容", "全文", "正文内容", "文件内容", "文件正文"),
    "id": ("标识", "唯一标识", "文件标识", "标识符", "编号", "唯一编号"),
    "doc_number": ("文件字号", "文件文号"),
    "issuers": ("发文部门", "发布部门", "制定单位", "制发单位"),
    "written_on": ("发文时间", "印发时间"),
    "published_on": ("公布时间", "颁布日期", "颁布时间"),
    "source_url": ("链接", "超链接", "网页链接", "文件链接", "链接地址", "网页地址"),
}
"""What heads the columns of lists but is printed on no page."""

_OWN = {
    **{name: field for field, names in _MORE.items() for name in names},
    **{field: field for field in LABELS},
    **KEYS,
}
_CUT_DOWN = frozenset("号性")
"""Labels that only a damaged page has; as a column 号 counts the rows."""
NOT_PRINTED = frozenset(("id", "body", "body_kind"))
"""Fields that do not stand among the printed metadata."""
_REMARK = re.compile(r"[(\[{<〈《].*?[)\]}>〉》]")
_MARKS = "*#:☆★●◆▲△·.,、-_'\" "
_LONGEST = 200

_SERIAL = re.compile(r"[1-7]\d{4}")
_SECONDS = re.compile(r"(1\d{9})(?:\d{3}|\.0+)?")
_CHINA = timezone(timedelta(hours=8))
_EPOCH = date(1899, 12, 30)
_ROW_NUMBER = re.compile(r"\d{1,5}")


def field_for(column: str, columns: Mapping[str, str]) -> str:
    """The field that a column or key is; empty when it is none.

    Args:
        columns: the operator's mapping, as :func:`parse_mapping` gives it.
    """
    return _named(column, columns) or (field_of_key(column) if column.isascii() else "")


def _named(column: str, columns: Mapping[str, str]) -> str:
    names = _forms(column)
    found = [table[one] for table in (columns, _OWN) for one in names if one in table]
    found += [field_of(one) for one in names if one not in _CUT_DOWN]
    return next(filter(None, found), "")


class Lookup:
    """:func:`field_for` with its answers kept: a list asks the same for every record."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self.columns = columns
        self._kept = lru_cache(maxsize=4096)(lambda column: field_for(column, columns))
        self._named = lru_cache(maxsize=4096)(lambda column: bool(_named(column, columns)))

    def __call__(self, column: str) -> str:
        """The field that ``column`` is; empty when it is none."""
        return self._kept(column) if len(column) <= _LONGEST else ""

    def is_named(self, column: str) -> bool:
        """Whether the column is called what the operator, our records or pages call it; else its
        field was made out of its words."""
        return len(column) <= _LONGEST and self._named(column)

    def ordered(self, names: Sequence[str]) -> list[int]:
        """Where ``names`` stand, those that the operator maps first: his word counts."""
        places = list(range(len(names)))
        if not self.columns:
            return places
        return sorted(places, key=lambda at: self.columns.keys().isdisjoint(_forms(names[at])))


def label_for(column: str, field: str) -> str:
    """What to print before a value: the column itself, unless it is a technical key."""
    return LABELS.get(field, column) if column.isascii() else column


def parse_mapping(pairs: Sequence[str]) -> dict[str, str]:
    """``列名=字段`` as given on a command line: column, folded and squeezed -> field.

    Raises:
        SourceError: a pair has no ``=``, no column, or a field that does not exist.
    """
    mapping = {}
    for pair in pairs:
        at = fold(pair).rfind("=")
        name, field = _name(pair[: max(at, 0)]), field_for(pair[at + 1 :], {})
        if not name or field not in LABELS:
            fields = "、".join(f"{label}（{field}）" for field, label in LABELS.items())
            what = f"没有字段“{pair[at + 1 :]}”" if name else "写法应为 列名=字段"
            raise SourceError(f"--map {pair}：{what}。可用的字段：{fields}。")
        mapping[name] = field
    return mapping


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    Attributes:
        names: every column as printed.
        fields: its field, or empty; as many as ``names``.
        end: the first row that is no longer header, counted from the rows looked through.
    """

    names: tuple[str, ...]
    fields: tuple[str, ...]
    end: int

    @property
    def rank(self) -> int:
        """How much this looks like a header: 3 title and more, 2 title, 1 no title, 0 none."""
        known = set(filter(None, self.fields))
        return 2 * ("title" in known) + (len(known) > 1)

    def is_repeated_by(self, row: Sequence[str]) -> bool:
        """Whether ``row`` prints the header once more, as at the top of every page."""
        pairs = zip(row, self.names, strict=False)
        return all(cell.strip() in ("", name.strip()) for cell, name in pairs)

    def continued(self, row: Sequence[str], lookup: Lookup) -> Header:
        """The header with a second row of it, below cells that were merged, if ``row`` is one."""
        cells = [*row, *[""] * (len(self.names) - len(row))][: len(self.names)]
        fields = [lookup(cell) for cell in cells]
        title = self.fields.index("title") if "title" in self.fields else -1
        repeated = title < 0 or not cells[title].strip() or fields[title] == "title"
        if not repeated or not any(f and f != "title" for f in fields):
            return self
        pairs = list(zip(cells, fields, self.names, self.fields, strict=True))
        return replace(
            self,
            names=tuple(cell if field else name for cell, field, name, _ in pairs),
            fields=tuple(field or above for _, field, _, above in pairs),
            end=self.end + 1,
        )


def find_header(rows: Sequence[Sequence[str]], lookup: Lookup) -> Header | None:
    """The row that best looks like a header, the first of equals; None when none does.

    A row is one when a cell of it is the title, or two are fields.
    """
    found = [Header(tuple(row), tuple(map(lookup, row)), at) for at, row in enumerate(rows, 1)]
    best = max(found, key=lambda header: header.rank, default=None)
    if not best or not best.rank:
        return None
    return best.continued(rows[best.end], lookup) if best.end < len(rows) else best


class Row(NamedTuple):
    """One row that is not empty, its number counted from 1; or why it cannot be used."""

    number: int
    cells: list[str]
    reason: str = ""


class Headless(Unreadable):
    """A table whose columns say nothing to us."""


def documents_of(
    rows: Iterator[Row], name: str, where: str, columns: Mapping[str, str], exact: bool = False
) -> Iterator[Extract | Rejected]:
    """What the rows of one table say.

    Args:
        where: what stands before the number of a row to say its place.
        exact: whether a row that goes on behind the last column is wrong.

    Raises: Headless.
    """
    lookup = Lookup(columns)
    head = list(islice(rows, limits.HEADER_WITHIN))
    header = _header(head, lookup)
    order = [at for at in lookup.ordered(header.names) if header.fields[at]]
    spoilt = [row for row in head[: header.end] if row.reason]
    given = False
    for count, row in enumerate(chain(spoilt, head[header.end :], rows)):
        place = where + refusals.line(row.number)
        if count == limits.TABLE_ROWS:
            reason = refusals.too_many_rows(limits.TABLE_ROWS)
            yield Rejected(name, refusals.onwards(place), reason)
            return
        if row.reason:
            yield Rejected(name, place, row.reason)
        elif exact and any(cell.strip() for cell in row.cells[len(header.names) :]):
            yield Rejected(name, place, refusals.MORE_COLUMNS_THAN_HEADER)
        elif header.is_repeated_by(row.cells) or _is_remark(header, row):
            continue
        else:
            cells = [
                (header.names[at], header.fields[at], row.cells[at].strip())
                for at in order
                if at < len(row.cells)
            ]
            record = Extract(name, place, verbatim=True)
            make = partial(_filled, cells, record, "id" in columns.values())
            yield made_or_rejected(make, name, place)
        given = True
    if not given:
        raise Headless(refusals.TABLE_EMPTY)


def _header(head: list[Row], lookup: Lookup) -> Header:
    found = find_header([row.cells for row in head], lookup)
    if found and "title" in found.fields:
        return found
    for row in head:
        if row.reason:
            raise Headless(row.reason)
    cells = found.names if found else chain.from_iterable(row.cells for row in head)
    seen = "、".join(islice((cell.strip()[:20] for cell in cells if cell.strip()), 12))
    if found:
        raise Headless(refusals.no_title_column(seen))
    raise Headless(refusals.no_header(seen))


def _is_remark(header: Header, row: Row) -> bool:
    """Whether a row says nothing about a document: a sum, a note, the heading of a part."""
    filled = [field for field, cell in zip(header.fields, row.cells, strict=False) if cell.strip()]
    return len(filled) <= 1 and not any(filled)


def _filled(cells: list[tuple[str, str, str]], row: Extract, mapped_id: bool) -> Extract:
    """``row`` with what (column, field, value) say. A small number counts the rows, and is
    an id only where the operator says so."""
    for column, field, given in cells:
        value = given if field == "body_kind" else plain(given)
        if field == "body":
            row.lines = row.lines or value.splitlines()
        elif field == "id" and (mapped_id or not _ROW_NUMBER.fullmatch(value)):
            row.own_id = row.own_id or value
        elif field == "source_url" and not value.lower().startswith(("http://", "https://")):
            continue
        elif value and field not in NOT_PRINTED:
            row.printed.append((field, label_for(column, field), dated(field, value)))
    row.lacks_body = not row.lines
    return row


def dated(field: str, value: str) -> str:
    """A date that lost its format on the way is a number: of days, of seconds or milliseconds."""
    if not field.endswith("_on"):
        return value
    if _SERIAL.fullmatch(value):
        return (_EPOCH + timedelta(days=int(value))).isoformat()
    if seconds := _SECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(seconds[1]), _CHINA).date().isoformat()
    return value


def _name(column: str) -> str:
    return squeeze(column).text.strip(_MARKS)


def _forms(column: str) -> tuple[str, ...]:
    """What a column may be called: as it is, without brackets around it, without remarks."""
    if len(column) > _LONGEST:
        return ()
    name = _name(column)
    return name, name.strip("[]"), _REMARK.sub("", name).strip(_MARKS)
