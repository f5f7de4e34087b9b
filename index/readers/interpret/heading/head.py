"""The head of a document as it is laid out: letterhead, marks, 发文字号, title, in whichever order.

Official documents (GB/T 9704) begin with marks (份号, 密级, 紧急程度), the issuer's letterhead, the
number, then the title over several lines, the addressees (主送机关) and the text; pages and covers put
lines of labels between. What is recognised is taken off the text; what is not stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from index.conventions import doc_number
from index.conventions.authorities import is_issuer
from index.conventions.dates import find_dates
from index.conventions.genre import OFFICIAL, ends_with_genre
from index.conventions.issuers import canonical
from index.conventions.labels import is_empty, scan
from index.readers.interpret.heading.cover import Cover, read_cover
from index.readers.interpret.heading.letterhead import (
    parted_number,
    read_byline,
    read_letterhead,
    read_publisher,
)
from index.readers.interpret.heading.marks import are_names, names_beside, read_marks
from index.readers.interpret.heading.titles import (
    is_ahead,
    is_code,
    is_contents,
    is_kind,
    joined,
    labelled,
    named,
    number_of,
    parted,
    promulgated,
    title_below_contents,
    title_lines,
    unspread,
    words,
)
from index.text.fold import fold
from index.text.han import HAN, TENS, UNIFIED, YEAR

_HEAD_LINES = 24
_PAGE_HEAD = 30
_FEWEST_BELOW = 2
_HAN = re.compile(HAN)
_BLOCK = 3
_LONGEST_LINE = 60
_AHEAD = 8
_AS_NAMES = 2
"""More lines than these of a number are names of authorities above the others."""
_GLUED_FROM = 140
_GLUED = re.compile(
    r"(?P<title>\S.{5,118}?(?:" + "|".join(map(r"\s*".join, OFFICIAL)) + r"))\s*"
    rf"(?P<number>(?!的){HAN}{{1,8}}\s?[〔\[【(（]\s?\d{{4}}\s?[〕\]】)）]\s?\d{{1,4}}\s?号)"
)
_ORDER_GLUED = re.compile(
    rf"(?P<number>[{UNIFIED}]{{2,30}}令\s?第\s?[\d{TENS}百]{{1,6}}\s?号)\s?(?=《)"
)
_YEAR_AT_END = re.compile(r"\s?[(（](?:19|20)\d\d年?[)）]$")
_SHORTEST = 6
_LONGEST_REMARK = 90
_MOST_SAID = 3
_LONGEST_SAID = 1_000
_NEAR = 80
_STATE = "中华人民共和国"
_HISTORY = re.compile(r"通过|施行|实施|修正|修订(?!稿)|[公发颁]布|批准|根据|届|次")
_MONTH = re.compile(
    rf"(?:(?:19|20)\d\d|[{YEAR}o]{{4}})年(?:\d{{1,2}}|[{TENS}]{{1,3}})月(?:修订|印发|编[制印]?)?"
)
_ISSUED = ("印发", "编制")
_REMARKS = re.compile(r"[,;、]|(?:19|20)\d\d年(?=\s*(?:修订|第))|修订稿?|印发|中华人民共和国")
_EXPORT = re.compile(r"法宝引证码|原文链接|^\s*https?://\S+\s*$|法律网|^\s*\d{4}$")
_ANNEX = re.compile(
    rf"附\s*+(?:件|录|表|图)\s*+[\d{TENS}]{{0,3}}\s*+[:.]?|.{{0,4}}照\s?片.{{0,4}}|样\s?[表本式]|范\s?[本例]|参考(?:样式|文本|格式)"
)
_READER_AIDS = re.compile(
    r"点击查看|政策解读:\s*\[|(?:您)?当前(?:所在)?的?位置|您现在的位置|首页\s*>|(?:(?![()\[\]《》〈〉“”])[\W_])+$|关注\s*·"
    r"|\(?此件.{0,16}(?:公开|发布|传达|登报)\)?$"
    r"|内容(?:概述|概要|摘要)\s*:|\[(?:(?:文字|音频|图文|视频|政策)?解读|一图读懂|图解)\]"
)
_ABOUT = ("aside", "名称")
_ISSUE = re.compile(r"\[\d{4}\]第?\d{1,4}号")
"""〔2024〕3号 without a code numbers minutes."""


@dataclass(slots=True)
class Head:
    """What stands above the text.

    Attributes:
        title: as known before, else as found; may be empty.
        number: 发文字号 in the standard form; may be empty.
        letterhead: whose paper it is, as written; may be none.
        cover: of a standard, where it has one.
        day: on a line of its own below the title; None where none is.
        printed: labelled values and marks above the text, as ``index.conventions.labels.scan`` gives them.
        lines: the text behind the head.
    """

    title: str
    number: str = ""
    letterhead: tuple[str, ...] = ()
    cover: Cover | None = None
    printed: list[tuple[str, str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    day: date | None = None


def read_head(lines: Sequence[str], title: str = "") -> Head:
    """Take the head off ``lines``, which are not blank.

    Args:
        title: where something other than the text told it.
    """
    lines = _upright(_without_page_head(lines))
    if is_kind(title) and any(map(named, lines[:_HEAD_LINES])):
        title = ""  # 竞争性磋商文件: the page shows in large type what its document is, not whose
    if cover := read_cover(lines):
        return _of_standard(cover, lines, title)
    if not title:
        lines = _unglued(lines)
    head = Head(title)
    at, titled, paged = 0, False, False
    while at < min(len(lines), _HEAD_LINES):
        taken = _taken(head, lines, at, titled)
        if not taken and titled and paged:
            taken = _better_title(head, lines[at : at + _AHEAD])
        if taken:
            paged = paged or (titled and bool(head.printed or head.number))
            at += taken
            continue
        if titled:
            break
        taken, titled = _title(head, lines, at), True
        at += taken
    head.lines = list(lines[at:])
    head.letterhead = head.letterhead or read_publisher(head.lines[:_AHEAD])
    return head


def _of_standard(cover: Cover, lines: Sequence[str], title: str) -> Head:
    head = Head(title or cover.title, cover.number, cover.issuers, cover)
    head.printed = [("cover", label, value) for label, value in cover.printed]
    head.lines = list(lines[cover.lines :])
    return head


def _without_page_head(lines: Sequence[str]) -> Sequence[str]:
    """A printed page begins with its site's navigation; the document with the block of labels."""
    for at, line in enumerate(lines[:_PAGE_HEAD]):
        if all(scan(below) for below in lines[at : at + _BLOCK]) and len(lines) > at + _BLOCK:
            return lines[at:]
        if len(line) > _LONGEST_LINE:
            break
    return lines


