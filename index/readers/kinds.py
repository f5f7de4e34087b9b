"""What a format is: one row for each (:class:`Kind`), and how the kind of a file is told.

A new format is one row here and one module in ``index.readers.formats``. Content wins, and the
name only helps where content cannot tell: sites export pages as ``.doc`` and name GBK lists
``.xls``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, cast

from index.errors import Unreadable
from index.readers import refusals
from index.readers.foreign import foreign_content
from index.readers.options import Options

if TYPE_CHECKING:
    from index.document import Rejected
    from index.readers.containers.archive import Package
    from index.readers.extract import Extract
    from index.readers.recognition.ink import Picture

Reader = Callable[[BinaryIO, str, Options], Iterator["Extract | Rejected"]]
"""Content, name as it is shown, options -> what stands in it. Raises Unreadable, also while
iterating; what else a parser raises is caught by the door."""
Counter = Callable[[BinaryIO], int]
"""A list -> about how many records it has."""

_PDF = b"%PDF-"
_PDF_WITHIN = 1024
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_PICTURES = (
    b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*", b"BM", b"GIF8", b"\0\0\0\x0cjP  ",
)  # fmt: skip
"""JPEG, PNG, TIFF, BMP, GIF, JPEG 2000."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_WORD_XML = re.compile(
    rb"<\?mso-application\s[^>]{0,80}Word|<w:wordDocument|<pkg:package|<office:document\b",
    re.IGNORECASE,
)
_EXCEL_XML = re.compile(
    rb"<\?mso-application\s[^>]{0,80}Excel|urn:schemas-microsoft-com:office:spreadsheet",
    re.IGNORECASE,
)
_WORKBOOK = re.compile(rb"<(?:\w{1,10}:)?Workbook\b")
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|body|title|table|div|p|span)\b", re.IGNORECASE
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MESSAGE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?"
    rb"(?:MIME-Version|Content-Type:\s*multipart/)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FirstBytes:
    """How a file begins, and what its name says.

    Attributes:
        raw: its first :data:`index.readers.limits.HEAD_BYTES` bytes.
        named: the kind that its name says; None when the suffix is of none.
        is_foreign: whether it is compressed, or its suffix is of a format that is not read.
        is_message: see :func:`is_message`.
    """

    raw: bytes
    named: Kind | None
    is_foreign: bool
    is_message: bool

    @property
    def is_text(self) -> bool:
        """Whether it may be text of one of the formats, and is no message with parts."""
        return not self.is_foreign and not self.is_message

    @property
    def has_tags(self) -> bool:
        """Whether there is a tag of a page."""
        return bool(_TAG.search(_ascii(self.raw)))

    @property
    def is_page(self) -> bool:
        """Whether it begins with a tag of a page."""
        return bool(_TAG.match(_ascii(self.raw).lstrip()))


# --- how content tells it: the rules of the rows ----------------------------------------

Rule = Callable[[FirstBytes, "Kind"], bool]


def _never(head: FirstBytes, kind: Kind) -> bool:
    return False


def _is_pdf(head: FirstBytes, kind: Kind) -> bool:
    late = head.named is kind and _PDF in head.raw[:_PDF_WITHIN]
    return head.raw.startswith(_PDF) or late


def _is_picture(head: FirstBytes, kind: Kind) -> bool:
    """Whether it begins like a picture; two letters alone tell nothing of an unnamed text."""
    return head.raw.startswith(_PICTURES) and (head.named is kind or head.raw[:2] not in (b"BM",))


def _is_archive(head: FirstBytes, kind: Kind) -> bool:
    return head.raw.startswith(_ZIP)


def _is_old_workbook(head: FirstBytes, kind: Kind) -> bool:
    return (head.raw.startswith(_OLE) and head.named is kind) or is_xml_workbook(head.raw)


def _is_table(head: FirstBytes, kind: Kind) -> bool:
    """A table of a site, saved under the name of a workbook."""
    return head.named is kind and not head.is_foreign and (head.has_tags or head.is_message)


def _is_old_document(head: FirstBytes, kind: Kind) -> bool:
    if head.raw.startswith(_OLE):
        return head.named is not Kind.SHEET
    return is_word_xml(head.raw) or head.raw.startswith(_RTF)


