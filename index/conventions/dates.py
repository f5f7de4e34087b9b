"""Dates as government pages print them, Chinese numerals included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.text.fold import fold
from index.text.han import TENS, chinese_number

_ZEROS = "零0oοо"
"""What is printed for 〇, folded: 二oo六 with the letter of three scripts, 二0二四."""
_NUMERAL = f"[〇{_ZEROS}{TENS}]"
_GAP = r"\s{0,2}"
"""Between the digits of a number: recognised characters are spaced (2 0 2 3 年 1 2 月)."""

_DATE = re.compile(
    rf"(?<![0-9])(?P<y>(?:1{_GAP}[89]|2{_GAP}0){_GAP}\d{_GAP}\d)\s*(?:年|[-/.])\s*"
    r"(?P<m>\d\s*\d|\d)\s*(?:月|[-/.])\s*(?P<d>\d\s*\d|\d)(?:(?![0-9])|(?=[0-9]{2}:[0-9]{2}))\s*日?"
    r"|(?<![0-9])(?P<y2>(?:19|20)\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?![0-9])"
    rf"|(?P<y3>(?:{_NUMERAL}{_GAP}){{3}}{_NUMERAL})\s*年\s*"
    rf"(?P<m3>元|(?:{_NUMERAL}{_GAP}){{1,3}}?)\s*月\s*(?P<d3>(?:{_NUMERAL}{_GAP}){{1,3}}?)\s*日"
)
_AS_NIL = str.maketrans(dict.fromkeys(_ZEROS, "〇"))


def parse_date(text: str) -> date | None:
    """The first date in ``text``; None if there is none or it is not in the calendar.

    >>> parse_date("二○○六年八月三十日")
    datetime.date(2006, 8, 30)
    """
    return next((found for _, _, found in find_dates(text)), None)


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Every date of the calendar in ``text`` as ``(start, end, date)``, in order."""
    for found in _DATE.finditer(fold(text)):
        year, month, day = (_number(part) for part in found.groups() if part is not None)
        if year is None or month is None or day is None:
            continue
        try:
            yield found.start(), found.end(), date(year, month, day)
        except ValueError:
            continue


def _number(printed: str) -> int | None:
    digits = "".join(printed.split())
    return chinese_number(digits if digits.isdecimal() else digits.translate(_AS_NIL))
