"""What stands behind a name: its number and day in brackets, its 以下简称, the 条 that are meant."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.conventions.dates import find_dates
from index.statements.abbreviations import short_name
from index.statements.model import Span
from index.statements.numbers import Named, numbers_in
from index.statements.pinpoints import Place, articles_at
from index.text.han import THOUSANDS

_BRACKET = re.compile(r"\s{0,2}\([^()]{0,120}\)")
_TO_ARTICLE = re.compile(
    rf"\s?(?:中|的|总则|分则|[^\s《》()第,。]{{1,6}}编)?\s?(?:第[{THOUSANDS}0-9]{{1,4}}[编章节]\s?){{0,3}}(?=第)"
)
_MOST = 3


class Tail(NamedTuple):
    """What stands behind a name.

    Attributes:
        number: the 发文字号 in brackets.
        on: the day in brackets, 0 for none.
        short: the name that the document gives it.
        given: behind the brackets that give it; 0 where none do.
        places: the 条 named.
    """

    number: Named | None
    on: int
    short: str
    given: int
    places: tuple[Place, ...]


def tail_of(folded: str, at: int) -> Tail:
    """What stands at ``at`` of a folded text, where a name ends."""
    number, on, short, given = None, 0, "", 0
    for _ in range(_MOST):
        bracket = _BRACKET.match(folded, at)
        if not bracket:
            break
        number = number or _number(bracket[0], bracket.start())
        on = on or next((day.toordinal() for _, _, day in find_dates(bracket[0])), 0)
        if not short and (short := short_name(folded, at)):
            given = bracket.end()
        at = bracket.end()
    to_article = _TO_ARTICLE.match(folded, at)
    places = articles_at(folded, to_article.end()) if to_article else ()
    return Tail(number, on, short, given, places)


def _number(text: str, at: int) -> Named | None:
    for found in numbers_in(text):
        return Named(Span(at + found.span.start, at + found.span.end), found.number)
    return None
