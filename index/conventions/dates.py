"""Dates as government pages print them, Chinese numerals included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.text.fold import fold
from index.text.han import TENS, chinese_number

_NUMERAL = f"〇零o{TENS}"  # 二oo六 is found, too

_DATE = re.compile(
    r"(?<![0-9])(?P<y>(?:1[89]|20)\d\s*\d)\s*(?:年|[-/.])\s*(?P<m>\d\s*\d|\d)\s*(?:月|[-/.])\s*"
    r"(?P<d>\d\s*\d|\d)(?![0-9])\s*日?"
    r"|(?<![0-9])(?P<y2>(?:19|20)\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?![0-9])"
    rf"|(?P<y3>[{_NUMERAL}]{{4}})\s*年\s*(?P<m3>元|[{_NUMERAL}]{{1,3}})\s*月\s*"
    rf"(?P<d3>[{_NUMERAL}]{{1,3}})\s*日"
)


def parse_date(text: str) -> date | None:
    """The first date in ``text``; None if there is none or it is not in the calendar.

    >>> parse_date("二○○六年八月三十日")
    datetime.date(2006, 8, 30)
    """
    return next((found for _, _, found in find_dates(text)), None)


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Every date of the calendar in ``text`` as ``(start, end, date)``, in order."""
    for found in _DATE.finditer(fold(text)):
        year, month, day = (
            chinese_number("".join(part.split())) for part in found.groups() if part is not None
        )
        if year is None or month is None or day is None:
            continue
        try:
            yield found.start(), found.end(), date(year, month, day)
        except ValueError:
            continue