def is_word_xml(raw: bytes) -> bool:
    """Whether ``raw`` begins like a document in one XML file; a page that was saved by Word holds
    some of its words behind its own first tag."""
    text = _ascii(raw)
    found = _WORD_XML.search(text) if not raw.startswith(_ZIP) else None
    return bool(found and not _PAGE.search(text, 0, found.start()))


def _as_named(head: FirstBytes, kind: Kind) -> bool:
    return head.named is kind and head.is_text


def _as_named_or_packed(head: FirstBytes, kind: Kind) -> bool:
    return head.named is kind and not head.is_message


def _may_be_prose(head: FirstBytes) -> bool:
    """Whether the name leaves open what a text is."""
    return head.named in (None, Kind.TEXT, Kind.MHTML, Kind.OFFICE)


def _is_prose(head: FirstBytes, kind: Kind) -> bool:
    return head.is_text and _may_be_prose(head) and not head.is_page


def _is_html(head: FirstBytes, kind: Kind) -> bool:
    if not head.is_text:
        return False
    if _may_be_prose(head):
        return head.is_page
    return head.named is Kind.HTML


def _is_mhtml(head: FirstBytes, kind: Kind) -> bool:
    return head.is_message and not head.is_foreign and head.named is not Kind.SHEET


def _is_csv(head: FirstBytes, kind: Kind) -> bool:
    is_list = head.named is kind or (head.named is Kind.SHEET and not head.has_tags)
    return is_list and head.is_text


