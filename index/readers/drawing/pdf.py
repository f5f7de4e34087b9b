"""What is drawn on a page of a PDF file besides its text: pictures, and the rules of tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from index.readers.layout.lines import Rule

_MOST_OBJECTS = 20_000  # of a page are looked at
_MOST_SEGMENTS = 20_000  # no table has so many
_RECTANGLE = 6  # segments that a rectangle has at most
_FEWEST_OUTLINES = 20  # letters that are drawn
_THIN = 3.0  # points: a rectangle no wider is a rule
_SHORTEST = 4.0  # points

_MOST_ANNOTATIONS = 2_000
_WRITTEN = (c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT)

Point = tuple[float, float]


def has_picture(page: pdfium.PdfPage) -> bool:
    """Whether a picture stands on the page that may show text, or letters drawn as outlines."""
    if any(page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE,), max_depth=3)):
        return True
    outlines = (
        path.raw for path in page.get_objects(filter=(c.FPDF_PAGEOBJ_PATH,), max_depth=3)
        if c.FPDFPath_CountSegments(path.raw) > _RECTANGLE
    )  # fmt: skip
    return next(islice(outlines, _FEWEST_OUTLINES - 1, None), None) is not None


def print_fields(page: pdfium.PdfPage) -> bool:
    """Print what is written in the fields of a form, and beside the text, onto the page, where
    people see it; other annotations (seals, marks, comments) are taken away. Whether anything was:
    then the page must be loaded again."""
    raw = page.raw
    shown = False
    for at in reversed(range(min(c.FPDFPage_GetAnnotCount(raw), _MOST_ANNOTATIONS))):
        annotation = c.FPDFPage_GetAnnot(raw, at)
        if not annotation:
            continue
        appears = c.FPDFAnnot_GetAP(annotation, c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2
        is_text = c.FPDFAnnot_GetSubtype(annotation) in _WRITTEN
        c.FPDFPage_CloseAnnot(annotation)
        if is_text and appears:
            shown = True
        else:
            c.FPDFPage_RemoveAnnot(raw, at)
    return shown and c.FPDFPage_Flatten(raw, c.FLAT_NORMALDISPLAY) == c.FLATTEN_SUCCESS


def rules_of(page: pdfium.PdfPage, left: float, top: float) -> list[Rule]:
    """The level and upright rules of a page; ``left``, ``top``: its upper left corner in points."""
    raw = page.raw
    rules: list[Rule] = []
    budget = _MOST_SEGMENTS
    for at in range(min(c.FPDFPage_CountObjects(raw), _MOST_OBJECTS)):
        path = c.FPDFPage_GetObject(raw, at)
        if c.FPDFPageObj_GetType(path) != c.FPDF_PAGEOBJ_PATH:
            continue
        segments = max(1, c.FPDFPath_CountSegments(path))
        budget -= segments
        if budget < 0:
            break
        strokes = _strokes(path, segments)
        rules += [rule for a, b in strokes if (rule := _rule(a, b, left, top))]
    return rules


def _strokes(path: c.FPDF_PAGEOBJECT, segments: int) -> Iterator[tuple[Point, Point]]:
    """The straight lines of a path, in points from the lower left corner."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    if segments > _RECTANGLE:
        yield from _segments(path, segments)
        return
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(path, x0, y0, x1, y1):
        return
    low, high = (x0.value, y0.value), (x1.value, y1.value)
    if high[0] - low[0] <= _THIN or high[1] - low[1] <= _THIN:
        yield low, high
    else:
        yield low, (high[0], low[1])
        yield (low[0], high[1]), high
        yield low, (low[0], high[1])
        yield (high[0], low[1]), high


def _segments(path: c.FPDF_PAGEOBJECT, count: int) -> Iterator[tuple[Point, Point]]:
    matrix = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = last = (0.0, 0.0)
    for at in range(count):
        segment = c.FPDFPath_GetPathSegment(path, at)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == c.FPDF_SEGMENT_LINETO:
            yield last, point
        if c.FPDFPathSegment_GetClose(segment):
            yield point, begin
        last = point


def _rule(a: Point, b: Point, left: float, top: float) -> Rule | None:
    """The rule from ``a`` to ``b``; None where it is oblique or short."""
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if max(wide, high) < _SHORTEST or min(wide, high) > _THIN:
        return None
    x = sorted((a[0] - left, b[0] - left))
    y = sorted((top - a[1], top - b[1]))
    if wide >= high:
        return Rule(True, (y[0] + y[1]) / 2, x[0], x[1])
    return Rule(False, (x[0] + x[1]) / 2, y[0], y[1])
