"""PDF files: the text layer, character by character, for ``layout.paragraphs`` to make paragraphs of.

PDFium (BSD, Apache-2.0) reads; its C functions are called directly, since the wrapper gives
either text without places or one object a character. Files without a text layer are refused
with a reason: what a scan says is for OCR to find.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import copysign, hypot
from typing import BinaryIO

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.drawing.pdf import has_picture, print_fields, rules_of
from index.readers.extract import Extract
from index.readers.layout.lines import Mark, Sheet, quarter
from index.readers.layout.pages import FEW, checked, read_pages
from index.readers.layout.paragraphs import printed_title
from index.readers.options import Options
from index.readers.recognition.scans import Scans, scans_or_none

_TAIL = 4_096
_ENCRYPT = b"/Encrypt"
_DROPPED = frozenset((*range(9), *range(10, 32), *range(127, 160), 0xAD, 0x200B, 0x200C,
    0x200D, 0x2060, 0xFEFF, 0xFFFF, *range(0xFDD0, 0xFDF0), *range(0xD800, 0xE000)))  # fmt: skip
_SPACE = 0x20
_LAST = 0x10FFFF
_HYPHEN = 0xFFFE  # PDFium's sign for a hyphen at the end of a line


def read(content: BinaryIO, name: str, options: Options) -> Iterator[Extract]:
    """The one document of a PDF file."""
    yield parse_pdf(content.read(), name, scans_or_none(options.scans, options.scan_pages))


def parse_pdf(data: bytes, name: str, scans: Scans | None = None) -> Extract:
    """The text of a PDF file; pages without text are asked of ``scans``.

    Raises:
        ToRecognise: pages are to be recognised first.
        Unreadable: it is damaged, encrypted, too long, or has no text.
    """
    if b"%%EOF" not in data[-_TAIL:] and b"startxref" not in data[-_TAIL:]:
        raise Unreadable(refusals.PDF_DAMAGED)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # The code may be that of an earlier file: PDFium does not reset it.
        locked = error.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY) and _ENCRYPT in data
        raise Unreadable(refusals.PDF_LOCKED if locked else refusals.PDF_DAMAGED) from error
    scans = scans or scans_or_none(None)
    try:
        reading = read_pages(_sheets(document), scans.recogniser())
        title = printed_title(_title(document), reading.lines) or reading.title
    except pdfium.PdfiumError as error:
        raise Unreadable(refusals.PDF_DAMAGED) from error
    finally:
        document.close()
    scans.settle(refusals.SCAN_WAITS)
    warnings = [*checked(reading, "PDF", scans.advice, scans.read), *scans.warnings()]
    return Extract(
        name, title=title, lines=reading.lines, warnings=warnings, recognised_pages=scans.read
    )


def _sheets(document: pdfium.PdfDocument) -> Iterator[Sheet]:
    count = len(document)
    if count > limits.PAGES:
        raise Unreadable(refusals.too_many_pages("PDF"))
    for at in range(count):
        page = document[at]
        if print_fields(page):
            page.close()
            page = document[at]
        try:
            text = page.get_textpage()
            try:
                yield _sheet(at + 1, page, text)
            finally:
                text.close()
        finally:
            page.close()


def _sheet(number: int, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> Sheet:
    left, bottom, right, top = page.get_bbox()
    marks = list(_marks(text, left, top))
    is_drawn = len(marks) < FEW and has_picture(page)
    rules = rules_of(page, left, top) if marks else ()
    return Sheet(number, right - left, top - bottom, marks, is_drawn, rules)


def _title(document: pdfium.PdfDocument) -> str:
    try:
        return str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:
        return ""


def _marks(text: pdfium.PdfTextPage, left: float, top: float) -> Iterator[Mark]:
    """The visible characters of a page; ``left``, ``top``: its upper left corner in points."""
    raw = text.raw
    box, matrix = c.FS_RECTF(), c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    to_box, to_matrix, to_x, to_y = map(ctypes.byref, (box, matrix, x, y))
    for at in range(text.count_chars()):
        code = c.FPDFText_GetUnicode(raw, at)
        if (
            code in _DROPPED
            or code > _LAST
            or (code == _SPACE and c.FPDFText_IsGenerated(raw, at) == 1)
        ):
            continue
        c.FPDFText_GetMatrix(raw, at, to_matrix)
        font = c.FPDFText_GetFontSize(raw, at)  # below zero it turns the letter round
        upright = matrix.b == 0 and matrix.c == 0 and matrix.a * font > 0  # nearly always
        turn = (
            0 if upright else quarter(copysign(1, font) * matrix.a, -copysign(1, font) * matrix.b)
        )
        if turn is None:
            continue
        c.FPDFText_GetLooseCharBox(raw, at, to_box)
        c.FPDFText_GetCharOrigin(raw, at, to_x, to_y)
        wide, high = box.right - box.left, box.top - box.bottom
        scale = matrix.d if upright else hypot(matrix.c, matrix.d)
        size = round(abs(font * scale), 1)
        letter = "-" if code == _HYPHEN else chr(code)
        place = (x.value - left, top - y.value)
        yield Mark(letter, *place, high if turn % 2 else wide, size or high, turn)
