"""PDF files: the text layer, character by character, for ``layout.paragraphs`` to make paragraphs of.

PDFium (BSD, Apache-2.0) reads; its C functions are called directly, since the wrapper gives
either text without places or one object a character. Files without a text layer are refused
with a reason: what a scan says is for OCR to find.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import hypot
from typing import BinaryIO

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.extract import Extract
from index.readers.layout.lines import Mark, Sheet, quarter
from index.readers.layout.paragraphs import paragraphs, printed_title
from index.readers.options import Options

_FEW = 30
"""A page with fewer characters than this and with images is a scan."""
_TAIL = 4_096
_ENCRYPT = b"/Encrypt"
_DROPPED = frozenset((*range(9), *range(10, 32), *range(127, 160), 0xAD, 0x200B, 0x200C,
    0x200D, 0x2060, 0xFEFF, 0xFFFF, *range(0xFDD0, 0xFDF0), *range(0xD800, 0xE000)))  # fmt: skip
_SPACE = 0x20
_LAST = 0x10FFFF
_HYPHEN = 0xFFFE  # PDFium's sign for a hyphen at the end of a line
_NO_LETTER = frozenset((0, 0xFFFD, *range(0xE000, 0xF900)))


def read(content: BinaryIO, name: str, _: Options) -> Iterator[Extract]:
    """The one document of a PDF file."""
    yield parse_pdf(content.read(), name)


def parse_pdf(data: bytes, name: str) -> Extract:
    """The text of a PDF file.

    Raises:
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
    try:
        lines = _Text(document).paragraphs()
        title = printed_title(_title(document), lines)
    except pdfium.PdfiumError as error:
        raise Unreadable(refusals.PDF_DAMAGED) from error
    finally:
        document.close()
    return Extract(name, title=title, lines=lines)


class _Text:
    """The text of one document, and what was met on the way."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document
        self._letters = self._unmapped = self._scans = 0

    def paragraphs(self) -> list[str]:
        """The paragraphs; Unreadable when there are none to be had."""
        count = len(self._document)
        if count > limits.PAGES:
            raise Unreadable(refusals.too_many_pages("PDF"))
        lines = paragraphs(self._sheets(count))
        if self._scans * 2 > count:
            raise Unreadable(refusals.only_images("PDF"))
        if not lines:
            raise Unreadable(refusals.without_text("PDF"))
        if self._unmapped > 0.3 * self._letters:
            raise Unreadable(refusals.PDF_UNMAPPED)
        return lines

    def _sheets(self, count: int) -> Iterator[Sheet]:
        for at in range(count):
            page = self._document[at]
            try:
                text = page.get_textpage()
                try:
                    yield self._sheet(at + 1, page, text)
                finally:
                    text.close()
            finally:
                page.close()

    def _sheet(self, number: int, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> Sheet:
        left, bottom, right, top = page.get_bbox()
        marks = list(_marks(text, left, top))
        letters = [mark.text for mark in marks if not mark.text.isspace()]
        self._letters += len(letters)
        self._unmapped += sum(ord(letter) in _NO_LETTER for letter in letters)
        if len(letters) < _FEW and _has_image(page):
            self._scans += 1
        return Sheet(number, right - left, top - bottom, marks)


def _title(document: pdfium.PdfDocument) -> str:
    try:
        return str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:
        return ""


def _has_image(page: pdfium.PdfPage) -> bool:
    return any(page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE,), max_depth=3))


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
        upright = matrix.b == 0 and matrix.c == 0 and matrix.a > 0  # nearly always: no detour
        turn = 0 if upright else quarter(matrix.a, -matrix.b)
        if turn is None:
            continue
        c.FPDFText_GetLooseCharBox(raw, at, to_box)
        c.FPDFText_GetCharOrigin(raw, at, to_x, to_y)
        wide, high = box.right - box.left, box.top - box.bottom
        scale = matrix.d if upright else hypot(matrix.c, matrix.d)
        size = round(abs(c.FPDFText_GetFontSize(raw, at) * scale), 1)
        letter = "-" if code == _HYPHEN else chr(code)
        place = (x.value - left, top - y.value)
        yield Mark(letter, *place, high if turn % 2 else wide, size or high, turn)
