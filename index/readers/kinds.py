"""What kind of file this is, told by its content; the name only helps where content cannot.

Sites export pages as ``.doc`` and name GBK lists ``.xls``: what the first bytes say wins.
"""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from index.errors import Unreadable
from index.readers.containers.archive import Package
from index.readers.formats.mhtml import is_mhtml


class Kind(StrEnum):
    """The formats that are read."""

    TEXT = "TXT"
    HTML = "HTML"
    MHTML = "MHTML"
    JSONL = "JSONL"
    JSON = "JSON"
    CSV = "CSV"
    DOCX = "DOCX"
    OFD = "OFD"
    SHEET = "XLSX"
    PDF = "PDF"
    OFFICE = "DOC"
    ZIP = "ZIP"


_SUFFIXES = {
    ".txt": Kind.TEXT, ".text": Kind.TEXT, ".htm": Kind.HTML, ".html": Kind.HTML,
    ".shtml": Kind.HTML, ".xhtml": Kind.HTML, ".mht": Kind.MHTML, ".mhtml": Kind.MHTML,
    ".jsonl": Kind.JSONL, ".jsonl.gz": Kind.JSONL, ".ndjson": Kind.JSONL, ".json": Kind.JSON,
    ".csv": Kind.CSV, ".tsv": Kind.CSV, ".docx": Kind.DOCX, ".docm": Kind.DOCX,
    ".ofd": Kind.OFD, ".xlsx": Kind.SHEET, ".xlsm": Kind.SHEET, ".xls": Kind.SHEET,
    ".et": Kind.SHEET, ".ods": Kind.SHEET, ".pdf": Kind.PDF, ".doc": Kind.OFFICE,
    ".wps": Kind.OFFICE, ".rtf": Kind.OFFICE, ".odt": Kind.OFFICE, ".uot": Kind.OFFICE,
    ".zip": Kind.ZIP,
}  # fmt: skip
SUFFIXES = tuple(_SUFFIXES)
HEAD_BYTES = 4096
"""So many first bytes tell the kind of most files."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTUAL = frozenset((Kind.TEXT, Kind.HTML, Kind.MHTML, Kind.JSONL, Kind.JSON, Kind.CSV))
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|body|title|table|div|p|span)\b", re.IGNORECASE
)
_WORD_XML = re.compile(rb"<\?mso-application|<w:wordDocument|<office:document", re.IGNORECASE)


def suffix_of(name: str) -> str:
    """The longest known suffix of a file name, in small letters; empty for an unknown one."""
    lower = name.lower()
    return max((known for known in SUFFIXES if lower.endswith(known)), key=len, default="")


def kind_of(head: bytes, name: str) -> Kind | None:
    """The kind of a file; None when it is of no kind that is read.

    Args:
        head: its first :data:`HEAD_BYTES` bytes. An archive's kind needs :func:`archive_kind`.
        name: its name.
    """
    named = _SUFFIXES.get(suffix_of(name))
    if head.startswith(b"%PDF-") or (named is Kind.PDF and b"%PDF-" in head[:1024]):
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if head.startswith(_OLE):
        return Kind.SHEET if named is Kind.SHEET else Kind.OFFICE
    if head.startswith(b"{\\rtf") or _WORD_XML.search(head):
        return Kind.OFFICE
    if head.startswith(b"\x1f\x8b"):
        return Kind.JSONL if named is Kind.JSONL else None
    if named is None and "." in name.strip("."):
        return None
    if is_mhtml(head):
        return Kind.MHTML
    if named in (Kind.JSONL, Kind.JSON, Kind.CSV):
        return named
    if named is Kind.SHEET:  # a table of a site, saved under the name of a workbook
        return Kind.HTML if _HTML.search(_ascii(head)) else Kind.CSV
    if named in _TEXTUAL or named is None or named is Kind.OFFICE:
        return Kind.HTML if named is Kind.HTML or _HTML.match(_ascii(head).lstrip()) else Kind.TEXT
    return named


def archive_kind(package: Package) -> Kind:
    """What an archive is: a Word document, a workbook, an OFD, or a collection of files."""
    names = set(package.names)
    if "OFD.xml" in names:
        return Kind.OFD
    if "xl/workbook.xml" in names:
        return Kind.SHEET
    if "word/document.xml" in names:
        return Kind.DOCX
    if "mimetype" in names:
        mime = package.read("mimetype")[:80]
        return Kind.SHEET if b"spreadsheet" in mime else Kind.OFFICE
    if "[Content_Types].xml" in names:
        if any(name.startswith("ppt/") for name in names):
            raise Unreadable("不支持演示文稿（PPTX）。请另存为 DOCX 或 PDF。")
        return Kind.DOCX
    return Kind.ZIP


def _ascii(head: bytes) -> bytes:
    """The bytes of UTF-16 without the zeros, so that tags can be looked for."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head[2:].replace(b"\0", b"") if marked else head.removeprefix(codecs.BOM_UTF8)
