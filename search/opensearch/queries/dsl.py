"""Queries of a cluster as JSON, and the searches that carry them: the few shapes that are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

Dsl: TypeAlias = dict[str, Any]
"""A query, or the body of a search."""

MOST_TERMS = 65_536
"""So many values a clause may name: the setting ``max_terms_count``."""

EVERYTHING: Dsl = {"match_all": {}}
NOTHING: Dsl = {"match_none": {}}
BARE: Dsl = {"_source": False, "stored_fields": "_none_"}
"""Of a document nothing is read but its columns: much quicker."""


def among(field: str, values: Iterable[object]) -> Dsl:
    """What has one of some values, however many."""
    every = list(dict.fromkeys(values))
    firsts = range(0, len(every), MOST_TERMS)
    return any_of([{"terms": {field: every[at : at + MOST_TERMS]}} for at in firsts])


def any_of(queries: Iterable[Dsl]) -> Dsl:
    """What one of some queries matches; nothing of none."""
    parts = [query for query in queries if query != NOTHING]
    if EVERYTHING in parts:
        return EVERYTHING
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    return {"bool": {"should": parts, "minimum_should_match": 1}}


def all_of(queries: Iterable[Dsl], excluded: Iterable[Dsl] = ()) -> Dsl:
    """What every one of some queries matches, and none of others does."""
    parts = [query for query in queries if query != EVERYTHING]
    less = [query for query in excluded if query != NOTHING]
    if NOTHING in parts or EVERYTHING in less:
        return NOTHING
    if not less and len(parts) < 2:
        return parts[0] if parts else EVERYTHING
    held: Dsl = {"filter": parts} if parts else {}
    return {"bool": held | ({"must_not": less} if less else {})}


def constant(query: Dsl, boost: float) -> Dsl:
    """What a query matches, all of one score."""
    return {"constant_score": {"filter": query, "boost": boost}}


def at_least(query: Dsl, score: float) -> Dsl:
    """What scores at least so much."""
    return {"function_score": {"query": query, "min_score": score}}


def scored(selected: Dsl, score: Dsl | None) -> Dsl:
    """What a query matches, scored by another; 0 where that does not match."""
    held: Dsl = {"filter": [selected]}
    return {"bool": held if score is None else held | {"should": [score]}}


def sort(*keys: str) -> list[Dsl]:
    """An order: the first key first; ``-`` before one that falls."""
    return [{key.lstrip("-"): {"order": "desc" if key[0] == "-" else "asc"}} for key in keys]


def counting(query: Dsl) -> Dsl:
    """A search that only counts."""
    return {"query": query, "size": 0, "track_total_hits": True}


def listing(query: Dsl, size: int, order: Sequence[Dsl], columns: Sequence[str] = ()) -> Dsl:
    """A search for the first documents by an order, and some of their columns; they are not counted."""
    return BARE | {
        "query": query,
        "size": size,
        "sort": list(order),
        "docvalue_fields": list(columns),
        "track_total_hits": False,
    }


def hits(answer: Mapping[str, Any]) -> list[Dsl]:
    """The documents of an answer."""
    found: list[Dsl] = answer["hits"]["hits"]
    return found


def total(answer: Mapping[str, Any]) -> int:
    """How many documents a search finds."""
    count: int = answer["hits"]["total"]["value"]
    return count


def first(hit: Dsl, column: str, default: Any = 0) -> Any:  # noqa: ANN401 -- as the column is
    """The value of a document in a column."""
    found = hit.get("fields", {}).get(column)
    return found[0] if found else default
