"""Pictures in files of their own (TIFF of several pages, JPEG, PNG): scans of paper.

What they say is recognised (``index.readers.recognition``); a picture that is too small for a page,
an icon or an ornament of a web page, is refused without being looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.extract import Extract
from index.readers.layout.lines import Sheet
from index.readers.layout.pages import read_pages
from index.readers.options import Options
from index.readers.recognition.scans import Scans, scans_or_none

FEW = 20
"""Pictures with fewer characters on them are no documents: photographs, signs, plans."""

Size = tuple[int, int]
"""Width and height in pixels."""


def read(content: BinaryIO, name: str, options: Options) -> Iterator[Extract]:
    """The one document of a picture, or of a file of several.

    Raises:
        Unreadable: nothing can be recognised here, or it is no scan.
    """
    scans = scans_or_none(options.scans, options.scan_pages)
    if not scans.is_possible:
        raise Unreadable(scans.advice)
    from index.readers.pictures.image import frames  # noqa: PLC0415 -- where the extra is installed

    sizes = frames(content.read())
    if len(sizes) > limits.PAGES:
        raise Unreadable(refusals.too_many_pages("TIFF"))
    if max((min(size) for size in sizes), default=0) < limits.PICTURE_LEAST:
        raise Unreadable(refusals.PICTURE_TOO_SMALL)
    yield pictured(sizes, name, scans)


def pictured(sizes: Sequence[Size], name: str, scans: Scans) -> Extract:
    """The document whose pages are pictures.

    Raises:
        ToRecognise: they are to be recognised first.
        Unreadable: there is next to no text on them.
    """
    sheets = [Sheet(at, wide, high, [], True) for at, (wide, high) in enumerate(sizes, 1)]
    reading = read_pages(sheets, scans.recogniser())
    scans.settle(refusals.SCAN_WAITS)
    if sum(map(len, reading.lines)) < FEW:
        raise Unreadable(scans.advice or refusals.PICTURE_WITHOUT_TEXT)
    return Extract(
        name, lines=reading.lines, warnings=scans.warnings(), recognised_pages=scans.read
    )
