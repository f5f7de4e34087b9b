"""Since when and until when a text is in force: from its own words, later texts of its work, and repeals.

What ends a text is the first of: a printed 失效日期, a sentence that repeals it, a later text of the same
work, the end of its 有效期. The word of a source (来源标注) ends nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.conventions import doc_number
from index.document import Validity
from index.relations.likeness import share_name
from index.relations.model import Edge, End, Entry, Interval, Library
from index.relations.reprints import same_text
from index.relations.versions import applies
from index.statements import keys
from index.statements.model import (
    NO_ARTICLE,
    NOWHERE,
    Act,
    Ending,
    How,
    Kind,
    Mention,
    Span,
    Timeline,
)
from index.statements.sketch import overlap

_SLIP = 31
"""Days by which one event may be dated differently: adopted, signed, promulgated, shown on a page."""
_SAME = 0.95
"""So much of the text of a page is that of another where it prints no other."""
_YEAR = 400
"""Days by which a text may be dated after it was adopted: approved, promulgated, in force."""


class _Stop(NamedTuple):
    """What ends a text: from the day ``on``, as a sentence of ``by`` says."""

    on: int
    how: End
    by: int = -1
    at: Span = NOWHERE


def interval(number: int, library: Library, incoming: Sequence[tuple[int, Edge]]) -> Interval:
    """When a document is in force.

    Args:
        incoming: the documents that amend or repeal it or another text of its work, each with what it says.
    """
    entry = library.entry(number)
    time = entry.says.timeline
    others = [library.entry(other) for other in library.work(number) if other != number]
    namesakes = _namesakes(entry, library)
    begins, begins_at = _begins(entry, others)
    stops = [
        *_superseded(entry, [*others, *(it for it in namesakes if _is_first_of(entry, it))]),
        *_repealed(entry, library, incoming),
        *_replaced(entry, namesakes),
    ]
    longer = max(_prolonged(entry, library, incoming), key=lambda stop: stop.on, default=None)
    endings = [one for one in time.endings if not longer or one.on > longer.on]
    stop, doubt = _end([*stops, longer] if longer else stops, endings)
    known = (time.is_text and bool(begins)) or time.source is Validity.IN_FORCE
    if not stop:
        return Interval(begins, begins_at, known=known)
    doubted, at = (doubt.on, doubt.span) if doubt else (0, NOWHERE)
    return Interval(begins, begins_at, stop.on, stop.how, stop.by, stop.at, doubted, known, at)


def _begins(entry: Entry, others: Sequence[Entry]) -> tuple[int, Span]:
    """Since when a text is in force; an earlier text with the same clause was so before it."""
    time = entry.says.timeline
    begins = time.begins or time.day
    if begins < time.day and any(
        _is_before(other, entry) and other.says.timeline.worded == time.worded for other in others
    ):
        return time.day, NOWHERE
    if not time.worded:
        for other in others:
            theirs = other.says.timeline
            if theirs.day == time.day and theirs.worded >= theirs.day and _are_parts(entry, other):
                return theirs.worded, NOWHERE  # the parts of one law say it once
    return begins, time.begins_at


def _is_before(one: Entry, other: Entry) -> bool:
    """Whether a text is an earlier one of the same work, and not the same printed at another time."""
    mine, theirs = one.says.timeline, other.says.timeline
    if mine.day and theirs.day:
        is_before = theirs.day > mine.day and (
            theirs.day > mine.day + _SLIP
            or bool(theirs.history and theirs.history[-1].on > mine.day)
        )
    elif theirs.day:
        is_before = bool(mine.begins) and _is_older(mine.begins, theirs)
    else:
        is_before = bool(mine.begins) and theirs.begins > max(mine.day, mine.begins) + _SLIP
    return is_before and not same_text(one, other) and not _is_copy(one, other)


def _is_copy(one: Entry, other: Entry) -> bool:
    """Whether a page prints a text anew and tells but the day on which it does."""
    mine, theirs = one.says.identity, other.says.identity
    if not theirs.address or other.says.timeline.history:
        return False
    return overlap(mine.sketch, theirs.sketch).common >= _SAME


def _is_older(begins: int, theirs: Timeline) -> bool:
    """Whether a text without a day, in force since ``begins``, is an earlier one than a text that has one:
    that has another clause of commencement, or tells of amendments since."""
    if theirs.day <= begins:
        return False
    amended = any(passage.amends and passage.on > begins for passage in theirs.history)
    return amended or theirs.worded > begins + _SLIP


# --- later texts ----------------------------------------------------------------------------------


def _superseded(entry: Entry, others: Sequence[Entry]) -> Iterator[_Stop]:
    """Where later texts of the work begin, those that are not held, but told of, too."""
    mine = entry.says.timeline
    for other in others:
        theirs = other.says.timeline
        if not theirs.is_text or not _is_before(entry, other) or not _goes_on(entry, other):
            continue
        yield _Stop(applies(theirs), End.SUPERSEDED, other.number, theirs.begins_at)
        for passage in theirs.history:
            if passage.amends and mine.day and mine.day + _SLIP < passage.on < theirs.day - _SLIP:
                at = Span(passage.start, passage.end)
                yield _Stop(passage.on, End.SUPERSEDED, other.number, at)


def _goes_on(one: Entry, other: Entry) -> bool:
    """Whether a later text of the work takes the place of one: it is no other part of it (民法典 stands in
    several documents), and under another name it tells of all that made the former."""
    mine, theirs = one.says, other.says
    if _are_parts(one, other):
        return False
    told = {passage.on for passage in theirs.timeline.history}
    return share_name(mine.identity, theirs.identity) or all(
        passage.on in told for passage in mine.timeline.history
    )


def _are_parts(one: Entry, other: Entry) -> bool:
    """Whether two hold different articles of one law."""
    mine, theirs = one.says.identity, other.says.identity
    if NO_ARTICLE in (mine.first, theirs.first):
        return False
    return mine.last < theirs.first or theirs.last < mine.first


def _namesakes(entry: Entry, library: Library) -> list[Entry]:
    """Documents of the same title that are other works: it was made anew, or they could not be told to be
    texts of one; ascending by id, so that numbers decide nothing."""
    own = set(library.work(entry.number))
    known = [n for name in entry.says.identity.names[:1] for n in library.known(keys.title(name))]
    return [library.entry(n) for n in known if n not in own]


def _is_first_of(entry: Entry, other: Entry) -> bool:
    """Whether a text without a day is the first of the work of another: that was adopted just before it began."""
    mine, theirs = entry.says.timeline, other.says.timeline
    if mine.day or not mine.begins or not theirs.history:
        return False
    return theirs.history[0].on <= mine.begins <= theirs.history[0].on + _YEAR


# --- repeals --------------------------------------------------------------------------------------


def _repealed(
    entry: Entry, library: Library, incoming: Sequence[tuple[int, Edge]]
) -> Iterator[_Stop]:
    """The repeals that mean this text, or all texts of its work up to their day."""
    for source, edge in incoming:
        if edge.mention.kind is not Kind.REPEALS or source == entry.number:
            continue
        says = library.entry(source).says.timeline
        act = _act(says, edge.mention)
        on = _takes_effect(says, act)
        if entry.says.timeline.day <= on and _fits(entry, edge.mention, act):
            yield _Stop(on, End.REPEALED, source, act.sentence if act else NOWHERE)


def _prolonged(
    entry: Entry, library: Library, incoming: Sequence[tuple[int, Edge]]
) -> Iterator[_Stop]:
    """The ends that other documents put off: 《…》有效期延长至2025年12月31日."""
    for source, edge in incoming:
        says = library.entry(source).says.timeline
        act = _act(says, edge.mention)
        if not act or act.kind is not Kind.AMENDS or not act.on or source == entry.number:
            continue
        if entry.says.timeline.day <= says.day < act.on and _fits(entry, edge.mention, act):
            yield _Stop(act.on, End.EXPIRED, source, act.sentence)


def _replaced(entry: Entry, namesakes: Sequence[Entry]) -> Iterator[_Stop]:
    """The repeals by later works of the same title (本条例自…起施行，1994年…《本条例》同时废止)."""
    for other in namesakes:
        says = other.says.timeline
        for act in says.acts:
            mention = _mention(other, act)
            if act.kind is not Kind.REPEALS or not mention or mention.name not in _names(entry):
                continue
            on = _takes_effect(says, act)
            made = says.history[0].on if says.history else says.day
            if applies(entry.says.timeline) < (made or on) and _fits(entry, mention, act):
                yield _Stop(on, End.REPEALED, other.number, act.sentence)


def _names(entry: Entry) -> tuple[str, ...]:
    return entry.says.identity.names


def _mention(entry: Entry, act: Act) -> Mention | None:
    return next(
        (it for it in entry.says.mentions if it.start == act.start and it.how is not How.HEADING),
        None,
    )


def _takes_effect(says: Timeline, act: Act | None) -> int:
    """The day of a repeal: that of its sentence, else the commencement that the wording has.

    An amended law repeals what its first text repealed, and did so then.
    """
    if act and act.on:
        return act.on
    return says.worded or says.begins or says.day


def _act(says: Timeline, mention: Mention) -> Act | None:
    """What the repealing document says where it names the other; None where its title does."""
    if mention.how is How.HEADING:
        return None
    return next((act for act in says.acts if act.start == mention.start), None)


def _fits(entry: Entry, mention: Mention, act: Act | None) -> bool:
    """Whether the days and the number printed with a name are of this document."""
    time = entry.says.timeline
    days = {*(act.days if act else ()), mention.on} - {0}
    if days:
        own = {passage.on for passage in time.history} | {time.day} - {0}
        if any(abs(day - one) <= _YEAR // 2 for day in days for one in own):
            return True
        begins = 0 if time.history else time.worded or time.begins
        return any(-_SLIP <= begins - day <= _YEAR for day in days)
    numbers = [entry.says.identity.number, *(passage.number for passage in time.history)]
    numbers = [one for one in numbers if one]
    if mention.number and numbers:
        return any(doc_number.same(one, mention.number) for one in numbers)
    return True


# --- which of them --------------------------------------------------------------------------------


def _end(stops: Sequence[_Stop], endings: Sequence[Ending]) -> tuple[_Stop | None, Ending | None]:
    """The first end, and the statement of an earlier one that it contradicts."""
    label = next((ending for ending in endings if ending.printed), None)
    over = next((ending for ending in endings if not ending.printed), None)
    first = min(stops, key=lambda stop: (stop.on, stop.how is not End.REPEALED), default=None)
    if over and label and over.on - 1 <= label.on <= over.on + _SLIP:
        label = None  # a 失效日期 is mostly the last day, and a term counts from the day of issue
    own = [_Stop(one.on, End.EXPIRED, -1, one.span) for one in (label, over) if one]
    least = min(own, key=lambda stop: stop.on, default=None)
    if not least or (first and first.on <= least.on + _SLIP):
        return first, None
    if over and label and label.on > over.on:
        last = own[0]
        return (first if first and first.on < last.on else last), over
    return least, None
