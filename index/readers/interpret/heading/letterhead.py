"""Whose paper it is: the names above the number, with 文件 behind them or without.

One authority or several, each on a line of its own, 文件 beside the last, in their middle or on its own
line; the letter format (信函) has no 文件. Without it a name is a letterhead by what stands below: a
发文字号, marks of the head apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from index.conventions import doc_number
from index.conventions.authorities import is_issuer
from index.conventions.genre import ends_with_genre
from index.conventions.issuers import split_issuers
from index.readers.interpret.heading.marks import are_names, names_beside, read_marks
from index.readers.interpret.heading.titles import (
    joined,
    labelled,
    may_begin,
    number_of,
    title_lines,
)
from index.text.fold import fold
from index.text.han import UNIFIED

_MOST_ISSUERS = 12
_MOST_MARKS = 6
_LONGEST = 40
_LONGEST_OTHER = 25
_PAPER = re.compile(
    rf"(?P<issuer>[{UNIFIED}、\s]{{2,40}}?)(?P<kind>[文立丈]\s*件|(?<=[府会局厅院])公\s*报)"
)
"""Large letters are recognised worst: 立件."""
_NAMES = re.compile(rf"[{UNIFIED}、()\s]{{2,{2 * _LONGEST}}}")
_TITLE_BEGINS = re.compile(r"关于|印发|转发|批转|公布|发布")
_ADDRESSES = re.compile(r"\S对(?!外)")
"""某某局对某某委…建议的答复: the title goes on."""
_PUBLISHER = re.compile(rf"(?P<name>[{UNIFIED}]{{3,40}}?)(?:发布|印发|颁[布发]|编?[制印]|编)")
_BUYERS = frozenset(("采购人", "招标人", "采购单位", "招标单位", "采购人名称", "招标人名称"))
_PAPER_ALONE = re.compile(r"[文立丈]\s*件")
_SERIES = re.compile(r"(?:令|公告|通告|第|号)$|^\S{1,8}$")
"""A number may be parted behind these: 某某令 / 第5号, 国办发 / 〔2017〕47号."""
_ANNOUNCES = ("令", "公告", "通告")
_LONGEST_NUMBER = 60
_OTHER = re.compile(rf"[{UNIFIED}\s]{{3,{_LONGEST_OTHER}}}")


class Letterhead(NamedTuple):
    """A letterhead.

    Attributes:
        issuers: the names on it.
        lines: how many lines of the text it takes.
    """

    issuers: tuple[str, ...]
    lines: int


def read_letterhead(lines: Sequence[str], at: int) -> Letterhead | None:
    """The letterhead that stands at ``at``; None where something else does."""
    issuers: tuple[str, ...] = ()
    end, is_paper = at, False
    for line in lines[at : at + _MOST_ISSUERS]:
        names, paper = _names(line)
        if not names and not (paper and issuers):
            break
        issuers += names
        is_paper = is_paper or paper
        end += 1
    if not issuers:
        return _by_its_number(lines, at)
    is_own = is_paper and all(map(is_issuer, issuers))
    if not is_own and not _is_numbered(lines, end):
        return None
    return Letterhead(tuple(dict.fromkeys(issuers)), end - at)


def _names(line: str) -> tuple[tuple[str, ...], bool]:
    """The names on a line of a letterhead, and whether 文件 stands on it."""
    folded = fold(line).strip()
    if len(folded) > 2 * _LONGEST:
        return (), False
    if _PAPER_ALONE.fullmatch(folded):
        return (), True
    if found := _PAPER.fullmatch(folded):
        names = split_issuers(found["issuer"])
        is_named = all(map(is_issuer, names))
        return (names if is_named else ("".join(found["issuer"].split()),)), True
    names = names_on(folded) if _NAMES.fullmatch(folded) else ()
    return (names if all(map(is_issuer, names)) else ()), False


def names_on(line: str) -> tuple[str, ...]:
    """The names on a line that holds nothing else; one that a space has parted (环境保 护部) is one."""
    names, whole = split_issuers(line), "".join(line.split())
    return names if all(map(is_issuer, names)) or not is_issuer(whole) else (whole,)


def parted_number(lines: Sequence[str]) -> tuple[str, int]:
    """The number that the first of ``lines`` are together (某某局 / 公告 / 2025年第7号), and how many
    they are; an empty one where the second is whole and names whose it is."""
    named = sum(1 for _ in takewhile(is_issuer, lines))
    below = "".join("".join(lines[named : named + 1]).split())
    if named and below in _ANNOUNCES:
        number = number_of("".join(lines[: named + 2]))
        return (number, named + 2) if number else ("", 0)
    below = "".join(lines[1:2])
    if not below or not _SERIES.search(fold(lines[0]).strip()):
        return "", 0
    own = doc_number.parse(lines[1]) if len(lines[1]) <= _LONGEST_NUMBER else None
    is_whole = own and own.is_complete and own.code not in ("公告", "通告")
    number = "" if is_whole else number_of("".join(lines[:2]))
    return number, 2 if number else 0


def read_byline(lines: Sequence[str], at: int) -> tuple[str, ...]:
    """The authorities on a line below a title, which is neither the beginning of another title nor
    of the text."""
    names, paper = _names(lines[at])
    below = fold(lines[at + 1]).strip() if at + 1 < len(lines) else ""
    is_title = paper or _TITLE_BEGINS.match(below) or _ADDRESSES.search(lines[at])
    return names if not is_title else ()


def read_publisher(lines: Sequence[str]) -> tuple[str, ...]:
    """Who published or made what has a cover of ``lines``: a name with 发布, 印发, 制 behind it, or
    who calls for tenders."""
    for line in lines:
        folded = fold(line).strip()
        if pair := labelled(folded):
            if "".join(pair[0].split()) in _BUYERS and is_issuer(pair[1]):
                return (pair[1],)
            continue
        if len(folded) > 2 * _LONGEST or folded.endswith(("。", ";")):
            break
        found = _PUBLISHER.fullmatch("".join(folded.split()))
        if found and is_issuer(found["name"]):
            return (found["name"],)
    return ()


def _is_numbered(lines: Sequence[str], at: int) -> bool:
    """Whether a 发文字号 (no order: 某某令 is part of its number) stands at ``at``, marks apart."""
    for line in lines[at : at + _MOST_MARKS]:
        marked = read_marks(line)
        rest = marked.rest if number_of(marked.rest) else names_beside(marked.rest)[0]
        if number := doc_number.parse(number_of(rest)):
            return not number.is_order and not number.code.startswith(("公告", "通告"))
        if marked.rest and not are_names(line):
            return False
    return False


def _by_its_number(lines: Sequence[str], at: int) -> Letterhead | None:
    """A name that no authority has (某某大学) between the head of a page and a number above a title."""
    line = lines[at].strip()
    if not _OTHER.fullmatch(line) or "关于" in line or ends_with_genre(line) or not may_begin(line):
        return None
    below = lines[at + 2 : at + 6]
    if not _is_numbered(lines[at + 1 : at + 2], 0) or not below:
        return None
    title = joined(below[: title_lines(below)])
    return Letterhead(("".join(line.split()),), 1) if ends_with_genre(title) else None
