"""Dates as government pages print them, Chinese numerals included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.text.fold import fold

_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "o": 0, "两": 2, "元": 1}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "〇零o一二三四五六七八九十"

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


def chinese_number(text: str) -> int | None:
    """The value of digits or of a Chinese numeral below 10,000; None for anything else.

    >>> chinese_number("七十三"), chinese_number("二〇〇六"), chinese_number("047")
    (73, 2006, 47)
    """
    if text.isascii() and text.isdecimal():
        return int(text)
    if not text or any(c not in _DIGIT and c not in _UNIT for c in text):
        return None
    if not any(c in _UNIT for c in text):
        return int("".join(str(_DIGIT[c]) for c in text))
    total, digit = 0, None
    for character in text:
        if character in _UNIT:
            total += (1 if digit is None else digit) * _UNIT[character]
            digit = None
        else:
            digit = _DIGIT[character] or None
    return total + (digit or 0)


def chinese_numeral(number: int) -> str:
    """The inverse of :func:`chinese_number` for 1 to 9,999, as articles are counted.

    >>> chinese_numeral(12), chinese_numeral(120), chinese_numeral(1005)
    ('十二', '一百二十', '一千零五')
    """
    if not 0 < number < 10_000:
        return str(number)
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap else "") + "〇一二三四五六七八九"[digit] + name
        gap = bool(written) and not digit
    return written[1:] if written.startswith("一十") else written
