"""Documents in groups: those that a relation of pairs connects, over what shares a key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from index.relations.library import Documents
from index.relations.reprints import same_text
from index.relations.works import versions


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


class Groups:
    """Numbers in groups that grow together.

    Args:
        members: each a group of its own.
    """

    def __init__(self, members: Iterable[int]) -> None:
        self._parent = {number: number for number in members}

    def top(self, number: int) -> int:
        """The smallest of the group of a number."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    def join(self, one: int, other: int) -> None:
        """Make the groups of two numbers one."""
        one, other = self.top(one), self.top(other)
        self._parent[max(one, other)] = min(one, other)

    def labels(self) -> dict[int, int]:
        """The smallest of the group of each number."""
        return {number: self.top(number) for number in self._parent}


def grouped(
    documents: Documents, members: Sequence[int], found: Iterable[Sequence[int]]
) -> tuple[dict[int, int], dict[int, int]]:
    """The labels of ``members`` by their works, and by their texts, when those of one of ``found`` are
    compared in pairs. Texts of one are of one work, so each pair is looked at once for both."""
    works, texts = Groups(members), Groups(members)
    within: dict[int, list[int]] = {}
    for at, some in enumerate(found):
        for number in some:
            within.setdefault(number, []).append(at)
        for one, other in combinations(some, 2):
            if texts.top(one) == texts.top(other) or _met_before(within[one], within[other]):
                continue
            a, b = documents.entry(one), documents.entry(other)
            if same_text(a, b):
                texts.join(one, other)
                works.join(one, other)
            elif works.top(one) != works.top(other) and versions(a, b):
                works.join(one, other)
    return works.labels(), texts.labels()


def _met_before(one: list[int], other: list[int]) -> bool:
    """Whether two that meet now, in the last of either, shared another of ascending places before."""
    return len(one) > 1 and len(other) > 1 and not set(one[:-1]).isdisjoint(other[:-1])
