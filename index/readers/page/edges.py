"""Where a document begins and ends on its page: below the title and its labels, at its signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.conventions import doc_number
from index.conventions.dates import find_dates
from index.conventions.issuers import is_authority
from index.readers.page.content import Content
from index.readers.page.furniture import is_link, is_page
from index.readers.page.lines import Line
from index.readers.page.title import SERIAL, Title

_PAGE_FIELDS = frozenset(("source", "site", "views", "editor", "source_url", "published_on"))
_MOST_ABOVE = 12
_MOST_HEAD = 30
_MOST_BEHIND = 6
_MOST_TAIL = 40
_LONGEST_SIGNATURE = 40
_LONGEST_HEADING = 16
_LETTERHEAD = re.compile(
    r"文\s*件$|公\s*报$|令$|(?:^|[局厅委会府院署部行])[公通]\s*告$|^\S{0,4}项目名称\s*[:：]"
)
"""What stands above a title and is of the document: its paper, or the rest of its name."""


def trimmed(lines: Sequence[Line], content: Content, title: Title) -> list[int]:
    """The numbers of the lines of the document, its title among them where it is there.

    Args:
        title: with the place where the page shows it.
    """
    kept = _begun(lines, content, title)
    kept = [at for at in kept if not lines[at].offer]
    kept += _signed_behind(lines, content)
    return _ended(lines, kept)


def _begun(lines: Sequence[Line], content: Content, title: Title) -> list[int]:
    """What is kept, with what stands between title and content, without what stands above."""
    kept = content.kept
    below = title.at + title.count
    if any(lines[at].sentence for at in kept if at < title.at):
        below = 0  # what a document encloses, not what it is called
    elif 0 <= title.at < content.first <= below + _MOST_ABOVE:
        kept = [at for at in range(below, content.first) if _is_addressed(lines[at])] + kept
    head = next((i for i, at in enumerate(kept) if at >= below and lines[at].sentence), len(kept))
    head = min(head, _MOST_HEAD)
    above = [at for at in kept[:head] if _is_head(lines, at, below)]
    return above + kept[head:]


def _is_head(lines: Sequence[Line], at: int, below: int) -> bool:
    """Whether a line above the text is of the document.

    Args:
        below: where the title ends.
    """
    line = lines[at]
    if is_page(line) or is_link(line):
        return False
    if at >= below or _is_own_head(line):
        return True
    return at + 1 < below and is_authority(line.text) and _is_own_head(lines[at + 1])


def _is_own_head(line: Line) -> bool:
    number = doc_number.parse(line.text.strip()) if line.size <= 60 else None
    if number and number.is_complete:
        return True
    return bool(SERIAL.fullmatch(line.folded) or _LETTERHEAD.search(line.text))


def _is_addressed(line: Line) -> bool:
    """Whether a line between title and content is the beginning of the text."""
    if is_page(line) or line.linked * 2 > line.size:
        return False
    return line.text.endswith(("：", ":")) or line.sentence or _is_own_head(line)


def _signed_behind(lines: Sequence[Line], content: Content) -> list[int]:
    """The signature, where it stands in a block of its own behind the text."""
    behind: list[int] = []
    for at in range(content.end, min(content.end + _MOST_BEHIND, len(lines))):
        line = lines[at]
        if line.size > _LONGEST_SIGNATURE or line.linked or (is_page(line) and not is_date(line)):
            return []
        behind.append(at)
        if is_date(line):
            return behind
    return []


def is_date(line: Line) -> bool:
    """Whether a line ends in a date and says little more, as signatures do."""
    if line.size > _LONGEST_SIGNATURE or "年" not in line.text:
        return False
    found = list(find_dates(line.text))
    return bool(found) and not line.text[found[-1][1] :].strip(" ()（）")


def _ended(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """``kept`` without the furniture behind the text, and behind its signature."""
    tail = range(len(kept) - 1, max(len(kept) - _MOST_TAIL, 0), -1)
    signed = next((i for i in tail if is_date(lines[kept[i]])), len(kept) - 1)
    annexed = any(lines[at].folded.startswith("附") for at in kept[signed + 1 :])
    behind: list[int] = []
    for at in reversed(kept[signed + 1 :]):
        is_copy = lines[at].filed * 10 >= lines[at].size * 9 and not annexed
        if not is_copy and not _is_behind(lines[at], is_last=not behind):
            behind.insert(0, at)
    kept = kept[: signed + 1] + behind
    while kept and _is_behind(lines[kept[-1]], is_last=True):
        kept.pop()
    return kept


def _is_behind(line: Line, is_last: bool) -> bool:
    """Whether a line behind the text is none of it; a heading is none where nothing follows."""
    if line.furniture or (is_link(line) and not line.folded.startswith("附")):
        return True
    if is_last and line.size <= _LONGEST_HEADING and line.text.endswith(("：", ":")):
        return True
    return bool(line.pairs) and {name for name, _, _ in line.pairs} <= _PAGE_FIELDS
