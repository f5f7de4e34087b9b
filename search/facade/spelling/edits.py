"""Edits: what one slip of the hand may have made of what the collection writes.

Every kind of mistake is a pattern between what stands before and behind it: another character read
or looking alike, none, any one more, two swapped, two read alike. What the collection writes there
(``search.language.sounds``) is what may have been meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from search.language.alike import alike, read_alike
from search.language.pinyin import readings
from search.language.sounds import Anything, Element, Match, OneOf, Sounds


class Slip(Enum):
    """The kinds, and what each costs: as many characters more must be explained by it."""

    SOUND = 1.0
    SHAPE = 1.4
    SWAPPED = 1.2
    DOUBLED = 0.8
    EXTRA = 1.8
    MISSING = 1.6
    WORD = 1.8


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of a run, and what was probably meant by it.

    Attributes:
        begin, end: the part.
        text: what is written instead.
        slip: which kind of mistake it mends.
        explained: so many characters of the run stand in the collection with it.
        count: so many texts have these.
        whole: whether that is all of the run.
    """

    begin: int
    end: int
    text: str
    slip: Slip
    explained: int
    count: int
    whole: bool

    def of(self, run: str) -> str:
        """The run with this done to it."""
        return run[: self.begin] + self.text + run[self.end :]


def edits(sounds: Sounds, run: str, at: int) -> Iterator[Edit]:
    """What may have been meant where the character at a place of a run is doubtful."""
    yield from _found(sounds, run, at, at + 1, [OneOf(alike(run[at]))])
    for begin in (at - 1, at):
        if 0 <= begin < len(run) - 1:
            pair = run[begin : begin + 2]
            if pair[0] != pair[1]:
                yield from _found(sounds, run, begin, begin + 2, [pair[1], pair[0]])
            yield from _found(sounds, run, begin, begin + 2, [_same(one) for one in pair])
    if 0 < at < len(run) - 1:
        yield from _found(sounds, run, at, at + 1, [])
    for gap in (at, at + 1):
        if 0 < gap < len(run):
            yield from _found(sounds, run, gap, gap, [Anything()])


def _same(one: str) -> OneOf:
    return OneOf(read_alike(one) | {one})


def _found(
    sounds: Sounds, run: str, begin: int, end: int, pattern: Sequence[Element]
) -> Iterator[Edit]:
    for match in sounds.matches(run[:begin], pattern, run[end:]):
        slip = _slip(run, begin, end, match)
        if slip is not None:
            explained = match.left + (end - begin) + match.right
            yield Edit(begin, end, match.text, slip, explained, match.often, explained == len(run))


def _slip(run: str, begin: int, end: int, match: Match) -> Slip | None:
    typed = run[begin:end]
    if match.text == typed:
        return None
    if not typed:
        return Slip.MISSING
    if not match.text:
        near = (run[begin - 1], run[end])
        return Slip.DOUBLED if typed in near else Slip.EXTRA
    if len(typed) == 1:
        same = readings().sounds_same(typed, match.text)
        return Slip.SOUND if same else Slip.SHAPE
    if sorted(typed) == sorted(match.text):
        return Slip.SWAPPED
    if typed[0] == match.text[0] or typed[1] == match.text[1]:
        return None  # one character alone, which is looked for by itself
    return Slip.WORD
