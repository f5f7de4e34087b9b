"""The facets of the fake engine, filters and periods: by plain loops over the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from index.document import UNSTATED, PolicyDocument
from search.request import FACETS, SearchRequest
from search.results import Facet, FacetValue


def keeps(request: SearchRequest, document: PolicyDocument, without: str = "") -> bool:
    """Whether the filters leave a document; ``without`` names a facet whose own are left out."""
    for name, values in request.selected:
        if name != without and not set(values) & set(_values_of(name, document)):
            return False
    if without == "year" or not request.has_period:
        return True
    low = request.date_from.first if request.date_from else date.min
    high = request.date_to.last if request.date_to else date.max
    return document.day is not None and low <= document.day <= high


def facet(
    name: str, found: Sequence[PolicyDocument], request: SearchRequest, unfolded: bool = False
) -> Facet:
    """A facet over what was found before any filter; ``unfolded`` shows all second levels."""
    counts: Counter[str] = Counter()
    for document in found:
        if keeps(request, document, without=name):
            counts.update(_values_of(name, document))
    selected = request.values(name)
    values = _topics(counts, selected, unfolded) if name == "topic" else [*{*counts, *selected}]
    values.sort(key=lambda value: _place(name, value, counts))
    made = (_value(name, value, counts[value], value in selected) for value in values)
    return Facet(name, FACETS[name], tuple(made))


def _values_of(name: str, document: PolicyDocument) -> list[str]:
    if name == "topic":
        paths = {"/".join(p[:n]) for p in document.topics for n in range(1, len(p) + 1)}
        return sorted(paths) or [UNSTATED]
    if name == "issuer":
        return list(document.issuers) or [UNSTATED]
    return [str(getattr(document, name) or UNSTATED)]


def _topics(counts: Counter[str], selected: Sequence[str], unfolded: bool) -> list[str]:
    """First levels; below those that are opened the second, and what is ticked."""
    every = {*counts, *selected}
    opened = {_top(value) for value in (every if unfolded else selected)}
    below = {v for v in every if v.count("/") == 1 or v in selected}
    return [*{v for v in every if "/" not in v} | opened | {v for v in below if _top(v) in opened}]


def _place(name: str, value: str, counts: Counter[str]) -> tuple[object, ...]:
    """Where a value stands: by falling count, years newest first, 未注明 last; a topic of the
    second level below its first."""
    if name == "year":
        return value == UNSTATED, -int(value) if value.isdecimal() else 0, value
    top = _top(value) if name == "topic" else value
    return top == UNSTATED, -counts[top], top, value != top, -counts[value], value


def _value(name: str, value: str, count: int, selected: bool) -> FacetValue:
    if name != "topic" or "/" not in value:
        return FacetValue(value, value, count, selected)
    return FacetValue(value, value.split("/", 1)[1], count, selected, depth=1)


def _top(value: str) -> str:
    return value.split("/", 1)[0]
