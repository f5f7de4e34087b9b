"""DOCX (Word, WPS): paragraphs, tables, numbering and text boxes, in reading order.

Headers, footers and comments are page furniture; footnotes stand at the end. The numbers
that Word counts by itself (一、 第一条 1.) are not in the text: they are counted here, since
headings are told by them. What was deleted under tracked changes is not text. A document may
hold its whole text as an embedded page (``altChunk``), as exports of law collections do.

Format: ECMA-376 part 1, 17 (WordprocessingML).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import unquote

from lxml import etree

from index.errors import Unreadable
from index.readers import refusals
from index.readers.containers.archive import Package
from index.readers.containers.xml import above, attribute, child, tag
from index.readers.extract import Extract
from index.readers.formats.html import html_lines
from index.readers.formats.image import FEW, pictured
from index.readers.formats.mhtml import page_of
from index.readers.formats.numbering import Numbering
from index.readers.options import Options
from index.readers.pictures.docx import images, page_images
from index.readers.recognition.scans import scans_or_none
from index.text.encodings import decode

_MAIN = "officeDocument"
_FOOTNOTES = "footnotes"
_SKIPPED = frozenset(("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "sectPr"))
_BREAKS = {"tab": "  ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SEPARATORS = frozenset(("separator", "continuationSeparator"))


def read(content: BinaryIO, name: str, options: Options) -> Iterator[Extract]:
    """The one document of a DOCX file; of one that was scanned into Word, what its images say."""
    data = content.read()
    found = parse_docx(data, name)
    if sum(map(len, found.lines)) < FEW and images(package := Package(data)):
        scans = scans_or_none(options.scans, options.scan_pages)
        if not scans.is_possible:
            raise Unreadable(refusals.only_images("DOCX", scans.advice))
        if sizes := page_images(package).values():
            found = pictured([*sizes], name, scans)
    yield found


def parse_docx(data: bytes, name: str) -> Extract:
    """The text of a DOCX file.

    Raises:
        Unreadable: it is damaged, too large, or no word-processing document.
    """
    package = Package(data)
    relations = _relations(package, "")
    main = next((path for kind, path in relations.values() if kind == _MAIN), "word/document.xml")
    if main not in package:
        raise Unreadable(refusals.NO_WORD_DOCUMENT)
    return Extract(name, lines=list(_Text(package, main).lines()))


class _Text:
    """The text of one document."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._main = main
        self._relations = _relations(package, main)
        self._numbering = Numbering(self._part("numbering"), self._part("styles"))

    def lines(self) -> Iterator[str]:
        """One paragraph a line; the cells of a row of a table parted by spaces."""
        body = child(self._package.xml(self._main), "body")
        if body is not None:
            yield from self._blocks(body)
        notes = self._part(_FOOTNOTES)
        for note in notes if notes is not None else ():
            if attribute(note, "type") not in _SEPARATORS:
                yield from self._blocks(note)

    def _part(self, kind: str) -> etree._Element | None:
        path = next((path for found, path in self._relations.values() if found == kind), "")
        return self._package.xml(path) if path in self._package else None

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        for block in parent:
            match tag(block):
                case "p":
                    yield from self._paragraph(block)
                case "tbl":
                    for row in _rows(block):
                        yield from self._row(row)
                case "altChunk":
                    yield from self._chunk(block)
                case name if name not in _SKIPPED:
                    yield from self._blocks(block)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        """The lines of a paragraph, its number first; what its text boxes hold comes before."""
        for box in paragraph.iter("{*}txbxContent"):
            if above(box, "p") is paragraph and above(box, "Fallback") is None:
                yield from self._blocks(box)
        text = "".join(_runs(paragraph)).strip()
        if text:
            number = self._numbering.next_label(paragraph)
            yield from f"{number}{text}".split("\n")

    def _row(self, row: etree._Element) -> Iterator[str]:
        """A row of short cells as one line; a row whose cells hold text of their own as lines."""
        cells = [list(self._blocks(cell)) for cell in _cells(row)]
        cells = [cell for cell in cells if cell]
        if len(cells) == 1:
            yield from cells[0]
        elif cells:
            yield "  ".join(" ".join(cell) for cell in cells)

    def _chunk(self, chunk: etree._Element) -> Iterator[str]:
        target = self._relations.get(attribute(chunk, "id"))
        if target and target[1] in self._package:
            data = self._package.read(target[1])
            if data.startswith(b"PK"):
                yield from parse_docx(data, "").lines
            else:
                yield from html_lines(page_of(data) or decode(data))


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> last word of its type and the path inside, for one part."""
    folder, base = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    if path not in package:
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/", folder, unquote(relation.get("Target", ""))))[
                1:
            ],
        )
        for relation in package.xml(path)
        if relation.get("TargetMode") != "External"
    }


def _runs(element: etree._Element) -> Iterator[str]:
    """The characters of a paragraph; text boxes and nested paragraphs apart."""
    for part in element:
        name = tag(part)
        if name == "t":
            yield part.text or ""
        elif name in _BREAKS:
            yield "" if attribute(part, "type") == "page" else _BREAKS[name]
        elif name == "sym":
            yield _symbol(attribute(part, "char"))
        elif name not in _SKIPPED and name not in ("drawing", "pict", "object", "AlternateContent"):
            yield from _runs(part)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in table.iter("{*}tr") if above(row, "tbl") is table)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row.iter("{*}tc") if above(cell, "tr") is row)


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else ""
