"""Since when a text says it is in force: 本办法自2024年5月1日起施行, 自公布之日起30日后施行.

Of several clauses the first that is about the document itself (本法自…) counts, else the first of all.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from index.conventions.dates import find_dates
from index.statements.sentences import is_quoted, places_of
from index.text.fold import fold
from index.text.han import HAN, TENS, chinese_number

_OWN = (
    "法|条例|办法|规定|规则|细则|决定|通知|意见|方案|规划|计划|制度|规程|准则|标准|公告|通告|解释|批复|预案|措施|要点|章程|指引"
    "|修正案|规范|守则|安排|命令|令|法典|决议|纲要|指南|目录"
)
_BEGINS = ("施行", "试行", "执行", "实施", "生效")
WINDOW = 60
"""So many characters before 施行 are looked at."""
MOST_WORDS = 5_000
"""So many times is 施行 looked at in one body; the longest code says it some hundred times."""
_SINCE = re.compile(
    rf"(?:^|[。；;，,、\"\s:：)）条])(?P<own>本{HAN}{{0,8}}?(?:{_OWN})|以上(?:规定|政策|措施)|)\s*"
    r"(?:(?P<since>自|从|于|将于)\s*)(?P<when>[^。；;，,\n]{2,24}?)(?:之日)?起?(?:开始)?(?:正式)?$"
)
_TERM = re.compile(r"(?:执行|实施|有效|施行)期限?\s*[为自从:：]\s*")
_AT_ISSUE = re.compile(
    r"^(?:修订|正式)?(?:公布|发布|印发|颁布|下发|通过|批准|公告|发文|公开发布|发出)(?:之日)?"
    rf"(?:起\s*满?(?P<count>\d{{1,3}}|[{TENS}]{{1,3}})\s*(?P<unit>日|天|个?月|年)(?:后|以后|起)?)?$"
)


class Commencement(NamedTuple):
    """A clause of commencement.

    Attributes:
        on: the day.
        start, end: ``自…起施行`` in the body.
        own: whether it says 本法.
        at_issue: whether the day is that of its publication (自公布之日起).
    """

    on: date
    start: int
    end: int
    own: bool = False
    at_issue: bool = False


def commencement_of(body: str, issued: date | None, folded: str = "") -> Commencement | None:
    """The clause by which ``body`` says since when it is in force.

    Args:
        issued: what 自发布之日起 means.
        folded: ``body``, where that is folded already.
    """
    first: Commencement | None = None
    for found in _clauses(body, folded or fold(body), issued):
        if found.own and not is_quoted(body, found.start):
            return found
        first = first or found
    return first or _first_of_term(body)


def _clauses(body: str, folded: str, issued: date | None) -> Iterator[Commencement]:
    for at in islice(places_of(body, _BEGINS), MOST_WORDS):
        begin = max(0, at - WINDOW)
        before = folded[begin:at]
        found = _SINCE.search(before) if any(since in before for since in "自从于") else None
        if found and (day := _day(found["when"].strip(), issued)):
            start = begin + found.start("own")
            at_issue = bool(_AT_ISSUE.match(found["when"].strip()))
            yield Commencement(day, start, at + 2, bool(found["own"]), at_issue)


def _day(when: str, issued: date | None) -> date | None:
    """The day that ``2024年5月1日``, ``公布之日`` or ``公布之日起30日后`` is."""
    for _, _, day in find_dates(when):
        return day
    found = _AT_ISSUE.match(when)
    if not found or not issued:
        return None
    count = chinese_number(found["count"]) if found["count"] else 0
    return later(issued, count or 0, found["unit"] or "日")


def later(day: date, count: int, unit: str) -> date | None:
    """``day`` and so many 日, 月 or 年 more; the last of a month where it has no such day. None
    beyond the calendar."""
    try:
        if unit in ("日", "天"):
            return day + timedelta(days=count)
        months = day.month - 1 + (count * 12 if unit == "年" else count)
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return None


def _first_of_term(body: str) -> Commencement | None:
    """``执行期限为2019年1月1日至2023年12月31日``: its first day."""
    for found in islice(_TERM.finditer(body), MOST_WORDS):
        for start, end, day in find_dates(body[found.end() : found.end() + WINDOW]):
            after = body[found.end() + end : found.end() + end + 3].lstrip("起 ")
            if start <= 1 and after[:1] in ("至", "到"):
                return Commencement(day, found.start(), found.end() + end)
            break
    return None
