"""The parts of a text that may answer a question: its articles (条), else passages of some length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.document import Section

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
    """

    start: int
    end: int
    article: int = -1
    is_heading: bool = False


def parts_of(body: str, sections: Sequence[Section]) -> list[Part]:
    """The parts of a body, in order; they cover all of it."""
    starts = [section.offset for section in sections]
    ends = [*starts[1:], len(body)][: len(starts)]
    found = list(_passages(body, 0, starts[0] if starts else len(body)))
    is_law = any(map(_is_article, sections))
    for at, (section, start, end) in enumerate(zip(sections, starts, ends, strict=True)):
        if _is_article(section):
            found.append(Part(start, end, at))
        elif is_law and end - start <= HEADING:
            found.append(Part(start, end, is_heading=True))
        else:
            found.extend(_passages(body, start, end))
    return found


def _is_article(section: Section) -> bool:
    return section.level == _LEVEL and section.label[:1] == "第"


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
