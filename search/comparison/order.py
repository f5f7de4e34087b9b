"""Pairs in order: the heaviest chain of candidates in which both sides ascend, and what is equal so."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

Chain: TypeAlias = list[tuple[int, int]]
"""Places of old and new things that are one, ascending on both sides."""


class Candidate(NamedTuple):
    """Places of an old and a new thing that may be one, and how much speaks for it (> 0)."""

    old: int
    new: int
    weight: float


def heaviest(candidates: Iterable[Candidate]) -> Chain:
    """Of ``candidates`` those of the greatest total weight that ascend on both sides; ``n log n``."""
    ordered = sorted(candidates, key=lambda one: (one.old, -one.new))
    places = sorted({one.new for one in ordered})
    best = _Highest(len(places))
    before: list[int] = []
    for at, one in enumerate(ordered):
        place = bisect_left(places, one.new)
        weight, last = best.below(place)
        before.append(last)
        best.raise_to(place, weight + one.weight, at)
    chain: Chain = []
    at = best.below(len(places))[1]
    while at >= 0:
        chain.append((ordered[at].old, ordered[at].new))
        at = before[at]
    return chain[::-1]


def equal_in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> Chain:
    """What is equal: what stands once on both sides, as far as it is in order; then between these
    what stands several times, the first for the first."""
    places = once(old), once(new)
    alone = (Candidate(at, places[1][one], 1) for one, at in places[0].items() if one in places[1])
    chain = heaviest(alone)
    gaps = Gaps(chain)
    again = matched(
        (((gaps.of_old(at), one), at) for at, one in enumerate(old) if not gaps.has_old(at)),
        (((gaps.of_new(at), one), at) for at, one in enumerate(new) if not gaps.has_new(at)),
    )
    return sorted(chain + heaviest(again))


def once(things: Sequence[Hashable]) -> dict[Hashable, int]:
    """Of what stands once alone its place."""
    counts = Counter(things)
    return {thing: at for at, thing in enumerate(things) if counts[thing] == 1}


def matched(
    olds: Iterable[tuple[Hashable, int]], news: Iterable[tuple[Hashable, int]]
) -> Iterator[Candidate]:
    """The first of every name to the first of the same name, and so on; each given with its place."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for name, at in olds:
        waiting[name].append(at)
    used: Counter[Hashable] = Counter()
    for name, at in news:
        if used[name] < len(waiting.get(name, ())):
            yield Candidate(waiting[name][used[name]], at, 1)
            used[name] += 1


class Gaps:
    """Where things stand between the pairs of a chain: 0 before the first, and so on."""

    def __init__(self, chain: Chain) -> None:
        self._olds = [old for old, _ in chain]
        self._news = [new for _, new in chain]
        self.has_old = set(self._olds).__contains__
        self.has_new = set(self._news).__contains__

    def of_old(self, place: int) -> int:
        """The gap an old thing stands in that is not of the chain."""
        return bisect_left(self._olds, place)

    def of_new(self, place: int) -> int:
        """The same of a new one."""
        return bisect_left(self._news, place)


class _Highest:
    """The greatest weight at or before a place, and whose it is: a Fenwick tree."""

    def __init__(self, size: int) -> None:
        self._tree = [(0.0, -1)] * (size + 1)

    def below(self, place: int) -> tuple[float, int]:
        best = (0.0, -1)
        while place:
            best = max(best, self._tree[place])
            place -= place & -place
        return best

    def raise_to(self, place: int, weight: float, owner: int) -> None:
        place += 1
        while place < len(self._tree):
            self._tree[place] = max(self._tree[place], (weight, owner))
            place += place & -place
