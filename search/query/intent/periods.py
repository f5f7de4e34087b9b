"""Periods that a query names: 2020年, 2015到2019年, 2019年至今, 今年, 近三年, 近半年."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from index.text.han import TENS, YEAR, chinese_number
from search.request.period import Bound, months_before

EARLIEST = 1949


class Period(NamedTuple):
    """From one bound to another; None is no bound."""

    first: Bound | None
    last: Bound | None = None

    @property
    def words(self) -> str:
        """As a page writes it: ``2015年至2019年``."""
        first, last = self.first, self.last
        if first and last:
            return first.words if first == last else f"{first.words}至{last.words}"
        if first:
            return f"{first.words}以来"
        return f"{last.words}以前" if last else ""


class Named(NamedTuple):
    """A period and where it is named; ``bare`` where it is a number alone (2020)."""

    start: int
    end: int
    period: Period
    bare: bool = False


_Read: TypeAlias = Callable[[re.Match[str], date], Period | None]

_Y = r"(?<![0-9])(?:19[4-9][0-9]|20[0-9]{2})"
_HAN_Y = rf"(?<![{YEAR}])[一二][九零〇][{YEAR}]{{2}}"
_ANY_Y = rf"(?:{_Y}|{_HAN_Y})"
_AFTER = r"(?![级龄轻满])"
_THIS = "今年|本年度?|去年|上一年度?|上年度?|前年"
_AGO = {"今": 0, "本": 0, "去": 1, "上": 1, "前": 2}
_NOT_BEFORE = r"(?<![目以之此从往历年])"
_PERHAPS = re.compile(r"[年月近]|过去|19|20|[一二][九零〇]")
"""Something of this is in every form of a period."""
_NUMBER = rf"[0-9]{{1,3}}|[{TENS}两]{{1,3}}|半"


def periods_in(folded: str, today: date) -> Iterator[Named]:
    """The periods that a folded text names, in order, none over another."""
    at = 0 if _PERHAPS.search(folded) else len(folded)
    while at < len(folded):
        found = _first(folded, at, today)
        if found is None:
            return
        yield found
        at = found.end


def _first(folded: str, at: int, today: date) -> Named | None:
    """The first period from ``at`` on; of those that begin together that of the first form."""
    best: Named | None = None
    for form, read, bare in _FORMS:
        found = form.search(folded, at)
        if found is None or (best is not None and found.start() >= best.start):
            continue
        if period := read(found, today):
            best = Named(found.start(), found.end(), period, bare)
    return best


def _span(found: re.Match[str], today: date) -> Period | None:
    first, last = sorted((_year(found["first"], today), _year(found["last"], today)))
    return Period(Bound(first), Bound(last)) if _sound(first, today) else None


def _since(found: re.Match[str], today: date) -> Period | None:
    year = _year(found["year"], today)
    return Period(_month(year, found["month"])) if _sound(year, today) else None


def _until(found: re.Match[str], today: date) -> Period | None:
    year = _year(found["year"], today) - 1
    return Period(None, Bound(year)) if _sound(year, today) else None


def _half(found: re.Match[str], today: date) -> Period | None:
    year, begins = _year(found["year"], today), 1 if found["half"] == "上" else 7
    if not _sound(year, today):
        return None
    return Period(Bound(year, begins), Bound(year, begins + 5))


def _one(found: re.Match[str], today: date) -> Period | None:
    year = _year(found["year"], today)
    bound = _month(year, found.groupdict().get("month"))
    return Period(bound, bound) if _sound(year, today) else None


def _this_month(found: re.Match[str], today: date) -> Period:
    months = today.year * 12 + today.month - 1 - (found[0][0] == "上")
    bound = Bound(months // 12, months % 12 + 1)
    return Period(bound, bound)


def _back(found: re.Match[str], today: date) -> Period:
    number, unit = _number(found["number"]), found["unit"]
    if unit in "年月" and found["number"] == "半":
        first = months_before(today, 6) if unit == "年" else today - timedelta(days=15)
    elif unit == "年":
        first = months_before(today, 12 * number)
    elif unit == "月":
        first = months_before(today, number)
    else:
        first = today - timedelta(days=number * (1 if unit in "天日" else 7))
    return Period(Bound(first.year, first.month, first.day))


_FORMS: tuple[tuple[re.Pattern[str], _Read, bool], ...] = (
    (
        re.compile(
            rf"(?P<first>{_ANY_Y})年?度?\s?(?:到|至|~|-|—)+\s?(?P<last>{_ANY_Y}|今年|去年|前年)(?![0-9])年?度?(?:之?间|期间)?"
        ),
        _span,
        False,
    ),
    (
        re.compile(
            rf"[自从]?(?P<year>{_ANY_Y}(?=年)|{_THIS})年?(?:(?P<month>[0-9]{{1,2}})月份?)?(?:以来|至今|迄今|到现在|到今天|到目前|以后|之后|开始|起|后)"
        ),
        _since,
        False,
    ),
    (re.compile(rf"(?P<year>{_ANY_Y})年(?:以前|之前|底前|前)"), _until, False),
    (
        re.compile(rf"{_NOT_BEFORE}(?P<year>{_ANY_Y}(?=年)|{_THIS})年?(?P<half>[上下])半年"),
        _half,
        False,
    ),
    (
        re.compile(rf"(?P<year>{_ANY_Y}(?=年)|{_THIS})年?(?P<month>[0-9]{{1,2}})月份?(?![0-9])"),
        _one,
        False,
    ),
    (re.compile(rf"(?P<year>{_ANY_Y})年度?{_AFTER}"), _one, False),
    (re.compile(rf"{_NOT_BEFORE}(?P<year>{_THIS}){_AFTER}"), _one, False),
    (re.compile(r"本月|这个月|当月|上个?月"), _this_month, False),
    (
        re.compile(
            rf"(?<![附临接靠])(?:最近|近|过去)(?:这)?(?P<number>{_NUMBER})个?(?P<unit>年|月|周|星期|天|日){_AFTER}(?:以来|来|之内|内|里)?"
        ),
        _back,
        False,
    ),
    (re.compile(rf"(?P<year>{_Y})(?![0-9])"), _one, True),
)
"""Forms of periods, how each is read, and whether it is a number alone. Of several that begin
together the first is meant."""


def _year(text: str, today: date) -> int:
    if text[0] in _AGO:
        return today.year - _AGO[text[0]]
    return chinese_number(text) or 0


def _month(year: int, text: str | None) -> Bound:
    month = int(text or 0)
    return Bound(year, month) if month <= 12 else Bound(year)


def _sound(year: int, today: date) -> bool:
    return EARLIEST <= year <= today.year


def _number(text: str) -> int:
    """How many 三, 10, 两三 (at most three) are."""
    if text.isascii():
        return min(max(int(text), 1), 100)
    written = text.replace("两", "二")
    return chinese_number(written if "十" in written else written[-1]) or 1
