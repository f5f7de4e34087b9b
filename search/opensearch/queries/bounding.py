"""Queries of no more parts than a cluster takes: what has more is found in steps, and named by serial.

A node takes 1,024 clauses in one query (``indices.query.bool.max_clause_count``), and what scores has many itself. Two
hundred characters typed have as many only where nearly every word has other wordings, but then they are no error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.opensearch.queries.counting import Counting
from search.opensearch.queries.dsl import Dsl, all_of, among, any_of

MOST = 1000
"""So many clauses a query may have."""
_FEW = 10
_LEAVES = frozenset(("term", "terms", "match_phrase", "range", "exists", "match_all", "match_none"))


def clauses(query: object) -> int:
    """How many clauses a query has."""
    if isinstance(query, list):
        return sum(map(clauses, query))
    if not isinstance(query, dict):
        return 0
    return sum(1 if name in _LEAVES else clauses(part) for name, part in query.items())


class Bounding:
    """Makes queries smaller; safe for several threads."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting

    def askable(self, query: Dsl) -> Dsl:
        """A query with so few clauses that it can be asked."""
        if clauses(query) <= MOST:
            return query
        parts: Mapping[str, Sequence[Dsl]] = query["bool"]
        wanted = [self._by_serial(all_of(group)) for group in _groups(parts.get("filter", ()))]
        if "should" in parts:
            either = _groups(parts["should"])
            wanted.append(any_of(self._by_serial(any_of(group)) for group in either))
        less = _groups(parts.get("must_not", ()))
        return all_of(wanted, [self._by_serial(any_of(group)) for group in less])

    def beside(self, query: Dsl, score: Dsl | None) -> Dsl:
        """A query with so few clauses that it can be asked together with one that scores and two of its like."""
        room = (MOST - clauses(score)) // 3
        return query if clauses(query) <= room else self._by_serial(query)

    def _by_serial(self, query: Dsl) -> Dsl:
        if clauses(query) < _FEW:
            return query
        (serials,) = self._counting.members([self.askable(query)])
        return among("serial", serials)


def _groups(parts: Iterable[Dsl]) -> Iterator[list[Dsl]]:
    """Some queries one behind the other, in groups that can be asked where each can."""
    group: list[Dsl] = []
    for part in parts:
        if group and clauses([*group, part]) > MOST:
            yield group
            group = []
        group.append(part)
    if group:
        yield group
