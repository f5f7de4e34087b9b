"""Of the texts of one work the one that a citing text means, and whether its 条 are the ones named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from index.relations.model import Entry, Held
from index.statements.model import Article, Kind, Mention, Statements, Timeline
from index.statements.numbers import number_key

_YEAR = re.compile(r"^(?P<title>(?:19|20)\d\d)年|\[(?P<number>(?:19|20)\d\d)\]")
_YEAR_LONG = 366
_MONTH = 31
"""So long may pass from the adoption of a text to its promulgation."""
_AMENDMENT = "修正案"


class Meant(NamedTuple):
    """The text that a mention means.

    Attributes:
        number: the document.
        held: which text of its work it is.
        safe: whether its 条 are those that the citing text means.
    """

    number: int
    held: Held
    safe: bool


def applies(time: Timeline) -> int:
    """Since when a text applies: its commencement, if that is not before its day."""
    return max(time.begins, time.day)


def day_of(says: Statements) -> int:
    """The day on which a citing text takes effect; of one without any, a day of the year that its title or
    number has; 0 unknown."""
    day = applies(says.timeline)
    if day:
        return day
    for text in (*says.identity.names[:1], says.identity.number):
        if found := _YEAR.search(text):
            return date(int(found["title"] or found["number"]), 7, 1).toordinal()
    return 0


def tells_of(entry: Entry, day: int) -> bool:
    """Whether a text came about on a day, by its own account; about then, where it tells but of itself;
    one without any day may have (``index.relations.intervals`` compares its clause)."""
    time = entry.says.timeline
    if time.history:
        return any(abs(passage.on - day) <= _MONTH for passage in time.history)
    return not time.day or is_near(entry, day)


def is_near(entry: Entry, day: int) -> bool:
    """Whether a document may be of a day: it is published within a year of it, or has no day."""
    own = day_of(entry.says)
    return not own or abs(own - day) <= _YEAR_LONG


def meant_text(texts: Sequence[Entry], citing: Entry, mention: Mention) -> Meant:
    """The text in force on the day that ``citing`` takes effect, else the first later one.

    Args:
        texts: of one work, at least one.
    """
    day = day_of(citing.says)
    since = {text.number: applies(text.says.timeline) for text in texts}
    told = [text for text in texts if _is_told(text, mention)]
    if told or not day:
        last = max(told or texts, key=lambda text: since[text.number])
        return Meant(last.number, Held.THEN if told else Held.UNKNOWN, False)
    before = [text for text in texts if 0 < since[text.number] <= day]
    best = max(before, key=lambda text: _order(text, since), default=None)
    later = [text for text in texts if since[text.number] > day]
    if best and not (later and _amended(texts, since[best.number], day)):
        return Meant(best.number, Held.THEN, _is_safe(best, citing, mention))
    if not later:
        return Meant(texts[0].number, Held.UNKNOWN, False)
    first = min(later, key=lambda text: since[text.number])
    if first.says.timeline.day <= day and is_first(first):  # made, and not yet in force
        return Meant(first.number, Held.THEN, _is_safe(first, citing, mention))
    if _keeps_numbers(first, day):
        safe = _has(first, mention.articles) and _keeps_numbers(first, _worded(citing))
        return Meant(first.number, Held.THEN, safe)
    return Meant(first.number, Held.LATER, False)


def is_first(text: Entry) -> bool:
    """Whether a text is by its own account the first of its work, nor replaces one of its name."""
    says = text.says
    days = [passage.on for passage in says.timeline.history]
    replaces = any(
        one.kind is Kind.REPEALS and one.name in says.identity.names for one in says.mentions
    )
    amended = any(passage.amends for passage in says.timeline.history)
    if not days or amended or replaces:
        return False
    return max(*days, says.timeline.day) - min(days) <= _YEAR_LONG


def _order(text: Entry, since: Mapping[int, int]) -> tuple[int, bool, int]:
    """Of texts that apply since one day the one that tells its own, of parts of one the first."""
    says = text.says
    return since[text.number], bool(says.timeline.day), -says.identity.first.number


def _is_told(text: Entry, mention: Mention) -> bool:
    """Whether a mention tells by its day, or by the number of a document that has but one text, which is meant."""
    number = text.says.identity.number
    if mention.on and text.says.timeline.day == mention.on:
        return True
    return (
        bool(mention.number)
        and "令" not in number
        and number_key(number) == number_key(mention.number)
    )


def _amended(texts: Sequence[Entry], since: int, day: int) -> bool:
    """Whether a text that is not held came after ``since`` and by ``day``."""
    return any(
        since < passage.on <= day and passage.on < text.says.timeline.day
        for text in texts
        for passage in text.says.timeline.history
    )


def _keeps_numbers(text: Entry, day: int) -> bool:
    """Whether all that has changed in a text since a day was changed by 修正案: these insert 第…条之一."""
    history = text.says.timeline.history
    revised = any(one.on > day and one.amends and not one.decision for one in history)
    return not revised and any(_AMENDMENT in one.decision for one in history)


def _is_safe(text: Entry, citing: Entry, mention: Mention) -> bool:
    """Whether the 条 of a text are those that the citing text has in mind.

    They are where its wording is not older, or there was no older text that it could have in mind. What
    amends a text numbers the 条 of the text before.
    """
    since = applies(text.says.timeline)
    if mention.kind is Kind.AMENDS and since >= citing.says.timeline.day:
        return False
    return _has(text, mention.articles) and (since <= _worded(citing) or is_first(text))


def _has(text: Entry, articles: Sequence[Article]) -> bool:
    """Whether a text has the first of some 条; those of a 修正案 are its 一、二、三、."""
    identity = text.says.identity
    if not articles or not identity.last.number:
        return bool(articles) and _AMENDMENT in "".join(identity.names[:1])
    return identity.first <= articles[0] <= identity.last


def _worded(citing: Entry) -> int:
    """The day that the wording of a text dates from."""
    time = citing.says.timeline
    return time.worded or time.begins or day_of(citing.says)
