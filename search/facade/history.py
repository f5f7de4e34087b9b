"""The texts of a work in the order of their days, those not held as gaps; which part of it a text is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TypeAlias

from index.document import PolicyDocument
from index.statements.model import NO_ARTICLE, Article, Passage
from index.statements.sentences import outermost
from search.backend.reading import Reading
from search.facade.evidence import Proofs, label_of
from search.related import TextVersion

Articles: TypeAlias = Callable[[int], tuple[Article, Article]]
"""The first and last 条 of a document."""
_ONE_TEXT = 60
"""A text is adopted and promulgated within so many days: these are not two texts."""
_LOOKED_AT = 20
"""So many texts of a work are looked at to see whether one has other 条."""


def history(reading: Reading, number: int, on: date, proofs: Proofs) -> tuple[TextVersion, ...]:
    """All texts of the work of a document, the oldest first; none where there is but one."""
    held = _held(reading, number)
    days = [proofs.statements(text).timeline.day for text in held]
    by_day = sorted(zip(days, held, strict=True))
    decisions = _decisions([text for _, text in reversed(by_day)], days, proofs)
    if len(held) + len(decisions.keys() - set(days)) < 2:
        return ()
    states = dict(zip(held, reading.states(held, on.toordinal()), strict=True))
    proofs.cards(held)
    made = [
        (day, text, _version(day, decisions.get(day, ""), proofs.card(text)))
        for day, text in by_day
    ]
    work = reading.work(number)
    articles = {text: reading.articles(text) for text in work}.__getitem__
    versions = [
        (day, replace(version, state=states[text], part=part_of(work, text, articles)))
        for day, text, version in made
    ]
    gaps = [(day, _version(day, name, None)) for day, name in decisions.items() if day not in days]
    return tuple(version for _, version in sorted((*versions, *gaps), key=lambda it: it[0]))


def day_of(reading: Reading, number: int) -> date | None:
    """The day of a text; None unknown."""
    day = reading.statements(number).timeline.day
    return date.fromordinal(day) if day else None


def _held(reading: Reading, number: int) -> list[int]:
    """A document for each text of the work: of several prints this one, else the first."""
    found: dict[int, int] = {}
    for text in (number, *reading.work(number)):
        found.setdefault(min(reading.prints(text)), text)
    return list(found.values())


def _version(day: int, decision: str, document: PolicyDocument | None) -> TextVersion:
    return TextVersion(date.fromordinal(day) if day else None, decision, document)


def _decisions(newest_first: Sequence[int], held: Sequence[int], proofs: Proofs) -> dict[int, str]:
    """The days on which the heads of the texts say that there was one, and by which decision."""
    found: dict[int, str] = {}
    for text in newest_first:
        for passage in _texts(proofs.statements(text).timeline.history, held):
            if passage.on not in found:
                found[passage.on] = _decision(proofs.body(text)[passage.start : passage.end])
    return found


def _texts(passages: Sequence[Passage], held: Sequence[int]) -> Iterator[Passage]:
    """The passages that made a text each: of adoption and promulgation the one whose text is held,
    else the first."""
    last: Passage | None = None
    for passage in passages:
        is_same = last and not passage.decision and abs(passage.on - last.on) <= _ONE_TEXT
        if last and not is_same:
            yield last
        if not is_same or passage.on in held:
            last = passage
    if last:
        yield last


def _decision(words: str) -> str:
    return next((words[start:end] for start, end in outermost(words)), "")


def part_of(work: Sequence[int], number: int, articles: Articles) -> str:
    """Which 条 of its work a document has, where others have the rest: 第一条至第二百零四条.

    Args:
        work: the texts of its work.
    """
    if len(work) < 2:
        return ""
    own = articles(number)
    others = (articles(text) for text in work if text != number)
    if not any(_is_beside(own, other) for other in islice(others, _LOOKED_AT)):
        return ""
    first, last = map(label_of, own)
    return first if first == last else f"{first}至{last}"


def _is_beside(one: tuple[Article, Article], other: tuple[Article, Article]) -> bool:
    """Whether two documents have other 条."""
    if NO_ARTICLE in (*one, *other):
        return False
    return one[1] < other[0] or other[1] < one[0]
