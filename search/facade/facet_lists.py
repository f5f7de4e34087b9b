"""Facets as they are listed: which values, in which order, and that a ticked one stays with 0."""

from __future__ import annotations

from collections.abc import Iterator

from index.document import UNSTATED
from search.backend.reading import FacetCounts
from search.request import FACETS, SearchRequest
from search.results import Facet, FacetValue


def listed(
    counts: FacetCounts,
    request: SearchRequest,
    unfolded: bool = False,
    opened: SearchRequest | None = None,
) -> Iterator[Facet]:
    """Every facet with its values.

    Args:
        unfolded: give every level of topics and places.
        opened: whose filters open the level below; ``request`` where it is None.
    """
    for name, label in FACETS.items():
        selected = request.values(name)
        own = dict.fromkeys(selected, 0) | dict(counts[name])
        wide = own if unfolded else (opened or request).values(name)
        yield Facet(name, label, _values(name, own, selected, tuple(wide)))


def _values(
    name: str, counts: dict[str, int], selected: tuple[str, ...], opened: tuple[str, ...]
) -> tuple[FacetValue, ...]:
    if name == "topic":
        return _topics(counts, selected, opened)
    order = _newest_first if name == "year" else _most_first
    ranked = sorted(counts.items(), key=order)
    return tuple(FacetValue(value, value, n, value in selected) for value, n in ranked)


def _topics(
    counts: dict[str, int], selected: tuple[str, ...], opened: tuple[str, ...]
) -> tuple[FacetValue, ...]:
    """First-level topics; below each that is opened, wholly or in part, its second level."""
    wide = {value.split("/")[0] for value in (*selected, *opened)}
    shown: list[FacetValue] = []
    tops = {value: n for value, n in counts.items() if "/" not in value}
    tops |= {top: 0 for top in wide if top not in tops}
    for top, count in sorted(tops.items(), key=_most_first):
        shown.append(FacetValue(top, top, count, top in selected))
        if top in wide:
            below = {
                v: n
                for v, n in counts.items()
                if v.startswith(top + "/") and (v.count("/") == 1 or v in selected)
            }
            shown += [
                FacetValue(value, value[len(top) + 1 :], n, value in selected, depth=1)
                for value, n in sorted(below.items(), key=_most_first)
            ]
    return tuple(shown)


def _most_first(entry: tuple[str, int]) -> tuple[bool, int, str]:
    return entry[0] == UNSTATED, -entry[1], entry[0]


def _newest_first(entry: tuple[str, int]) -> tuple[bool, int, str]:
    value = entry[0]
    return value == UNSTATED, -int(value) if value.isdecimal() else 0, value
