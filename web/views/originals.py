"""Which original files are handed out: kinds that no browser runs, by name and by content."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import NamedTuple

from index.readers import Kind, kind_at
from index.readers.containers.compound import MAGIC as COMPOUND
from index.store.origin import Origin

_OFFICE = "application/vnd.openxmlformats-officedocument."


class _Offered(NamedTuple):
    """The media type of a suffix, and what the file must be found to be by its first bytes."""

    media_type: str
    kinds: tuple[Kind, ...]


_OFFERED = {
    ".pdf": _Offered("application/pdf", (Kind.PDF,)),
    ".docx": _Offered(_OFFICE + "wordprocessingml.document", (Kind.ZIP,)),
    ".doc": _Offered("application/msword", (Kind.OFFICE,)),
    ".wps": _Offered("application/vnd.ms-works", (Kind.OFFICE, Kind.ZIP)),
    ".ofd": _Offered("application/ofd", (Kind.ZIP,)),
    ".rtf": _Offered("application/rtf", (Kind.OFFICE,)),
    ".odt": _Offered("application/vnd.oasis.opendocument.text", (Kind.ZIP,)),
    ".txt": _Offered("text/plain", (Kind.TEXT,)),
    ".xlsx": _Offered(_OFFICE + "spreadsheetml.sheet", (Kind.ZIP,)),
    ".xls": _Offered("application/vnd.ms-excel", (Kind.SHEET,)),
    ".csv": _Offered("text/csv", (Kind.CSV,)),
    ".jpg": _Offered("image/jpeg", (Kind.PICTURE,)),
    ".jpeg": _Offered("image/jpeg", (Kind.PICTURE,)),
    ".png": _Offered("image/png", (Kind.PICTURE,)),
    ".tif": _Offered("image/tiff", (Kind.PICTURE,)),
    ".tiff": _Offered("image/tiff", (Kind.PICTURE,)),
}
"""Suffix -> what it must be. Never HTML, SVG, XML, MHTML or archives of other files.

The containers of Office, OFD and ODF are ZIP files to their first bytes; they were opened as
what they are when they were indexed, and have not changed since.
"""


def original_offered(origin: Origin | None) -> bool:
    """Whether the file that a document was read from is handed out."""
    return bool(media_type(origin))


def media_type(origin: Origin | None) -> str:
    """The media type under which the file is handed out; empty if it is not."""
    if origin is None or origin.file is None:
        return ""
    offered = _OFFERED.get(PurePosixPath(origin.name).suffix.lower())
    if offered is None or kind_at(origin.file) not in offered.kinds:
        return ""
    if Kind.PDF in offered.kinds and not _holds(origin.file, b"%PDF-", 1024):
        return ""  # the kind of a PDF may be told by its name alone
    if Kind.SHEET in offered.kinds and not _holds(origin.file, COMPOUND, len(COMPOUND)):
        return ""  # pages are read as workbooks, too
    return offered.media_type


def _holds(file: Path, magic: bytes, within: int) -> bool:
    """Whether some bytes stand among the first ones of a file."""
    try:
        with file.open("rb") as opened:
            return magic in opened.read(within)
    except OSError:
        return False
