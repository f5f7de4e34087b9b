"""What a query matches of a document given as its columns: enough of the query language for tests of columns."""

from __future__ import annotations

from collections.abc import Mapping

from search.opensearch.queries.dsl import Dsl


def matches(query: Dsl, columns: Mapping[str, object]) -> bool:
    """Whether a document with some columns matches."""
    ((kind, what),) = query.items()
    if kind in ("match_all", "match_none"):
        return kind == "match_all"
    if kind == "bool":
        return _bool(what, columns)
    ((field, wanted),) = what.items()
    value = columns[field]
    if kind == "range":
        assert isinstance(value, int)
        return all(_compared(value, operator, bound) for operator, bound in wanted.items())
    return value in wanted if kind == "terms" else value == wanted


def _bool(parts: Dsl, columns: Mapping[str, object]) -> bool:
    every = all(matches(query, columns) for query in parts.get("filter", ()))
    some = "should" not in parts or any(matches(query, columns) for query in parts["should"])
    return (
        every and some and not any(matches(query, columns) for query in parts.get("must_not", ()))
    )


def _compared(value: int, operator: str, bound: int) -> bool:
    return {"gte": value >= bound, "gt": value > bound, "lte": value <= bound}[operator]
