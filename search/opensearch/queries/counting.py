"""How many documents queries match, and which: remembered, for a generation changes no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import NOTHING, Dsl, counting, total
from search.opensearch.queries.lately import Lately, key_of

KEPT = 1 << 16
"""So many counts are kept: some 10 MB."""
FEW = 1000
"""Of sets that have no more it is remembered what they have."""
KEPT_SETS = 512


class Counting:
    """Counts and lists what queries match; safe for several threads."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
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