# --- the table --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table.

    Attributes:
        shown: what people call it.
        suffixes: of names, in small letters.
        reader: module in ``index.readers.formats`` and function, a :data:`Reader`; imported
            when the first file of the kind is read.
        signed: told by first bytes that no text has.
        written: told as text, where nothing was signed.
        entry: the file inside that tells it, where it is an archive.
        pictures: module in ``index.readers.pictures`` and function that gives the picture of a
            page, where pages may be pictures.
        is_plain: cannot do harm in the process that reads it.
        is_list: many documents, which are given one by one as they are read.
        counter: function beside ``reader``, a :data:`Counter`, of lists that are streamed and
            never in memory as a whole; empty for all others.
    """

    shown: str
    suffixes: tuple[str, ...]
    reader: str
    signed: Rule = _never
    written: Rule = _never
    entry: str = ""
    pictures: str = ""
    is_plain: bool = False
    is_list: bool = False
    counter: str = ""

    @property
    def is_streamed(self) -> bool:
        """Whether its content is read piece by piece, so that its size is not bounded."""
        return bool(self.counter)


class Kind(Enum):
    """The formats that are read. Of an archive, its first bytes say no more than ``ZIP``; see
    :func:`archive_kind`."""

    TEXT = Format("TXT", (".txt", ".text"), "text:read", written=_is_prose, is_plain=True)
    MARKDOWN = Format(
        "Markdown", (".md", ".markdown"), "markdown:read", written=_as_named, is_plain=True
    )
    HTML = Format(
        "HTML", (".htm", ".html", ".shtml", ".xhtml"), "html:read", written=_is_html, is_plain=True
    )
    MHTML = Format("MHTML", (".mht", ".mhtml"), "mhtml:read", written=_is_mhtml, is_plain=True)
    JSONL = Format(
        "JSONL", (".jsonl", ".jsonl.gz", ".ndjson"), "json_records:read_lines",
        written=_as_named_or_packed, is_plain=True, is_list=True, counter="json_records:count_lines",
    )  # fmt: skip
    JSON = Format(
        "JSON", (".json",), "json_records:read_array",
        written=_as_named, is_plain=True, is_list=True,
    )  # fmt: skip
    CSV = Format("CSV", (".csv", ".tsv"), "csv:read", written=_is_csv, is_plain=True, is_list=True)
    DOCX = Format(
        "DOCX", (".docx", ".docm"), "docx:read",
        written=_as_named, entry="word/document.xml", pictures="docx:picture",
    )  # fmt: skip
    OFD = Format(
        "OFD", (".ofd",), "ofd:read", written=_as_named, entry="OFD.xml", pictures="ofd:picture"
    )
    SHEET = Format(
        "XLSX", (".xlsx", ".xlsm", ".xls", ".et", ".ods"), "workbook:read",
        signed=_is_old_workbook, written=_is_table, entry="xl/workbook.xml",
    )  # fmt: skip
    PDF = Format(
        "PDF", (".pdf",), "pdf:read", signed=_is_pdf, written=_as_named, pictures="pdf:picture"
    )
    PICTURE = Format(
        "TIFF", (".tif", ".tiff", ".jpg", ".jpeg", ".png", ".bmp", ".jp2"), "image:read",
        signed=_is_picture, pictures="image:picture",
    )  # fmt: skip
    OFFICE = Format(
        "DOC", (".doc", ".wps", ".rtf", ".odt", ".uot"), "office:read", signed=_is_old_document
    )
    ZIP = Format("ZIP", (".zip",), "zip:read", signed=_is_archive, written=_as_named)


SUFFIXES = tuple(suffix for kind in Kind for suffix in kind.value.suffixes)
PLAIN = frozenset(kind for kind in Kind if kind.value.is_plain)
LISTS = frozenset(kind for kind in Kind if kind.value.is_list)
_ENTRIES = (Kind.OFD, Kind.SHEET, Kind.DOCX)  # in the order in which archives are asked
_NAMED = {suffix: kind for kind in Kind for suffix in kind.value.suffixes}


def named(name: str) -> Kind | None:
    """The kind that the longest known suffix of a file name says; None for an unknown one."""
    lower = name.lower()
    return _NAMED.get(max(filter(lower.endswith, SUFFIXES), key=len, default=""))


def kind_of(raw: bytes, name: str) -> Kind | None:
    """The kind of a file; None when it is of no kind that is read.

    Args:
        raw: its first :data:`index.readers.limits.HEAD_BYTES` bytes.
        name: its name.
    """
    said = named(name)
    is_foreign = raw.startswith(_GZIP) or (said is None and "." in name.strip("."))
    head = FirstBytes(raw, said, is_foreign, is_message(raw))
    signed = next((kind for kind in Kind if kind.value.signed(head, kind)), None)
    if signed or (foreign_content(raw)[0] and not raw.startswith(_GZIP)):
        return signed
    return next((kind for kind in Kind if kind.value.written(head, kind)), None)


def is_message(raw: bytes) -> bool:
    """Whether ``raw`` begins like a message with parts (RFC 2557)."""
    return bool(_MESSAGE.match(raw))


def is_xml_workbook(raw: bytes) -> bool:
    """Whether ``raw`` begins like a workbook in SpreadsheetML 2003."""
    head = _ascii(raw)
    return bool(_EXCEL_XML.search(head)) and bool(_WORKBOOK.search(head))


def archive_kind(package: Package) -> Kind:
    """What an archive is: a Word document, a workbook, an OFD, or a collection of files.

    Raises:
        Unreadable: a presentation.
    """
    names = set(package.names)
    told = next((kind for kind in _ENTRIES if kind.value.entry in names), None)
    if told:
        return told
    if "mimetype" in names:
        mime = package.read("mimetype")[:80]
        return Kind.SHEET if b"spreadsheet" in mime else Kind.OFFICE
    if "[Content_Types].xml" in names:
        if any(name.startswith("ppt/") for name in names):
            raise Unreadable(refusals.NO_PRESENTATIONS)
        return Kind.DOCX
    return Kind.ZIP


def reader_of(kind: Kind) -> Reader:
    """The function that reads a kind. The heavier parsers are imported only here."""
    return cast(Reader, _imported(kind.value.reader))


def picture_of(kind: Kind, data: bytes, page: int) -> Picture:
    """The picture of a page of a file, from 1 on.

    Raises:
        Unreadable: there is none to be had.
    """
    if kind is Kind.ZIP:
        from index.readers.containers.archive import Package  # noqa: PLC0415 -- when read

        kind = archive_kind(Package(data))
    if not kind.value.pictures:
        raise Unreadable(refusals.UNRECOGNISED)
    picture = cast("Callable[[bytes, int], Picture]", _imported(kind.value.pictures, "pictures"))
    return picture(data, page)


def counter_of(kind: Kind) -> Counter:
    """The function that counts the records of a kind that is streamed."""
    return cast(Counter, _imported(kind.value.counter))


def _imported(place: str, room: str = "formats") -> Callable[..., object]:
    module, _, function = place.partition(":")
    found: Callable[..., object] = getattr(
        import_module(f"index.readers.{room}.{module}"), function
    )
    return found


def _ascii(raw: bytes) -> bytes:
    """The bytes of UTF-16 without the zeros, so that tags can be looked for."""
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return raw[2:].replace(b"\0", b"") if marked else raw.removeprefix(codecs.BOM_UTF8)
