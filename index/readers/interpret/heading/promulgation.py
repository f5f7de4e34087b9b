"""Promulgation lines of laws: who adopted them, by which order, when, and since when in force.

``（1990年6月28日第七届…会议通过 根据2009年…修正）`` stands under the title, on one line or
several, in brackets or without; each date begins an event (``index.statements.history``). Or a
sentence says it: 《某法》已由…会议于1994年7月5日通过，现予公布，自1995年1月1日起施行。
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.conventions import doc_number
from index.conventions.dates import find_dates
from index.conventions.issuers import is_authority, split_issuers
from index.statements.history import events_of, head_of
from index.text.fold import fold
from index.text.han import HUNDREDS, TENS, UNIFIED, YEAR

_STATE = "中华人民共和国"
_OPENING = re.compile(r"\s*+[(（]\s*+(?:根据)?\s*+(?:1[89]|20|一九|二[〇○零])")
_ADOPTED = re.compile(
    r"(?P<body>[^;；,，。()（）\d]{2,80}?)(?:审议)?(?:通过|修订|批准|公布|发布|颁布)"
)
_SESSION = re.compile(
    rf"第[{HUNDREDS}\d]+(?:届|次)(?:会议)?|(?:全体|常务)?会议$|(?<=院)(?:审判|检察)委员会"
)
_ORDER_OF = re.compile(rf"(?P<issuer>[{UNIFIED}、]{{2,40}}?)(?:主席)?令")
_MOST_LINES = 12
_LONGEST_EVENT = 200
_NO_EVENT = tuple("。;；:")
_DAY = re.compile(
    rf"(?:(?:1[89]|20)\d\d|[{YEAR}o]{{4}})年(?:\d{{1,2}}|[{TENS}]{{1,3}})月(?:\d{{1,2}}|[{TENS}]{{1,3}})日"
)
_EVENT_BEGINS = re.compile(
    rf"(?:经|根据|自)?{_DAY.pattern}|自公布之日|第[{HUNDREDS}\d]+(?:届|次)|[{UNIFIED}]{{2,40}}(?:第[{HUNDREDS}\d]{{1,5}}[届次]|令第|\[)"
)
_EVENT_ENDS = re.compile(
    rf"(?:通过|批准|公布|发布|颁布|修订|修正|修改|施行|实施|生效|(?:令|公告)第[{HUNDREDS}\d]{{1,6}}号)$"
)
_ADOPTS = re.compile(r"会议.{0,12}(?:通过|批准|修订)|第.{1,6}号.{0,4}(?:公布|发布)")
_PASSED = re.compile(
    r"[^《》。]{0,20}《[^《》]{3,100}》(?:已由|已经|业经|经)(?P<passed>[^。;,]{6,120}?会议[^。;,]{0,30}?)(?:审议|修订)?(?:通过|批准)"
)


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
    if not lines:
        return None
    if _OPENING.match(fold(lines[0])):
        head = head_of(lines)
        return _interpreted(head.text, head.lines) if head else None
    text, count = _unbracketed(lines)
    return _interpreted(text, count) if count else None


def read_passed(line: str) -> Promulgation | None:
    """What the sentence says that promulgates a law; None where a line is no such sentence.

    ``published_on`` is the day of its adoption: that of the promulgation stands below the sentence.
    """
    found = _PASSED.match(fold(line))
    if not found:
        return None
    day = next((day for *_, day in find_dates(found["passed"])), None)
    said = _DAY.sub("", found["passed"]).replace("于", "") + "通过"
    return Promulgation(_adopter(said), "", day, None, 1)


def _unbracketed(lines: Sequence[str]) -> tuple[str, int]:
    """The lines that each tell of an adoption, an order or a commencement, as one text, and how many
    they are; none where the first of them does not tell who adopted it."""
    told: list[str] = []
    taken = 0
    text = ""
    for count, line in enumerate(lines[:_MOST_LINES], 1):
        folded = fold(line).strip()
        if text and (folded.startswith("(") or _DAY.match(folded) or _DAY.fullmatch(text)):
            break  # what has begun does not end there
        text += _told_in(folded)
        if len(text) > _LONGEST_EVENT or text.endswith(_NO_EVENT) or not _EVENT_BEGINS.match(text):
            break
        if _EVENT_ENDS.search(text):
            told.append(text)
            text, taken = "", count
    return (" ".join(told), taken) if told and _ADOPTS.search(told[0]) else ("", 0)


def _told_in(folded: str) -> str:
    """What a line tells, brackets apart; only its first sentence where the text has run on into it."""
    first, _, rest = folded.partition("。")
    return (first if rest and _DAY.match(first) else folded).strip("()")


def _interpreted(text: str, count: int) -> Promulgation | None:
    first = next((start for start, *_ in find_dates(text)), len(text))
    issuers = _adopter(text) if "通过" in text[:first] else ()
    published = effective = None
    pending = ""
    for event in events_of(text):
        words, pending = pending + event.words, ""
        if event.begins:
            effective = event.on
        elif event.done:
            published = event.on
            issuers = issuers or _adopter(words)
        elif words.rstrip().endswith(("、", "会议;")):
            # …审判委员会第1426次会议、2007年…检察院…会议通过: adopted by both
            pending = words.rstrip("; ") + "、"
    if published is None and not issuers:
        return None
    return Promulgation(issuers, _order(text), published, effective, count)


def _adopter(event: str) -> tuple[str, ...]:
    """``烟台市第十七届人民代表大会常务委员会第三十九次会议通过`` -> who it was, without sessions."""
    squeezed = "".join(event.split())
    for found, key in (
        (_ORDER_OF.match(squeezed), "issuer"),
        (_ADOPTED.match(_unnumbered(squeezed)), "body"),
    ):
        names = split_issuers(_unnumbered(found[key])) if found else ()
        names = tuple(name.strip("经由").removeprefix(_STATE) or name for name in names)
        if names and all(map(is_authority, names)):
            return names
    return ()


def _unnumbered(text: str) -> str:
    """Without the numbers of sessions: they stand inside the names of assemblies."""
    parts = [_SESSION.sub("", part) for part in text.split("、")]
    return "、".join(_SESSION.sub("", part) for part in parts)


def _order(text: str) -> str:
    """The last order that something was promulgated by."""
    found = [one for one in doc_number.find(text) if one[2].is_order]
    own = [
        _of_state(text[:start]) + str(number).removeprefix("日")  # 2023年11月3日某某令第5号
        for start, end, number in found
        if re.match(
            r"\s*+(?:《\s*+》)?+\s*+(?:第.次)?(?:公布|发布|修订|修改|修正)|\s|$", text[end:]
        )
    ]
    return own[-1] if own else ""


def _of_state(before: str) -> str:
    """The name of the state before an order, which is part of its number wherever it stands."""
    return _STATE if before.rstrip().endswith(_STATE) else ""
