"""Whether a text is in force on a day: its state, since when, what ended it, and the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from index.conventions.labels import field_of
from index.document import PolicyDocument, Validity
from index.relations.model import Interval
from index.statements.model import NOWHERE, Span
from search.backend.reading import Reading
from search.facade.evidence import Proofs
from search.related import Evidence, Standing

ENDED = frozenset((Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED))
"""The states of a text that was in force and is no more."""
_BY_LABEL = (Validity.EXPIRED, Validity.DISPUTED)
"""What a document may be because its page prints a 失效日期 that no sentence has."""
_BY_DATE = (Validity.IN_FORCE, Validity.NOT_YET, Validity.AMENDED)
"""What the dates that a source prints may prove, where no text says since when it is in force."""
_BEGUN = ("effective_on", "published_on", "written_on", "validity")
_MOST = 60
"""A text has no more later ones than this in turn."""


def standings(reading: Reading, numbers: Sequence[int], on: date, proofs: Proofs) -> list[Standing]:
    """The standing of some documents, without evidence: what a list of documents says of each."""
    stated = reading.stated(numbers)
    held = [reading.interval(number) for number in numbers]
    newer = [newer_of(reading, number, on) for number in numbers]
    proofs.cards([n for n in (*newer, *(one.by for one in held)) if n >= 0])
    return [
        Standing(
            on=on,
            state=interval.state(on.toordinal()),
            since=_day(interval.begins),
            until=_day(interval.ends),
            by=_card(proofs, interval.by),
            newer=_card(proofs, later),
            source=source,
        )
        for source, interval, later in zip(stated, held, newer, strict=True)
    ]


def proofs_of(number: int, interval: Interval, on: date, proofs: Proofs) -> tuple[Evidence, ...]:
    """The sentences that the state of a document on a day rests on."""
    spans = _spans(number, interval, on.toordinal())
    found = [proofs.around(at, span) for at, span in spans]
    state = interval.state(on.toordinal())
    if interval.ends_at == NOWHERE and state in _BY_LABEL:
        found.insert(0, _label(proofs.card(number), ("repealed_on",)))
    if not any(found) and state in _BY_DATE:
        is_over = state is Validity.AMENDED and interval.by >= 0
        found.append(_label(proofs.card(interval.by if is_over else number), _BEGUN))
    return tuple(dict.fromkeys(one for one in found if one))


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
    """The text of the same work in force on a day, where a text is so no more; -1 for none."""
    day, at = on.toordinal(), number
    if reading.interval(number).state(day) not in ENDED:
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
