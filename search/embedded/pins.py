"""Pins: documents a query names outright stand above the ranking, and the page says why."""

from __future__ import annotations

from dataclasses import dataclass

from whoosh import query as wq

from index.conventions import doc_number
from index.schema.fields import number_key, text_field, title_keys
from index.text.fold import squeeze
from search.embedded.arrays.matches import Matches
from search.embedded.arrays.top_k import best
from search.embedded.snapshot import Snapshot
from search.embedded.sorting import NO_TIER

_BOTH, _NUMBER, _INDEX_NUMBER, _TITLE, _IN_TITLE, _IN_BODY = range(6)
_REASONS = {
    _BOTH: "标题和发文字号一致",
    _NUMBER: "发文字号一致",
    _INDEX_NUMBER: "索引号一致",
    _TITLE: "标题一致",
}
_CHECKED = 1000
_SHORTEST_IN_TITLE = 4
_SHORTEST_IN_BODY = 8


@dataclass(frozen=True, slots=True)
class Pins:
    """Documents that a query names.

    Attributes:
        tiers: document -> tier (smaller stands higher).
        number: the 发文字号 or 索引号 in its normal form when the query is nothing else
            and some document has it, else empty.
    """

    tiers: dict[int, int]
    number: str = ""

    def reason(self, doc: int) -> str:
        """Why a document is pinned, for the page; empty if it is not."""
        return _REASONS.get(self.tiers.get(doc, NO_TIER), "")


def named(snapshot: Snapshot, text: str) -> Pins:
    """The documents whose 发文字号, 索引号 or whole title ``text`` gives."""
    whole = doc_number.parse(text)
    cited = [whole] if whole else [number for _, _, number in doc_number.find(text)]
    lookups = [
        (_NUMBER, "doc_number", [doc_number.key(number) for number in cited]),
        (_INDEX_NUMBER, "number", [number_key(text)]),
        (_TITLE, "title", list(title_keys(text))),
    ]
    tiers: dict[int, int] = {}
    for tier, field, keys in lookups:
        for key in keys:
            for doc in snapshot.executor.run(wq.Term(field, key)).docs.tolist():
                is_both = tier == _TITLE and tiers.get(doc) == _NUMBER
                tiers[doc] = _BOTH if is_both else min(tiers.get(doc, tier), tier)
    kinds = set(tiers.values())
    number = (
        str(whole) if whole and kinds & {_NUMBER, _BOTH} else text if _INDEX_NUMBER in kinds else ""
    )
    return Pins(tiers, number)


def containing(snapshot: Snapshot, text: str, found: Matches) -> dict[int, int]:
    """Lift what has ``text`` as it stands: in its title, or in its body.

    Punctuation within a title is ignored, but only for the best of ``found``. What is shorter
    than a few characters lifts nothing: it stands in too many documents to say which is meant.
    """
    tiers: dict[int, int] = {}
    squeezed = squeeze(text).text
    zones = (("body", _SHORTEST_IN_BODY, _IN_BODY), ("title", _SHORTEST_IN_TITLE, _IN_TITLE))
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
        tiers |= {doc: _IN_TITLE for doc, name in names if letters[0] in name}
    return tiers
