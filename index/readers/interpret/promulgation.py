"""Promulgation lines of laws: who adopted them, by which order, when, and since when in force.

``（1990年6月28日第七届…会议通过 根据2009年…修正）`` stands under the title, on one line or
several; each date begins an event. What a text says of its own beginning (本法自…起施行) is
read here too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from index.conventions import doc_number
from index.conventions.dates import find_dates
from index.conventions.issuers import is_authority, split_issuers
from index.text.fold import fold
from index.text.han import HAN, HUNDREDS, UNIFIED

_STATE = "中华人民共和国"
_MOST_LINES = 14
_LONGEST = 3_000
_TOO_LONG = 2 * _LONGEST
_OPENING = re.compile(r"\s*+[(（]\s*+(?:根据)?\s*+(?:1[89]|20|一九|二[〇○零])")
_DONE = re.compile(r"通过|修订|修正|批准|公布|发布|颁布|修改|制定|签署")
_IN_FORCE = re.compile(r"(?:施行|实施|生效)")
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_ADOPTED = re.compile(
    r"(?P<body>[^;；,，。()（）\d]{2,80}?)(?:审议)?(?:通过|修订|批准|公布|发布|颁布)"
)
_SESSION = re.compile(
    rf"第[{HUNDREDS}\d]+(?:届|次)(?:会议)?|(?:全体|常务)?会议$|(?<=院)(?:审判|检察)委员会"
)
_ORDER_OF = re.compile(rf"(?P<issuer>[{UNIFIED}、]{{2,40}}?)(?:主席)?令")


@dataclass(frozen=True, slots=True)
class Promulgation:
    """What the lines under the title of a law say.

    Attributes:
        issuers: who first adopted it, without the number of the session; may be none.
        doc_number: the last order it was promulgated by; may be empty.
        published_on: the date of this version: of the last adoption, revision or promulgation.
        effective_on: the last date given for its coming into force.
        lines: how many lines of the text it takes.
    """

    issuers: tuple[str, ...] = ()
    doc_number: str = ""
    published_on: date | None = None
    effective_on: date | None = None
    lines: int = 0


def read_promulgation(lines: Sequence[str]) -> Promulgation | None:
    """The promulgation that ``lines`` begin with; None where they begin with something else."""
    if not lines or not _OPENING.match(lines[0]):
        return None
    text, count = "", 0
    for line in lines[:_MOST_LINES]:
        text, count = text + line.strip(), count + 1
        if len(text) > _TOO_LONG:
            return None
        if len(text) > _LONGEST or _closed(text):
            break
    folded = fold(text)
    if not _closed(folded) or not _DONE.search(folded):
        return None
    return _interpreted(
        _QUOTED.sub(lambda found: "《" + " " * (len(found[0]) - 2) + "》", folded), count
    )


def _closed(text: str) -> bool:
    folded = fold(text)
    return folded.count("(") <= folded.count(")")


def _interpreted(text: str, count: int) -> Promulgation | None:
    issuers: tuple[str, ...] = ()
    published = effective = None
    dates = list(find_dates(text))
    if not dates:  # （2018年修订）: a year alone tells no day
        return None
    pending = ""
    ends = [start for start, _, _ in dates[1:]] + [len(text)]
    for (start, end, day), until in zip(dates, ends, strict=True):
        event, pending = pending + text[end:until], ""
        done, begins = _DONE.search(event), _IN_FORCE.search(event)
        if begins and (not done or begins.start() < done.start()):
            effective = day
        elif done and not text[:start].rstrip().endswith("自"):
            published = day
            issuers = issuers or _adopter(event)
        elif event.rstrip().endswith("、"):
            pending = event  # …审判委员会第1426次会议、2007年…检察院…会议通过: adopted by both
    if published is None:
        return None
    return Promulgation(issuers, _order(text), published, effective, count)


def _adopter(event: str) -> tuple[str, ...]:
    """``烟台市第十七届人民代表大会常务委员会第三十九次会议通过`` -> who it was, without sessions."""
    squeezed = "".join(event.split())
    for found, key in (
        (_ORDER_OF.match(squeezed), "issuer"),
        (_ADOPTED.match(_unnumbered(squeezed)), "body"),
    ):
        names = split_issuers(_unnumbered(found[key]).strip("经由")) if found else ()
        names = tuple(name.removeprefix(_STATE) if name != _STATE else name for name in names)
        if names and all(map(is_authority, names)):
            return names
    return ()


def _unnumbered(text: str) -> str:
    """Without the numbers of sessions: they stand inside the names of assemblies."""
    parts = [_SESSION.sub("", part) for part in text.split("、")]
    return "、".join(_SESSION.sub("", part) for part in parts)


def _order(text: str) -> str:
    """The last order that something was promulgated by."""
    found = [(end, number) for _, end, number in doc_number.find(text) if number.is_order]
    own = [
        str(number).removeprefix("日")  # 2023年11月3日某某令第5号
        for end, number in found
        if re.match(r"\s*(?:第.次)?(?:公布|发布|修订|修改|修正)", text[end:])
    ]
    return own[-1] if own else ""


_OWN = "法|条例|办法|规定|规则|细则|决定|通知|意见|方案|规划|计划|制度|规程|准则|标准|公告|通告|解释|批复|预案|措施|要点|章程|指引"
_BEGINS = re.compile(r"施行|实施|执行|生效")
_WINDOW = 60
_MOST_WORDS = 5_000
"""So many times is 施行 looked at in one body; the longest code says it some hundred times."""
_SINCE = re.compile(
    rf"(?:^|[。；;，,\s:：)）条])(?P<own>本{HAN}{{0,8}}?(?:{_OWN})|以上(?:规定|政策)|)\s*"
    r"(?:(?P<since>自|从|于|将于)\s*)(?P<when>[^。；;，,\n]{2,24}?)(?:之日)?起?(?:开始)?(?:正式)?$"
)
_TERM = re.compile(r"(?:执行|实施|有效|施行)期限?\s*[为自从:：]\s*")
_AT_ISSUE = re.compile(r"^(?:公布|发布|印发|颁布|下发|通过|批准|公告|发文|公开发布)(?:之日)?$")


def effective_on(body: str, issued: date | None) -> date | None:
    """The day since which ``body`` says it is in force: 本办法自…起施行, else 自…起施行.

    Args:
        issued: what 自发布之日起 means.
    """
    best: date | None = None
    for word in islice(_BEGINS.finditer(body), _MOST_WORDS):
        found = _SINCE.search(fold(body[max(0, word.start() - _WINDOW) : word.start()]))
        if not found:
            continue
        days = [day for _, _, day in find_dates(found["when"])]
        day = days[0] if days else issued if _AT_ISSUE.match(found["when"].strip()) else None
        if day and found["own"]:
            return day
        best = best or day
    return best or _first_of_term(body)


def _first_of_term(body: str) -> date | None:
    """``执行期限为2019年1月1日至2023年12月31日``: its first day."""
    for found in islice(_TERM.finditer(body), _MOST_WORDS):
        for start, end, day in find_dates(body[found.end() : found.end() + _WINDOW]):
            after = body[found.end() + end : found.end() + end + 3].lstrip("起 ")
            if start <= 1 and after[:1] in ("至", "到"):
                return day
            break
    return None
