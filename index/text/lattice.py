"""Cuts many runs of ideographs at once, in arrays: word by word what the dictionary's cutter gives.

That cut is the most probable one: each word weighs the logarithm of its share of the dictionary's
frequencies, a character that is no word as if it had occurred once, and of equal cuts the one that
begins with the longer word is taken, from the end of a run to its beginning. Here all runs are gone
through together, a step from their ends at a time. Sums are made in the same order, so that they are
the same to the last bit: a document is cut alike, alone or among thousands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint32]
_CODES = 0x110000
_MIXED = np.uint32(0x9E3779B1)
_COMMON = 1 << 11
"""So many of the most frequent characters have a table of pairs: nearly all pairs of a text."""


class Words(NamedTuple):
    """Words of a text, in any order.

    Attributes:
        starts, lengths: int64[n]: where each stands, and how many characters it has.
        ids: int64[n], below ``Lattice.ids``: the same number for the same word.
    """

    starts: Int64s
    lengths: Int64s
    ids: Int64s


@dataclass(frozen=True, slots=True)
class _Runs:
    """The runs of a text, the longest first, and a *slot* for each place in them: slots of one distance
    from the end of a run stand together, in the order of runs; those of distance 0 are the ends.

    Attributes:
        firsts: int64[longest + 2]: the first slot of every distance; behind them, how many there are.
        away, slots: int64[text]: of each character, its distance and the slot; only of those in runs.
        places: int64[slots]: of each slot, the character.
    """

    firsts: Int64s
    away: Int64s
    slots: Int64s
    places: Int64s

    @property
    def longest(self) -> int:
        return len(self.firsts) - 2


class Lattice:
    """A dictionary that cuts runs of ideographs.

    Args:
        words: words of ideographs, each with its frequency, and no word twice.
        total: the sum of the frequencies of all words of the dictionary, others included.
        inside: bool[0x110000]: the characters that runs are made of.

    Attributes:
        ids: how many ids there are.
        inside: as it was given.
    """

    def __init__(
        self, words: Sequence[tuple[str, int]], total: int, inside: npt.NDArray[np.bool_]
    ) -> None:
        self.inside = inside
        self._rank, letters = _ranked(words)
        self._letters = np.zeros(letters, np.uint32)
        known = np.flatnonzero(self._rank)
        self._letters[self._rank[known]] = known
        logs = _logarithms([frequency for _, frequency in words], total)
        self._weights, before, ranks = _states(words, self._rank, letters, logs)
        self._before = np.concatenate((np.zeros(letters, np.int32), before))
        self._last = np.concatenate((np.arange(letters, dtype=np.int32), ranks))
        self._is_word = self._weights > -np.inf
        self._weights[:letters][~self._is_word[:letters]] = -math.log(total)
        states = np.arange(letters, len(self._weights), dtype=np.int32)
        self._next = _Table(before, ranks, states, len(self._weights), letters)
        self.ids = len(self._weights) + _CODES

    def cut(self, codes: Codes) -> Words:
        """The words of all runs of a folded text."""
        within = self.inside[codes]
        runs = _runs(within)
        ranks = self._rank[codes]
        found = [Words(*np.empty((3, 0), np.int64)), *self._found(ranks)]
        starts = np.concatenate([one.starts for one in found])
        lengths = np.concatenate([one.lengths for one in found])
        ids = np.concatenate([one.ids for one in found])
        away = runs.away[starts].astype(np.uint16 if runs.longest < 1 << 16 else np.int64)
        order = np.argsort(away, kind="stable")
        edges = Words(runs.slots[starts[order]], lengths[order], ids[order])
        bounds = np.concatenate(([0], np.cumsum(np.bincount(away, minlength=runs.longest + 1))))
        alone = self._weights[ranks[runs.places]]
        chosen = _chosen(runs, alone, edges, self._weights[edges.ids], bounds)
        begun = _begun(runs, chosen)
        taken = begun[edges.starts] & (chosen[edges.starts] == edges.lengths)
        single = np.flatnonzero(begun & (chosen == 1))
        places = runs.places[single]
        unknown = len(self._weights) + codes[places].astype(np.int64)
        return Words(
            np.concatenate((places, runs.places[edges.starts[taken]])),
            np.concatenate((np.ones(len(places), np.int64), edges.lengths[taken])),
            np.concatenate((np.where(ranks[places] > 0, ranks[places], unknown), edges.ids[taken])),
        )

    def words(self, ids: Int64s) -> list[str]:
        """The words of some ids."""
        known = ids < len(self._weights)
        states = np.where(known, ids, 0)
        letters: list[Codes] = [np.where(known, 0, ids - len(self._weights)).astype(np.uint32)]
        while states.any():
            letters.append(self._letters[self._last[states]])
            states = self._before[states]
        wide = np.stack(letters[::-1], axis=1)
        text = wide[wide > 0].tobytes().decode("utf-32-le")
        ends = np.cumsum((wide > 0).sum(axis=1)).tolist()
        return [text[begin:end] for begin, end in pairwise([0, *ends])]

    def _found(self, ranks: Int32s) -> Iterable[Words]:
        """The words of more than one character that stand anywhere, a length after the other."""
        padded = np.append(ranks, np.int32(0))
        first = self._next.of_pairs(padded)
        at, length = np.flatnonzero(first), 2
        states = first[at]
        while len(at):
            words = np.flatnonzero(self._is_word[states])
            yield Words(at[words], np.full(len(words), length), states[words].astype(np.int64))
            lives = np.flatnonzero(self._next.has(states))
            at, states = at[lives], states[lives]
            states = self._next.of(states, padded[at + length])
            lives = np.flatnonzero(states)
            at, states, length = at[lives], states[lives], length + 1


class _Table:
    """What follows a state with a letter: a hash table that is asked for many at once.

    Args:
        before, letters: int32[n]: a state and a letter, no two of which twice.
        states: int32[n], above 0: the states that follow.
        most_states, most_letters: above all of them.

    Raises:
        ValueError: there are so many that a state and a letter are no number of 32 bits.
    """

    def __init__(
        self, before: Int32s, letters: Int32s, states: Int32s, most_states: int, most_letters: int
    ) -> None:
        parents = np.unique(before)
        if len(parents) * most_letters >= 1 << 32:
            raise ValueError("a dictionary of too many words")
        self._pairs = np.zeros(_COMMON * _COMMON, np.int32)
        common = (before < _COMMON) & (letters < _COMMON)
        self._pairs[before[common] * _COMMON + letters[common]] = states[common]
        self._parent = np.full(most_states, -1, np.int64)
        self._parent[parents] = np.arange(len(parents))
        self._most_letters = np.uint32(most_letters)
        bits = len(before).bit_length() + 1
        self._shift, self._mask = np.uint32(32 - bits), (1 << bits) - 1
        self._keys = np.zeros(self._mask + 1, np.uint32)
        self._states = np.zeros(self._mask + 1, np.int32)
        keys = self._key(before, letters)
        left, at = np.arange(len(keys)), self._hash(keys)
        while len(left):
            free = self._states[at] == 0
            self._keys[at[free]] = keys[left[free]]  # of several that want a place the last has it
            placed = free & (self._keys[at] == keys[left])
            self._states[at[placed]] = states[left[placed]]
            left, at = left[~placed], (at[~placed] + 1) & self._mask

    def of_pairs(self, letters: Int32s) -> Int32s:
        """int32[n - 1]: what follows a letter, as a state, with the next; 0 where nothing does."""
        common = np.where(letters < _COMMON, letters, np.int32(0))
        states = self._pairs[common[:-1] * np.int32(_COMMON) + common[1:]]
        rare = letters >= _COMMON
        at = np.flatnonzero((rare[:-1] | rare[1:]) & (letters[:-1] > 0) & (letters[1:] > 0))
        at = at[self.has(letters[at])]
        states[at] = self.of(letters[at], letters[at + 1])
        return states

    def has(self, states: Int32s) -> npt.NDArray[np.bool_]:
        """bool[n]: whether anything follows a state."""
        return self._parent[states] >= 0

    def of(self, before: Int32s, letters: Int32s) -> Int32s:
        """int32[n]: what follows states that something follows, with a letter each; 0 where nothing does."""
        keys = self._key(before, letters)
        at = self._hash(keys)
        states = self._states[at]
        left = np.flatnonzero((self._keys[at] != keys) & (states > 0))
        states[left] = 0
        at, keys = at[left], keys[left]
        while len(left):
            at = (at + 1) & self._mask
            found, right = self._states[at], self._keys[at] == keys
            states[left[right]] = found[right]
            lives = np.flatnonzero(~right & (found > 0))
            left, at, keys = left[lives], at[lives], keys[lives]
        return states

    def _key(self, before: Int32s, letters: Int32s) -> npt.NDArray[np.uint32]:
        keys = self._parent[before].astype(np.uint32)
        keys *= self._most_letters
        keys += letters.astype(np.uint32)
        return keys

    def _hash(self, keys: npt.NDArray[np.uint32]) -> Int64s:
        return ((keys * _MIXED) >> self._shift).astype(np.int64)


def _ranked(words: Sequence[tuple[str, int]]) -> tuple[Int32s, int]:
    """int32[0x110000]: a number from 1 on for every character of a word, the most frequent first, 0 for
    others; and how many numbers there are."""
    letters = np.frombuffer("".join(word for word, _ in words).encode("utf-32-le"), "<u4")
    sizes = [len(word) for word, _ in words]
    often = np.bincount(letters, weights=np.repeat([float(times) for _, times in words], sizes))
    alphabet = np.argsort(-often, kind="stable")[: np.count_nonzero(often)]
    rank = np.zeros(_CODES, np.int32)
    rank[alphabet] = np.arange(1, len(alphabet) + 1)
    return rank, len(alphabet) + 1


def _logarithms(frequencies: Sequence[int], total: int) -> npt.NDArray[np.float64]:
    """The weights of words, made as cutters make them."""
    all_ = math.log(total)
    known = {frequency: math.log(frequency) - all_ for frequency in set(frequencies)}
    return np.array([known[frequency] for frequency in frequencies])


def _states(
    words: Sequence[tuple[str, int]], rank: Int32s, letters: int, logs: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], Int32s, Int32s]:
    """A state for every beginning of a word; that of one character has its rank.

    Returns:
        float64[states]: the weight of the word that a state is, else -inf; and of every state of two
        or more characters, int32 each: the state that it goes on from, and the rank of its last.
    """
    sizes = np.array([len(word) for word, _ in words], np.int64)
    ranks = rank[np.frombuffer("".join(word for word, _ in words).encode("utf-32-le"), "<u4")]
    begins = np.cumsum(sizes) - sizes
    state = ranks[begins]
    weights = [np.full(letters, -np.inf)]
    weights[0][state[sizes == 1]] = logs[sizes == 1]
    keys: list[Int64s] = [np.empty(0, np.int64)]
    count = letters
    for length in range(2, int(sizes.max(initial=1)) + 1):
        longer = np.flatnonzero(sizes >= length)
        pairs = state[longer].astype(np.int64) * letters + ranks[begins[longer] + length - 1]
        distinct, which = np.unique(pairs, return_inverse=True)
        state[longer] = count + which
        own = np.full(len(distinct), -np.inf)
        whole = sizes[longer] == length
        own[which[whole]] = logs[longer[whole]]
        weights.append(own)
        keys.append(distinct)
        count += len(distinct)
    before, last = np.divmod(np.concatenate(keys), letters)
    return np.concatenate(weights), before.astype(np.int32), last.astype(np.int32)


def _runs(within: npt.NDArray[np.bool_]) -> _Runs:
    """The runs of the characters that are ``within``."""
    edges = np.flatnonzero(np.diff(within, prepend=False, append=False))
    begins, ends = edges[::2], edges[1::2]
    sizes = ends - begins
    order = np.argsort(-sizes, kind="stable")
    longest = int(sizes.max(initial=0))
    shorter = np.cumsum(np.bincount(sizes, minlength=longest + 1))
    counts = len(sizes) - np.concatenate(([0], shorter))[: longest + 1]
    firsts = np.concatenate(([0], np.cumsum(counts)))
    place = np.empty(len(sizes), np.int64)
    place[order] = np.arange(len(sizes))
    inside = np.flatnonzero(within)
    away, slots = np.zeros((2, len(within)), np.int64)
    distance = np.repeat(ends, sizes) - inside
    own = firsts[distance] + np.repeat(place, sizes)
    away[inside], slots[inside] = distance, own
    places = np.zeros(int(firsts[-1]), np.int64)
    places[own] = inside
    return _Runs(firsts, away, slots, places)


def _chosen(
    runs: _Runs, alone: npt.NDArray[np.float64], edges: Words, weights: npt.NDArray[np.float64],
    bounds: Int64s,
) -> npt.NDArray[np.uint8]:  # fmt: skip
    """uint8[slots]: how long the word is that the best cut from there on begins with.

    Args:
        alone: float64[slots]: the weight of each character as a word.
        edges: the longer words, their starts as slots, by distance from the end and then by length.
        bounds: int64[longest + 2]: the first of ``edges`` of every distance.
    """
    firsts = runs.firsts.tolist()
    best = np.zeros(firsts[-1])
    chosen = np.ones(firsts[-1], np.uint8)
    steps = _steps(edges.lengths, bounds)
    for away in range(1, runs.longest + 1):
        first, end, before = firsts[away], firsts[away + 1], firsts[away - 1]
        np.add(alone[first:end], best[before : before + end - first], out=best[first:end])
        for length, low, high in steps[away]:
            at = edges.starts[low:high]
            sums = weights[low:high] + best[at - (first - firsts[away - length])]
            better = np.flatnonzero(sums >= best[at])
            at = at[better]
            best[at] = sums[better]
            chosen[at] = length
    return chosen


def _steps(lengths: Int64s, bounds: Int64s) -> list[list[tuple[int, int, int]]]:
    """For every distance the ranges of edges of one length: the length, and from where to where."""
    steps: list[list[tuple[int, int, int]]] = [[] for _ in bounds]
    fresh = np.flatnonzero(np.diff(lengths, prepend=0))
    cuts = np.unique(np.concatenate((fresh, bounds)))
    cuts = cuts[cuts < len(lengths)]
    where = np.searchsorted(bounds, cuts, side="right") - 1
    ends = np.append(cuts[1:], len(lengths))[: len(cuts)].tolist()
    for at, low, high, length in zip(
        where.tolist(), cuts.tolist(), ends, lengths[cuts].tolist(), strict=True
    ):
        steps[at].append((length, low, high))
    return steps


def _begun(runs: _Runs, chosen: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """bool[slots]: where a word of the best cut begins."""
    begun = np.zeros(len(chosen), np.bool_)
    begun[_of_beginnings(runs)] = True
    for away in range(runs.longest, 0, -1):
        first, end = int(runs.firsts[away]), int(runs.firsts[away + 1])
        at = np.flatnonzero(begun[first:end])
        begun[runs.firsts[away - chosen[first + at].astype(np.int64)] + at] = True
    begun[: int(runs.firsts[1])] = False
    return begun


def _of_beginnings(runs: _Runs) -> Int64s:
    """int64[runs]: the slots of the first characters: where runs have no slot further from their end."""
    counts = np.diff(runs.firsts)
    later = np.append(counts[1:], 0)
    pieces: list[npt.NDArray[Any]] = [
        np.arange(first + more, first + own)
        for first, own, more in zip(
            runs.firsts[:-1].tolist(), counts.tolist(), later.tolist(), strict=True
        )
        if own > more
    ]
    return np.concatenate([np.empty(0, np.int64), *pieces])
