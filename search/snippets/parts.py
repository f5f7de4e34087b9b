"""The parts of a text that may answer a question: its articles (条), else passages of some length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import NamedTuple, TypeAlias

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


Row: TypeAlias = tuple[int, int, int, bool, int]
"""The fields of a :class:`Part`: a long law has hundreds, of which a few are looked at."""


def parts_of(body: str, sections: Sequence[Section]) -> list[Part]:
    """The parts of a body, in order; they cover all of it."""
    return list(map(Part._make, rows_of(body, sections)))


def rows_of(body: str, sections: Sequence[Section]) -> list[Row]:
    """The same as rows."""
    levels, labels, _, starts = columns_of(sections)
    ends = [*starts[1:], len(body)][: len(starts)]
    found = list(_passages(body, 0, starts[0] if starts else len(body)))
    others = [
        at
        for at, (level, label) in enumerate(zip(levels, labels, strict=True))
        if level != _LEVEL or label[:1] != "第"
    ]
    is_law = len(others) < len(starts)
    open_headings: dict[int, int] = {}
    under = -1
    for at, last in pairwise((-1, *others, len(starts))):
        if at >= 0 and is_law and ends[at] - starts[at] <= HEADING:
            level = levels[at]
            open_headings = {one: part for one, part in open_headings.items() if one < level}
            above = max(open_headings.items(), default=(0, -1))[1]
            under = open_headings[level] = len(found)
            found.append((starts[at], ends[at], -1, True, above))
        elif at >= 0:
            found.extend(_passages(body, starts[at], ends[at]))
        own = slice(at + 1, last)
        articles = range(at + 1, last)
        found.extend(
            zip(starts[own], ends[own], articles, repeat(False), repeat(under), strict=False)
        )
    return found


def _passages(body: str, start: int, end: int) -> Iterator[Row]:
    """A stretch in passages that end with a line or a sentence, where there is an end of one."""
    while end - start > PASSAGE + PASSAGE // 2:
        low, high = start + PASSAGE // 2, start + PASSAGE + PASSAGE // 2
        cut = body.rfind("\n", low, high)
        if cut < 0:
            cut = max(body.rfind(stop, low, high) for stop in _STOPS)
        after = cut + 1 if cut >= 0 else start + PASSAGE
        yield start, after, -1, False, -1
        start = after
    if end > start:
        yield start, end, -1, False, -1
