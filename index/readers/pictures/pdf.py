"""The picture of a page of a PDF file, drawn by PDFium at the resolution that its images have."""

from __future__ import annotations

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from index.errors import Unreadable
from index.readers import refusals
from index.readers.recognition.ink import Picture

_INCH = 72.0
_LEAST, _MOST = 150.0, 200.0
"""Dots an inch: below, small characters are lost; above, nothing more is seen."""
_LONGEST = 2_400
"""Pixels of the longer side: A4 at 200 dots an inch; a plan is no larger."""


def picture(data: bytes, page: int) -> Picture:
    """The picture of one page, in colours.

    Raises:
        Unreadable: it is damaged.
    """
    try:
        document = pdfium.PdfDocument(data)
        try:
            return _drawn(document[page - 1])
        finally:
            document.close()
    except (pdfium.PdfiumError, IndexError, ValueError, MemoryError) as error:
        raise Unreadable(refusals.PDF_DAMAGED) from error


def _drawn(page: pdfium.PdfPage) -> Picture:
    wide, high = page.get_size()
    longer = max(wide, high, 1.0)
    dots = min(max(_own_dots(page), _LEAST), _MOST)
    scale = min(dots / _INCH, _LONGEST / longer)
    bitmap = page.render(scale=scale, rev_byteorder=True, fill_color=(255, 255, 255, 255))
    return np.array(bitmap.to_numpy()[..., :3], np.uint8)


def _own_dots(page: pdfium.PdfPage) -> float:
    """Dots an inch of the largest image of a page; 0 where there is none."""
    best = area = 0.0
    for image in page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > area:
            area = (right - left) * (top - bottom)
            best = image.get_px_size()[0] / max(right - left, 1.0) * _INCH
    return best
