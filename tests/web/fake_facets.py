"""The facets of the fake engine, filters and periods: by plain loops over the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from index.conventions.regions import levels, narrowed
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
    counts = counted(name, found, request)
    selected = request.values(name)
    if name in _PATHS:
        return Facet(name, FACETS[name], tuple(_tree(name, counts, selected, unfolded)))
    values = sorted({*counts, *selected}, key=lambda value: _place(name, value, counts))
    made = (FacetValue(value, value, counts[value], value in selected) for value in values)
    return Facet(name, FACETS[name], tuple(made))


def counted(name: str, found: Sequence[PolicyDocument], request: SearchRequest) -> Counter[str]:
    """How many of what was found before any filter have each value, under all other filters."""
    counts: Counter[str] = Counter()
    for document in found:
        if keeps(request, document, without=name):
            counts.update(_values_of(name, document))
    return counts


def _values_of(name: str, document: PolicyDocument) -> list[str]:
    if name == "topic":
        paths = {"/".join(p[:n]) for p in document.topics for n in range(1, len(p) + 1)}
        return sorted(paths) or [UNSTATED]
    if name == "region" and document.region:
        return [*levels(narrowed(document.region, document.issuers))]
    if name == "issuer":
        return list(document.issuers) or [UNSTATED]
    return [str(getattr(document, name) or UNSTATED)]


_PATHS: dict[str, Callable[[str], Sequence[str]]] = {
    "topic": lambda topic: [topic.rsplit("/", n)[0] for n in range(topic.count("/"), -1, -1)],
    "region": levels,
}
"""Facets whose values lie in one another: a value -> what it lies in, from the widest on, and itself."""
_DEEPEST = {"topic": 2, "region": 3}


def _tree(
    name: str, counts: Counter[str], selected: Sequence[str], unfolded: bool
) -> Iterator[FacetValue]:
    """The widest; below those that are opened what lies in them, and what is ticked."""
    path, deepest = _PATHS[name], _DEEPEST[name]
    opened = {above for value in ({*counts} if unfolded else selected) for above in path(value)}
    every = {*counts, *opened, *selected}
    seen = {value: path(value) for value in every}
    shown = [
        value
        for value, way in seen.items()
        if (len(way) <= deepest or value in selected)
        and all(above in opened for above in way[: min(len(way), deepest) - 1])
    ]

    def place(value: str) -> list[tuple[object, ...]]:
        way = seen[value]
        ways = [*way[: deepest - 1], value] if len(way) > deepest else way
        return [(above == UNSTATED, -counts[above], above) for above in ways]

    for value in sorted(shown, key=place):
        top = seen[value][0]
        label = value if value == top else value[len(top) :].removeprefix("/")
        yield FacetValue(value, label, counts[value], value in selected, depth=int(value != top))


def _place(name: str, value: str, counts: Counter[str]) -> tuple[object, ...]:
    """Where a value stands: by falling count, years newest first, 未注明 last."""
    if name == "year":
        return value == UNSTATED, -int(value) if value.isdecimal() else 0, value
    return value == UNSTATED, -counts[value], value
