"""Pins: what a query names outright (number, title) or what holds it word for word stands first."""

from __future__ import annotations

from collections.abc import Iterator

from index.conventions import doc_number
from search.backend.reading import Reading
from search.backend.selection import Lift, Matching, Numbered, Titled
from search.query import tree
from search.query.interpretation import Interpretation
from search.query.plan import Plan
from search.query.tiers import (
    BOTH,
    IN_BODY,
    IN_TITLE,
    INDEX_NUMBER,
    NUMBER,
    TITLE,
    TITLED,
    TYPED,
    Pins,
)

_SHORTEST_IN_TITLE = 4
_SHORTEST_IN_BODY = 8
_ZONES = (("body", _SHORTEST_IN_BODY, IN_BODY), ("title", _SHORTEST_IN_TITLE, IN_TITLE))


def named(reading: Reading, typed: Interpretation) -> Pins:
    """The documents whose 发文字号, 索引号 or whole title ``typed`` gives."""
    lookups = [
        *((NUMBER, "doc_number", doc_number.key(number)) for number in typed.cited),
        (INDEX_NUMBER, "number", typed.squeezed),
        *((TITLE, "title", key) for key in typed.title_keys),
    ]
    found = reading.members([Matching(tree.term(field, key)) for _, field, key in lookups])
    tiers: dict[int, int] = {}
    for (tier, _, _), numbers in zip(lookups, found, strict=True):
        for number in numbers:
            is_both = tier == TITLE and tiers.get(number) == NUMBER
            tiers[number] = BOTH if is_both else min(tiers.get(number, tier), tier)
    kinds = set(tiers.values())
    if typed.number and kinds & {NUMBER, BOTH}:
        return Pins(tiers, str(typed.number))
    return Pins(tiers, typed.text if INDEX_NUMBER in kinds else "")


def containing(typed: Interpretation) -> Iterator[Lift]:
    """Lift what has the text typed as it stands: in its title, or in its body.

    Punctuation within a title is ignored, but only for the best. What is shorter than a few
    characters lifts nothing: it stands in too many documents to say which is meant.
    """
    for zone, shortest, tier in _ZONES:
        if len(typed.squeezed) >= shortest:
            yield Lift(tier, Matching(tree.exactly(zone, typed.squeezed)))
    letters = typed.title_keys[:1]
    if letters and len(letters[0]) >= _SHORTEST_IN_TITLE:
        yield Lift(IN_TITLE, Titled(letters[0]))


def in_titles(plan: Plan) -> Iterator[Lift]:
    """Lift what has every word in its title: as typed, where a word has other wordings, which weigh as
    much; and of a sentence in any wording, whose score is that of bodies."""
    wanted = ((TYPED, plan.typed, bool(plan.lay)), (TITLED, plan.titled, plan.is_sentence))
    for tier, titles, counts in wanted:
        if counts and titles and not any(map(tree.is_nothing, titles)):
            yield Lift(tier, Matching(tree.all_of(titles)))


def lifts(pins: Pins) -> Iterator[Lift]:
    """The pinned documents, by tier."""
    for tier in sorted(set(pins.tiers.values())):
        yield Lift(tier, Numbered(tuple(n for n, own in pins.tiers.items() if own == tier)))
