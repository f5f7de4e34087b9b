"""What a policy document is: the one thing readers produce and the writer takes.

Field names follow the information-disclosure catalogue of Chinese government sites
(索引号, 发文字号, 发文机关 …); the Chinese term stands beside each. Nothing here reads
files or knows how documents are indexed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from itertools import starmap
from typing import Any, NamedTuple, Self, overload

import orjson

UNSTATED = "未注明"
"""The value shown and selected for a year, issuer, genre … that a document does not state."""


class Validity(StrEnum):
    """有效性: whether a document is in force."""

    IN_FORCE = "有效"
    NOT_YET = "尚未施行"
    AMENDED = "已被修改"  # 有更新文本
    REPEALED = "已废止"
    EXPIRED = "已失效"  # 有效期届满
    DISPUTED = "存疑"  # 两处说法不一
    UNSTATED = UNSTATED


class Section(NamedTuple):
    """One heading of the body: an 编, 章, 节, 条 or a numbered heading (一、 （一） 1.).

    Attributes:
        level: 1 = 编, 2 = 章, 3 = 节, 4 = 条; for 一、 （一） 1. （1） likewise 1 … 4,
            so that a smaller number always encloses a greater one within one document.
        label: the number as printed: ``第一章``, ``第十二条``, ``一、``, ``（一）``.
        title: the words behind the label (``总则``); empty for a 条 that has none.
        offset: where the label begins, in characters of ``PolicyDocument.body``.
    """

    level: int
    label: str
    title: str
    offset: int


class Columns(NamedTuple):
    """Sections as columns of one length; see :class:`Section`."""

    levels: Sequence[int] = ()
    labels: Sequence[str] = ()
    titles: Sequence[str] = ()
    offsets: Sequence[int] = ()


class Headings(Sequence[Section]):
    """Sections as an index keeps them: columns in JSON, read when they are looked at.

    A long law has hundreds, and a line of a result needs one or none. Equal to a tuple of the same sections.
    """

    __slots__ = ("_columns", "_raw")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._columns: Columns | None = None

    @property
    def nbytes(self) -> int:
        """About so much memory they take: more when they were looked at, less before."""
        return 4 * len(self._raw)

    @property
    def columns(self) -> Columns:
        """All of them."""
        if self._columns is None:
            self._columns = Columns(*orjson.loads(self._raw))
        return self._columns

    def __len__(self) -> int:
        return len(self.columns.offsets)

    def __iter__(self) -> Iterator[Section]:
        return map(Section._make, zip(*self.columns, strict=True))

    @overload
    def __getitem__(self, at: int) -> Section: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Section, ...]: ...
    def __getitem__(self, at: int | slice) -> Section | tuple[Section, ...]:
        if isinstance(at, slice):
            return tuple(map(Section._make, zip(*(one[at] for one in self.columns), strict=True)))
        levels, labels, titles, offsets = self.columns
        return Section(levels[at], labels[at], titles[at], offsets[at])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | Headings) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def columns_of(sections: Sequence[Section]) -> Columns:
    """Sections as columns."""
    if isinstance(sections, Headings):
        return sections.columns
    return Columns(*zip(*sections, strict=True)) if sections else Columns()


@dataclass(frozen=True, slots=True)
class Contact:
    """政策咨询: who answers questions about the document."""

    office: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: a file named by the document. ``url`` is empty when only its title is known."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """One policy document (政策文件).

    Only ``id`` and ``title`` are always non-empty. ``body`` is the text as printed, one
    paragraph a line, without page chrome; all offsets count its characters. ``issuers``
    holds canonical names, ``issuers_as_written`` what the source says. ``topics`` are paths
    from general to special. ``as_printed`` keeps labels and values as found, in order.
    ``warnings`` (Chinese, one sentence each) say what the reader doubted. ``placed`` is for
    ``index.ingest.identity`` alone and never stored.
    """

    id: str
    title: str
    body: str = ""
    doc_number: str = ""  # 发文字号, normalised: 国办发〔2017〕47号
    index_number: str = ""  # 索引号
    issuers: tuple[str, ...] = ()  # 发文机关
    issuers_as_written: tuple[str, ...] = ()
    genre: str = ""  # 文种
    topics: tuple[tuple[str, ...], ...] = ()  # 主题分类
    region: str = ""  # 地区
    validity: Validity = Validity.UNSTATED  # 有效性
    written_on: date | None = None  # 成文日期
    published_on: date | None = None  # 发布日期
    effective_on: date | None = None  # 施行日期
    repealed_on: date | None = None  # 废止日期
    source_url: str = ""
    source_path: str = ""  # relative to the folder that was indexed
    contact: Contact = Contact()
    attachments: tuple[Attachment, ...] = ()
    sections: Sequence[Section] = ()
    as_printed: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    is_excerpt: bool = False  # 正文不完整: the source gives but a part of the body
    recognised_pages: int = 0  # of so many pages the text was recognised from pictures (OCR)
    placed: bool = False  # whether ``id`` was made of the place, for want of one of its own

    @property
    def year(self) -> int | None:
        """The document's year everywhere in zhengce: written, else published, else None."""
        return self.day.year if self.day else None

    @property
    def day(self) -> date | None:
        """The document's day: written, else published, else None."""
        return self.written_on or self.published_on

    def digest(self) -> str:
        """16 hexadecimal digits that change with anything but its id and where it was read."""
        row = self.to_json()
        for name in ("id", "placed", "source_path"):
            row.pop(name, None)
        text = json.dumps(row, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready mapping of every field that is not empty."""
        row: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value and value != field.default:
                row[field.name] = _plain(value)
        return row

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        """The inverse of :meth:`to_json`."""
        made: dict[str, Any] = {
            name: _FROM_JSON[name](value) if name in _FROM_JSON else value
            for name, value in row.items()
        }
        return cls(**made)


def _sections(parts: Headings | list[list[Any]]) -> Sequence[Section]:
    return parts if isinstance(parts, Headings) else tuple(starmap(Section, parts))


def _tuples(parts: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, parts))


_FROM_JSON: Mapping[str, Callable[[Any], object]] = {
    "issuers": tuple,
    "issuers_as_written": tuple,
    "topics": _tuples,
    "validity": Validity,
    "written_on": date.fromisoformat,
    "published_on": date.fromisoformat,
    "effective_on": date.fromisoformat,
    "repealed_on": date.fromisoformat,
    "contact": lambda parts: Contact(*parts),
    "attachments": lambda parts: tuple(Attachment(*part) for part in parts),
    "sections": _sections,
    "as_printed": _tuples,
    "warnings": tuple,
}
"""Field -> how its value is made of JSON, for all that are not text."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file or record that could not become a document, and why (quarantine, 未收录).

    Attributes:
        source_path: relative to the folder that was read.
        locator: ``第 12 行`` inside a list, else empty.
        reason: one Chinese sentence that names the next step where there is one.
        id: of the one document that was meant, as the source identifies it; empty where that
            cannot be told, or where more than one is left out.
    """

    source_path: str
    locator: str
    reason: str
    id: str = ""


_UNSAFE = re.compile(r"[^0-9A-Za-z\u3400-\u9fff._~-]+")
"""Beside the ideographs that ``index.text.han`` calls unified; that stands a floor higher."""


def public_id(raw: str) -> str:
    """``raw`` with everything that needs escaping in a URL path replaced by ``-``.

    >>> public_id("003187413/202306-00020")
    '003187413-202306-00020'
    """
    return _UNSAFE.sub("-", raw.strip()).strip("-.")[:120]


def _plain(value: object) -> object:
    if type(value) is str or type(value) is int:  # nearly all are
        return value
    if isinstance(value, tuple | Headings):
        return [part if type(part) is str else _plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Contact | Attachment):
        return [getattr(value, field.name) for field in fields(value)]
    return value
