"""Characters placed on a page become lines of text: the first half of reading fixed layouts.

Lengths are in any one unit (PDF: points, OFD: millimetres); x grows to the right and y down
from the upper left corner of the page. Thresholds are in em, the size of the characters.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from index.readers.layout.ideographs import printed
from index.text.han import HUNDREDS, PRINTED

_FAR = 1e5  # no page is so wide, in points or millimetres
_MOST_STRIPS = 40  # base lines of one line of text; of characters of one size there are nine
FAR_APART = 1.6
"""Em of white space that part the cells of a table row."""
_GAP = 0.2  # em of white space that is a space between Chinese characters
_MIXED = 0.6  # the same between Chinese and Latin, which typesetting programs set apart
_LATIN = 0.25  # the same between Latin characters, where the text itself has no space
_SIGN, _HAN = 1, 2
_SIGNS = "\u3001-\u3003\u3008-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·"
CLOSING = "，。、；：？！）》】〕」』”’％,.;:?!)]}%…"
"""What no line begins with, if it is not the rest of another."""
_is_chinese = re.compile(f"[{PRINTED}]").match
_is_sign = re.compile(f"[{_SIGNS}]").match
_SPREAD = re.compile(f"(?<![{PRINTED}])[{PRINTED}](?: [{PRINTED}]){{2,}}(?![{PRINTED}])")
_SPREAD_LABEL = re.compile(f"(?<!\\S)([{PRINTED}])\\s+([{PRINTED}])(?=[：:]|$)")
SENTENCE_ENDS = tuple("。；：？！.;:?!）)”》")
_NUMERAL = "0-9０-９"
LABEL = re.compile(
    f"第[{HUNDREDS}{_NUMERAL}]+(?:[编章节条]|部分)|[{HUNDREDS}]+、|[（(][{HUNDREDS}{_NUMERAL}]+[）)]"
    f"|[{_NUMERAL}]{{1,3}}(?:[．、]|\\.(?![{_NUMERAL}]))|附[件录表][{_NUMERAL}{HUNDREDS}：:]|附：|[①-⑳]"
)
"""How an item of a text begins."""
_LABELLED = re.compile(f"^((?:{LABEL.pattern})[款项]?)\\s{{2,}}")
"""Wide space behind the label of an item parts no cells."""
_CHAPTER = re.compile(r"第\S{1,4}[编章节]\s")


class Mark(NamedTuple):
    """A character (or a run that is not to be parted) where it stands."""

    text: str
    x: float  # where its base line begins
    y: float
    advance: float  # its width along the base line
    size: float
    turn: int = 0  # quarter turns of the base line, clockwise


class Rule(NamedTuple):
    """A straight line drawn on a page, level or upright."""

    is_level: bool
    at: float  # y of a level one, x of an upright one
    start: float  # its extent along the other axis
    end: float


class Sheet(NamedTuple):
    """A page: its place in the file from 1 on, its measures, and what is written on it."""

    number: int
    width: float
    height: float
    marks: list[Mark]
    is_drawn: bool = False  # whether a picture is on it that may show text
    rules: Sequence[Rule] = ()


class Kind(Enum):
    """What a block of a page is."""

    TEXT = "text"
    CELL = "a cell of prose"
    TABLE = "the rows of a table"


@dataclass(slots=True)
class Line:
    """A line of text where it stands; the cells of a table row are parted by two spaces."""

    text: str
    left: float
    right: float
    y: float
    size: float
    first: float  # the width of what cannot be parted at its beginning
    page: Page
    order: int = 0  # among the lines of its sheet, as they are read

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return "  " in self.text or self.page.kind is Kind.TABLE


@dataclass(slots=True)
class Page:
    """The lines of a page, a column or a cell, and the block of text they fill."""

    number: int
    width: float
    height: float
    lines: list[Line]
    left: float = 0.0  # the text block
    right: float = 0.0
    pitch: float = 0.0  # the distance of lines inside a paragraph
    kind: Kind = Kind.TEXT
    least: float = 0.0  # the right edge is no nearer than this


_x, _y, _size = attrgetter("x"), attrgetter("y"), attrgetter("size")


def is_closed(row: Sequence[Mark], gap: float) -> bool:
    """Whether the marks of a row leave no white space of ``gap`` em between any two."""
    last = row[-1]
    room = last.x - row[0].x - sum([mark.advance for mark in row[:-1]])
    return room < gap * min(row[0].size, last.size)


def quarter(x: float, y: float) -> int | None:
    """Quarter turns of a direction (y down); None when it is oblique, as a watermark's is."""
    most, least = max(abs(x), abs(y)), min(abs(x), abs(y))
    if not 0 < most < 1e9 or least > 0.1 * most:
        return None
    return (0 if x > 0 else 2) if abs(x) == most else (1 if y > 0 else 3)


def measure(length: float) -> float:
    """A measure of a page that can be reckoned with; of what is no number, the least."""
    return min(max(1.0, length), _FAR)  # in this order: nan is never the greater


def is_placed(mark: Mark) -> bool:
    """Whether it shows anything and its numbers can be reckoned with; a damaged or hostile file
    has any."""
    text, x, y, advance, size, _ = mark
    return (
        text != ""
        and 0 < size < _FAR
        and -_FAR < x < _FAR
        and -_FAR < y < _FAR
        and -_FAR < advance < _FAR
    )


def upright(mark: Mark, sheet: Sheet) -> Mark:
    """The mark as it stands on the page turned so that it is upright."""
    if mark.turn == 0:
        return mark
    x, y = {
        1: (mark.y, sheet.width - mark.x),
        2: (sheet.width - mark.x, sheet.height - mark.y),
        3: (sheet.height - mark.y, mark.x),
    }[mark.turn]
    return Mark(mark.text, x, y, mark.advance, mark.size)


