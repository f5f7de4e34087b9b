"""The head of a document as it is laid out: letterhead, 发文字号, title, in whichever order.

Official documents (GB/T 9704) begin with the issuer's letterhead (某某市人民政府文件), the
number, then the title over several lines, the addressees (主送机关) and the text; pages put
a line of labels between. What is recognised is taken off the text; what is not stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from index.conventions import doc_number
from index.conventions.genre import OFFICIAL, ends_with_genre
from index.conventions.labels import is_empty, scan
from index.text.fold import fold, squeeze
from index.text.han import HAN, TENS, TITLE_LETTERS, UNIFIED

_HEAD_LINES = 24
_PAGE_HEAD = 30
_BLOCK = 3
_MOST_TITLE_LINES = 5
_LONGEST_TITLE_LINE = 60
_LONGEST_TITLE = 200
_GLUED_FROM = 140
_GLUED = re.compile(
    r"(?P<title>\S.{5,118}?(?:" + "|".join(map(r"\s*".join, OFFICIAL)) + r"))\s*"
    rf"(?P<number>(?!的){HAN}{{1,8}}[〔\[【(（]\d{{4}}[〕\]】)）]\d{{1,4}}号)"
)
_LETTERHEAD = re.compile(
    rf"(?P<issuer>[{UNIFIED}、\s]{{2,40}}?)(?P<kind>文\s*件|(?<=[府会局厅院])公\s*报)"
)
_EXPORT = re.compile(r"法宝引证码|原文链接|^\s*https?://\S+\s*$|法律网|^\s*\d{4}$")
_ANNEX = re.compile(rf"附\s*+(?:件|录|表)\s*+[\d{TENS}]{{0,3}}\s*+[:.]?")
_STRUCTURE = re.compile(rf"目\s*录$|[{TENS}]+、|\([{TENS}\d]+\)|\d+[.、]|第[{TENS}百]+[编章节条]")
_REMARK_LINE = re.compile(
    r"\((?:试行|暂行|修订[版稿]?|草案|征求意见稿|送审稿|摘要|节选|[\d-]{4,9}年?[^()]{0,6})\)"
)
_PROMULGATION = re.compile(r"\(\s*+(?:根据)?\s*+(?:1[89]|20)\d\d年")
_SERIES = re.compile(r"(?:令|公告|通告|第|号)$|^\S{1,8}$")
"""A number may be parted behind these: 某某令 / 第5号, 国办发 / 〔2017〕47号."""
_PROMULGATES = re.compile(r"(?=.*现.{0,12}(?:公布|发布))[^《》。]{0,20}《(?P<name>[^《》]{3,60})》")
_READER_AIDS = re.compile(
    r"点击查看|政策解读:\s*\[|(?:您)?当前(?:所在)?的?位置|您现在的位置|首页\s*>|[-\s_=]+$|关注\s*·"
    r"|\[(?:(?:文字|音频|图文|视频|政策)?解读|一图读懂|图解)\]"
)
_SPREAD = re.compile(rf"(?<={HAN})\s+(?={HAN}(?:\s|$))")
_SENTENCE_END = "。；;！!？?，,"
_WORDS = re.compile(f"[{TITLE_LETTERS}]+")


@dataclass(slots=True)
class Head:
    """What stands above the text.

    Attributes:
        title: as known before, else as found; may be empty.
        number: 发文字号 in the standard form; may be empty.
        letterhead: whose paper it is; may be empty.
        printed: labelled values between title and text, as ``index.conventions.labels.scan`` gives them.
        lines: the text behind the head.
    """

    title: str
    number: str = ""
    letterhead: str = ""
    printed: list[tuple[str, str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read_head(lines: Sequence[str], title: str = "") -> Head:
    """Take the head off ``lines``, which are not blank.

    Args:
        title: where something other than the text told it.
    """
    lines = _without_page_head(lines)
    if not title and lines and (split := _unglued(lines[0])):
        lines = [*split, *lines[1:]]
    head = Head(title)
    at, titled, paged = 0, False, False
    while at < min(len(lines), _HEAD_LINES):
        taken = _taken(head, lines, at, titled)
        if not taken and titled and paged:
            taken = _better_title(head, lines[at : at + 8])
        if taken:
            paged = paged or (titled and bool(head.printed or head.number))
            at += taken
            continue
        if titled:
            break
        taken, titled = _title(head, lines, at), True
        at += taken
    head.lines = list(lines[at:])
    return head


def _without_page_head(lines: Sequence[str]) -> Sequence[str]:
    """A printed page begins with its site's navigation; the document with the block of labels."""
    for at, line in enumerate(lines[:_PAGE_HEAD]):
        if all(scan(below) for below in lines[at : at + _BLOCK]) and len(lines) > at + _BLOCK:
            return lines[at:]
        if len(line) > _LONGEST_TITLE_LINE:
            break
    return lines


