"""Promulgation lines of laws: who adopted them, by which order, when, and since when in force.

``（1990年6月28日第七届…会议通过 根据2009年…修正）`` stands under the title, on one line or
several; each date begins an event (``index.statements.history``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.conventions import doc_number
from index.conventions.issuers import is_authority, split_issuers
from index.statements.history import events_of, head_of
from index.text.han import HUNDREDS, UNIFIED

_STATE = "中华人民共和国"
_OPENING = re.compile(r"\s*+[(（]\s*+(?:根据)?\s*+(?:1[89]|20|一九|二[〇○零])")
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
    head = head_of(lines)
    return _interpreted(head.text, head.lines) if head else None


def _interpreted(text: str, count: int) -> Promulgation | None:
    issuers: tuple[str, ...] = ()
    published = effective = None
    pending = ""
    for event in events_of(text):
        words, pending = pending + event.words, ""
        if event.begins:
            effective = event.on
        elif event.done:
            published = event.on
            issuers = issuers or _adopter(words)
        elif words.rstrip().endswith("、"):
            pending = words  # …审判委员会第1426次会议、2007年…检察院…会议通过: adopted by both
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
