"""The history of a text as its promulgation lines tell it: （1990年…通过 根据2009年…修正）.

They stand in brackets under the title, on one line or several; each date begins an event. Readers take
issuers and dates from the same events (``index.readers.interpret.heading.promulgation``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from operator import itemgetter

from index.conventions import doc_number
from index.conventions.dates import find_dates
from index.statements.model import Passage
from index.statements.names import key_of
from index.text.fold import fold, squeeze

_MOST_LINES = 14
_LONGEST = 3_000
_MOST_HEAD = 20_000
_TOO_LONG = 2 * _LONGEST
_DONE = re.compile(r"通过|修订|修正|批准|公布|发布|颁布|修改|制定|签署")
_IN_FORCE = re.compile(r"(?:施行|实施|生效)")
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_DECISION = re.compile(r"《[^《》]*(?:决定|决议|修正案(?:[(][^()《》]{1,5}[)])?|通知|令)》")
_AMENDS = re.compile(r"修[改订正]")
_GOES_ON = re.compile(r"(?:的|经|、|并)\s*$")
_FIRST_LINES = 12
"""A head is looked for among so many lines."""
_BRACKET = re.compile("[()]")
_OPENS = re.compile(r"\s*+[(（]")
_BODY = re.compile(r"\s*+(?:第[一1]条|第[一1][编章]|一、)")
_YEAR = 400
"""A text is approved and promulgated within so many days of its adoption."""
_MARKS = " 　;；,，、。.()（）"


@dataclass(frozen=True, slots=True)
class Head:
    """The lines of a promulgation.

    Attributes:
        text: of its lines, trimmed, joined and folded; what stands in 《》 is blank, so that its
            dates are no events.
        whole: the same with what stands in 《》.
        lines: how many lines it takes.
    """

    text: str
    whole: str
    lines: int


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day.

    Attributes:
        start, end: from its date to the next, in ``Head.text``.
        words: those behind its date.
        begins: whether it tells of a commencement, and not of an adoption or promulgation.
        done: whether it tells of either.
    """

    start: int
    end: int
    on: date
    words: str
    begins: bool
    done: bool


def head_of(lines: Sequence[str]) -> Head | None:
    """The promulgation that ``lines`` begin with; None where they begin with something else."""
    folded, count = "", 0
    for line in lines[:_MOST_LINES]:
        folded, count = folded + fold(line.strip()), count + 1
        if len(folded) > _TOO_LONG:
            return None
        if len(folded) > _LONGEST or folded.count("(") <= folded.count(")"):
            break
    folded = folded[: _end_of_brackets(folded)]
    if not _DONE.search(folded):
        return None
    masked = _QUOTED.sub(lambda found: "《" + " " * (len(found[0]) - 2) + "》", folded)
    return Head(masked, folded, count)


def _end_of_brackets(folded: str) -> int:
    """Where the brackets that a text begins with, one after the other, are closed; 0 where they are not."""
    end = depth = 0
    for mark in _BRACKET.finditer(folded):
        if not depth and folded[end : mark.start()].strip():
            break
        depth += 1 if mark[0] == "(" else -1
        if depth <= 0:
            end, depth = mark.end(), 0
    return end


def events_of(text: str) -> Iterator[Event]:
    """The events of a folded text, each from one date to the next."""
    dates = list(find_dates(text))
    if not dates:  # （2018年修订）: a year alone tells no day
        return
    ends = [start for start, _, _ in dates[1:]] + [len(text)]
    for (start, end, day), until in zip(dates, ends, strict=True):
        words = text[end:until]
        done, begins = _DONE.search(words), _IN_FORCE.search(words)
        is_begin = bool(begins and (not done or begins.start() < done.start()))
        is_done = bool(done and not is_begin and not text[:start].rstrip().endswith("自"))
        yield Event(start, until, day, words, is_begin, is_done)


def history_of(body: str) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """The passages of the head of ``body`` in order, and the commencements (2017年5月1日施行) it tells of.

    Of several heads (a law and its model, an order above the text) the one that ends last counts.
    """
    lines = body[:_MOST_HEAD].split("\n")
    best: tuple[Passage, ...] = ()
    begins: tuple[Passage, ...] = ()
    offset = 0
    for at, line in enumerate(lines[:_FIRST_LINES]):
        if _BODY.match(line):
            break
        head = head_of(lines[at:]) if _OPENS.match(line) else None
        if head:
            places = _places(lines[at : at + head.lines], offset)
            events = list(events_of(head.text))
            passages = _told_apart(
                [_passage(event, head, places) for event in events if event.done]
            )
            if passages and (not best or passages[-1].on >= best[-1].on):
                best = passages
                begins = tuple(_passage(event, head, places) for event in events if event.begins)
        offset += len(line) + 1
    return best, begins


def _told_apart(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages; one that comes years after the one before makes another text, whatever it is called."""
    found = list(passages[:1])
    for before, one in pairwise(passages):
        is_later = not before.goes_on and one.on > before.on + _YEAR
        found.append(replace(one, amends=True) if is_later else one)
    for at in range(len(found) - 2, -1, -1):
        if found[at].goes_on and found[at + 1].amends:
            found[at] = replace(found[at], amends=True)
    return tuple(found)


def _places(lines: Sequence[str], offset: int) -> list[tuple[int, int]]:
    """Where each of the joined lines begins: ``(in the joined text, in the body)``."""
    places, joined = [], 0
    for line in lines:
        bare = line.strip()
        places.append((joined, offset + line.find(bare)))
        joined, offset = joined + len(bare), offset + len(line) + 1
    return places


def _in_body(at: int, places: Sequence[tuple[int, int]]) -> int:
    joined, offset = places[bisect_right(places, at, key=itemgetter(0)) - 1]
    return offset + at - joined


def _passage(event: Event, head: Head, places: Sequence[tuple[int, int]]) -> Passage:
    """The passage that an event is."""
    words = head.whole[event.start : event.end].rstrip(_MARKS)
    told = head.whole[event.end - len(event.words) : event.end]
    decisions = _DECISION.findall(told)
    orders = [number for _, _, number in doc_number.find_folded(told) if number.is_order]
    end = event.start + max(1, len(words))
    return Passage(
        on=event.on.toordinal(),
        start=_in_body(event.start, places),
        end=_in_body(end - 1, places) + 1,
        decision=key_of(decisions[-1].strip("《》")) if decisions else "",
        number=squeeze(str(orders[-1])).text if orders else "",
        amends=bool(_AMENDS.search(event.words)),
        goes_on=bool(_GOES_ON.search(event.words)),
    )
