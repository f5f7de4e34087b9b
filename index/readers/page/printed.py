"""The labelled values of a page: ``<meta>``, tables of every shape, lists, lines, and its dateline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from index.conventions.dates import find_dates
from index.conventions.labels import field_of, is_label, scan
from index.readers.page.lines import Line
from index.readers.page.links import is_address
from index.readers.page.pairs import Pair, cells_of

_METAS = {
    "articletitle": ("title", "ArticleTitle"),
    "pubdate": ("published_on", "PubDate"),
    "contentsource": ("source", "ContentSource"),
    "sitename": ("site", "SiteName"),
    "indexnumber": ("index_number", "IndexNumber"),
    "url": ("source_url", "Url"),
}
_LONGEST = 300
_LONGEST_LABEL = 12
_MOST_UP = 4


def metas_of(page: etree._Element) -> list[Pair]:
    """What the head of a page says of its document."""
    found: list[Pair] = []
    for meta in page.iter("meta"):
        known = _METAS.get((meta.get("name") or "").lower())
        value = " ".join((meta.get("content") or "").split())
        if known and value:
            found.append((*known, value))
    for link in page.iter("link"):
        if link.get("rel") == "canonical" and is_address(link.get("href") or ""):
            found.append(("source_url", "canonical", link.get("href") or ""))
    return found


def labels_of(lines: Sequence[Line], numbers: Iterable[int]) -> Iterator[Pair]:
    """The pairs of some lines of a page.

    A label may share its cell or element with its value, stand beside it, or above it: in the row above,
    or in the element before.
    """
    above: list[str] = []
    for at in numbers:
        line = lines[at]
        if line.size > _LONGEST:
            above = []
            continue
        cells = cells_of(line)
        found = line.pairs
        if not found and len(above) == len(cells) > 1 and not any(map(is_label, cells)):
            found = list(zip(map(field_of, above), above, cells, strict=True))
        if not found and at + 1 < len(lines):
            found = _of_two(line, lines[at + 1])
        yield from (
            (field, label.strip(" :：[]【】"), value.strip())
            for field, label, value in found
            if field
        )
        is_head = (
            len(cells) > 1 and not found and all(field_of(cell) or is_label(cell) for cell in cells)
        )
        above = cells if is_head else []


def datelines_of(lines: Sequence[Line], numbers: Iterable[int]) -> Iterator[Pair]:
    """The day a page says it was put up, without a label; and the labels behind it."""
    for at in numbers:
        line = lines[at]
        if line.dated:
            start, end, _ = next(find_dates(line.text))
            yield "published_on", "日期", line.text[start:end].strip()
            yield from _labels_behind(line)


def _labels_behind(line: Line) -> list[Pair]:
    text = line.spaced
    for at, mark in enumerate(text):
        if mark == " " and (found := scan(text[at + 1 :])):
            return found
    return []


def _of_two(line: Line, below: Line) -> list[Pair]:
    """A label alone in its element, and the element behind that: ``<dt>…</dt><dd>…</dd>``."""
    field = field_of(line.text) if line.size <= _LONGEST_LABEL else ""
    if not field or below.size > _LONGEST or field_of(below.text) or is_label(below.text):
        return []
    behind = _alone(line.place).getnext()
    place: etree._Element | None = below.place
    for _ in range(_MOST_UP):
        if place is None or place is behind:
            break
        place = place.getparent()
    return [(field, line.text, below.text)] if place is not None and place is behind else []


def _alone(element: etree._Element) -> etree._Element:
    """The outermost of the elements that hold nothing but this one."""
    for _ in range(_MOST_UP):
        parent = element.getparent()
        if parent is None or (parent.text or "").strip() or (element.tail or "").strip():
            break
        if element.getprevious() is not None or element.getnext() is not None:
            break
        element = parent
    return element
