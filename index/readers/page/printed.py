"""The labelled values of a page: ``<meta>``, tables of every shape, lists, lines, and its dateline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from index.conventions.dates import find_dates, parse_date
from index.conventions.labels import field_of, is_label
from index.readers.page.files import is_address
from index.readers.page.furniture import is_page
from index.readers.page.lines import Line
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
_LONGEST_DATELINE, _LONGEST_BARE = 120, 40
_NO_DATELINE = re.compile("今天|今日|现在时间|有效期|截止")
_PUT_UP = re.compile("发布|发表|上传|时间|日期")
_OTHER_DAY = re.compile(
    r"(?:实施|施行|生效|失效|废止|成文|印发|发文|制定|签发|修订|修改)[^\s:：]{0,6}[:：]?\s{0,4}$"
)
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

    A label may share its cell or element with its value, stand beside it, or above it: in the row
    above, or in the element before. Two lines that say something together have it as their ``pairs``.
    """
    above: list[str] = []
    for at in numbers:
        line = lines[at]
        if line.size > _LONGEST:
            above = []
            continue
        cells = cells_of(line)
        found = line.pairs
        if not found and len(above) == len(cells) > 1 and any(cells):
            found = list(zip(map(field_of, above), above, cells, strict=True))
            lines[at].pairs = lines[at - 1].pairs = found
        is_bare = len(cells) < 2 and not any(value for _, _, value in found)
        if is_bare and at + 1 < len(lines) and (of_two := _of_two(line, lines[at + 1])):
            found = line.pairs = lines[at + 1].pairs = of_two
        yield from (
            (field, label.strip(" :：[]【】"), value.strip())
            for field, label, value in found
            if field
        )
        is_head = not found and sum(map(bool, map(field_of, cells))) > 1
        above = cells if is_head else []


def datelines_of(lines: Sequence[Line], numbers: Iterable[int]) -> Iterator[Pair]:
    """The day that a page says it was put up, in a line of its own kind above the text."""
    for at in numbers:
        line = lines[at]
        if _NO_DATELINE.search(line.folded):
            continue
        if line.linked * 2 > line.size and not _PUT_UP.search(line.text):
            continue
        is_long = line.size > _LONGEST_BARE and not is_page(line) and not _PUT_UP.search(line.text)
        if is_long or line.size > _LONGEST_DATELINE:
            continue
        if any(field.endswith("_on") and parse_date(value) for field, _, value in line.pairs):
            continue
        text = line.spaced
        for start, end, _ in find_dates(text):
            if not _OTHER_DAY.search(text[:start]) and (
                is_page(line) or not text[:start].strip("[(【（ ") or _PUT_UP.search(text[:start])
            ):
                yield "published_on", "日期", text[start:end].strip()
                break


def tidied(pair: Pair) -> Pair:
    """A pair whose source is a name alone: no date behind it (某局 2024-03-05 10:20), and once
    (某县林业局-县林业局)."""
    field, label, value = pair
    if field not in ("source", "editor"):
        return pair
    if found := next(find_dates(value), None):
        value = value[: found[0]].strip()
    first, _, second = value.partition("-")
    return field, label, first if second and first.endswith(second) else value


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
