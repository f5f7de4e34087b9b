"""Pinyin that was left standing: letters between and beside characters (``劳动hetong法``, ``gjj提取``).

Letters are cut into syllables, or taken for initials, and what the collection writes between the
same characters is what was meant. What stands in one string of the collection is read together;
else each group of letters by itself, by its neighbours or as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product
from math import log
from typing import NamedTuple

from index.text.han import HAN
from search.facade.spelling.known import RARE, Known
from search.language.pinyin import readings, spelt
from search.language.sounds import Element, Match, Sound, Sounds

_PART = f"(?:{HAN}+|(?<![0-9a-z'])[a-z']+(?![0-9a-z']))"
STRETCH = re.compile(f"{_PART}(?: *{_PART})*")
"""Characters and letters that may have been meant as one text."""
_TOKEN = re.compile(f"{HAN}+|[a-z']+")
_WAYS = 3
"""So many ways to cut letters are tried."""
_TOGETHER = 8
"""So many ways to read several groups of letters together are tried."""
_INITIALS = range(2, 9)
"""So many letters may be initials."""
_MOST_LETTERS = 40
_ENOUGH = 2
"""So many characters or whole syllables must be given: the rest may be told by initials."""

Way = Sequence[Element]


class Mended(NamedTuple):
    """A part of what was typed put right: from where to where, what is meant, whether that is sure."""

    begin: int
    end: int
    text: str
    sure: bool


class Mixed:
    """Reads letters by what one generation writes."""

    def __init__(self, sounds: Sounds, known: Known) -> None:
        self._sounds = sounds
        self._known = known

    def read(self, stretch: str) -> Iterator[Mended]:
        """The groups of letters of a stretch that are read, each with what it stands for."""
        found = list(_TOKEN.finditer(stretch))
        tokens = [one[0] for one in found]
        squeezed = "".join(tokens)
        if len(squeezed) > _MOST_LETTERS or self._known.count(squeezed):
            return
        read = list(tokens)
        for at, token in enumerate(tokens):
            if not token.isascii() or read[at] != token:
                continue
            tried = (self._together(read, tokens, at, end) for end in range(len(tokens), at, -1))
            parts, sure = next(filter(None, tried), ([token], False))
            for place, text in enumerate(parts, at):
                if text != tokens[place]:
                    read[place] = text
                    yield Mended(*found[place].span(), text, sure)

    def _together(
        self, read: list[str], tokens: list[str], at: int, end: int
    ) -> tuple[list[str], bool] | None:
        """The tokens from ``at`` to before ``end`` read as one text between their neighbours."""
        before = "".join(read[:at])
        behind = tokens[end] if end < len(tokens) and not tokens[end].isascii() else ""
        if end > at + 1 and tokens[end - 1].isascii() is False and end < len(tokens):
            return None  # it ends with letters, or is all the rest
        best: tuple[float, Match, tuple[Way, ...]] | None = None
        for ways in islice(product(*(self._ways(token) for token in tokens[at:end])), _TOGETHER):
            pattern = [element for way in ways for element in way]
            for match in self._sounds.matches(before, pattern, behind)[:1]:
                if match.left + match.right + _said(ways) < _ENOUGH:
                    continue
                score = match.left + match.right + log(match.often) - _unlikely(ways)
                if best is None or score > best[0]:
                    best = score, match, ways
        if best is not None:
            return _parted(best[1].text, best[2]), True
        return self._alone(tokens[at]) if end == at + 1 else None

    def _ways(self, token: str) -> list[Way]:
        if not token.isascii():
            return [list(token)]
        letters = token.replace("'", "")
        ways: list[Way] = [_sounds(way) for way in spelt(letters)[:_WAYS]]
        if len(letters) in _INITIALS and not self._known.word(letters) > RARE:
            ways.append([Sound(letter, whole=False) for letter in letters])
        return ways

    def _alone(self, token: str) -> tuple[list[str], bool] | None:
        """Letters as the fewest words that read so, whatever stands beside them."""
        found = [words for way in self._ways(token) if (words := self._words(way))]
        found.sort(key=len)
        return (["".join(found[0])], False) if found else None

    def _words(self, way: Way) -> list[str]:
        """The fewest words that are read as a whole way; of these the most frequent."""
        best: list[tuple[int, float, list[str]] | None] = [(0, 0.0, [])]
        for end in range(1, len(way) + 1):
            tried = []
            for begin in range(end):
                before = best[begin]
                if before is None:
                    continue
                match = self._word(way[begin:end])
                if match is not None:
                    pieces, rarity, words = before
                    tried.append((pieces + 1, rarity - log(match.often), [*words, match.text]))
            best.append(min(tried, default=None))
        whole = best[-1]
        return whole[2] if whole else []

    def _word(self, way: Way) -> Match | None:
        """The most frequent word of two or more characters that is read so."""
        if len(way) < 2:
            return None
        return next(
            (m for m in self._sounds.matches("", way, "") if m.whole and m.often > RARE), None
        )


def _sounds(way: Sequence[str]) -> list[Element]:
    known = set(readings().syllables)
    return [Sound(part, whole=part in known) for part in way]


def _said(ways: Sequence[Way]) -> int:
    """How many characters or whole syllables are given."""
    return sum(not isinstance(one, Sound) or one.whole for way in ways for one in way)


def _unlikely(ways: Sequence[Way]) -> float:
    """How little may be read so: a syllable says more than an initial."""
    parts = [one for way in ways for one in way if isinstance(one, Sound)]
    return sum(3.0 for one in parts if not one.whole)


def _parted(text: str, ways: Sequence[Way]) -> list[str]:
    """What was read together, for each of the ways."""
    return list(_pieces(text, [len(way) for way in ways]))


def _pieces(text: str, lengths: Sequence[int]) -> Iterator[str]:
    at = 0
    for length in lengths:
        yield text[at : at + length]
        at += length
