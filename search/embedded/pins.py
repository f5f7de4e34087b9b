"""Pins: documents a query names outright stand above the ranking, and the page says why."""

from __future__ import annotations

from index.conventions import doc_number
from search.embedded.arrays.matches import Matches
from search.embedded.arrays.top_k import best
from search.embedded.snapshot import Snapshot
from search.query import tree
from search.query.interpretation import Interpretation
from search.query.pinned import BOTH, IN_BODY, IN_TITLE, INDEX_NUMBER, NUMBER, TITLE, Pins

_CHECKED = 1000
_SHORTEST_IN_TITLE = 4
_SHORTEST_IN_BODY = 8


def named(snapshot: Snapshot, typed: Interpretation) -> Pins:
    """The documents whose 发文字号, 索引号 or whole title ``typed`` gives."""
    whole = typed.number
    lookups = [
        (NUMBER, "doc_number", [doc_number.key(number) for number in typed.cited]),
        (INDEX_NUMBER, "number", [typed.squeezed]),
        (TITLE, "title", list(typed.title_keys)),
    ]
    tiers: dict[int, int] = {}
    for tier, field, keys in lookups:
        for key in keys:
            for doc in snapshot.executor.run(tree.term(field, key)).docs.tolist():
                is_both = tier == TITLE and tiers.get(doc) == NUMBER
                tiers[doc] = BOTH if is_both else min(tiers.get(doc, tier), tier)
    kinds = set(tiers.values())
    number = typed.text if INDEX_NUMBER in kinds else ""
    if whole and kinds & {NUMBER, BOTH}:
        number = str(whole)
    return Pins(tiers, number)


def containing(snapshot: Snapshot, typed: Interpretation, found: Matches) -> dict[int, int]:
    """Lift what has ``typed`` as it stands: in its title, or in its body.

    Punctuation within a title is ignored, but only for the best of ``found``. What is shorter
    than a few characters lifts nothing: it stands in too many documents to say which is meant.
    """
    tiers: dict[int, int] = {}
    zones = (("body", _SHORTEST_IN_BODY, IN_BODY), ("title", _SHORTEST_IN_TITLE, IN_TITLE))
    for zone, shortest, tier in zones:
        if len(typed.squeezed) >= shortest:
            docs = snapshot.executor.run(tree.exactly(zone, typed.squeezed)).docs
            tiers |= dict.fromkeys(docs.tolist(), tier)
    letters = typed.title_keys[:1]
    if letters and len(letters[0]) >= _SHORTEST_IN_TITLE:
        first = found.docs[best(found.scores, _CHECKED)]
        names = zip(first.tolist(), snapshot.names(first), strict=True)
        tiers |= {doc: IN_TITLE for doc, name in names if letters[0] in name}
    return tiers
