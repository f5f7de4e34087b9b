"""Mistakes people make when they type: a right fragment in, the same with one mistake out.

Each kind is one of the ways a Chinese input method and quick fingers go wrong: a character read
or looking alike, one missing, one too many, two swapped, a word of two characters read alike,
pinyin that was left standing (``劳动hetong法``), words in pinyin or initials beside others.
Everything is drawn from one ``random.Random``: a seed makes the same mistakes again.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from index.text.fold import fold_codes
from index.text.han import HAN
from search.language.alike import look_alikes
from search.language.pinyin import readings

_HAN = re.compile(f"{HAN}{{2,}}")
_PARTICLES = "的了和与之"


class Mistakes:
    """Makes mistakes in fragments of some titles.

    Args:
        titles: what characters and words are common is told by them.
    """

    def __init__(self, titles: Sequence[str], words: Iterable[str], source: random.Random) -> None:
        self._source = source
        self._common = _common(titles)
        self._words: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for word in words:
            if len(word) == 2 and _HAN.fullmatch(word):
                self._words[read(word)].add(word)
        self.kinds: dict[str, Callable[[list[str]], str]] = {
            "homophone": lambda words: self._replaced(words, self._homophones),
            "shape": lambda words: self._replaced(words, self._shapes),
            "missing": self._missing,
            "extra": self._extra,
            "swapped": self._swapped,
            "word": self._word,
            "mixed": self._mixed,
            "half": self._half,
        }

    def _replaced(self, words: list[str], others: Callable[[str], list[str]]) -> str:
        """One character of a word of two or more is another."""
        at = self._long(words)
        if at < 0:
            return ""
        place = self._source.randrange(len(words[at]))
        found = others(words[at][place])
        if not found:
            return ""
        wrong = self._source.choice(found)
        return _with(words, at, words[at][:place] + wrong + words[at][place + 1 :])

    def _homophones(self, right: str) -> list[str]:
        alike = readings().sounds_same
        return sorted(one for one in self._common if one != right and alike(one, right))

    def _shapes(self, right: str) -> list[str]:
        return sorted(one for one in look_alikes().get(right, ()) if one in self._common)

    def _missing(self, words: list[str]) -> str:
        """A character of a word of two or more is left out, not the first or last of all."""
        at = self._long(words)
        if at < 0:
            return ""
        before = len("".join(words[:at]))
        text = "".join(words)
        place = before + self._source.randrange(len(words[at]))
        return text[:place] + text[place + 1 :] if 0 < place < len(text) - 1 else ""

    def _extra(self, words: list[str]) -> str:
        """A character stands twice; or a particle or another stands within a word."""
        text = "".join(words)
        kind = self._source.random()
        if kind < 0.5:
            at = self._source.randrange(1, len(text))
            return text[:at] + text[at - 1] + text[at:]
        at = self._long(words)
        if at < 0:
            return ""
        place = len("".join(words[:at])) + self._source.randrange(1, len(words[at]))
        extra = _PARTICLES if kind < 0.75 else sorted(self._common)
        return text[:place] + self._source.choice(extra) + text[place:]

    def _swapped(self, words: list[str]) -> str:
        """Two neighbours change places."""
        text = "".join(words)
        at = self._source.randrange(len(text) - 1)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    def _word(self, words: list[str]) -> str:
        """A word of two characters is another word read alike; else both its characters are."""
        places = [at for at, word in enumerate(words) if len(word) == 2]
        if not places:
            return ""
        at = self._source.choice(places)
        alike = sorted(self._words[read(words[at])] - {words[at]})
        if alike:
            return _with(words, at, self._source.choice(alike))
        others = [
            sorted(
                o for o in self._common if readings().every.get(o, ("",))[0] == sound and o != one
            )
            for one, sound in zip(words[at], read(words[at]), strict=True)
        ]
        return _with(words, at, "".join(map(self._source.choice, others))) if all(others) else ""

    def _mixed(self, words: list[str]) -> str:
        """A word, or the end or the beginning of one, is left in pinyin."""
        at = self._long(words)
        if at < 0 or len(words) < 2:
            return ""
        word = words[at]
        begin, end = self._source.choice([(0, len(word)), (0, len(word) - 1), (1, len(word))])
        return _with(words, at, word[:begin] + "".join(read(word[begin:end])) + word[end:])

    def _half(self, words: list[str]) -> str:
        """Some words are typed in pinyin, one of three or more perhaps by its initials."""
        typed = []
        for word in words:
            letters = read(word)
            if len(word) > 2 and self._source.random() < 0.5:
                typed.append("".join(syllable[0] for syllable in letters))
            else:
                typed.append("".join(letters) if self._source.random() < 0.6 else word)
        text = " ".join(typed)
        return text if any(one.isascii() and one.isalpha() for one in text) else ""

    def _long(self, words: list[str]) -> int:
        long = [at for at, word in enumerate(words) if len(word) > 1]
        return self._source.choice(long) if long else -1


def read(word: str) -> tuple[str, ...]:
    """How a word is read, a syllable for each character."""
    tables = readings()
    return tuple(
        tables.syllables[number - 1] if number else "" for number in tables.read(fold_codes(word))
    )


def _with(words: list[str], at: int, other: str) -> str:
    return "".join((*words[:at], other, *words[at + 1 :]))


def _common(titles: Sequence[str]) -> set[str]:
    """Characters that at least three titles have: what an input method offers first."""
    count: defaultdict[str, int] = defaultdict(int)
    for title in titles:
        for one in set(title):
            count[one] += 1
    return {one for one, n in count.items() if n >= 3 and _HAN.fullmatch(one * 2)}
