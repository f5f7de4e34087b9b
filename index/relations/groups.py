"""Documents in groups: those that a relation of pairs connects, over what shares a key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from index.relations.library import MOST, Documents
from index.relations.pairs import pairs
from index.relations.reprints import same_text
from index.relations.works import versions
from index.segment import Terms
from index.text.runs import runs


def buckets(documents: Documents, members: Sequence[int]) -> list[tuple[int, ...]]:
    """Those of ``members`` that share a key, once for each such set, ascending."""
    shared: dict[str, list[int]] = {}
    for number in members:
        for key in documents.keys(number):
            shared.setdefault(key, []).append(number)
    near = set(members)
    keys = [key for key, some in shared.items() if len(some) > 1]
    return sorted({tuple(sorted(near.intersection(documents.known(key)))) for key in keys})


def all_buckets(terms: Terms) -> list[tuple[int, ...]]:
    """:func:`buckets` of all documents that count, out of the field of their keys."""
    hashes, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for segment, base in zip(terms.segments, terms.bases.tolist(), strict=False):
        keys, counts, docs = segment.field("known_as").every_term()
        own = np.fromiter(
            map(hash, keys), np.int64, len(keys)
        )  # 64 bits: keys enough for no two to meet
        hashes.append(np.repeat(own, counts))
        numbers.append(docs.astype(np.int64) + base)
    key, number = np.concatenate(hashes), np.concatenate(numbers)
    live = terms.counts[number]
    key, number = key[live], number[live]
    order = np.lexsort((number, key))
    key, number = key[order], number[order]
    first = runs(key)
    sizes = np.diff(first, append=len(key))
    few = (sizes > 1) & (sizes <= MOST)
    ends = zip(first[few].tolist(), (first + sizes)[few].tolist(), strict=True)
    return sorted({tuple(number[begin:end].tolist()) for begin, end in ends})


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

    def join_all(self, pairs: Iterable[tuple[int, int]]) -> None:
        """:meth:`join` each."""
        for one, other in pairs:
            self.join(one, other)


class Joins(NamedTuple):
    """Pairs of documents that are texts of one work, and of these those that are one text: enough of them
    for their groups to follow."""

    works: list[tuple[int, int]]
    texts: list[tuple[int, int]]


def joins(documents: Documents, found: Sequence[Sequence[int]]) -> Joins:
    """What follows where those of one of ``found`` are compared in pairs (``pairs``).

    Texts of one are of one work, so each pair is looked at once for both.
    """
    members = {number for some in found for number in some}
    works, texts, made = Groups(members), Groups(members), Joins([], [])
    within: dict[int, list[int]] = {}
    for at, some in enumerate(found):
        for number in some:
            within.setdefault(number, []).append(at)
        for pair in pairs(documents, some):
            one, other = pair
            if texts.top(one) == texts.top(other) or _met_before(within[one], within[other]):
                continue
            a, b = documents.entry(one), documents.entry(other)
            is_text = same_text(a, b)
            if is_text:
                texts.join(one, other)
                made.texts.append(pair)
            if works.top(one) != works.top(other) and (is_text or versions(a, b)):
                works.join(one, other)
                made.works.append(pair)
    return made


def _met_before(one: list[int], other: list[int]) -> bool:
    """Whether two that meet now, in the last of either, shared another of ascending places before."""
    return len(one) > 1 and len(other) > 1 and not set(one[:-1]).isdisjoint(other[:-1])
