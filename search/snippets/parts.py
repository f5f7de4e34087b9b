"""The parts of a text that may answer a question: its articles (条), else passages of some length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.document import Section, columns_of

PASSAGE = 200
"""A passage has about so many characters."""
HEADING = 60
"""A 编, 章 or 节 with no more characters before the next heading holds nothing but its name."""
_LEVEL = 4
_STOPS = "。；"


class Part(NamedTuple):
    """A part of a body.

    Attributes:
        start, end: where it stands in the body.
        article: the section that it is, where that is a 条; -1 for any other.
        is_heading: whether it is a heading alone, which answers nothing.
        under: the part that is the heading it stands under; -1 for none.
    """

    start: int
    end: int
    article: int = -1
    is_heading: bool = False
    under: int = -1


def parts_of(body: str, sections: Sequence[Section]) -> list[Part]:
    """The parts of a body, in order; they cover all of it."""
    levels, labels, _, starts = columns_of(sections)
    ends = [*starts[1:], len(body)][: len(starts)]
    found = list(_passages(body, 0, starts[0] if starts else len(body)))
    articles = [
        level == _LEVEL and label[:1] == "第" for level, label in zip(levels, labels, strict=True)
    ]
    is_law = any(articles)
    open_headings: dict[int, int] = {}
    under = -1
    for at, (is_article, start, end) in enumerate(zip(articles, starts, ends, strict=True)):
        if is_article:
            found.append(Part(start, end, at, False, under))
        elif is_law and end - start <= HEADING:
            level = levels[at]
            open_headings = {one: part for one, part in open_headings.items() if one < level}
            above = max(open_headings.items(), default=(0, -1))[1]
            under = open_headings[level] = len(found)
            found.append(Part(start, end, is_heading=True, under=above))
        else:
            found.extend(_passages(body, start, end))
    return found


def _passages(body: str, start: int, end: int) -> Iterator[Part]:
    """A stretch in passages that end with a line or a sentence, where there is an end of one."""
    while end - start > PASSAGE + PASSAGE // 2:
        low, high = start + PASSAGE // 2, start + PASSAGE + PASSAGE // 2
        cut = body.rfind("\n", low, high)
        if cut < 0:
            cut = max(body.rfind(stop, low, high) for stop in _STOPS)
        after = cut + 1 if cut >= 0 else start + PASSAGE
        yield Part(start, after)
        start = after
    if end > start:
        yield Part(start, end)
