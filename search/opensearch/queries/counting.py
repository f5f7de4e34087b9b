"""How many documents queries match, and which: remembered, for a generation changes no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import NOTHING, Dsl, counting, total
from search.opensearch.queries.lately import Lately, key_of

KEPT = 1 << 16
"""So many counts are kept: some 10 MB."""
FEW = 1000
"""Of sets that have no more it is remembered what they have."""
KEPT_SETS = 512
AtLeast: TypeAlias = Callable[[str, str], int]
"""How many documents surely have a term of a field."""


class Counting:
    """Counts and lists what queries match; safe for several threads."""

    def __init__(self, asking: Asking, at_least: AtLeast) -> None:
        self._asking = asking
        self._at_least = at_least
        self._counts: Lately[int] = Lately(KEPT)
        self._members: Lately[tuple[int, ...]] = Lately(KEPT_SETS)

    def counts(self, queries: Sequence[Dsl]) -> list[int]:
        """How many documents each query matches."""
        keys = list(map(key_of, queries))
        known = self._counts.known(keys)
        new = _others(zip(keys, queries, strict=True), known)
        answers = self._asking.searches([counting(query) for query in new.values()])
        made = dict(zip(new, map(total, answers), strict=True))
        self._counts.keep(made)
        known |= made
        return [known.get(key, 0) for key in keys]

    def reach(self, queries: Sequence[Dsl], least: int) -> list[bool]:
        """Whether each query matches so many documents or more; what is known to match them is not counted."""
        surely = [self._surely(query) >= least for query in queries]
        doubtful = [query for query, enough in zip(queries, surely, strict=True) if not enough]
        counts = iter(self.counts(doubtful))
        return [enough or next(counts) >= least for enough in surely]

    def _surely(self, query: Dsl) -> int:
        """So many documents a query matches at least: what was counted, terms, and what has either of some."""
        match query:
            case {"terms": terms}:
                ((field, values),) = terms.items()
                return max((self._at_least(field, value) for value in values), default=0)
            case {"bool": {"should": parts, "minimum_should_match": 1, **others}} if not others:
                return max(map(self._surely, parts))
        key = key_of(query)
        return self._counts.known([key]).get(key, 0)

    def members(self, queries: Sequence[Dsl]) -> list[list[int]]:
        """The serials of what each query matches, ascending."""
        keys = list(map(key_of, queries))
        known = self._members.known(keys)
        new = _others(zip(keys, queries, strict=True), known)
        found = map(tuple, self._asking.members([*new.values()]))
        made = dict(zip(new, found, strict=True))
        self._counts.keep({key: len(serials) for key, serials in made.items()})
        self._members.keep({key: few for key, few in made.items() if len(few) <= FEW})
        known |= made
        return [[*known.get(key, ())] for key in keys]


def _others(
    queries: Iterable[tuple[bytes, Dsl]], known: Mapping[bytes, object]
) -> dict[bytes, Dsl]:
    """The queries that are to be asked: those not known that may match anything."""
    return {key: query for key, query in queries if key not in known and query != NOTHING}
