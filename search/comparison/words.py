"""The words in which two texts differ: by clauses first, then by words, never by scattered letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from index.text.analysis import Word
from index.text.fold import fold_all, without_space
from search.comparison.order import equal_in_order
from search.comparison.values import Piece

Cutter: TypeAlias = Callable[[str], Sequence[Word]]
"""A text into words, such as ``Analyzer.cut``; what lies between them is cut by letters."""
Pieces: TypeAlias = tuple[Piece, ...]

_TEXT = 200_000
"""A text of more letters is marked as a whole."""
_BOUNDS = {"clauses": (5_000, 50_000), "letters": (20_000, 400_000), "cells": (60_000, 1_000_000)}
"""So much is looked at for one place, and for one page: clauses, letters that are cut into words, pairs
of words. That is about a second's work."""
_CLAUSE = re.compile(r"[^，。；：、！？,;:\n]*[，。；：、！？,;:\n]*")
_BETWEEN_WORDS, _BETWEEN_CLAUSES = 1, 4
"""What is equal stands by chance between differences so many times as long."""
_LEAST = 0.25
"""If less of two clauses is equal, one has replaced the other as a whole."""


class _Token(NamedTuple):
    """A word, a clause, or what lies between: as printed, and folded; empty for white space."""

    text: str
    key: str


class _Run(NamedTuple):
    """Words of both sides that are equal, or that are not; one side may be empty."""

    old: str
    new: str
    equal: bool

    @property
    def size(self) -> int:
        """How many letters the longer side has."""
        return max(len(self.old), len(self.new))


class Budget:
    """How much may still be looked at.

    Args:
        share: of what is looked at for a page.

    Attributes:
        whole: whether all was, so far.
    """

    def __init__(self, share: float = 1) -> None:
        self._left = {what: int(share * most) for what, (_, most) in _BOUNDS.items()}
        self.whole = True

    def allows(self, what: str, count: int) -> bool:
        """Whether so much may be looked at now, of a kind of :data:`_BOUNDS`; it counts then."""
        fits = count <= min(self._left[what], _BOUNDS[what][0])
        self._left[what] -= count if fits else 0
        self.whole &= fits
        return fits


