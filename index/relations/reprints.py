"""Which documents are one text: printed by several sources, listed twice, as record and as file.

No share of common text tells: versions of a law have up to .99 of it in common, reprints down to .4,
where much of a page stands around a short text. Names, numbers and days decide first.
"""

from __future__ import annotations

import re

from index.relations.likeness import (
    MONTH,
    apart,
    elsewhere,
    is_order,
    is_serial,
    is_substitution,
    same_number,
    share_name,
    similarity,
)
from index.relations.model import Entry
from index.statements.sketch import Overlap, overlap
from index.text.han import TENS

_PERIOD = re.compile(
    rf"(?:19|20)\d\d|[{TENS}]五(?:期间|时期|规划|计划)?|第[{TENS}0-9]{{1,3}}[批次期届个]"
)
_DIGITS = re.compile(r"[0-9]+")
_SHORT_LAG, _LONG_LAG, _ONCE = 25, 100, 3_650
"""Days between two listings of one title: in one column of a site, in two (a gazette comes later than the
page), and of a title that names its period and so comes but once."""
_ALIKE = 0.5
"""So much of two titles is alike under one number."""
_WITHIN, _MOSTLY = 0.6, 0.8
"""So much of the shorter text the longer has: where number or address say that they are one; where name and
day do (an appendix more, the page around it)."""
_NEARLY, _WHOLLY = 0.95, 0.97
"""So much two texts have in common of which neither name nor day speaks: under two names; under one."""


def same_text(a: Entry, b: Entry) -> bool:
    """Whether two documents that share a key are the same text of the same work; symmetric."""
    one, other = a.says.identity, b.says.identity
    numbers = same_number(one, other)
    if (numbers is False or elsewhere(one, other)) and not _same_page(a, b):
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
    between = apart(a.days, b.days)
    if numbers and not is_order(one):
        return named or similarity(_name(a), _name(b)) >= _ALIKE
    if not named or between is None:
        return False
    if numbers or one.sketch or other.sketch:
        return between <= MONTH
    return between <= _lag(a, b)


def _lag(a: Entry, b: Entry) -> int:
    """How many days may be between two listings of one title without a number."""
    if any(map(_PERIOD.search, (*a.says.identity.names, *b.says.identity.names))):
        return _ONCE
    return _SHORT_LAG if _column(a) == _column(b) else _LONG_LAG


def _same_words(a: Entry, b: Entry, numbers: bool | None, shared: Overlap) -> bool:
    """Whether two texts are one.

    Args:
        shared: what they have in common.
    """
    one, other = a.says.identity, b.says.identity
    named = share_name(one, other)
    between = apart(a.days, b.days)
    histories = bool(a.says.timeline.history) + bool(b.says.timeline.history)
    if histories == 2 and between is not None and between > MONTH:
        return False
    if _same_page(a, b) or (numbers and not is_order(one)):
        two = not named and is_substitution(_name(a), _name(b))  # a page may print two documents
        return shared.common >= _MOSTLY if two else shared.contained >= _WITHIN
    is_near = between is not None and between <= MONTH
    if named:
        if is_near:
            return shared.contained >= _MOSTLY
        # A law may differ from its next text in a word; of another text that is not so.
        is_open = between is None or not (histories or one.first.number or other.first.number)
        return is_open and shared.common >= _WHOLLY
    if is_substitution(_name(a), _name(b)) or is_serial(_name(a), _name(b)):
        return False
    return shared.common >= _NEARLY and (is_near or not histories)


def _name(entry: Entry) -> str:
    return entry.says.identity.names[0] if entry.says.identity.names else ""


def _column(entry: Entry) -> str:
    """What the addresses of one column of a site have in common: all but the digits."""
    return _DIGITS.sub("0", entry.says.identity.address)
