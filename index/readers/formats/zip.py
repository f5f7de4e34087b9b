"""ZIP: one document of a format that packs its parts (DOCX, OFD, XLSX, ODT), or many files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from index.document import Rejected
from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.containers.archive import Package, entry_name
from index.readers.extract import Extract
from index.readers.kinds import SUFFIXES, Kind, archive_kind, kind_of, named, reader_of
from index.readers.last_resort import DEFECTS
from index.readers.options import Options
from index.readers.recognition.scans import Scans
from index.text.file_names import printable

_LACKING: Mapping[Kind | None, str] = {
    Kind.OFD: refusals.NO_OFD,
    Kind.DOCX: refusals.NO_WORD_DOCUMENT,
    Kind.SHEET: refusals.WORKBOOK_DAMAGED,
}
"""Of an archive that is called a document: why it is none."""


def read(content: BinaryIO, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """What the archive is, read as that; or its files, each by its content."""
    data = content.read()
    package = Package(data)
    kind = archive_kind(package)
    if kind is Kind.ZIP and (reason := _LACKING.get(named(name))):
        raise Unreadable(reason)
    if kind is Kind.ZIP:
        yield from _entries(package, name, options)
    else:
        yield from reader_of(kind)(BytesIO(data), name, options)


def _entries(package: Package, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """The files of an archive; one that fails does not stop the others."""
    if not package.names:
        raise Unreadable(refusals.EMPTY_ARCHIVE)
    options = replace(options, scans=Scans(None, advice=refusals.SCAN_IN_ARCHIVE))
    for entry in package.names:
        shown = printable(entry_name(entry)).replace("\\", "/")
        if Path(shown).name.startswith((".", "~$")) or shown.startswith("__MACOSX/"):
            continue
        place = refusals.in_archive(shown)
        try:
            data = package.read(entry)
            kind = _kind_of_entry(data, shown)
            yield from reader_of(kind)(BytesIO(data), f"{name}/{shown}", options)
        except Unreadable as error:
            yield Rejected(name, place, str(error))
        except DEFECTS as error:
            yield Rejected(name, place, refusals.unparsed(error))


def _kind_of_entry(data: bytes, shown: str) -> Kind:
    """The kind of a file in an archive, told to the end; Unreadable for what is not read there."""
    kind = kind_of(data[: limits.HEAD_BYTES], shown)
    if not kind or kind.value.is_streamed:
        raise Unreadable(refusals.unsupported(shown, SUFFIXES, data))
    if kind is Kind.ZIP:
        kind = archive_kind(Package(data))
        if kind is Kind.ZIP:
            raise Unreadable(refusals.ARCHIVE_IN_ARCHIVE)
    return kind
