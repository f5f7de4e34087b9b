"""The cover of a standard (GB/T 1.1): classification, number, title, dates, who publishes it.

``ICS … CCS … / DB36 / 某省地方标准 / DB36/T 1994—2024 / 人口库高频数据规范 / Frequently shared … /
2024-08-26发布 2025-02-01实施 / 某省市场监督管理局 发布``. The number is what it is known by; of the
rest anything may be missing, on a line of its own or on one with its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from index.conventions import doc_number
from index.conventions.authorities import is_issuer
from index.conventions.dates import find_dates
from index.readers.interpret.heading.letterhead import names_on
from index.readers.interpret.heading.titles import joined
from index.text.fold import fold, squeeze
from index.text.han import HAN

_MOST_LINES = 40
_MOST_ABOVE = 12
_LONGEST = 80
_CLASSIFIED = re.compile(r"ics\b|ccs\b|udc\b|备案号|[a-z]\s?\d{2}(?:\s|$)")
_SERIES = re.compile(
    r"(?:国家|行业|地方|团体|企业|[省市区]|军用).{0,12}标准$|标准化指导性技术文件$"
)
_LETTER = re.compile("[a-z]")
"""Each number of a standard has one; most lines have none."""
_SENTENCE_ENDS = ("。", ";", ":")
_UNNUMBERED = re.compile(
    r"[a-z]{2,4}\d{0,6}(?:/[a-z]{1,8})?\s?x{2,}(?:\s?-\s?(?:x{2,}|20[x\d]{2}))?"
)
"""A draft has no number yet: GB/T XXXX—XXXX."""
_CLASS = re.compile(r"^\s*[A-Z]\s+(?=[A-Z])")
"""The class beside the number on old covers: P   JGJ 18—2012."""
_LABELLED_DAY = re.compile(
    r"(?P<what>发\s*布|批\s*准|实\s*施|施\s*行)\s*日\s*期\s*:\s*(?P<day>.{6,16})"
)
_APPROVED_BY = re.compile(r"(?:批准|发布)(?:部门|单位|机关)\s*[:：]\s*(?P<names>\S.{2,60})")
_OTHER_LABEL = re.compile(r"(?!第)\S{2,6}\s*[:：]")
_REPLACES = re.compile(r"(?:部分)?代替|替代")
_DATED = re.compile(r"(?:19|20)[\dx]{2}\s?[-.年/]|x{4}\s?-")
_DAY_OF = re.compile(r"\s*(?P<published>发\s*布|批\s*准)|\s*(?:实\s*施|施\s*行)")
_DAY_WORDS = re.compile(r"(?:发\s*布|批\s*准|实\s*施|施\s*行|联\s*合)(?:日期)?:?")
_PUBLISHES = re.compile(r"(?:联\s*合\s*)?(?:发\s*布|批\s*准)$")
_INSIDE = re.compile(r"目\s*[次录]$|[前引]\s*言(?:$|\W)|1\s*范\s*围|第[一1]\s*[章条]")
_HAN = re.compile(HAN)
_ASIDE = re.compile(r"\(.*(?:稿|iso|iec|idt|mod|neq).*\)")
"""What stands in brackets below a title and is no part of it: 报批稿, the standard that is adopted."""


@dataclass(slots=True)
class Cover:
    """What the cover of a standard says.

    Attributes:
        number: in the standard form.
        title: the Chinese one; may be empty.
        issuers: who publishes it, as written; may be none.
        published_on, effective_on: 发布 and 实施.
        printed: what else it says, as (label, value).
        lines: how many lines of the text it takes.
    """

    number: str
    title: str = ""
    issuers: tuple[str, ...] = ()
    published_on: date | None = None
    effective_on: date | None = None
    printed: list[tuple[str, str]] = field(default_factory=list)
    lines: int = 0


def read_cover(lines: Sequence[str]) -> Cover | None:
    """The cover that ``lines`` begin with; None where they begin with something else.

    A number alone is no cover: its class or series stands above, or its days below.
    """
    at = _numbered(lines)
    if at is None:
        return None
    cover = Cover(_number(lines[at]))
    above = [fold(line).strip() for line in lines[:at]]
    days = _read_below(cover, lines, at)
    is_cover = days or any(
        _CLASSIFIED.match(line) or _SERIES.search(squeeze(line).text) for line in above
    )
    return cover if is_cover and cover.title else None


def _numbered(lines: Sequence[str]) -> int | None:
    """Where the number stands, behind short lines that are no text."""
    for at, line in enumerate(lines[:_MOST_ABOVE]):
        folded = fold(line).strip()
        if _LETTER.search(folded) and (_number(line) or _UNNUMBERED.fullmatch(folded)):
            return at
        is_text = len(line) > _LONGEST or folded.endswith(_SENTENCE_ENDS)
        if is_text and not _CLASSIFIED.match(folded):
            return None
    return None


def _number(line: str) -> str:
    """The number of a standard, with its year, that a line consists of or begins with."""
    found = _REPLACES.search(line)
    number = doc_number.parse(_CLASS.sub("", line[: found.start()] if found else line))
    return str(number) if number and number.is_standard and number.is_complete else ""


def _read_below(cover: Cover, lines: Sequence[str], at: int) -> str:
    """Fill ``cover`` with what stands below the number at ``at``; the lines that tell its days."""
    title: list[str] = []
    days = ""
    is_titled = False
    for count, line in enumerate(lines[at : at + _MOST_LINES], at):
        is_dated = bool(days.strip())
        folded = fold(line).strip()
        if _INSIDE.match(folded) or len(line) > 2 * _LONGEST:
            break
        if said := _labelled(cover, line):
            days += said
        elif _DATED.match(folded) or (is_dated and not _DAY_WORDS.sub("", folded).strip()):
            days += f" {folded}"
        elif _HAN.search(folded) and not _ASIDE.fullmatch(folded):
            if is_dated and not (names := _publishers(line)):
                break
            if is_dated:
                cover.issuers += names
            elif not (
                is_titled
                or _OTHER_LABEL.match(folded)
                or _CLASSIFIED.match(folded)
                or _SERIES.search(folded)
            ):
                title.append(line)
        else:
            is_titled = is_titled or bool(title)  # the English title
        cover.lines = count + 1
    cover.title = joined(title or _above(lines[:at]))
    _read_days(cover, days)
    return days.strip()


def _labelled(cover: Cover, line: str) -> str:
    """What a line says of itself, as days where it tells some; empty where it has no label."""
    if day := _LABELLED_DAY.match(fold(line).strip()):
        return f" {day['day']}{day['what']}"
    if by := _APPROVED_BY.match(line.strip()):
        cover.issuers += names_on(by["names"])
    elif found := _REPLACES.search(line):
        cover.printed.append((found[0], line[found.end() :].strip()))
    else:
        return ""
    return " "


def _above(lines: Sequence[str]) -> list[str]:
    """The lines above a number that are the title: those behind the series of the standard."""
    kept: list[str] = []
    for line in reversed(lines):
        folded = fold(line).strip()
        if (
            _SERIES.search(squeeze(folded).text)
            or _CLASSIFIED.match(folded)
            or not _HAN.search(line)
        ):
            break
        kept.insert(0, line)
    return kept


def _publishers(line: str) -> tuple[str, ...]:
    """The names on a line below the days: of authorities, or of whoever stands before 发布."""
    bare = _PUBLISHES.sub("", line.strip()).strip()
    names = names_on(bare)
    if bare == line.strip() and not all(map(is_issuer, names)):
        return ()
    return names if len(bare) <= _LONGEST else ()


def _read_days(cover: Cover, days: str) -> None:
    for _, end, day in find_dates(days):
        of = _DAY_OF.match(days, end)
        if of and of["published"]:
            cover.published_on = cover.published_on or day
        elif of:
            cover.effective_on = cover.effective_on or day
