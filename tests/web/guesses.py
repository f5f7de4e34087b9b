"""How the fake engine reads a query and orders what it finds: misspellings, other wordings, filters,
parts of a score, dates."""

from __future__ import annotations

from datetime import date

from index.document import PolicyDocument
from index.schema.columns import standing
from index.schema.fields import title_keys
from search.request import SearchRequest
from search.results import Facet, Narrowing, Score, Wording

MISSPELT = {"网占": "网站", "公基金": "公积金"}
WORDINGS = {"官网": ("政府网站", "门户网站", "网上政府", "政务网站"), "房钱": ("住房公积金",)}
"""What a visitor says -> what documents call it."""


def corrected(q: str) -> str:
    """``q`` with what is misspelt put right; empty if nothing is."""
    meant = q
    for wrong, right in MISSPELT.items():
        meant = meant.replace(wrong, right)
    return meant if meant != q else ""


def wordings(terms: tuple[str, ...]) -> tuple[Wording, ...]:
    return tuple(Wording(term, WORDINGS[term]) for term in terms if term in WORDINGS)


def narrowings(request: SearchRequest, facets: tuple[Facet, ...]) -> tuple[Narrowing, ...]:
    """The regions that the query names."""
    return tuple(
        Narrowing(f"地区：{value.value}", request.toggled("region", value.value), value.count)
        for facet in facets
        if facet.name == "region" and not request.values("region")
        for value in facet.values
        if value.count and value.value in request.q
    )


def score(document: PolicyDocument, terms: tuple[str, ...]) -> Score | None:
    """A 条例 governs its matter, and more than a thousand documents cite it."""
    if not terms:
        return None
    count = sum(document.body.count(term) for term in terms)
    if document.genre == "条例":
        return Score(2.0 * count, 0.5 * count, authority=1.25, topic=1.5, cited_by=1234)
    return Score(2.0 * count, 0.0, authority=1.0, topic=1.0, cited_by=2)


def newest_first(document: PolicyDocument) -> tuple[bool, int]:
    return dated(document) == date.min, -dated(document).toordinal()


def oldest_first(document: PolicyDocument) -> tuple[bool, int]:
    return dated(document) == date.min, dated(document).toordinal()


def dated(document: PolicyDocument) -> date:
    """The day by which results are sorted: published, else written."""
    return document.published_on or document.written_on or date.min


def versions(document: PolicyDocument, documents: list[PolicyDocument]) -> list[PolicyDocument]:
    """The others of one title, a remark at its end apart: in force first, then the newest."""
    title = title_keys(document.title)[-1:]
    same = [d for d in documents if d.id != document.id and title_keys(d.title)[-1:] == title]
    return sorted(same, key=lambda d: (standing(d.validity), *newest_first(d)))
