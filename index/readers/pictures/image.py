"""Pictures in files of their own (TIFF, JPEG, PNG …), decoded within bounds by Pillow."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.recognition.ink import Picture

_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError,
    MemoryError, RecursionError, RuntimeError, AssertionError, Image.DecompressionBombError, EOFError,
    struct.error, zlib.error,
)  # fmt: skip
"""What Pillow raises of a damaged picture."""
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000")
_LONGEST = 2_400
"""Pixels of the longer side beyond which nothing more is seen: A4 at 200 dots an inch."""


def picture(data: bytes, page: int) -> Picture:
    """The picture of one page of a file, in colours or grey.

    Raises:
        Unreadable: it is damaged, or too large.
    """
    with _opened(data) as image:
        image.seek(page - 1)
        _check(image)
        if image.format == "JPEG":
            image.draft("RGB", (_LONGEST, _LONGEST))  # decodes no more than is looked at
        return _array(ImageOps.exif_transpose(image))


def frames(data: bytes, most: int = limits.PAGES + 1) -> list[tuple[int, int]]:
    """Width and height of each page of a file.

    Args:
        most: so many pages are looked at.

    Raises:
        Unreadable: as :func:`picture`.
    """
    with _opened(data) as image:
        found = [image.size]
        with suppress(EOFError):  # there are no more; to have them counted takes the square of them
            for at in range(1, most):
                image.seek(at)
                found.append(image.size)
        return found


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of metadata that does not matter
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                yield image
    except UnidentifiedImageError as error:
        raise Unreadable(refusals.PICTURE_DAMAGED) from error
    except Unreadable:
        raise
    except _BROKEN as error:
        raise Unreadable(refusals.PICTURE_DAMAGED) from error


def _check(image: Image.Image) -> None:
    wide, high = image.size
    if wide * high > limits.PICTURE_PIXELS:
        raise Unreadable(refusals.PICTURE_TOO_LARGE)


def _array(image: Image.Image) -> Picture:
    if image.mode in ("I", "I;16", "I;16B", "F"):
        image = image.point(lambda value: value / 256).convert("L") if image.mode != "F" else image
    if "A" in image.getbands() or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        image = Image.alpha_composite(paper, seen)
    wanted = "L" if image.mode in ("1", "L", "F") else "RGB"
    image = image.convert(wanted)
    if max(image.size) > _LONGEST:
        image.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return np.asarray(image, np.uint8)
