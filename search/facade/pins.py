"""Pins: documents a query names outright stand above the ranking, and the page says why."""

from __future__ import annotations

from collections.abc import Iterator

from whoosh import query as wq

from index.conventions import doc_number
from index.schema.fields import number_key, text_field, title_keys
from index.text.fold import squeeze
from search.query.pinned import BOTH, IN_BODY, IN_TITLE, INDEX_NUMBER, NUMBER, TITLE, Pins
from search.reading import Reading
from search.selection import Lift, Matching, Numbered, Titled

_SHORTEST_IN_TITLE = 4
_SHORTEST_IN_BODY = 8
_ZONES = (("body", _SHORTEST_IN_BODY, IN_BODY), ("title", _SHORTEST_IN_TITLE, IN_TITLE))


def named(reading: Reading, text: str) -> Pins:
    """The documents whose 发文字号, 索引号 or whole title ``text`` gives."""
    whole = doc_number.parse(text)
    cited = [whole] if whole else [number for _, _, number in doc_number.find(text)]
    lookups = [
        *((NUMBER, "doc_number", doc_number.key(number)) for number in cited),
        (INDEX_NUMBER, "number", number_key(text)),
        *((TITLE, "title", key) for key in title_keys(text)),
    ]
    found = reading.members([Matching(wq.Term(field, key)) for _, field, key in lookups])
    tiers: dict[int, int] = {}
    for (tier, _, _), numbers in zip(lookups, found, strict=True):
        for number in numbers:
            is_both = tier == TITLE and tiers.get(number) == NUMBER
            tiers[number] = BOTH if is_both else min(tiers.get(number, tier), tier)
    kinds = set(tiers.values())
    is_number = whole and kinds & {NUMBER, BOTH}
    return Pins(tiers, str(whole) if is_number else text if INDEX_NUMBER in kinds else "")


def containing(text: str) -> Iterator[Lift]:
    """Lift what has ``text`` as it stands: in its title, or in its body.

    Punctuation within a title is ignored, but only for the best. What is shorter than a few
    characters lifts nothing: it stands in too many documents to say which is meant.
    """
    squeezed = squeeze(text).text
    for zone, shortest, tier in _ZONES:
        if len(squeezed) >= shortest:
            grams = [squeezed[i : i + 2] for i in range(len(squeezed) - 1)]
            yield Lift(tier, Matching(wq.Phrase(text_field(zone, "grams"), grams)))
    letters = title_keys(text)[:1]
    if letters and len(letters[0]) >= _SHORTEST_IN_TITLE:
        yield Lift(IN_TITLE, Titled(letters[0]))


def lifts(pins: Pins) -> Iterator[Lift]:
    """The pinned documents, by tier."""
    for tier in sorted(set(pins.tiers.values())):
        yield Lift(tier, Numbered(tuple(n for n, own in pins.tiers.items() if own == tier)))
