"""Which documents are one text: printed by several sources, listed twice, as record and as file.

No share of common text tells: versions of a law have up to .99 of it in common, reprints down to .4,
where much of a page stands around a short text. Names, numbers and days decide first.
"""

from __future__ import annotations

import re

from index.relations.likeness import (
    MONTH,
    apart,
    days_of,
    is_order,
    is_serial,
    is_substitution,
    same_number,
    share_name,
    similarity,
)
from index.relations.model import Entry
from index.statements.sketch import Overlap, overlap

_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_LAG, _LONG_LAG, _YEARLY = 25, 100, 400
"""Days between two listings of one title: on one site (its gazette comes weeks later), on two, of a title that
names its year."""
_ALIKE = 0.5
"""So much of two titles is alike under one number."""


def same_text(a: Entry, b: Entry) -> bool:
    """Whether two documents that share a key are the same text of the same work; symmetric."""
    one, other = a.says.identity, b.says.identity
    numbers = same_number(one, other)
    if numbers is False and not _same_page(a, b):
        return False
    if not one.sketch or not other.sketch:
        return _same_listing(a, b, numbers)
    return _same_words(a, b, numbers, overlap(one.sketch, other.sketch))


def _same_page(a: Entry, b: Entry) -> bool:
    one, other = a.says.identity.address, b.says.identity.address
    return bool(one) and one == other


def _same_listing(a: Entry, b: Entry, numbers: bool | None) -> bool:
    """Whether two documents are one, where of one of them the title alone is held."""
    one, other = a.says.identity, b.says.identity
    named = share_name(one, other)
    if named and _same_page(a, b):
        return True
    between = apart(days_of(a), days_of(b))
    if numbers and not is_order(one):
        return named or similarity(_name(a), _name(b)) >= _ALIKE
    if not named or between is None:
        return False
    if numbers or one.sketch or other.sketch:
        return between <= MONTH
    return between <= _lag(a, b)


def _lag(a: Entry, b: Entry) -> int:
    """How many days may be between two listings of one title without a number."""
    if _YEAR.search(_name(a)):
        return _YEARLY
    return _SHORT_LAG if _site(a) == _site(b) else _LONG_LAG


def _same_words(a: Entry, b: Entry, numbers: bool | None, shared: Overlap) -> bool:
    """Whether two texts are one.

    Args:
        shared: what they have in common.
    """
    if _same_page(a, b) or (numbers and not is_order(a.says.identity)):
        return shared.contained >= 0.6
    between = apart(days_of(a), days_of(b))
    if share_name(a.says.identity, b.says.identity):
        if between is None:
            return shared.common >= 0.97
        return between <= MONTH and shared.contained >= 0.8
    if is_substitution(_name(a), _name(b)) or is_serial(_name(a), _name(b)):
        return False
    if a.says.timeline.history or b.says.timeline.history:
        return bool(between is not None and between <= MONTH and shared.common >= 0.95)
    return shared.common >= 0.94


def _name(entry: Entry) -> str:
    return entry.says.identity.names[0] if entry.says.identity.names else ""


def _site(entry: Entry) -> str:
    return entry.says.identity.address.partition("/")[0]
