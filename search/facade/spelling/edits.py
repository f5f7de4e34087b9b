"""Edits: what one slip of the hand may have made of what the collection writes.

Every kind of mistake is a pattern between what stands before and behind it: another character read
or looking alike, none, any one more, two swapped, two read alike. What the collection writes there
(``search.language.sounds``) is what may have been meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from math import log10

from search.language.alike import alike, look_alikes, read_alike
from search.language.patterns import Anything, Element, OneOf
from search.language.sounds import Match, Sounds
from search.weights import SLIP_OFTEN, SLIP_WHOLE, SLIPS

_LEAST = 3
"""So many characters must be explained by an edit."""


class Slip(Enum):
    """The kinds of mistakes, as ``search.weights.SLIPS`` names them.

    A character read alike, looking alike, or read alike by a reading that is seldom meant; two
    swapped; one typed twice, one more, one less; two that are both read alike.
    """

    SOUND = "sound"
    SHAPE = "shape"
    FAR = "far"
    SWAPPED = "swapped"
    DOUBLED = "doubled"
    EXTRA = "extra"
    MISSING = "missing"
    WORD = "word"


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
        is_word: whether it is a word, an issuer or a title then.
    """

    begin: int
    end: int
    text: str
    slip: Slip
    explained: int
    count: int
    whole: bool
    is_word: bool

    @property
    def likely(self) -> float:
        """How likely it is by itself: by what it explains, how often that is written, its kind."""
        often = SLIP_OFTEN * log10(self.count)
        return self.explained + SLIP_WHOLE * self.whole + often - SLIPS[self.slip.value]

    def of(self, run: str) -> str:
        """The run with this done to it."""
        return run[: self.begin] + self.text + run[self.end :]


def edits(sounds: Sounds, run: str, places: Sequence[int]) -> Iterator[Edit]:
    """What may have been meant where the characters at some places of a run are doubtful."""
    for begin, end, pattern in dict.fromkeys(slip for at in places for slip in _slips(run, at)):
        yield from _found(sounds, run, begin, end, pattern)


def _slips(run: str, at: int) -> Iterator[tuple[int, int, tuple[Element, ...]]]:
    """The parts of a run around a place, and what else each may have been."""
    yield at, at + 1, (OneOf(alike(run[at])),)
    for begin in (at - 1, at):
        if 0 <= begin < len(run) - 1:
            pair = run[begin : begin + 2]
            if pair[0] != pair[1]:
                yield begin, begin + 2, (pair[1], pair[0])
            yield begin, begin + 2, (_same(pair[0]), _same(pair[1]))
    if 0 < at < len(run) - 1 or run[at : at + 2] == run[0] * 2:
        yield at, at + 1, ()
    for gap in (at, at + 1):
        if 0 < gap < len(run):
            yield gap, gap, (Anything(),)


def _same(one: str) -> OneOf:
    return OneOf(read_alike(one) | {one})


def _found(
    sounds: Sounds, run: str, begin: int, end: int, pattern: Sequence[Element]
) -> Iterator[Edit]:
    least = min(_LEAST, len(run)) - (end - begin)
    for match in sounds.matches(run[:begin], pattern, run[end:], least):
        slip = _slip(run, begin, end, match)
        if slip is not None:
            explained = match.left + (end - begin) + match.right
            whole = explained == len(run)
            is_word = whole and match.whole and match.left == begin
            yield Edit(begin, end, match.text, slip, explained, match.often, whole, is_word)


def _slip(run: str, begin: int, end: int, match: Match) -> Slip | None:
    typed = run[begin:end]
    if match.text == typed:
        return None
    if not typed:
        return Slip.MISSING
    if not match.text:
        twice = typed in (run[begin - 1 : begin], run[end : end + 1])
        return Slip.DOUBLED if twice else Slip.EXTRA
    if len(typed) == 1:
        if match.text in read_alike(typed):
            return Slip.SOUND
        return Slip.SHAPE if match.text in look_alikes().get(typed, ()) else Slip.FAR
    if sorted(typed) == sorted(match.text):
        return Slip.SWAPPED
    if typed[0] == match.text[0] or typed[1] == match.text[1]:
        return None  # one character alone, which is looked for by itself
    return Slip.WORD
