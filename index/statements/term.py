"""What a document says of its own end: 有效期五年, 有效期至2026年12月31日, 试行两年, a printed 失效日期.

The last day of a term is the day before: five years from 2021-12-06 end on 2026-12-05.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, pairwise

from index.conventions import doc_number
from index.conventions.dates import find_dates
from index.document import PolicyDocument
from index.statements.commencement import later
from index.statements.model import Ending, Span
from index.statements.sentences import is_quoted, places_of, sentence_at
from index.text.fold import fold
from index.text.han import HAN, TENS, THOUSANDS, YEAR, chinese_number

MOST = 500
"""So many times is 有效期 looked at in one body."""
_REACH = 60
_WORDS = ("有效期", "执行期", "实施期", "施行期", "试行", "适用期")
_TERM = re.compile(r"试行(?:期[限间]?)?|..期[限间]?")
_OWN = re.compile(
    rf"本(?![市省区县州]){HAN}{{0,8}}?(?:条例|办法|规定|规则|细则|决定|通知|意见|方案|规划|计划|制度|规程|准则|标准|公告|通告|措施|要点|指引|规范|文件|政策)|此件|以上(?:规定|政策|措施)"
)
_BEGUN = re.compile(
    r"(?:[施试]行|实施|执行|生效|印发|发布|公布)(?:之日)?起?$|[自从][^,。;]{2,24}起$"
)
_STOP = re.compile(r"[。;\n]")
_ITEM = re.compile(
    rf"\s*+(?:第[{THOUSANDS}\d]{{1,7}}+条|[(]?[{THOUSANDS}\d]{{1,4}}+[)、.])?+\s*+[自从]"
)
_MARKS = " \u3000,;。、的其"
_COUNT = re.compile(
    rf"\s*+(?:[为是:]|暂定|共)?+\s*+(?P<count>\d{{1,2}}|[{TENS}两]{{1,3}})\s*(?P<unit>年|个?月)(?!以上|以下|内|的|[后前])"
)
_TO = re.compile(r"\s*+(?:[为是:自从由至到]|截[至止]|延[长续]至)*+\s*+$")
_MIDDLE = re.compile(r"\s*+(?:起|开始)?+(?:施行|实施|执行)?+[,至到\-~止]{1,3}+\s*+$")
_YEAR_END = re.compile(r"\s*+(?:[为是:至到]|截[至止])*+\s*+(?P<year>[12]\d{3})\s*年(?:年?底|末)")
_SINCE = ("起施行", "起试行", "起实施", "起执行", "起生效")
_UNTIL = re.compile(
    r"\s*+,?+\s*+(?:(?P<to>(?:有效)?[至到])|[并于]{0,2})\s*+(?P<day>\d{4}年\d{1,2}月\d{1,2}日)"
    r"\s*+(?:(?P<ends>(?:起|自行|自动|即行|同时)?(?:失效|废止|停止(?:执行|施行|实施)|终止))|止|(?=[,;。]|$))"
)
_SPACE = 4
_HEAD_LINES = 30
_DATED = re.compile(rf"[\d{YEAR}十年月日./\- ]{{8,16}}")
_CODE = re.compile(r"[A-Z]{2}\d{8,14}")


def endings_of(document: PolicyDocument, folded: str, begins: date | None) -> tuple[Ending, ...]:
    """What ``document`` says of its own end, the earliest first.

    Args:
        folded: its body, folded.
        begins: since when it is in force, which a term counts from.
    """
    found = {ending.on: ending for ending in _terms(document.body, folded, begins)}
    for ending in (*_limits(document.body, folded, begins), *_printed(document)):
        found.setdefault(ending.on, ending)
    return tuple(found[on] for on in sorted(found))


def _terms(body: str, folded: str, begins: date | None) -> Iterator[Ending]:
    """The end of every term that the text gives itself."""
    for place in islice(places_of(body, _WORDS), MOST):
        word = _TERM.match(body, place)
        if not word:
            continue
        before = folded[max(0, word.start() - _REACH) : word.start()]
        is_label = not before.rpartition("\n")[2].strip()
        if not is_label and not _is_own(before):
            continue
        after = folded[word.end() : word.end() + _REACH].partition("。")[0].partition(";")[0]
        if is_label and after.lstrip(" 至到")[:1] != ":":
            continue
        on = _end(after, begins)
        if on and not is_quoted(body, word.start()):
            yield Ending(on.toordinal(), sentence_at(body, word.start()))


def _limits(body: str, folded: str, begins: date | None) -> Iterator[Ending]:
    """The end that a clause of commencement gives: 本办法自…起施行，至2022年12月31日止."""
    for at in islice(places_of(body, _SINCE), MOST):
        place = at + len(_SINCE[0])
        found = _UNTIL.match(folded, place, place + _REACH)
        if not found or not (found["to"] or found["ends"]) or is_quoted(body, at):
            continue
        day = next((day for _, _, day in find_dates(found["day"])), None)
        on = day if found["ends"] and not found["to"] else day and _next(day)
        if on and (not begins or on > begins) and _is_own(folded[max(0, place - _REACH) : place]):
            yield Ending(on.toordinal(), sentence_at(body, at))


def _is_own(before: str) -> bool:
    """Whether the words before 有效期 are about the document itself: 本办法(自…起施行)."""
    clause = _STOP.split(before.rstrip(_MARKS))[-1]
    own = [found.end() for found in _OWN.finditer(clause)]
    if own and not clause[own[-1] :].strip(_MARKS):
        return True
    return bool(_BEGUN.search(clause)) and (bool(own) or bool(_ITEM.match(clause)))


def _end(after: str, begins: date | None) -> date | None:
    """The first day that is in no term any more: of ``5年``, ``至2026年12月31日``, ``自…至…``."""
    if found := _COUNT.match(after):
        count = chinese_number(found["count"]) or 0
        return later(begins, count, found["unit"]) if begins and count else None
    if found := _YEAR_END.match(after):
        return _next(date(int(found["year"]), 12, 31))
    dates = list(find_dates(after))[:2]
    if not dates or not _TO.match(after[: dates[0][0]]):
        return None
    first, *rest = dates
    if rest and _MIDDLE.match(after[first[1] : rest[0][0]]):
        return _next(rest[0][2])
    since = after[: first[0]].strip()[-1:] in ("自", "从", "由")
    return None if since else _next(first[2])


def _next(day: date) -> date | None:
    return day + timedelta(days=1) if day < date.max else None


def _printed(document: PolicyDocument) -> Iterator[Ending]:
    """A 失效日期 or 废止日期 that the page prints, in its block of labels or above the text."""
    if document.repealed_on:
        yield Ending(document.repealed_on.toordinal(), printed=True)
    if on := _above(document.body):
        yield on


def _above(body: str) -> Ending | None:
    """Two dates below a number in the head of a page, 实施日期 and 失效日期, whose labels are lost."""
    lines = body[:4_000].split("\n")[:_HEAD_LINES]
    offset, places = 0, []
    for line in lines:
        places.append(offset)
        offset += len(line) + 1
    days = list(map(_day, lines))
    for at, (first, last) in enumerate(pairwise(days)):
        if first and last and first < last and at and _is_number(lines[at - 1].strip()):
            other = lines[at + 1]
            start = places[at + 1] + other.find(other.strip())
            return Ending(last.toordinal(), Span(start, start + len(other.strip())), printed=True)
    return None


def _is_number(line: str) -> bool:
    return bool(_CODE.fullmatch(line)) or (
        (number := doc_number.parse(line)) is not None and number.is_complete
    )


def _day(line: str) -> date | None:
    """The day that a line is, and nothing else."""
    bare = line.strip()
    if not 8 <= len(bare) <= 16 or not _DATED.fullmatch(bare := fold(bare)):
        return None
    return next((day for start, end, day in find_dates(bare) if end - start == len(bare)), None)
