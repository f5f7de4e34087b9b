"""Page furniture: numbers, running heads, what a browser prints around a page; none is text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from index.readers.layout.lines import Line, Page

_BAND = 0.13  # share of the page's height where furniture stands; GB/T 9704: 37 of 297 mm
_NUMBER = re.compile("[0-9０-９]+")
_LARGEST = 1.5  # times the usual size: what is larger is a title
_PAGE_NUMBER = re.compile(
    r"[-—–－―─_~·•.\s]+\d{1,4}[-—–－―─_~·•.\s]+|第\s*\d{1,4}\s*页(?:[\s,，/／]*共\s*\d{1,4}\s*页)?"
    r"|一\s\d{1,4}|[Pp]age\s*\d+(?:\s*of\s*\d+)?"
)
"""一 3 is what recognition makes of — 3 —."""
_ROMAN = re.compile("[ivxIVXⅠ-ⅻ]{1,7}")
_BARE = re.compile(r"(\d{1,4})(?:\s*[/／]\s*(\d{1,4}))?")
_BROWSER = re.compile(
    r"\d{2,4}[/-]\d{1,2}[/-]\d{1,4}[,，\s]+(?:[上下]午\s*)?\d{1,2}:\d\d.*"
    r"|(?:https?://|file:///)\S+\s+\d+\s*/\s*\d+"
)
_MOST_PAGES = 100

Key = tuple[str, int, int]


def drop_furniture(pages: list[Page]) -> None:
    """Take from the pages of a document the lines that are furniture."""
    usual = usual_size(pages)
    count = len({page.number for page in pages})
    seen = Counter(key for page in pages for key in _keys(page))
    running = {key for key, times in seen.items() if times >= max(2, count * 0.1, min(count, 3))}
    offsets = Counter(
        int(found[1]) - page.number
        for page in pages for line in _margin(page)
        if (found := _BARE.fullmatch(line.text)) and not found[2]
    )  # fmt: skip
    counted = {by for by, times in offsets.items() if times >= max(2, count * 0.3)} | {0}
    for page in pages:
        drop = [
            line for line in _margin(page)
            if _PAGE_NUMBER.fullmatch(line.text) or _BROWSER.fullmatch(line.text)
            or _ROMAN.fullmatch(line.text) or _is_bare_number(line, counted, count)
            or (count == 1 and line is page.lines[-1] and _is_alone(line))
            or (_key(line) in running and line.size < _LARGEST * usual)
        ]  # fmt: skip
        page.lines = [line for line in page.lines if not any(line is other for other in drop)]


def _margin(page: Page) -> list[Line]:
    """The first and last lines of a page, where these stand in its margins."""
    top, bottom = page.height * _BAND, page.height * (1 - _BAND)
    ends = page.lines[:4] + page.lines[4:][-4:]
    return [line for line in ends if not top < line.y < bottom]


def _keys(page: Page) -> set[Key]:
    return {_key(line) for line in _margin(page) if not _BARE.fullmatch(line.text)}


def _key(line: Line) -> Key:
    """Equal for what is printed in one place and size on many pages, whatever number it bears."""
    place = round(50 * line.y / line.page.height)
    return _NUMBER.sub("#", line.text), place, round(line.size)


def _is_bare_number(line: Line, counted: set[int], count: int) -> bool:
    found = _BARE.fullmatch(line.text)
    if not found:
        return False
    if found[2]:
        return int(found[2]) == count or int(found[1]) == line.page.number
    return int(found[1]) - line.page.number in counted


def _is_alone(line: Line) -> bool:
    """Whether a line is a small number: below the one page that there is of a document, the page's."""
    found = _BARE.fullmatch(line.text)
    return bool(found and not found[2] and int(found[1]) < _MOST_PAGES)


def usual_size(pages: Iterable[Page]) -> float:
    """The size that most characters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
