"""Which documents are texts of one work: versions of a law, not yearly notices of one title.

A work has a name and a history. What bears the same name is another work where it begins anew: with
another number, in another year, or adopted after the other text had been (重新制定). What bears another
name is the same where both tell the same history, or where a few letters alone differ.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.conventions.genre import genre_of, is_legal
from index.relations.likeness import (
    MONTH,
    apart,
    elsewhere,
    is_abbreviation,
    is_order,
    is_serial,
    is_substitution,
    same_number,
    same_series,
    share_name,
    similarity,
)
from index.relations.model import Entry
from index.relations.reprints import same_text
from index.statements.model import NO_ARTICLE, Kind
from index.statements.numbers import number_key
from index.statements.sketch import overlap

_ABOUT = re.compile(r"关于(?:修[改订正]|废止)|的(?:补充规定|决定|决议|解释|批复|通知|说明|解读)$")
"""How names end or begin that are about another text, even where they print it whole."""

_NEARLY = 0.85
"""So much alike are names of which one leaves a few letters out."""
_ROUGHLY = 0.6
"""So much alike are names of one history, and so much of the shorter text the longer has."""
SOME, _MOST, _ALL = 0.3, 0.85, 0.95
"""So much of the shorter text the longer has where it alone tells: under one name; under a part of it; in the
name of another place."""
_UNTIL_IN_FORCE = 366
"""So many days after its adoption a text comes into force at the latest."""


def same_work(a: Entry, b: Entry) -> bool:
    """Whether two documents that share a key are texts of one work; symmetric.

    The parts of one text (民法典 stands in eight documents) are: see :func:`is_part`.
    """
    return same_text(a, b) or versions(a, b)


def versions(a: Entry, b: Entry) -> bool:
    """Whether two documents that share a key, and are not one text, are texts of one work; symmetric."""
    one, other = a.says.identity, b.says.identity
    if share_name(one, other):
        return not elsewhere(one, other) and _same_origin(a, b)
    return _renamed(a, b)


def is_part(a: Entry, b: Entry) -> bool:
    """Whether two documents of one work are parts of one text and not versions: their articles do not meet."""
    one, other = a.says.identity, b.says.identity
    if NO_ARTICLE in (one.first, other.first):
        return False
    between = apart(a.days, b.days)
    return between == 0 and (one.last < other.first or other.last < one.first)


def _same_origin(a: Entry, b: Entry) -> bool:
    """Whether two documents of one name go back to one adoption."""
    first, second = a.events, b.events
    if first and second:
        if first & second or abs(min(first) - min(second)) <= 2 * MONTH:
            return True
        return not (_tells_adoption(a) and _tells_adoption(b)) and _same_law(a, b)
    if not first and not second:
        return _same_law(a, b)
    events, days = first or second, (b if first else a).days
    between = apart(days, events)
    if (between is not None and between <= MONTH) or _begins_after(b if first else a, events):
        return True
    told = a if first else b
    goes_on = not days or max(days) > min(events) or not _tells_adoption(told)
    return goes_on and _same_law(a, b)


def _tells_adoption(entry: Entry) -> bool:
    """Whether the history of a text begins with its adoption, and not with an amendment."""
    return not entry.says.timeline.history[0].amends


def _begins_after(entry: Entry, events: frozenset[int]) -> bool:
    """Whether a text that tells no day came into force soon after an event of another's history."""
    begins = entry.says.timeline.begins
    return not entry.days and any(0 <= begins - on <= _UNTIL_IN_FORCE for on in events)


def _same_law(a: Entry, b: Entry) -> bool:
    """Whether two texts of one name, of which one at least does not tell all its history, are of one law."""
    one, other = a.says.identity, b.says.identity
    if _ends(a, b) or _ends(b, a):
        return False
    if _is_regulation(a) and _is_regulation(b) and same_series(one, other):
        return True
    if NO_ARTICLE in (one.first, other.first):
        return False
    numbers = same_number(one, other)
    if numbers is False and not (is_order(one) and is_order(other)):
        return False
    return bool(numbers) or overlap(one.sketch, other.sketch).contained >= SOME


def _is_regulation(entry: Entry) -> bool:
    """Whether a document is called as one that is in force until another of its name comes."""
    return _is_legal(entry.says.identity.names[0])


@lru_cache(4096)
def _is_legal(name: str) -> bool:
    return is_legal(genre_of(name))


def _ends(by: Entry, of: Entry) -> bool:
    """Whether a text says that another of its name, by its number or day, is no longer in force."""
    names, days = of.says.identity.names, of.days
    return any(
        said.kind is Kind.REPEALS
        and said.name in names
        and (
            number_key(said.number) == number_key(of.says.identity.number)
            if said.number
            else said.on in days
        )
        for said in by.says.mentions
    )


def _renamed(a: Entry, b: Entry) -> bool:
    """Whether two documents of different names are texts of one work."""
    one, other = a.says.identity, b.says.identity
    if not (one.names and other.names) or NO_ARTICLE in (one.first, other.first):
        return False
    mine, theirs = one.names[0], other.names[0]
    if bool(_ABOUT.search(mine)) != bool(_ABOUT.search(theirs)) or is_serial(mine, theirs):
        return False
    alike, shared = similarity(mine, theirs), overlap(one.sketch, other.sketch)
    first, second = a.events, b.events
    if is_substitution(mine, theirs):  # another city has it now; templates of two are no work
        return (
            (first < second or second < first) and bool(first & second) and shared.contained >= _ALL
        )
    disjoint = bool(first and second) and first.isdisjoint(second)
    if alike < _NEARLY and is_abbreviation(mine, theirs):
        return not disjoint and shared.contained >= _MOST
    if first and second:
        goes_on = first < second or second < first or alike >= _NEARLY
        return (
            min(first) == min(second)
            and goes_on
            and alike >= _ROUGHLY
            and shared.contained >= _ROUGHLY
        )
    return alike >= _NEARLY and shared.contained >= _ROUGHLY