def _taken(head: Head, lines: Sequence[str], at: int, titled: bool) -> int:
    """How many lines from ``at`` on are part of the head other than its title."""
    line = lines[at]
    if pairs := scan(line):
        _take_labels(head, pairs, titled)
        return 1
    if not titled and _cosigned(head, line):
        return 1
    if taken := _numbered(head, lines, at) or _marked(head, line, titled):
        return taken
    folded = fold(line).strip()
    if titled and _is_issue(line):
        head.printed.append(("mark", "期号", line.strip()))
        return 1
    if _READER_AIDS.match(folded):
        return 1
    if titled:
        return _repeated(head.title, lines[at : at + _AHEAD]) or _signed(head, lines, at)
    return int(
        bool(_ANNEX.fullmatch(folded) or _EXPORT.search(line))
        or (not head.title and _is_aside(head, lines, at))
    )


def _take_labels(head: Head, pairs: list[tuple[str, str, str]], titled: bool) -> None:
    head.printed += pairs
    named = next((value for name, _, value in pairs if name == "title" and not is_empty(value)), "")
    if named and not (head.title and titled):
        head.title = named


def _numbered(head: Head, lines: Sequence[str], at: int) -> int:
    """How many lines from ``at`` on are number and letterhead."""
    line = lines[at]
    if (number := number_of(line)) and not parted(line)[0]:
        head.number = head.number or number
        if above := doc_number.letterhead_of(line):
            head.letterhead = head.letterhead or (above,)
        return 1
    if letterhead := read_letterhead(lines, at):
        head.letterhead = head.letterhead or letterhead.issuers
        return letterhead.lines
    number, count = parted_number(lines[at : at + _AHEAD])
    head.number = head.number or number
    if count > _AS_NAMES and not head.letterhead:
        head.letterhead = tuple(lines[at : at + count - 2])
    return count


