"""The ink of a page: colours become one grey, and a seal over the text is taken off.

A red seal lies over the signature it belongs to; in the red channel of the picture it is as bright
as paper. A red letterhead must not go that way: it is text. So only what is as large and as round
as a seal, or lies over dark ink, is looked at in the red channel; all else in ordinary grey.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""Height x width (grey) or height x width x 3 (red, green, blue)."""

_RED = 40
"""So much redder than green and blue is red ink, also on a picture that was compressed a lot."""
_FAINT = 24
"""Contrasts below this are noise of the scanner, or of the compression."""
_SEAL = 28 / 297
"""A seal measures at least 28 mm; pictures are told as shares of the longer side of A4."""
_DARKEST = 10
"""So many of a hundred points of red ink may stay grey: those that text shines through."""
_LARGEST = 70 / 297
_ROUND = (0.6, 1.7)


def grey(picture: Picture) -> Picture:
    """The picture in grey, without seals."""
    if picture.ndim == 2:
        return picture
    plain = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    red = _red(picture)
    if not red.any():
        return np.asarray(plain, np.uint8)
    made = np.asarray(plain, np.uint8).copy()
    for left, top, wide, high in _seals(red):
        part = slice(top, top + high), slice(left, left + wide)
        made[part] = _through(picture[..., 0][part], red[part])
    return made


def _through(channel: Picture, red: Picture) -> Picture:
    """What lies under red ink, which becomes as white as the paper beside it."""
    ink = float(np.percentile(channel[red > 0], _DARKEST)) if red.any() else 255.0
    return np.asarray(np.clip(channel * (255.0 / max(ink, 96.0)), 0, 255), np.uint8)


def _red(picture: Picture) -> Picture:
    others = cv2.max(picture[..., 1], picture[..., 2])
    excess = cv2.subtract(picture[..., 0], others)
    return np.asarray(cv2.threshold(excess, _RED, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _seals(red: Picture) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of what may be seals."""
    long = max(red.shape)
    gap = max(3, round(long * 2.5 / 297)) | 1  # the characters of a seal stand so far apart
    closed = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    found = []
    for left, top, wide, high, _area in stats[1:].tolist():
        is_seal = _SEAL * long <= max(wide, high) <= _LARGEST * long
        if is_seal and _ROUND[0] <= wide / high <= _ROUND[1]:
            found.append((left, top, wide, high))
    return found


def strokes(page: Picture, thick: int) -> Picture:
    """What is drawn on a page in grey, as 1: dark on light, or light on a dark ground; areas that
    are thicker than ``thick`` pixels are ground."""
    kernel = np.ones((thick, thick), np.uint8)
    dark = cv2.morphologyEx(page, cv2.MORPH_BLACKHAT, kernel)
    light = cv2.morphologyEx(page, cv2.MORPH_TOPHAT, kernel)
    drawn = cv2.max(dark, light)
    level, _ = cv2.threshold(drawn, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(drawn > max(level, _FAINT), np.uint8)
