"""The bounds of a period as people write them: a year, a month or a day, in any usual form."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from index.text.fold import fold
from index.text.han import chinese_number

_NUMERAL = "〇零o一二三四五六七八九十元"
_FORMS = (
    re.compile(r"([12]\d{3})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?)?\s*[年月日]?"),
    re.compile(r"([12]\d{3})(\d\d)(\d\d)?"),
    re.compile(
        rf"([{_NUMERAL}]{{4}})\s*年?(?:\s*([{_NUMERAL}]{{1,2}})\s*月(?:\s*([{_NUMERAL}]{{1,3}})\s*日)?)?"
    ),
)
_YEAR = re.compile(r"([12]\d{3})\s*(?![-/.年]?\s*\d)")


class Bound(NamedTuple):
    """A year, a month of it or a day; 0 where that is left open.

    >>> str(Bound(2020)), str(Bound(2020, 5)), str(Bound(2020, 5, 12))
    ('2020', '2020-05', '2020-05-12')
    """

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in self[1:] if part)])

    @property
    def first(self) -> date:
        """The first day of it."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day of it."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def words(self) -> str:
        """As a Chinese page writes it: ``2020年5月``."""
        return "".join(f"{part}{unit}" for part, unit in zip(self, "年月日", strict=True) if part)


def parse_bound(text: str) -> Bound | None:
    """What ``text`` names; None if that is nothing in the calendar.

    >>> parse_bound("二〇二〇年五月"), parse_bound("2020.5.12"), parse_bound("2020-13")
    (Bound(year=2020, month=5, day=0), Bound(year=2020, month=5, day=12), None)
    """
    text = fold(text).strip()
    for form in _FORMS:
        if found := form.fullmatch(text):
            numbers = [chinese_number(part) or 0 for part in found.groups() if part]
            return _in_calendar(Bound(*numbers)) if all(numbers) else None
    year = _YEAR.match(text)  # 2020年度, 2020至今
    return Bound(int(year[1])) if year else None


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month.

    >>> months_before(date(2024, 3, 31), 1)
    datetime.date(2024, 2, 29)
    """
    count = max(day.year * 12 + day.month - 1 - months, 12)
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _in_calendar(bound: Bound) -> Bound | None:
    try:
        bound.first  # noqa: B018 -- raises for what is no day
    except ValueError:
        return None
    return bound
