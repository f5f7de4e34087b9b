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
from search.facade.spelling.known import RARE, REACH, Known
from search.language.patterns import Element, Sound
from search.language.pinyin import readings
from search.language.sounds import Match, Sounds, ways_to_read
from search.weights import INITIAL

_PART = f"(?:{HAN}+|(?<![0-9a-z'])[a-z']+(?![0-9a-z']))"
STRETCH = re.compile(f"{_PART}(?: *{_PART})*")
"""Characters and letters that may have been meant as one text."""
_TOKEN = re.compile(f"{HAN}+|[a-z']+")
_TOGETHER = 8
"""So many ways to read several groups of letters together are tried."""
_MOST_LETTERS = 60
_COMPARED = 5
"""So many texts that read so are compared by what bodies write around them."""
_FEW_INITIALS = 4
"""So many initials are those of many words."""
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
        if len(squeezed) > _MOST_LETTERS or self._known.holds(squeezed):
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
        before = read[at - 1] if at and not read[at - 1].isascii() else ""
        behind = tokens[end] if end < len(tokens) and not tokens[end].isascii() else ""
        if end == at + 1:
            return self._between(before, tokens[at], behind)
        if not tokens[end - 1].isascii() and end < len(tokens):
            return None  # it ends with letters, or is all the rest
        found = [
            (match.left + match.right + log(match.often) - _unlikely(ways), match.text, ways)
            for ways in islice(product(*(self._ways(token) for token in tokens[at:end])), _TOGETHER)
            for match in self._matches(before, [one for way in ways for one in way], behind)[:1]
        ]
        if not found:
            return None
        _, text, ways = max(found, key=lambda one: one[0])
        return list(_pieces(text, [len(way) for way in ways])), True

    def _between(self, before: str, letters: str, behind: str) -> tuple[list[str], bool] | None:
        """One group of letters between its neighbours: by what titles have there, else by what
        bodies write around the words that read so, else as words of their own."""
        before, behind = before[-REACH:], behind[:REACH]
        beside = len(before) + len(behind)
        found: dict[str, float] = {}
        for way in self._ways(letters):
            unlikely = _unlikely([way])
            titled = self._matches(before, way, behind)[:_COMPARED]
            if titled and beside == titled[0].left + titled[0].right and not unlikely:
                return [titled[0].text], beside > 0
            for match in (*titled, *self._words(way), *self._characters(before, way, behind)):
                found[match.text] = log(match.often + 1) / 2 - unlikely
        if not found or not beside:
            return self._alone(letters)
        scored = []
        for text, likely in found.items():
            whole = before + text + behind
            begin, end = len(before), len(before) + len(text)
            around = self._known.around(whole, begin, end) - len(text)
            if around > 0:
                scored.append((around + likely, text, around == beside))
        if not scored:
            return self._alone(letters)
        _, text, sure = max(scored)
        return [text], sure

    def _matches(self, before: str, way: Way, behind: str) -> list[Match]:
        """What titles have between two texts that is read so, if enough is given."""
        found = self._sounds.matches(before, way, behind)
        said = _said([way])
        return [match for match in found if match.left + match.right + said >= _ENOUGH]

    def _words(self, way: Way) -> list[Match]:
        """The most frequent words of two or more characters that are read so."""
        if len(way) < 2:
            return []
        found = self._sounds.matches("", way, "")
        return [match for match in found if match.whole and match.often > RARE][:_COMPARED]

    def _characters(self, before: str, way: Way, behind: str) -> list[Match]:
        """The characters that are read so and stand beside a neighbour more often than the others."""
        if len(way) != 1 or not isinstance(way[0], Sound) or not way[0].whole:
            return []
        found = []
        for one in readings().read_so(way[0].begins):
            pairs = [pair for pair in (before[-1:] + one, one + behind[:1]) if len(pair) > 1]
            often = min(map(self._known.pair, pairs), default=0)
            if often > RARE:
                found.append(Match(one, 0, 0, often, False))
        return sorted(found, key=lambda match: -match.often)[:_COMPARED]

    def _ways(self, token: str) -> list[Way]:
        if not token.isascii():
            return [tuple(token)]
        letters = token.replace("'", "")
        is_own = self._known.word(letters) > RARE
        return [way for way in ways_to_read(letters) if not (is_own and _is_initials(way))]

    def _alone(self, letters: str) -> tuple[list[str], bool] | None:
        """Letters whatever stands beside them: as a word, as what titles have, as several words."""
        ways = self._ways(letters)
        words = [match for way in ways for match in self._words(way)[:1] if self._tells(match, way)]
        spelt = [way for way in ways if _is_spelt(way)]
        titled = [match for way in spelt for match in self._matches("", way, "")[:1]]
        long = [way for way in ways if _is_initials(way) and len(way) > _FEW_INITIALS + 1]
        titled += [match for way in long for match in self._sounds.matches("", way, "")[:1]]
        for found in (words, titled):
            if found and len(found[0].text) > 1:
                return [found[0].text], False
        pieces = sorted(map(self._fewest, spelt), key=len)
        return next(((["".join(words)], False) for words in pieces if words), None)

    def _tells(self, match: Match, way: Way) -> bool:
        """Whether a word may be what some letters alone mean."""
        return not _is_initials(way) or tells_initials(len(way), match.often, self._known.few)

    def _fewest(self, way: Way) -> list[str]:
        """The fewest words that are read as a whole way; of these the most frequent."""
        best: list[tuple[int, float, list[str]] | None] = [(0, 0.0, [])]
        for end in range(1, len(way) + 1):
            tried = []
            for begin in range(end):
                before = best[begin]
                if before is None:
                    continue
                for match in self._words(way[begin:end])[:1]:
                    pieces, rarity, words = before
                    tried.append((pieces + 1, rarity - log(match.often), [*words, match.text]))
            best.append(min(tried, default=None))
        whole = best[-1]
        return whole[2] if whole else []


def _is_initials(way: Way) -> bool:
    return not any(isinstance(one, Sound) and one.whole for one in way)


def tells_initials(length: int, often: int, few: int) -> bool:
    """Whether a word is so long or so well known that its initials say it: any three letters are those of
    some word (wtf, kfc).

    >>> tells_initials(3, 6, few=60), tells_initials(3, 90, few=60), tells_initials(6, 6, few=60)
    (False, True, True)

    Args:
        often: so many documents have it.
        few: what no more have is little known.
    """
    return length > _FEW_INITIALS or often > few


def _is_spelt(way: Way) -> bool:
    """Whether more letters belong to syllables than stand for characters by themselves: nearly any letters are
    the initials of something (qwerty, asdf)."""
    spelt = [len(one.begins) for one in way if isinstance(one, Sound) and one.whole]
    letters = [length for length in spelt if length > 1]
    return sum(letters) > len(way) - len(letters)


def _said(ways: Sequence[Way]) -> int:
    """How many characters or whole syllables are given."""
    return sum(not isinstance(one, Sound) or one.whole for way in ways for one in way)


def _unlikely(ways: Sequence[Way]) -> float:
    """How little may be read so: a syllable says more than an initial."""
    parts = [one for way in ways for one in way if isinstance(one, Sound)]
    return INITIAL * sum(not one.whole for one in parts)


def _pieces(text: str, lengths: Sequence[int]) -> Iterator[str]:
    at = 0
    for length in lengths:
        yield text[at : at + length]
        at += length