def difference(old: str, new: str, cut: Cutter, budget: Budget) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, those marked that the other has not. The unmarked ones of both say the
    same; all of a side together are its text."""
    if len(old) + len(new) > _TEXT:
        budget.whole = False
        return ((old, True),), ((new, True),)
    olds, news = _clauses(old), _clauses(new)
    if not budget.allows("clauses", len(olds) + len(news)):
        return ((old, True),), ((new, True),)
    chain = equal_in_order([one.key for one in olds], [one.key for one in news])
    runs: list[_Run] = []
    at_old = at_new = 0
    for one, other in [*chain, (len(olds), len(news))]:
        runs += _replaced(_text(olds[at_old:one]), _text(news[at_new:other]), cut, budget)
        if one < len(olds):
            runs.append(_Run(olds[one].text, news[other].text, equal=True))
        at_old, at_new = one + 1, other + 1
    runs = _readable([run for run in runs if run.size], _BETWEEN_CLAUSES)
    return (
        _side((run.old, run.equal) for run in runs),
        _side((run.new, run.equal) for run in runs),
    )


def _side(texts: Iterable[tuple[str, bool]]) -> Pieces:
    """The words of a side with whether they are equal, neighbours of one kind joined."""
    pieces = ((text, not equal) for text, equal in texts if text)
    grouped = groupby(pieces, key=lambda piece: piece[1])
    return tuple(("".join(text for text, _ in same), marked) for marked, same in grouped)


def _clauses(text: str) -> list[_Token]:
    return _tokens([part for part in _CLAUSE.findall(text) if part])


def _tokens(texts: Sequence[str]) -> list[_Token]:
    folded = fold_all(texts)
    keys = (key if key.isalnum() else without_space(key) for key in folded)  # most are words
    return [_Token(text, key) for text, key in zip(texts, keys, strict=True)]


def _text(tokens: Sequence[_Token]) -> str:
    return "".join(token.text for token in tokens)


def _replaced(old: str, new: str, cut: Cutter, budget: Budget) -> list[_Run]:
    """Clauses that are not equal, compared word by word where there are not too many."""
    if not old or not new or not budget.allows("letters", len(old) + len(new)):
        return [_Run(old, new, equal=False)]
    olds, news = _tokens(_split(old, cut)), _tokens(_split(new, cut))
    first = _common(olds, news)
    last = _common(olds[:first:-1], news[:first:-1])
    middle_old, middle_new = olds[first : len(olds) - last], news[first : len(news) - last]
    runs = [_Run(_text(olds[:first]), _text(news[:first]), equal=True)]
    if middle_old and middle_new and budget.allows("cells", len(middle_old) * len(middle_new)):
        runs += _longest_common(middle_old, middle_new)
    else:
        runs.append(_Run(_text(middle_old), _text(middle_new), equal=False))
    runs.append(_Run(_text(olds[len(olds) - last :]), _text(news[len(news) - last :]), equal=True))
    runs = _readable([run for run in runs if run.size], _BETWEEN_WORDS)
    kept = sum(len(run.old) for run in runs if run.equal)
    is_other = kept < _LEAST * min(len(old), len(new))
    return [_Run(old, new, equal=False)] if is_other else runs


def _split(text: str, cut: Cutter) -> list[str]:
    """The words of ``text`` and each letter between them, white space with what it follows."""
    parts: list[str] = []
    at = 0
    for word in [*cut(text), Word("", len(text), len(text))]:
        for letter in text[at : word.start]:
            if letter.isspace() and parts:
                parts[-1] += letter
            else:
                parts.append(letter)
        if word.start < word.end:
            parts.append(text[word.start : word.end])
        at = word.end
    return parts


def _common(olds: Sequence[_Token], news: Sequence[_Token]) -> int:
    """How many words both begin with."""
    count = 0
    for one, other in zip(olds, news, strict=False):
        if one.key != other.key:
            break
        count += 1
    return count


def _longest_common(olds: Sequence[_Token], news: Sequence[_Token]) -> Iterator[_Run]:
    """What is common to both in order, as many letters as can be, and what is not."""
    lengths = [[0] * (len(news) + 1)]
    for one in olds:
        above, row = lengths[-1], [0]
        for at, other in enumerate(news):
            if one.key == other.key:
                row.append(above[at] + len(one.key))
            else:
                row.append(max(above[at + 1], row[at]))
        lengths.append(row)
    at_old, at_new = len(olds), len(news)
    runs: list[_Run] = []
    while at_old and at_new:
        one, other = olds[at_old - 1], news[at_new - 1]
        if one.key == other.key:
            runs.append(_Run(one.text, other.text, equal=True))
            at_old, at_new = at_old - 1, at_new - 1
        elif lengths[at_old - 1][at_new] >= lengths[at_old][at_new - 1]:
            runs.append(_Run(one.text, "", equal=False))
            at_old -= 1
        else:
            runs.append(_Run("", other.text, equal=False))
            at_new -= 1
    runs.append(_Run(_text(olds[:at_old]), _text(news[:at_new]), equal=False))
    yield from reversed(runs)


def _readable(runs: Sequence[_Run], times: int) -> list[_Run]:
    """Neighbours of one kind joined; and what is equal between two differences so many ``times`` as
    long belongs to them: a few letters that stayed by chance make a line harder to read."""
    joined: list[_Run] = []
    for run in runs:
        joined.append(run)
        while len(joined) > 1:
            if joined[-1].equal == joined[-2].equal:
                count = 2
            elif len(joined) > 2 and not run.equal and _is_chance(joined[-3:], times):
                count = 3
            else:
                break
            joined[-count:] = [_joined(joined[-count:])]
    return joined


def _is_chance(three: Sequence[_Run], times: int) -> bool:
    before, between, after = three
    return times * between.size <= min(before.size, after.size)


def _joined(runs: Sequence[_Run]) -> _Run:
    old, new = "".join(run.old for run in runs), "".join(run.new for run in runs)
    return _Run(old, new, equal=all(run.equal for run in runs))
