"""DOCX (Word, WPS), and Word documents that are one XML file: what stands in them, in reading order.

Headers, footers and comments are page furniture, but the title of a form that stands there is none; footnotes stand at the end. What is text is decided
in ``index.readers.word``. A document may hold its whole text as an embedded page (``altChunk``), as
exports of law collections do.

Format: ECMA-376 part 1, 17 (WordprocessingML).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from lxml import etree

from index.errors import Unreadable
from index.readers import refusals
from index.readers.containers.archive import Package
from index.readers.containers.xml import child, tag
from index.readers.extract import Extract
from index.readers.formats.html import html_lines
from index.readers.formats.image import FEW, pictured
from index.readers.formats.mhtml import page_of
from index.readers.options import Options
from index.readers.pictures.docx import images, page_images
from index.readers.recognition.scans import scans_or_none
from index.readers.word.heads import form_title
from index.readers.word.parts import FlatParts, Parts, relations_of
from index.readers.word.text import WordText
from index.text.encodings import decode

_MAIN = "officeDocument"


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
    return Extract(name, lines=_lines(Package(data)))


def parse_xml_document(root: etree._Element, name: str) -> Extract | None:
    """The text of a document that is one XML file: Flat OPC or Word 2003; None of any other.

    Raises: Unreadable.
    """
    if tag(root) == "package":
        return Extract(name, lines=_lines(FlatParts(root)))
    body = child(root, "body")
    if tag(root) != "wordDocument" or body is None:
        return None
    return Extract(name, lines=list(WordText(body, lambda kind: child(root, kind)).lines()))


def _lines(parts: Parts) -> list[str]:
    whole = relations_of(parts, "").values()
    main = next((path for kind, path in whole if kind == _MAIN), "word/document.xml")
    body = child(parts.xml(main), "body") if main in parts else None
    if body is None:
        raise Unreadable(refusals.NO_WORD_DOCUMENT)
    relations = relations_of(parts, main)

    def related(kind: str) -> etree._Element | None:
        path = next((path for found, path in relations.values() if found == kind), "")
        return parts.xml(path) if path in parts else None

    def embedded(id: str) -> Iterable[str]:
        _, path = relations.get(id, ("", ""))
        return _chunk(parts.read(path)) if path in parts else ()

    lines = list(WordText(body, related, embedded).lines())
    head = related("header")
    named = form_title(body, lines, WordText(head, related).lines()) if head is not None else ""
    return [named, *lines] if named else lines


def _chunk(data: bytes) -> list[str]:
    """The lines of a file that is embedded as (part of) the text."""
    if data.startswith(b"PK"):
        return parse_docx(data, "").lines
    return html_lines(page_of(data) or decode(data))
