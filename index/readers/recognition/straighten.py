"""A page that was laid askew is turned level: by the rows of ink that its lines make."""

from __future__ import annotations

import cv2
import numpy as np

from index.readers.recognition.ink import Picture, strokes

_SMALL = 900
"""Pixels of the longer side at which angles are looked for."""
_MOST = 3.0
"""Degrees by which a page lies askew at most."""
_COARSE, _FINE = 0.25, 0.05
_LEAST = 0.04
"""Degrees from which on turning is worth what it blurs."""
_STROKE = 11
"""Pixels, on the small picture, that no stroke is thicker than."""


def level(page: Picture) -> Picture:
    """``page``, in grey, with its lines level; it may still lie on its side or stand on its head."""
    small = _ink(page)
    rows, columns = _sharpest(small), _sharpest(small.T)
    angle = rows[0] if rows[1] >= columns[1] else -columns[0]
    return page if abs(angle) < _LEAST else turned(page, angle)


def turned(page: Picture, degrees: float) -> Picture:
    """``page`` turned counter-clockwise within its frame, its edges drawn on into the corners."""
    high, wide = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    made = cv2.warpAffine(
        page, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(made, np.uint8)


def _ink(page: Picture) -> Picture:
    """Strokes as 1, small; the outermost edge, shadows of a scanner's lid, left out."""
    scale = min(1.0, _SMALL / max(page.shape))
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = strokes(np.asarray(small, np.uint8), _STROKE)
    edge = max(1, min(found.shape) // 40)
    found[:edge], found[-edge:], found[:, :edge], found[:, -edge:] = 0, 0, 0, 0
    return found


def _sharpest(ink: Picture) -> tuple[float, float]:
    """The turn in degrees that makes the rows sharpest, and how sharp they are then."""
    ink = np.ascontiguousarray(ink)
    coarse = np.arange(-_MOST, _MOST + _COARSE, _COARSE)
    best = max(coarse, key=lambda angle: _sharpness(ink, angle))
    fine = np.arange(best - _COARSE, best + _COARSE + _FINE, _FINE)
    angle = max(fine, key=lambda angle: _sharpness(ink, angle))
    return float(angle), _sharpness(ink, angle)


def _sharpness(ink: Picture, degrees: float) -> float:
    """How much neighbouring rows differ when ``ink`` is sheared so far: shearing moves columns up
    and down, so that the rows need no picture of their own."""
    high, wide = ink.shape
    shift = np.round(np.tan(np.radians(degrees)) * (np.arange(wide) - wide / 2)).astype(np.int64)
    rows, columns = np.nonzero(ink)
    profile = np.bincount(np.clip(rows - shift[columns], 0, high - 1), minlength=high)
    return float(np.square(np.diff(profile.astype(np.float64))).sum())
