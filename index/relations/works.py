"""Which documents are texts of one work: versions of a law, not yearly notices of one title.

A work has a name and a history. What bears the same name is another work where it begins anew: with
another number, in another year, or adopted after the other text had been (重新制定). What bears another
name is the same where both tell the same history, or where a few letters alone differ.
"""

from __future__ import annotations

import re

from index.relations.likeness import (
    MONTH,
    apart,
    days_of,
    elsewhere,
    is_abbreviation,
    is_order,
    is_serial,
    is_substitution,
    same_number,
    share_name,
    similarity,
)
from index.relations.model import Entry
from index.relations.reprints import same_text
from index.statements.model import NO_ARTICLE
from index.statements.sketch import overlap

_ABOUT = re.compile(r"关于(?:修[改订正]|废止)|的(?:补充规定|决定|决议|解释|批复|通知|说明|解读)$")
"""How names end or begin that are about another text, even where they print it whole."""

_UNTIL_IN_FORCE = 366
"""So many days after its adoption a text comes into force at the latest."""


def same_work(a: Entry, b: Entry) -> bool:
    """Whether two documents that share a key are texts of one work; symmetric.

    The parts of one text (民法典 stands in eight documents) are: see :func:`is_part`.
    """
    if same_text(a, b):
        return True
    one, other = a.says.identity, b.says.identity
    if share_name(one, other):
        return not elsewhere(one, other) and _same_origin(a, b)
    return _renamed(a, b)


def is_part(a: Entry, b: Entry) -> bool:
    """Whether two documents of one work are parts of one text and not versions: their articles do not meet."""
    one, other = a.says.identity, b.says.identity
    if NO_ARTICLE in (one.first, other.first):
        return False
    between = apart(days_of(a), days_of(b))
    return between == 0 and (one.last < other.first or other.last < one.first)


def _same_origin(a: Entry, b: Entry) -> bool:
    """Whether two documents of one name go back to one adoption."""
    first, second = _events(a), _events(b)
    if first and second:
        return bool(first & second) or abs(min(first) - min(second)) <= 2 * MONTH
    if not first and not second:
        return _same_law(a, b)
    events, days = first or second, days_of(b if first else a)
    between = apart(days, events)
    if (between is not None and between <= MONTH) or _begins_after(b if first else a, events):
        return True
    return (not days or max(days) > min(events)) and _same_law(a, b)


def _begins_after(entry: Entry, events: frozenset[int]) -> bool:
    """Whether a text that tells no day came into force soon after an event of another's history."""
    begins = entry.says.timeline.begins
    return not days_of(entry) and any(0 <= begins - on <= _UNTIL_IN_FORCE for on in events)


def _same_law(a: Entry, b: Entry) -> bool:
    """Whether two texts of one name, of which one at least tells no history, are of one law."""
    one, other = a.says.identity, b.says.identity
    if NO_ARTICLE in (one.first, other.first):
        return False
    numbers = same_number(one, other)
    if numbers is False and not (is_order(one) and is_order(other)):
        return False
    return bool(numbers) or overlap(one.sketch, other.sketch).contained >= 0.3


def _renamed(a: Entry, b: Entry) -> bool:
    """Whether two documents of different names are texts of one work."""
    one, other = a.says.identity, b.says.identity
    if not (one.names and other.names) or NO_ARTICLE in (one.first, other.first):
        return False
    mine, theirs = one.names[0], other.names[0]
    if bool(_ABOUT.search(mine)) != bool(_ABOUT.search(theirs)) or is_serial(mine, theirs):
        return False
    alike, shared = similarity(mine, theirs), overlap(one.sketch, other.sketch)
    first, second = _events(a), _events(b)
    if is_substitution(mine, theirs):  # another city has it now; templates of two are no work
        return (
            (first < second or second < first) and bool(first & second) and shared.contained >= 0.95
        )
    if first and second:
        return min(first) == min(second) and alike >= 0.4 and shared.contained >= 0.5
    if is_abbreviation(mine, theirs):
        return shared.contained >= 0.85
    return alike >= 0.85 and shared.contained >= 0.6


def _events(entry: Entry) -> frozenset[int]:
    return frozenset(passage.on for passage in entry.says.timeline.history)
