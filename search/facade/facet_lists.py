"""Facets as they are listed: which values, in which order, and that a ticked one stays with 0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from index.conventions.regions import levels
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
        own = {**dict.fromkeys(selected, 0), **counts[name]} if selected else counts[name]
        wide = own if unfolded else (opened or request).values(name)
        yield Facet(name, label, _values(name, own, selected, tuple(wide)))


def _values(
    name: str, counts: Mapping[str, int], selected: tuple[str, ...], opened: tuple[str, ...]
) -> tuple[FacetValue, ...]:
    tree = _TREES.get(name)
    if tree and (selected or opened):
        return tuple(_tree(tree, counts, selected, opened))
    shown = [one for one in counts.items() if not tree or len(tree.levels(one[0])) == 1]
    shown.sort(key=_newest_first if name == "year" else _most_first)
    if not selected:
        return tuple([_unticked(value, count) for value, count in shown])
    return tuple(FacetValue(value, value, n, value in selected) for value, n in shown)


@lru_cache(8192)
def _unticked(value: str, count: int) -> FacetValue:
    """Most values have few documents, and come again and again with as many."""
    return FacetValue(value, value, count)


@lru_cache(4096)
def _topic_levels(topic: str) -> tuple[str, ...]:
    parts = topic.split("/")
    return tuple("/".join(parts[: n + 1]) for n in range(len(parts)))


class _Tree(NamedTuple):
    """How values lie in one another.

    Attributes:
        levels: a value and what it lies in, from the widest on.
        between: what stands between the name of a value and what it holds.
        shown: so many levels are listed below one that is opened, and what is selected.
    """

    levels: Callable[[str], tuple[str, ...]]
    between: str
    shown: int


_TREES = {"topic": _Tree(_topic_levels, "/", 2), "region": _Tree(levels, "", 3)}


def _tree(
    tree: _Tree, counts: Mapping[str, int], selected: tuple[str, ...], opened: tuple[str, ...]
) -> Iterator[FacetValue]:
    """The widest values; below each that is opened, wholly or in part, what lies in it directly."""
    wide = {above for value in (*selected, *opened) for above in tree.levels(value)}
    below: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for value in {**counts, **{above: 0 for above in wide if above not in counts}}:
        path = tree.levels(value)
        if len(path) <= tree.shown or value in selected:
            above = path[min(len(path), tree.shown) - 2] if len(path) > 1 else ""
            below[above].append((value, counts.get(value, 0)))

    def listed_below(above: str, top: str) -> Iterator[FacetValue]:
        for value, count in sorted(below[above], key=_most_first):
            label = value[len(top) + len(tree.between) :] if top else value
            yield FacetValue(value, label, count, value in selected, depth=int(bool(top)))
            if value in wide:
                yield from listed_below(value, top or value)

    return listed_below("", "")


def _most_first(entry: tuple[str, int]) -> tuple[bool, int, str]:
    return entry[0] == UNSTATED, -entry[1], entry[0]


def _newest_first(entry: tuple[str, int]) -> tuple[bool, int, str]:
    value = entry[0]
    return value == UNSTATED, -int(value) if value.isdecimal() else 0, value