def upright_rule(rule: Rule, turn: int, sheet: Sheet) -> Rule:
    """The rule as it stands on the page turned so that marks of this turn are upright."""
    corners = ((rule.start, rule.at), (rule.end, rule.at))
    if not rule.is_level:
        corners = ((rule.at, rule.start), (rule.at, rule.end))
    one, other = (upright(Mark("", x, y, 0.0, 0.0, turn), sheet) for x, y in corners)
    (left, right), (top, bottom) = sorted((one.x, other.x)), sorted((one.y, other.y))
    if rule.is_level != bool(turn % 2):
        return Rule(True, top, left, right)
    return Rule(False, left, top, bottom)


def rows_of(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Characters of one line each, top to bottom, each from left to right.

    What stands a little higher or lower is of the line (a superscript, another font), unless
    it stands over or under some of it: then it is the next line of a neighbouring cell.
    """
    row: list[Mark] = []
    strips = 0
    largest = 0.0  # of the row
    for strip in _strips(marks):
        size = max(map(_size, strip))
        is_far = strip[0].y - row[0].y > 0.45 * min(largest, size) if row else False
        if row and (is_far or strips == _MOST_STRIPS or _collide(row, strip)):
            row.sort(key=_x)
            yield row
            row, strips, largest = [], 0, 0.0
        row += strip
        strips += 1
        largest = max(largest, size)
    if row:
        row.sort(key=_x)
        yield row


def _strips(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Characters of exactly one base line each, top to bottom."""
    strip: list[Mark] = []
    for mark in sorted(marks, key=_y):
        if strip and mark.y - strip[0].y > 0.05 * mark.size:
            yield strip
            strip = []
        strip.append(mark)
    if strip:
        yield strip


def _collide(row: list[Mark], strip: list[Mark]) -> bool:
    """Whether characters of the one would be printed over those of the other."""
    taken = sorted((mark.x, mark.x + mark.advance) for mark in row if not mark.text.isspace())
    starts = [start for start, _ in taken]
    for mark in strip:
        at = bisect(starts, mark.x + 0.5 * mark.advance) - 1
        if at >= 0 and taken[at][1] > mark.x + 0.5 * mark.advance and not mark.text.isspace():
            return True
    return False


def line_of(row: Sequence[Mark], page: Page) -> Line | None:
    """The line that the marks of a row (from left to right) make; None where all are space."""
    marks: list[Mark] = []
    spaced: set[int] = set()  # before which marks the text itself has a space
    for mark in row:
        if mark.text.isspace():
            spaced.add(len(marks))
        elif not (marks and marks[-1].text == mark.text and _is_twice(marks[-1], mark)):
            marks.append(mark)
    if not marks:
        return None
    text, first = _spelled(marks, spaced)
    size = Counter(mark.size for mark in marks).most_common(1)[0][0]
    right = marks[-1].x + marks[-1].advance
    return Line(
        printed(_closed_up(text)), marks[0].x, right, median(m.y for m in marks), size, first, page
    )


def _is_twice(one: Mark, other: Mark) -> bool:
    """Bold type is imitated by printing twice, a trifle apart."""
    return other.x - one.x < 0.12 * one.size


def _spelled(marks: list[Mark], spaced: set[int]) -> tuple[str, float]:
    """The text with spaces where gaps are, and the width of its unbreakable beginning."""
    gaps = [(b.x - a.x - a.advance) / max(a.size, b.size) for a, b in pairwise(marks)]
    ends = [_sort(mark.text[-1]) for mark in marks]
    begins = [_sort(mark.text[0]) for mark in marks[1:]]
    inner = [gap for gap, a, b in zip(gaps, ends, begins, strict=False) if a == b == _HAN]
    usual = min(max(median(inner), 0.0), 1.2) if len(inner) > 2 else 0.0
    parts = [marks[0].text]
    breaks = 0
    for at, (gap, a, b) in enumerate(zip(gaps, ends, begins, strict=False), 1):
        after = marks[at].text
        space = "" if gap - usual < _GAP and a == b else _space(a, b, gap - usual)
        if not space and not a and not b and (at in spaced or gap - usual >= _LATIN):
            space = " "
        if not breaks and (space or ((a or b) and _may_break(marks[at - 1].text[-1], after[0]))):
            breaks = at
        parts += (space, after)
    last = marks[breaks - 1]  # the last mark of all where there is no break
    return "".join(parts), last.x + last.advance - marks[0].x


@lru_cache(maxsize=8192)
def _sort(letter: str) -> int:
    """What a character is where it comes to spaces: ``_HAN``, ``_SIGN``, or 0 for Latin."""
    return _HAN if _is_chinese(letter) else _SIGN if _is_sign(letter) else 0


def _space(before: int, after: int, gap: float) -> str:
    """What stands between two characters of these sorts, at least one of which is not Latin."""
    if gap >= FAR_APART:
        return "  "
    if _SIGN in (before, after) or not (before or after):
        return ""
    return " " if gap >= (_GAP if before == after else _MIXED) else ""


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters that are not both Latin."""
    return after not in CLOSING and before not in "（《“〔【‘(["


def _closed_up(text: str) -> str:
    """Letter-spaced words without their spaces: 服 务 指 南, 文　号：, 第一章 总　则."""
    text = _SPREAD.sub(lambda found: found[0].replace(" ", ""), text)
    text = _LABELLED.sub(r"\1 ", text, count=1)
    if len(text.split()) == 2 or _CHAPTER.match(text) or re.search(r"\s\S[：:]", text):
        text = _SPREAD_LABEL.sub(r"\1\2", text)
    return text
