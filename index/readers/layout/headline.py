"""A title of several lines, told by its type: the largest on its page, its lines on one axis.

Which lines of large type are one title cannot be told from the words alone (中华人民共和国 above
继承法 is one, 某某省地方标准 above 某某规范 are two). A title of one line needs no help.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from index.conventions.issuers import is_authority
from index.readers.layout.breaks import is_alone, is_like
from index.readers.layout.furniture import usual_size
from index.readers.layout.lines import LABEL, Line, Page
from index.text.han import PRINTED

_LARGE = 1.12  # times the usual size
_PITCH = 2.2  # em between the lines of a title
_AXIS = 1.0  # em by which their middles differ
_MOST_LINES = 5
_LONGEST = 120
_PROSE = 22  # characters of a line of prose
_CHINESE = re.compile(f"[{PRINTED}]{{2}}")
_NO_TITLE = re.compile(
    r"文\s?件$|[〔\[]\d{4}[〕\]]|^\d{4}年\d{1,2}月|(?:国家|行业|地方|团体|企业)\S{0,4}标准$|发\s?布$|^目\s?[录次]$|^前\s?言$|[。；：:]$"
)


def headline(pages: Sequence[Page]) -> str:
    """The title on the first page with text, if it has several lines; else empty."""
    if not pages:
        return ""
    usual = usual_size(pages)
    first = min(page.number for page in pages)
    lines = [line for page in pages if page.number == first for line in page.lines]
    lines.sort(key=lambda line: line.order)
    above = list(takewhile(lambda line: not _is_prose(line, usual), lines))
    groups = [group for group in _groups(above) if group[0].size >= _LARGE * usual]
    found = [group for group in groups if _may_be_title(group)]
    if not found:
        return ""
    best = max(found, key=lambda group: (round(group[0].size), len(group)))
    return _joined(best) if 1 < len(best) <= _MOST_LINES else ""


def _is_prose(line: Line, usual: float) -> bool:
    return line.size < _LARGE * usual and len(line.text) >= _PROSE and not line.is_row


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one size, close under one another, on one axis."""
    group: list[Line] = []
    for line in lines:
        if group and not _is_next(group[-1], line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _is_next(before: Line, line: Line) -> bool:
    size = line.size
    return (
        is_like(before, line)
        and before.page is line.page
        and 0 < line.y - before.y <= _PITCH * size
        and abs(before.left + before.right - line.left - line.right) <= 2 * _AXIS * size
        and not (before.is_row or line.is_row or LABEL.match(line.text))
    )


def _may_be_title(group: Sequence[Line]) -> bool:
    text = _joined(group)
    return (
        len(text) <= _LONGEST
        and bool(_CHINESE.search(text))
        and not group[0].is_row
        and not is_authority(text)
        and not any(_NO_TITLE.search(line.text) or is_alone(line.text) for line in group)
    )


def _joined(group: Sequence[Line]) -> str:
    text = ""
    for line in group:
        both = text[-1:].isascii() and line.text[:1].isascii()
        text += (" " if text and both else "") + line.text
    return text