def _taken(head: Head, lines: Sequence[str], at: int, titled: bool) -> int:
    """How many lines from ``at`` on are part of the head other than its title."""
    line = lines[at]
    if pairs := scan(line):
        head.printed += pairs
        named = next(
            (value for name, _, value in pairs if name == "title" and not is_empty(value)), ""
        )
        if named and not (head.title and titled):
            head.title = named
        return 1
    folded = fold(line).strip()
    if number := _number(line):
        head.number = head.number or number
        return 1
    if found := _LETTERHEAD.fullmatch(folded):
        head.letterhead = head.letterhead or "".join(found["issuer"].split())
        return 1
    if _SERIES.search(folded) and (number := _number("".join(lines[at : at + 2]))):
        head.number = head.number or number
        return 2
    if _READER_AIDS.match(folded):
        return 1
    if titled:
        return int(_words(line) == _words(head.title))
    return int(bool(_ANNEX.fullmatch(folded) or _EXPORT.search(line)))


def _number(text: str) -> str:
    """The complete number that a line, star marks of secrecy apart, consists of."""
    if len(text) > 60:
        return ""
    number = doc_number.parse(text.strip().strip("★"))
    return str(number) if number and number.is_complete else ""


def _title(head: Head, lines: Sequence[str], at: int) -> int:
    """Find the title at ``at``; how many lines it takes (none if it is known and not there)."""
    rest = lines[at : at + 8]
    if head.title:
        wanted = _words(head.title)
        gathered = accumulate(map(_words, rest))
        if known := next((i for i, text in enumerate(gathered, 1) if text == wanted), 0):
            return known
        return _better_title(head, rest)
    if head.number and (order := _PROMULGATES.match(fold(rest[0]))):
        at_name = slice(*order.span("name"))
        head.title = rest[0][at_name]  # 现公布《某某条例》，自…起施行: an order has no other title
        return 0
    count = _title_lines(rest)
    head.title = _joined(rest[:count])
    return count


def _better_title(head: Head, lines: Sequence[str]) -> int:
    """A page may be headed by what a notice encloses: 关于印发《…》的通知 is the document's own
    title where it stands above the text and names the other."""
    count = _title_lines(lines)
    title = _joined(lines[:count])
    if "关于" not in title or not ends_with_genre(title) or _words(head.title) not in _words(title):
        return 0
    head.title = title
    return count


def _title_lines(lines: Sequence[str]) -> int:
    """How many of ``lines`` are the title that begins with the first; 0 if that is none."""
    first = lines[0].strip()
    folded = fold(first)
    if len(first) > _LONGEST_TITLE or folded.endswith(tuple("。;:")) or _STRUCTURE.match(folded):
        return 0
    if _PROMULGATION.match(folded):
        return 0
    best = 1
    for count in range(1, min(len(lines), _MOST_TITLE_LINES) + 1):
        if count > 1 and not _may_continue(lines[count - 1]):
            break
        text = _joined(lines[:count])
        if _is_whole(text):
            best = count
            break
    while best < len(lines) and _adds_to_title("".join(lines[:best]).strip(), lines[best]):
        best += 1
    return best


def _is_whole(title: str) -> bool:
    title = _unspread(title)
    folded = fold(title)
    balanced = all(folded.count(a) <= folded.count(b) for a, b in ("《》", "()"))
    return balanced and ends_with_genre(title)


def _may_continue(line: str) -> bool:
    folded = fold(line).strip()
    return not (
        len(folded) > _LONGEST_TITLE_LINE
        or folded.endswith(tuple(f"{_SENTENCE_END}:"))
        or _STRUCTURE.match(folded)
        or _number(folded)
        or scan(line)
        or _PROMULGATION.match(folded)
    )


def _adds_to_title(title: str, line: str) -> bool:
    """A remark (试行), or 政策解读 behind a line that is one quoted title."""
    folded = fold(line).strip()
    if _REMARK_LINE.fullmatch(folded):
        return True
    quoted = title.startswith("《") and title.endswith("》")
    return quoted and len(folded) <= 12 and ends_with_genre(folded)


def _unglued(line: str) -> list[str]:
    """``国务院关于…的批复国函〔1994〕64号冶金部：…``: title, number and text on one line."""
    found = _GLUED.match(line) if len(line) > _GLUED_FROM else None
    if not found:
        return []
    rest = line[found.end() :].strip()
    return [_unspread(found["title"]), found["number"], *filter(None, (rest,))]


def _unspread(text: str) -> str:
    """``几 个 问 题`` -> ``几个问题``: characters spread over a line."""
    return _SPREAD.sub("", text)


def _joined(lines: Sequence[str]) -> str:
    """Lines of a title as one; a space stays between two that are not both Chinese."""
    text = ""
    for line in lines:
        line = _unspread(" ".join(line.split()))
        gap = (
            text[-1:].isascii()
            and line[:1].isascii()
            and text[-1:].isalnum()
            and line[:1].isalnum()
        )
        text += (" " if text and gap else "") + line
    quoted = re.fullmatch(r"《([^《》]+)》", text)
    return quoted[1] if quoted else text


def _words(text: str) -> str:
    """What titles are compared by: neither space nor punctuation."""
    return "".join(_WORDS.findall(squeeze(text).text))
