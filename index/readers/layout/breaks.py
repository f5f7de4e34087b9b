"""Which line breaks are the margin's: whether a line goes on with the one above it.

Told by places first: a full line, the pitch, indents. Where the words are certain they decide:
no line begins with a comma, a date that is begun goes on, a leader with a page number ends.
"""

from __future__ import annotations

import re

from index.readers.layout.lines import LABEL, SENTENCE_ENDS, Kind, Line
from index.text.han import HUNDREDS

_INDENT = 1.2
_DIGITS = "0-9０-９"
_OPEN_URL = re.compile(r"(?:https?://|www\.)[!-~]")
_LONGEST_URL = 2_000
_NO_BEGINNING = tuple("，。、；：？！）》】〕」』”’％")
_CUT = 16
_DAY = rf"[{_DIGITS}]{{1,2}}"
_CUT_NUMBERS = (
    (re.compile(rf"[{_DIGITS}]{{4}}\s?年$"), re.compile(rf"{_DAY}\s?月")),
    (re.compile(rf"[{_DIGITS}]{{4}}\s?年\s?{_DAY}\s?月$"), re.compile(rf"{_DAY}\s?日")),
    (re.compile(rf"[{_DIGITS}]{{4}}\s?年\s?{_DAY}$"), re.compile(r"月")),
    (re.compile(rf"年\s?{_DAY}\s?月\s?{_DAY}$"), re.compile(r"日")),
    (
        re.compile(rf"[〔\[﹝（(][{_DIGITS}]{{4}}[〕\]﹞）)]$"),
        re.compile(rf"第?[{_DIGITS}]{{1,5}}\s?号"),
    ),
)
"""How a date or a number ends in the middle, and how it goes on."""
_OWN_LINE = re.compile(rf"\S{{1,12}}[〔\[﹝][{_DIGITS}]{{4}}[〕\]﹞]第?\s?[{_DIGITS}]{{1,5}}\s?号")
"""A number of a document that is a line of its own belongs to no sentence."""
_ITEM = re.compile(f"第[{HUNDREDS}]+部分|[{HUNDREDS}]{{1,3}}、|（[{HUNDREDS}]{{1,3}}）(?![》”])")
_PAGE = "0123456789IVXivx ()（）-—–"
_LEADERS = ("...", "…", "···", "．．．", "・・・", "___")
_PRINTABLE = "".join(map(chr, range(ord("!"), ord("~") + 1)))


def is_like(one: Line, other: Line) -> bool:
    """Whether two lines are set in one size."""
    return abs(one.size - other.size) <= 0.12 * max(one.size, other.size)


def is_full(line: Line, after: Line) -> bool:
    """Whether the margin ended the line: what follows would not have fitted in."""
    return after.first > line.page.right - line.right - 0.25 * line.size


def goes_on(before: Line, line: Line) -> bool:
    """Whether ``line`` continues the paragraph that ``before`` belongs to."""
    size, page = line.size, line.page
    same = before.page is page
    if (
        not same
        and page.number == before.page.number
        and Kind.CELL in (page.kind, before.page.kind)
    ):
        return False
    if before.is_row or line.is_row or not is_like(before, line) or _is_entry(before.text):
        return False
    if _is_cut(before, line):
        return True
    if not is_full(before, line) or is_alone(line.text):
        return False
    if page.number - before.page.number > 1:
        return False  # a page between them is not read
    if same and page.pitch and line.y - before.y > 1.3 * page.pitch:
        return False
    start, indent = before.left - before.page.left, line.left - page.left
    if start > 0.4 * (before.page.right - before.page.left):
        return False  # a signature or a date
    is_ended = before.text.endswith(SENTENCE_ENDS)
    if LABEL.match(line.text) and (is_ended or indent >= _INDENT * size):
        return False
    if indent - start > 0.5 * size:  # hanging below the words after a label
        return bool(LABEL.match(before.text)) and same and indent - start < 3.5 * size
    return not (is_ended and indent >= _INDENT * size and indent - start > -0.5 * size)


def _is_cut(before: Line, line: Line) -> bool:
    """Whether the two lines are one by what they say."""
    is_near = before.page is not line.page or 0 < line.y - before.y < 3.5 * line.size
    if not is_near:
        return False
    if line.text.startswith(_NO_BEGINNING):
        return not before.text.endswith(SENTENCE_ENDS)
    if before.text.endswith(("、", "，")) and not LABEL.match(line.text):
        return True
    if before.text.rfind("《") > before.text.rfind("》"):
        return "》" in line.text
    return any(
        end.search(before.text[-_CUT:]) and begin.match(line.text) for end, begin in _CUT_NUMBERS
    )


def _is_entry(text: str) -> bool:
    """Whether a line is an entry of a table of contents: it ends with a leader and a number."""
    end = text.rstrip(_PAGE)
    return text[-1:] in _PAGE and end.endswith(_LEADERS)


def is_alone(text: str) -> bool:
    """Whether a line begins a paragraph wherever it stands: a number, an item 一、 or （一）."""
    return bool(_OWN_LINE.fullmatch(text) or _ITEM.match(text))


def glue(before: str, after: str) -> str:
    """What stands between two lines: nothing, but a space between two words of Latin letters."""
    if before[-1:].isascii() and after[:1].isascii():
        return "" if before.endswith(("-", "/")) or _ends_in_url(before) else " "
    return ""


def _ends_in_url(text: str) -> bool:
    """Whether the last characters, without a space between them, are of an address."""
    tail = text[-_LONGEST_URL:]
    return bool(_OPEN_URL.search(tail, len(tail.rstrip(_PRINTABLE))))
