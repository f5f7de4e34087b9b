"""Whether a text is in force on a day: its state, since when, what ended it, and the proof."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeAlias

from index.conventions.labels import field_of
from index.document import PolicyDocument, Validity
from index.relations.model import End, Interval
from index.statements.model import NOWHERE, Span
from search.backend.reading import Reading
from search.facade.evidence import Proofs
from search.related import Evidence, Standing

_ANOTHER = frozenset((Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED, Validity.NOT_YET))
"""The states of a text that is in force no more, or not yet: another of its work may be."""
_BY_LABEL = (Validity.EXPIRED, Validity.DISPUTED)
"""What a document may be because its page prints a 失效日期 that no sentence has."""
_BY_DATE = (Validity.IN_FORCE, Validity.NOT_YET, Validity.AMENDED)
"""What the dates that a source prints may prove, where no text says since when it is in force."""
_DATES = ("effective_on", "published_on", "written_on")
_COMMENCES = re.compile("施行|实施|执行|生效|有效")
_MOST = 60
"""A text has no more later ones than this in turn."""


Newer: TypeAlias = Callable[[int, date], int]
"""The text of the same work in force on a day, where a document is so no more or not yet; -1 for none."""


class Told(NamedTuple):
    """The standing of a document on a day, without evidence, other documents by their numbers; see
    :class:`search.related.Standing`."""

    state: Validity
    since: date | None
    until: date | None
    by: int
    newer: int
    source: Validity


def told(reading: Reading, numbers: Sequence[int], on: date, newer: Newer) -> list[Told]:
    """What a list of documents says of each.

    Args:
        newer: what :func:`newer_of` gives.
    """
    states, sources = reading.states(numbers, on.toordinal()), reading.stated(numbers)
    return [
        Told(
            state=state,
            since=_day(days.begins),
            until=_day(days.ends),
            by=days.by,
            newer=newer(number, on) if state in _ANOTHER else -1,
            source=source,
        )
        for number, state, days, source in zip(
            numbers, states, reading.days(numbers), sources, strict=True
        )
    ]


def standings(tells: Sequence[Told], on: date, proofs: Proofs) -> list[Standing]:
    """The standing of some documents, without evidence: what a list of documents says of each."""
    proofs.cards([n for one in tells for n in (one.newer, one.by) if n >= 0])
    return [
        Standing(
            on=on,
            state=one.state,
            since=one.since,
            until=one.until,
            by=_card(proofs, one.by),
            newer=_card(proofs, one.newer),
            source=one.source,
        )
        for one in tells
    ]


def is_begun(number: int, day: int, span: Span, proofs: Proofs) -> bool:
    """Whether anything says that a document is in force since a day: its sentence, or its source.

    That a text was adopted, published or amended on a day says nothing of it.
    """
    if not day or proofs.card(number).effective_on == _day(day):
        return True
    return bool(_COMMENCES.search(proofs.body(number), *span)) if span != NOWHERE else False


def with_proofs(reading: Reading, standing: Standing, number: int, proofs: Proofs) -> Standing:
    """The standing of a document with its evidence, and what that says of its days."""
    held = reading.interval(number)
    is_over = held.how is End.SUPERSEDED and held.by >= 0
    is_own = held.begins_at != NOWHERE or held.begins == proofs.statements(number).timeline.day
    return replace(
        standing,
        evidence=proofs_of(number, held, standing.on, proofs),
        is_since_said=not is_own or is_begun(number, held.begins, held.begins_at, proofs),
        is_until_said=not is_over or is_begun(held.by, held.ends, held.ends_at, proofs),
    )


def proofs_of(number: int, interval: Interval, on: date, proofs: Proofs) -> tuple[Evidence, ...]:
    """The sentences that the state of a document on a day rests on."""
    spans = _spans(number, interval, on.toordinal())
    found = [proofs.around(at, span) for at, span in spans]
    state = interval.state(on.toordinal())
    if interval.ends_at == NOWHERE and state in _BY_LABEL:
        found.insert(0, _label(proofs.card(number), ("repealed_on",)))
    if not any(found) and state in _BY_DATE:
        is_over = state is Validity.AMENDED and interval.by >= 0
        day = _day(interval.ends if is_over else interval.begins)
        card = proofs.card(interval.by if is_over else number)
        found.append(_label(card, _fields(card, day)))
    held = tuple(one for one in found if one)
    return held if len(held) < 2 else tuple(dict.fromkeys(held))


def _fields(card: PolicyDocument, day: date | None) -> list[str]:
    """What a page prints that may show that day: a 施行日期 of another is none."""
    values = {name: getattr(card, name) for name in _DATES}
    fields = [name for name in _DATES if name != "effective_on" or values[name] in (None, day)]
    return [
        *sorted(fields, key=lambda name: (name != "effective_on", values[name] != day)),
        "validity",
    ]


def _label(card: PolicyDocument, fields: Sequence[str]) -> Evidence | None:
    """What the page of a document prints of one of some fields, the first that it has."""
    printed = {field_of(label): f"{label}：{value}" for label, value in card.as_printed}
    return next((Evidence(card, printed[field]) for field in fields if field in printed), None)


def _spans(number: int, interval: Interval, day: int) -> Iterator[tuple[int, Span]]:
    """In which document the sentences stand, and where; that which decides first."""
    ending = interval.by if interval.by >= 0 else number
    is_over = interval.ends and day >= interval.ends
    is_doubted = interval.doubted and day >= interval.doubted
    if is_over or is_doubted:
        yield ending, interval.ends_at
    if is_doubted and not is_over:
        yield number, interval.doubted_at
    elif not is_over:
        yield number, interval.begins_at


def newer_of(reading: Reading, number: int, on: date) -> int:
    """The text of the same work in force on a day, where this one is so no more or not yet; -1 for none."""
    day, at = on.toordinal(), number
    if reading.interval(number).state(day) not in _ANOTHER:
        return -1
    texts = reading.work(number)
    for _ in range(_MOST):
        interval = reading.interval(at)
        if interval.by not in texts or interval.by == at:
            break
        at = interval.by
        if reading.interval(at).state(day) is Validity.IN_FORCE:
            return at
    states = zip(texts, reading.states(texts, day), strict=True)
    held = [other for other, state in states if state is Validity.IN_FORCE]
    return max(held, key=lambda other: reading.interval(other).begins, default=-1)


def _card(proofs: Proofs, number: int) -> PolicyDocument | None:
    return proofs.card(number) if number >= 0 else None


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal > 0 else None
