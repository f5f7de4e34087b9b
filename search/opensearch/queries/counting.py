"""How many documents queries match, and which: remembered, for a generation changes no more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from threading import Lock
from typing import TypeVar

import orjson

from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import NOTHING, Dsl, counting, total

KEPT = 1 << 16
"""So many counts are kept: some 10 MB."""
FEW = 1000
"""Of sets that have no more it is remembered what they have."""
KEPT_SETS = 512
_V = TypeVar("_V")


class Counting:
    """Counts and lists what queries match; safe for several threads."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._lock = Lock()
        self._counts: OrderedDict[bytes, int] = OrderedDict()
        self._members: OrderedDict[bytes, tuple[int, ...]] = OrderedDict()

    def counts(self, queries: Sequence[Dsl]) -> list[int]:
        """How many documents each query matches."""
        keys = [_key(query) for query in queries]
        with self._lock:
            known = {key: self._counts[key] for key in keys if key in self._counts}
        new = {
            key: query
            for key, query in zip(keys, queries, strict=True)
            if key not in known and query != NOTHING
        }
        answers = self._asking.searches([counting(query) for query in new.values()])
        made = dict(zip(new, map(total, answers), strict=True))
        with self._lock:
            _keep(self._counts, made, KEPT)
        known |= made
        return [known.get(key, 0) for key in keys]

    def members(self, queries: Sequence[Dsl]) -> list[list[int]]:
        """The serials of what each query matches, ascending."""
        keys = [_key(query) for query in queries]
        with self._lock:
            known = {key: self._members[key] for key in keys if key in self._members}
        new = {
            key: query
            for key, query in zip(keys, queries, strict=True)
            if key not in known and query != NOTHING
        }
        made = dict(zip(new, map(tuple, self._asking.members([*new.values()])), strict=True))
        with self._lock:
            _keep(self._counts, {key: len(found) for key, found in made.items()}, KEPT)
            few = {key: found for key, found in made.items() if len(found) <= FEW}
            _keep(self._members, few, KEPT_SETS)
        known |= made
        return [[*known.get(key, ())] for key in keys]


def _key(query: Dsl) -> bytes:
    return blake2b(orjson.dumps(query), digest_size=16).digest()


def _keep(kept: OrderedDict[bytes, _V], made: dict[bytes, _V], most: int) -> None:
    kept.update(made)
    while len(kept) > most:
        kept.popitem(last=False)
