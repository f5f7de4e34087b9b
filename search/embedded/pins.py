"""Pins: documents a query names outright stand above the ranking, and the page says why."""

from __future__ import annotations

from whoosh import query as wq

from index.conventions import doc_number
from index.schema.fields import number_key, text_field, title_keys
from index.text.fold import squeeze
from search.embedded.arrays.matches import Matches
from search.embedded.arrays.top_k import best
from search.embedded.snapshot import Snapshot
from search.query.pinned import BOTH, IN_BODY, IN_TITLE, INDEX_NUMBER, NUMBER, TITLE, Pins

_CHECKED = 1000
_SHORTEST_IN_TITLE = 4
_SHORTEST_IN_BODY = 8


def named(snapshot: Snapshot, text: str) -> Pins:
    """The documents whose 发文字号, 索引号 or whole title ``text`` gives."""
    whole = doc_number.parse(text)
    cited = [whole] if whole else [number for _, _, number in doc_number.find(text)]
    lookups = [
        (NUMBER, "doc_number", [doc_number.key(number) for number in cited]),
        (INDEX_NUMBER, "number", [number_key(text)]),
        (TITLE, "title", list(title_keys(text))),
    ]
    tiers: dict[int, int] = {}
    for tier, field, keys in lookups:
        for key in keys:
            for doc in snapshot.executor.run(wq.Term(field, key)).docs.tolist():
                is_both = tier == TITLE and tiers.get(doc) == NUMBER
                tiers[doc] = BOTH if is_both else min(tiers.get(doc, tier), tier)
    kinds = set(tiers.values())
    number = (
        str(whole) if whole and kinds & {NUMBER, BOTH} else text if INDEX_NUMBER in kinds else ""
    )
    return Pins(tiers, number)


def containing(snapshot: Snapshot, text: str, found: Matches) -> dict[int, int]:
    """Lift what has ``text`` as it stands: in its title, or in its body.

    Punctuation within a title is ignored, but only for the best of ``found``. What is shorter
    than a few characters lifts nothing: it stands in too many documents to say which is meant.
    """
    tiers: dict[int, int] = {}
    squeezed = squeeze(text).text
    zones = (("body", _SHORTEST_IN_BODY, IN_BODY), ("title", _SHORTEST_IN_TITLE, IN_TITLE))
    for zone, shortest, tier in zones:
        if len(squeezed) >= shortest:
            grams = [squeezed[i : i + 2] for i in range(len(squeezed) - 1)]
            field = text_field(zone, "grams")
            docs = snapshot.executor.run(wq.Phrase(field, grams)).docs
            tiers |= dict.fromkeys(docs.tolist(), tier)
    letters = title_keys(text)[:1]
    if letters and len(letters[0]) >= _SHORTEST_IN_TITLE:
        first = found.docs[best(found.scores, _CHECKED)]
        names = zip(first.tolist(), snapshot.names(first), strict=True)
        tiers |= {doc: IN_TITLE for doc, name in names if letters[0] in name}
    return tiers
