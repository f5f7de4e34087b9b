"""Texts as arrays: found by how they are read (``gongjij``, ``gjj``) and by patterns of characters.

Letters are looked up by the order of the syllables of all texts (``texts``) or as bytes; a pattern by the rarest of
its elements. From one generation to the next the texts stay, new ones stand behind them, and which is better than
which is a number of each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from index.text.fold import decode
from search.language.patterns import Element, OneOf, Sound
from search.language.pinyin import readings, shortened, spelt
from search.language.texts import END, Places, Texts

_PLACES = 60
"""So many places are looked at for each way to read letters."""
_MATCHES = 20_000
"""So many places that fit a pattern are compared with what stands around it."""
_WAYS = 3
"""So many ways to cut letters are tried."""
_INITIALS = 8
"""So many letters may be initials."""
_FEW = 6
"""So many characters are compared one by one sooner than a table is made of them."""


class Match(NamedTuple):
    """What stands where a pattern was looked for.

    Attributes:
        text: the characters that fit it.
        left, right: so many characters before and behind them are as given.
        often: so many texts have it between these.
        whole: whether all of a text is that.
    """

    text: str
    left: int
    right: int
    often: int
    whole: bool

    @property
    def length(self) -> int:
        """How many characters stand together as given."""
        return self.left + len(self.text) + self.right


class Ranked(NamedTuple):
    """The worth of entries.

    Attributes:
        numbers: int64: a number the caller knows the meaning of.
        weights: int64: how often each is used.
        keys: int64: the best is the least; negative for what is no entry any more.
    """

    numbers: Places
    weights: Places
    keys: Places


class Sounds:
    """Texts as they are read and written, one behind the other.

    Args:
        entries: kind, text, and a number the caller knows the meaning of; the best first.
        weights: how often each is used; 1 where nothing is given.

    Attributes:
        named: kind and text of each entry.
        texts: these texts.
        ranked: the worth of each.
        is_in_order: whether the best stand first, and all are entries still.
    """

    def __init__(
        self, entries: list[tuple[str, str, int]], weights: Sequence[int] | None = None
    ) -> None:
        used = np.ones(len(entries), np.int64) if weights is None else np.array(weights, np.int64)
        numbers = np.array([number for _, _, number in entries], np.int64)
        self.ranked = Ranked(numbers, np.maximum(used, 1), np.arange(len(entries)))
        self.is_in_order = True
        self.named = [(kind, text) for kind, text, _ in entries]
        self.texts = Texts.of([text for _, text in self.named])

    def changed(self, fresh: Sequence[tuple[str, str]], ranked: Ranked) -> Self:
        """These with some entries more (kinds and texts), and another worth of all."""
        made = copy(self)
        made.ranked, made.is_in_order = ranked, False
        if fresh:
            made.named = [*self.named, *fresh]
            made.texts = self.texts.behind(Texts.of([text for _, text in fresh]))
        return made

    def entry(self, at: int) -> tuple[str, str, int]:
        """Kind, text and number of an entry."""
        return *self.named[at], self.ranked.numbers.item(at)

    def _best_first(self, places: Places) -> Places:
        """Ascending places in the order of their entries, without those of what is none any more."""
        if self.is_in_order:
            return places
        places = self._alive(places)
        order = self.ranked.keys[self.texts.entry_of[places]].argsort(kind="stable")
        return places.take(order)

    def _alive(self, places: Places) -> Places:
        """Places without those of what is no entry any more."""
        if self.is_in_order:
            return places
        return places.take((self.ranked.keys[self.texts.entry_of[places]] >= 0).nonzero()[0])

    def read_so(self, typed: str, ways: Iterable[tuple[str, ...]]) -> list[int]:
        """The entries that are read as some letters, in one of the ways to cut them into
        syllables or as initials; see :meth:`entries_at` for the order."""
        places = [self.syllables(way) for way in ways]
        places.append(self.initials(typed))
        return self.entries_at(np.concatenate(places), typed)

    def initials(self, typed: str) -> Places:
        """Where characters begin with the letters of ``typed``: so many of the best, and of those where a text
        begins so as many."""
        wanted = typed.encode()
        places = (self.texts.letters == wanted[0]).nonzero()[0]
        for at, letter in enumerate(wanted[1:], 1):
            places = places[self.texts.letters.take(places + at, mode="clip") == letter]
        places = self._best_first(places)
        begins = places[self.texts.letters[places - 1] == ord(END)]
        return np.concatenate((begins[:_PLACES], places[:_PLACES]))

    def syllables(self, way: tuple[str, ...]) -> Places:
        """Where characters are read so; the last syllable may be unfinished.

        Syllables are numbered in alphabetical order: those that begin alike are neighbours.
        """
        known = readings().syllables
        low = [bisect_left(known, syllable) + 1 for syllable in way]
        high = [number + 1 for number in low[:-1]] + [bisect_left(known, way[-1] + "{") + 1]
        places = self.texts.read.within(low[0], high[0]).astype(np.int64)
        for at, (first, end) in enumerate(zip(low, high, strict=True)):
            if at:
                places = places[places + at < len(self.texts.syllables)]
                syllable = self.texts.syllables[places + at]
                places = places[(syllable >= first) & (syllable < end)]
        return self._alive(places)

    def entries_at(self, places: Places, typed: str) -> list[int]:
        """The entries at some places: those which are read as typed from beginning to end first,
        then those that begin so."""
        at = self.texts.entry_of[places]
        order = np.lexsort((self.ranked.keys[at], self.texts.starts[at] + 1 != places))
        found = dict.fromkeys(at[order].tolist())
        return sorted(list(found)[:_PLACES], key=lambda entry: not self._is_read(entry, typed))

    def _is_read(self, entry: int, typed: str) -> bool:
        begin, end = self.texts.starts[entry] + 1, self.texts.starts[entry + 1]
        known = readings().syllables
        read = [known[number - 1] if number else "." for number in self.texts.syllables[begin:end]]
        return typed in ("".join(read), "".join(syllable[0] for syllable in read))

    def written_so(self, pattern: Sequence[Element]) -> list[int]:
        """The entries that a pattern fits: those that it fits from beginning to end first, then
        those that begin so."""
        places = self._fitting(pattern)
        at = self.texts.entry_of[places]
        begins = self.texts.starts[at] + 1 == places
        ends = self.texts.starts[at + 1] == places + len(pattern)
        order = np.lexsort((self.ranked.keys[at], ~begins, ~(begins & ends)))
        return list(dict.fromkeys(at[order].tolist()))[:_PLACES]

    # --- patterns -----------------------------------------------------------------------------

    def matches(
        self, before: str, pattern: Sequence[Element], behind: str, least: int = 0
    ) -> list[Match]:
        """What stands between two texts where a pattern fits: for each text that fits it the
        longest stretch of ``before`` and ``behind`` around it, the longest of all first.

        At least one character of each of the two stands beside it, where it has one, and
        ``least`` of both together.
        """
        near = self.texts.beside.left([*before[-1:], *pattern, *behind[:1]])
        places = self._fitting(near) + len(before[-1:])
        if not len(places):
            return []
        places = places[:_MATCHES]
        left = self._agreeing(places, before[::-1], -1)
        right = self._agreeing(places + len(pattern) - 1, behind, 1)
        enough = left + right >= least
        return self._tallied(places[enough], len(pattern), left[enough], right[enough])

    def begun(self, text: str) -> int:
        """How many characters a text (not empty) begins with that stand together somewhere."""
        return int(
            self._agreeing(self._alive(self._places_of(text[0])) - 1, text, 1).max(initial=0)
        )

    def ended(self, text: str) -> int:
        """How many characters a text (not empty) ends with that stand together somewhere."""
        places = self._alive(self._places_of(text[-1]))
        return int(self._agreeing(places + 1, text[::-1], -1).max(initial=0))

    def _tallied(self, places: Places, length: int, left: Places, right: Places) -> list[Match]:
        """The texts of some length at places, each with the most that stands around it."""
        order = np.argsort(-(left + right), kind="stable")
        places, left, right = places[order], left[order], right[order]
        entry = self.texts.entry_of[places]
        counts: Counter[str] = Counter()
        best: dict[str, tuple[int, int, bool]] = {}
        texts = self._texts(places, length)
        begins = places - left == self.texts.starts[entry] + 1
        bounds = begins & (places + length + right == self.texts.starts[entry + 1])
        columns = (left, right, self.ranked.weights[entry], bounds)
        rows = zip(texts, *(column.tolist() for column in columns), strict=True)
        for text, before, behind, weight, whole in rows:
            known = best.setdefault(text, (before, behind, whole))
            if before + behind == known[0] + known[1]:
                counts[text] += weight
                if whole and not known[2]:
                    best[text] = (before, behind, True)
        found = [
            Match(text, before, behind, counts[text], whole)
            for text, (before, behind, whole) in best.items()
        ]
        return sorted(found, key=lambda match: (-match.length, -match.often))

    def _texts(self, places: Places, length: int) -> list[str]:
        if not length:
            return [""] * len(places)
        codes = self.texts.codes[places[:, None] + np.arange(length)]
        text = decode(codes.astype(np.uint32).ravel())
        return [text[at : at + length] for at in range(0, len(text), length)]

    def _agreeing(self, places: Places, text: str, step: int) -> Places:
        """How many characters of a text stand at ``places + step``, ``places + 2 * step`` and so on."""
        agreeing = np.zeros(len(places), np.int64)
        left = np.arange(len(places))
        for at, code in enumerate(_codes(text), 1):
            stands = self.texts.codes.take(places.take(left) + at * step, mode="clip") == code
            left = left.take(stands.nonzero()[0])
            if not len(left):
                break
            agreeing[left] = at
        return agreeing

    def _fitting(self, pattern: Sequence[Element]) -> Places:
        """Where a pattern fits, in the order of the entries."""
        if not pattern:
            return np.empty(0, np.int64)
        sizes = [self._size(element) for element in pattern]
        ordered = sorted(range(len(pattern)), key=sizes.__getitem__)
        first = ordered[0]
        places = np.sort(self._places_of(pattern[first])) - first
        places = places[(places > 0) & (places + len(pattern) < len(self.texts.codes))]
        for at in ordered[1:]:
            places = places.take(self._fits(pattern[at], places + at).nonzero()[0])
        return self._best_first(places)

    def _size(self, element: Element) -> int:
        match element:
            case str(one):
                code = min(ord(one), 0xFFFF)
                return self.texts.written.often(code, code + 1)
            case Sound():
                return self.texts.read.often(*_numbers(element))
            case OneOf(characters):
                codes, firsts = _codes_of(characters), self.texts.written.firsts
                return int((firsts[codes + 1] - firsts[codes]).sum())
        return len(self.texts.codes)

    def _places_of(self, element: Element) -> Places:
        match element:
            case str(one):
                code = min(ord(one), 0xFFFF)
                return self.texts.written.within(code, code + 1).astype(np.int64)
            case Sound():
                return self.texts.read.within(*_numbers(element)).astype(np.int64)
            case OneOf(characters):
                order, firsts = self.texts.written
                codes = _codes_of(characters)
                bounds = zip(firsts[codes].tolist(), firsts[codes + 1].tolist(), strict=True)
                parts = [order[low:high] for low, high in bounds if low < high]
                return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)
        return np.arange(len(self.texts.codes))

    def _fits(self, element: Element, places: Places) -> npt.NDArray[np.bool_]:
        fits: npt.NDArray[np.bool_]
        match element:
            case str(one):
                fits = self.texts.codes.take(places) == min(ord(one), 0xFFFF)
            case Sound():
                low, high = _numbers(element)
                syllables = self.texts.syllables.take(places)
                fits = (syllables >= low) & (syllables < high)
            case OneOf(characters):
                codes = self.texts.codes.take(places)
                if len(characters) > _FEW:
                    return _table(characters).take(codes)
                fits = np.zeros(len(codes), np.bool_)
                for one in characters:
                    fits |= codes == min(ord(one), 0xFFFF)
            case _:
                fits = self.texts.codes.take(places) != ord(END)
        return fits


def ways_to_read(letters: str) -> list[tuple[Sound, ...]]:
    """The ways to read letters: cut into syllables, the fewest first, the last perhaps unfinished;
    then with initials among them, the fewest first; then as initials, where there are not too many.
    """
    known = set(readings().syllables)
    ways = [tuple(Sound(part, part in known) for part in way) for way in spelt(letters)[:_WAYS]]
    short = [*shortened(letters)[:_WAYS]]
    if 1 < len(letters) <= _INITIALS:
        short.append(tuple(letters))
    ways += [tuple(Sound(part, len(part) > 1) for part in way) for way in short]
    return list(dict.fromkeys(ways))


def _codes(folded: str) -> npt.NDArray[np.uint16]:
    points = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), "<u4")
    codes: npt.NDArray[np.uint16] = np.minimum(points, 0xFFFF).astype(np.uint16)
    return codes


@lru_cache(1024)
def _codes_of(characters: frozenset[str]) -> Places:
    """int64[n]: the codes of some characters, in their order."""
    return np.sort(_codes("".join(characters))).astype(np.int64)


@lru_cache(128)
def _table(characters: frozenset[str]) -> npt.NDArray[np.bool_]:
    """bool[65536]: which codes are those of some characters."""
    table = np.zeros(1 << 16, bool)
    table[_codes("".join(characters))] = True
    return table


def _numbers(sound: Sound) -> tuple[int, int]:
    """The numbers of the syllables of a sound, from the first to before the last."""
    known = readings().syllables
    low = bisect_left(known, sound.begins)
    high = low + 1 if sound.whole else bisect_left(known, sound.begins + "{")
    return low + 1, high + 1
