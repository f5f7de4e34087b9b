"""The pages of a fixed layout, sorted: which are read as they are, and which must be recognised.

A page lacks text where it is a picture (a scan, letters drawn as outlines), or where its text
layer says nothing (``legibility``). Whoever can recognise what a page shows gives a
:data:`Recogniser`: the sheets it gives stand in the place of such pages, and one document is
made of all. Without one these pages are named: in a warning, or, where they are most of the
file, in the reason for leaving it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.layout.headline import headline
from index.readers.layout.legibility import is_legible
from index.readers.layout.lines import Page, Sheet
from index.readers.layout.paragraphs import paragraphs
from index.readers.layout.punctuation import doubt
from index.readers.layout.regions import page_lines

FEW = 30
"""A page with fewer characters than this and with a picture is a scan."""
_MOST_NAMED = 10
_MOSTLY = 4  # times as many pages are garbage: the others only look like text


class Lack(Enum):
    """Why a page gives no text; the value says it of pages (Chinese)."""

    IMAGE = "是图像，没有文字层"
    GARBLED = "的字体没有正确的文字编码，取出的是乱码"


Recogniser = Callable[[int, Lack], Sheet | None]
"""Gives what is seen on a page (numbered from 1 on, in the file's own order), its marks placed
like those of any sheet: base lines, x to the right, y down from the upper left corner. None
where it cannot; the page then stays without text."""


class Reading(NamedTuple):
    """What the pages of one document say.

    Attributes:
        lines: the paragraphs.
        title: as its type shows it, where it has several lines.
        pages: how many pages there are.
        lacking: the pages that gave no text, and why.
    """

    lines: list[str]
    title: str
    pages: int
    lacking: Mapping[int, Lack]


class _Sorted(NamedTuple):
    """A page as far as it is read: its lines (none where it lacks text), why it lacks it, and
    whether its text is one (None: too short to tell)."""

    pages: list[Page]
    lack: Lack | None
    legible: bool | None


def read_pages(sheets: Iterable[Sheet], recognise: Recogniser | None = None) -> Reading:
    """The paragraphs of a document, furniture left out.

    All sheets are gone through before the first page is asked of ``recognise``, in their order.

    Raises:
        Unreadable: there are too many characters.
    """
    count = 0
    found: dict[int, _Sorted] = {}
    for sheet in sheets:
        count = _counted(count, sheet)
        found[sheet.number] = _sorted_page(sheet)
    lacking = {number: lack for number, lack in _lacking(found).items() if lack}
    pages: list[Page] = []
    for number, page in found.items():
        if lack := lacking.get(number):
            if seen := recognise(number, lack) if recognise else None:
                count = _counted(count, seen)
                pages += page_lines(seen)
                del lacking[number]
        else:
            pages += page.pages
    lines = paragraphs(pages)
    return Reading(lines, headline(pages), len(found), lacking)


def _counted(count: int, sheet: Sheet) -> int:
    if count + len(sheet.marks) > limits.CHARACTERS:
        raise Unreadable(refusals.TOO_MANY_CHARACTERS)
    return count + len(sheet.marks)


def _sorted_page(sheet: Sheet) -> _Sorted:
    text = "".join(mark.text for mark in sheet.marks)
    if sheet.is_drawn and len("".join(text.split())) < FEW:
        return _Sorted([], Lack.IMAGE, None)
    legible = is_legible(text)
    if legible is False:
        return _Sorted([], Lack.GARBLED, False)
    return _Sorted(list(page_lines(sheet)), None, legible)


def _lacking(found: Mapping[int, _Sorted]) -> dict[int, Lack | None]:
    """Why each page lacks text; one too short to tell is like the pages around it."""
    garbled = sum(page.legible is False for page in found.values())
    others = sum(page.legible is True for page in found.values())
    doubted: set[bool | None] = {None} if garbled > others else set()
    if garbled > _MOSTLY * others:
        doubted.add(True)
    return {
        number: Lack.GARBLED if page.pages and page.legible in doubted else page.lack
        for number, page in found.items()
    }


def checked(reading: Reading, shown: str, advice: str = "", recognised: int = 0) -> list[str]:
    """What is to be doubted of a reading (warnings, Chinese).

    Args:
        shown: PDF or OFD.
        advice: how the text of pictures can be had.
        recognised: so many pages were; then none of the others make the file a mere picture.

    Raises:
        Unreadable: most pages lack text, or there is none.
    """
    lacking = reading.lacking
    if 2 * len(lacking) > reading.pages and not recognised:
        images = sum(lack is Lack.IMAGE for lack in lacking.values())
        garbled = 2 * images < len(lacking)
        because = refusals.garbled if garbled else refusals.only_images
        raise Unreadable(because(shown, advice))
    if not reading.lines:
        raise Unreadable(
            refusals.PICTURE_WITHOUT_TEXT if recognised else refusals.without_text(shown)
        )
    warnings = [
        f"第 {listed(pages)} 页{lack.value}，没有收录这些页的文字。"
        for lack in Lack
        if (pages := [number for number, why in lacking.items() if why is lack])
    ]
    return [*warnings, *filter(None, [doubt(reading.lines)])]


def listed(numbers: list[int]) -> str:
    """``1、3—5``."""
    runs: list[str] = []
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append(f"{run[0]}—{run[-1]}" if len(run) > 1 else f"{run[0]}")
    more = " 等" if len(runs) > _MOST_NAMED else ""
    return "、".join(runs[:_MOST_NAMED]) + more
