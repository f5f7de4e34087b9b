"""拼音: how characters are read, which are read alike, and letters cut into syllables.

Never part of the ranking (景点 and 经典 are read alike): only suggestions and corrections use it.
``data/pinyin.tsv`` has the readings of the characters of GB 2312 without tones, the usual one
first; ``data/pinyin_pairs.tsv`` words that are read otherwise (银行 yin hang). Both are made by
``data/make_pinyin.py``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Syllables = npt.NDArray[np.uint16]

NONE = 0
"""The number of no syllable: a character that is none of ours."""
_LETTERS = re.compile(r"[a-z]{2,40}")
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that many speakers do not part."""


@dataclass(frozen=True)
class Readings:
    """The tables.

    Attributes:
        syllables: every syllable, sorted; its number is its place + 1.
        usual: uint16[65536]; the number of the usual reading of a character, or :data:`NONE`.
        initials: uint8[len(syllables) + 1]; the first letter of each, as ASCII; ``.`` for none.
        every: character -> its readings.
        pairs: uint64, ascending; ``first << 32 | second`` of words read otherwise.
        pair_readings: uint16[len(pairs), 2]; how.
        alike: the sound that speakers hear (``heard``) -> the characters read so.
    """

    syllables: tuple[str, ...]
    usual: Syllables
    initials: npt.NDArray[np.uint8]
    every: dict[str, tuple[str, ...]]
    pairs: npt.NDArray[np.uint64]
    pair_readings: Syllables
    alike: dict[str, tuple[str, ...]]

    def read(self, codes: Codes) -> Syllables:
        """uint16[n]: how each character of a text is read there; :data:`NONE` where that is unknown.

        Args:
            codes: uint32[n], the folded characters.
        """
        read = self.usual[np.minimum(codes, 0xFFFF)]
        both = codes[:-1].astype(np.uint64) << np.uint64(32) | codes[1:]
        at = np.minimum(self.pairs.searchsorted(both), len(self.pairs) - 1)
        here = (self.pairs[at] == both).nonzero()[0]
        read[here] = self.pair_readings[at[here], 0]
        read[here + 1] = self.pair_readings[at[here], 1]
        return read

    def homophones(self, one: str) -> tuple[str, ...]:
        """The characters that are read like ``one`` or nearly so, itself left out."""
        found = (
            other for reading in self.every.get(one, ()) for other in self.alike[heard(reading)]
        )
        return tuple(dict.fromkeys(other for other in found if other != one))

    def read_so(self, syllable: str) -> list[str]:
        """The characters that are read so, also those that seldom are."""
        found = self.alike.get(heard(syllable), ())
        return [one for one in found if syllable in self.every[one]]

    def sounds_same(self, one: str, other: str) -> bool:
        """Whether two characters share a reading."""
        return not set(self.every.get(one, ())).isdisjoint(self.every.get(other, ()))


def typed_letters(folded: str) -> str:
    """A folded text as letters alone, if it may be pinyin or initials; else empty.

    There may be spaces and ' between syllables.

    >>> typed_letters("gong'ji jin"), typed_letters("公jj")
    ('gongjijin', '')
    """
    letters = re.sub(r"[\s'’]+", "", folded).replace("ü", "v")
    return letters if _LETTERS.fullmatch(letters) else ""


@cache
def readings() -> Readings:
    """The tables of the project, read once."""
    every = {one: tuple(read.split(" ")) for one, read in _rows("pinyin.tsv")}
    syllables = tuple(sorted({reading for read in every.values() for reading in read}))
    number = {syllable: at for at, syllable in enumerate(syllables, 1)}
    usual = np.zeros(1 << 16, np.uint16)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for one, read in every.items():
        usual[ord(one)] = number[read[0]]
        for reading in read:
            alike[heard(reading)].append(one)
    pairs = sorted(
        (ord(word[0]) << 32 | ord(word[1]), [number[part] for part in read.split(" ")])
        for word, read in _rows("pinyin_pairs.tsv")
        if all(part in number for part in read.split(" "))
    )
    return Readings(
        syllables,
        usual,
        np.frombuffer(("." + "".join(s[0] for s in syllables)).encode(), np.uint8),
        every,
        np.array([key for key, _ in pairs], np.uint64),
        np.array([read for _, read in pairs], np.uint16),
        {sound: tuple(ones) for sound, ones in alike.items()},
    )


@lru_cache(1024)
def spelt(typed: str) -> tuple[tuple[str, ...], ...]:
    """The ways to cut letters into syllables, the fewest first; the last may be unfinished.

    >>> spelt("gongjij")[0]
    ('gong', 'ji', 'j')
    """
    known, begins = _syllables()

    def fits(at: int, end: int) -> bool:
        part = typed[at:end]
        return part in known or (end == len(typed) and part in begins)

    return _cut(typed, fits, len)


@lru_cache(1024)
def shortened(typed: str) -> tuple[tuple[str, ...], ...]:
    """The ways to cut letters into syllables of two letters or more and initials, the fewest
    initials first.

    >>> shortened("zfcaigou")[0]
    ('z', 'f', 'cai', 'gou')
    """
    known, begins = _syllables()

    def fits(at: int, end: int) -> bool:
        return typed[at:end] in (begins if end == at + 1 else known)

    def initials(way: tuple[str, ...]) -> tuple[int, int]:
        return sum(len(part) == 1 for part in way), len(way)

    return _cut(typed, fits, initials)


def _cut(
    typed: str,
    fits: Callable[[int, int], bool],
    cost: Callable[[tuple[str, ...]], int | tuple[int, int]],
) -> tuple[tuple[str, ...], ...]:
    """The eight best ways to cut letters into parts that fit."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in typed)]
    for at in range(len(typed)):
        for end in range(at + 1, min(at + 6, len(typed)) + 1):
            if fits(at, end):
                ways[end] += [(*way, typed[at:end]) for way in ways[at]]
        for end in range(at + 1, len(typed) + 1):
            ways[end] = sorted(ways[end], key=cost)[:8]
    return tuple(ways[-1])


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    """Every syllable, and whatever begins one."""
    known = frozenset(readings().syllables)
    return known, frozenset(one[:length] for one in known for length in range(1, len(one) + 1))


@lru_cache(1024)
def heard(reading: str) -> str:
    """A syllable without what many speakers do not part."""
    for sound, other in _ALIKE:
        reading = reading.replace(sound, other)
    return reading


def _rows(name: str) -> list[tuple[str, str]]:
    text = (resources.files("search.language") / "data" / name).read_text(encoding="utf-8")
    return [(one, read) for one, _, read in (line.partition("\t") for line in text.splitlines())]