def _cosigned(head: Head, line: str) -> int:
    """Whether a line below a 签发人 is other signers, or the number beside one of them: 0 or 1."""
    if not head.printed or head.printed[-1][1] != "签发人":
        return 0
    number, names = ("", line.strip()) if are_names(line) else names_beside(line)
    if not names or (number and not _numbered(head, [number], 0)):
        return 0
    head.printed.append(("mark", "签发人", names))
    return 1


def _marked(head: Head, line: str, titled: bool) -> int:
    """Whether a line is one of marks (份号, 密级 …), alone or beside number or letterhead: 0 or 1."""
    pairs, rest = read_marks(line)
    if not pairs or (titled and pairs[0][0] == "份号"):
        return 0
    if rest and not _numbered(head, [rest], 0):
        return 0
    head.printed += [("mark", label, value) for label, value in pairs]
    return 1


def _is_aside(head: Head, lines: Sequence[str], at: int) -> bool:
    """Whether the line at ``at`` says something beside a title that is still to come: a label that
    no page has (项目编号：…), the number of minutes, a code."""
    line = lines[at]
    pair = labelled(line)
    is_issue = _is_issue(line)
    below = lines[at + 1 : at + _HEAD_LINES]
    if not (pair or is_issue or is_code(line) or _is_named_again(line, below)) or not is_ahead(
        below
    ):
        return False
    if pair or is_issue:
        head.printed.append(("aside", *(pair or ("期号", line.strip()))))
    return True


def _is_issue(line: str) -> bool:
    return bool(_ISSUE.fullmatch("".join(fold(line).split())))


def _is_named_again(line: str, below: Sequence[str]) -> bool:
    """Whether a line is an authority that the title itself begins with (某某局 / 某某局关于…)."""
    name = canonical(line.strip()) if len(line) <= _LONGEST_LINE and is_issuer(line) else ""
    again = next((other for other in below[:_AHEAD] if not is_code(other)), "")
    return bool(name) and canonical(again).startswith(name)


def _repeated(title: str, lines: Sequence[str]) -> int:
    """How many of ``lines`` say the title once more."""
    wanted, said = words(title), ""
    for count, line in enumerate(lines, 1):
        if len(line) > _LONGEST_SAID or not wanted:
            return 0
        said += words(line)
        if said == wanted:
            return count
        if not wanted.startswith(said):
            return 0
    return 0


def _title(head: Head, lines: Sequence[str], at: int) -> int:
    """Find the title at ``at``; how many lines it takes (none if it is known and not there)."""
    rest = lines[at : at + _AHEAD]
    if head.title:
        return _repeated(head.title, rest) or _better_title(head, rest)
    if name := promulgated(rest, bool(head.number)):
        head.title = name  # 现公布《某某条例》，自…起施行: an order has no other title
        return 0
    if name := named(rest[0]):
        head.title = name
        return 0
    if is_contents(rest[0]) and (listed := title_below_contents(lines[at + 1 :])):
        head.title = listed
        return 0
    count = title_lines(rest)
    about = "".join(value for name, label, value in head.printed if (name, label[-2:]) == _ABOUT)
    below = named(rest[count]) if count < len(rest) else ""
    head.title = joined([about or below if is_kind(rest[0]) else "", *rest[:count]])
    if count > 1 and not head.letterhead and "关于" not in head.title:
        head.letterhead = read_byline(rest, 0)
    return count


def _signed(head: Head, lines: Sequence[str], at: int) -> int:
    """Whether a line below the title says who the text is of, or when it was written: 0 or 1."""
    if not head.letterhead and (names := read_byline(lines, at)):
        head.letterhead = names
        return 1
    return int(_remarked(head, lines[at]))


