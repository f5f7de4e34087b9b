"""Every number that shapes the ranking, in one place, with its reason.

The recipe is the start of the one in the study of judged queries (RANKING.md): three kinds of
terms, title over body. What is measured here is known_item (6,341 records) through the engine.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.schema import KINDS, ZONES, text_field


@dataclass(frozen=True, slots=True)
class Weight:
    """BM25 parameters of one field, and its factor in the sum over fields."""

    k1: float
    b: float
    factor: float


_KIND = {
    "words": Weight(k1=1.2, b=0.75, factor=0.3),  # words alone lose on every judged set
    "grams": Weight(k1=1.2, b=0.75, factor=1.0),  # the strongest single kind
    "chars": Weight(k1=2.0, b=0.6, factor=0.8),  # lifts long questions
}
_ZONE = {
    "title": 2.0,  # a title says what a document is about
    "headings": 0.0,  # indexed in its final shape; its weight is a later issue
    "body": 1.0,
}

WEIGHTS: dict[str, Weight] = {
    text_field(zone, kind): Weight(_KIND[kind].k1, _KIND[kind].b, _KIND[kind].factor * _ZONE[zone])
    for zone in ZONES
    for kind in KINDS
}

MOST_SHARE = 0.6
ANY_SHARE = 0.3
"""A relaxed result holds the documents that carry this share of the words' summed idf."""

QUESTION_WORDS = (
    "请问", "什么样", "为什么", "是什么", "什么", "哪些", "哪里", "哪儿", "哪个", "哪种", "如何",
    "怎么样", "怎么办", "怎么", "怎样", "是否", "多少", "能不能", "可不可以", "是不是", "有没有",
    "吗", "呢", "么",
)  # fmt: skip
"""They say that something is asked, not what: a gap before cutting, longest first."""

PARTICLES = frozenset("的地得了着过和与及或而且在是有等对为于被把将从到向由以之其并也都还就")
"""Single characters that belong to no abbreviation: they part runs of single characters."""
