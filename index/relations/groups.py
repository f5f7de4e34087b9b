"""Documents in groups: those that a relation of pairs connects, over what shares a key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from index.relations.library import Documents
from index.relations.model import Entry

Same = Callable[[Entry, Entry], bool]


def buckets(documents: Documents, members: Iterable[int]) -> list[tuple[int, ...]]:
    """Those of ``members`` that share a key, once for each such set, ascending."""
    shared: dict[int, list[int]] = {}
    named: dict[int, str] = {}
    for number in members:
        for key in documents.keys(number):
            held = shared.setdefault(hash(key), [])
            held.append(number)
            if len(held) == 2:
                named[hash(key)] = key
    within = {at: set(documents.known(key)) for at, key in named.items()}
    found = {tuple(sorted(within[at].intersection(shared[at]))) for at in named}
    return sorted(found)


def joined(
    documents: Documents, members: Sequence[int], found: Iterable[Sequence[int]], same: Same
) -> dict[int, int]:
    """The label of each of ``members``, when those of one of ``found`` are compared in pairs."""
    parent = {number: number for number in members}

    def top(number: int) -> int:
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    differing: set[tuple[int, int]] = set()
    for some in found:
        for pair in combinations(some, 2):
            one, other = top(pair[0]), top(pair[1])
            if one == other or pair in differing:
                continue
            if same(documents.entry(pair[0]), documents.entry(pair[1])):
                parent[max(one, other)] = min(one, other)
            else:
                differing.add(pair)
    return {number: top(number) for number in members}