def _remarked(head: Head, line: str) -> bool:
    """Whether a line is a day, or a remark of day, number and name (题注), which ``head`` takes."""
    folded = fold(line).strip()
    inner = folded[1:-1] if folded[:1] + folded[-1:] == "()" else ""
    if len(line) > _LONGEST_REMARK or _HISTORY.search(folded):
        return False
    rest = inner or folded
    day = next(iter(find_dates(rest)), None)
    rest = rest[: day[0]] + " " + rest[day[1] :] if day else rest
    number = next((one for one in doc_number.find(rest) if inner), None)
    rest = rest[: number[0]] + " " + rest[number[1] :] if number else rest
    names = tuple(filter(None, _REMARKS.sub(" ", rest).split()))
    if _MONTH.fullmatch("".join(rest.split())):
        return bool(head.letterhead) or rest.rstrip().endswith(_ISSUED)
    if not (day or (inner and (number or names))):
        return False
    if not all(map(is_issuer, names)):
        return False
    head.day = head.day or (day[2] if day else None)
    head.number = head.number or (str(number[2]) if number else "")
    head.letterhead = head.letterhead or names
    return True


def _upright(lines: Sequence[str]) -> Sequence[str]:
    """``lines`` with characters that stand below each other on one line: 竞 / 争 / 性 / 磋 / 商."""
    upright: list[str] = []
    column = ""
    for line in lines[:_HEAD_LINES]:
        if _HAN.fullmatch(line.strip()):
            column += line.strip()
            continue
        upright += [column, line] if len(column) > _FEWEST_BELOW else [*column, line]
        column = ""
    return [*upright, *column, *lines[_HEAD_LINES:]]


def _better_title(head: Head, lines: Sequence[str]) -> int:
    """A page may be headed by what a notice encloses: 关于印发《…》的通知 is the document's own
    title where it stands above the text and names the other."""
    count = title_lines(lines)
    title = joined(lines[:count])
    if "关于" not in title or not ends_with_genre(title):
        return 0
    is_of_minutes = head.title.endswith("纪要") and title.endswith("纪要")
    is_of_news = bool(number_of("".join(lines[count : count + 1]))) and not (
        ends_with_genre(head.title) or "关于" in head.title
    )
    if not (is_of_minutes or is_of_news) and words(head.title) not in words(title):
        return 0
    head.title = title
    return count


def _unglued(lines: Sequence[str]) -> Sequence[str]:
    """``lines`` of which the first or second holds title, number and text on one line (``国务院关于…的
    批复国函〔1994〕64号冶金部：…``), or an order before its text (…令第606号《…》已经…), parted again."""
    if not lines:
        return lines
    line = lines[0]
    if len(line) > _GLUED_FROM and (found := _GLUED.match(line)):
        rest = line[found.end() :].strip()
        parts = (unspread(found["title"]), found["number"], rest)
        return [*filter(None, parts), *lines[1:]]
    if order := _ORDER_GLUED.match(line):
        return [order["number"], line[order.end() :].strip(), *lines[1:]]
    return _said_again(lines)


def _said_again(lines: Sequence[str]) -> Sequence[str]:
    """``lines`` of which the second, where breaks were lost, says the title once more and the number
    behind it: parted there; the title without the year that a collection adds (条例(2009))."""
    title = _YEAR_AT_END.sub("", lines[0].strip())
    second = lines[1].strip() if len(lines) > 1 else ""
    at = second.find(title) if len(title) >= _SHORTEST and len(second) > len(title) else -1
    for _ in range(_MOST_SAID):
        if at < 0:
            break
        rest = second[at + len(title) :]
        start, end = next(((start, end) for start, end, _ in doc_number.find(rest, _NEAR)), (0, 0))
        if end and rest[:start].strip() in ("", _STATE):
            kept = [rest[end:].strip()] if at == 0 else [second]
            return [title, rest[:end], *filter(None, kept), *lines[2:]]
        at = second.find(title, at + len(title))
    return [title, *lines[1:]] if f"《{title}》" in second else lines
