"""Texts as arrays: found by how they are read (``gongjij``, ``gjj``) and by patterns of characters.

Every text is held as one array of its characters, one of the numbers of their syllables and one of
their first letters, one text behind the other. Letters are looked up by the syllables' order or as
bytes; a :class:`Pattern` by the rarest of its elements.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.text.fold import decode, fold_codes
from search.language.patterns import Beside, Element, OneOf, Sound
from search.language.pinyin import readings, shortened, spelt

_END = "\n"
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

Places = npt.NDArray[np.int64]


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


class Sounds:
    """Texts as they are read and written, one behind the other.

    Args:
        entries: kind, text, and a number the caller knows the meaning of; the best first.
        weights: how often each is used; 1 where nothing is given.
    """

    def __init__(
        self, entries: list[tuple[str, str, int]], weights: Sequence[int] | None = None
    ) -> None:
        self.entries = entries
        self._weights = np.maximum(
            np.ones(len(entries), np.int64), 1 if weights is None else weights
        )
        codes = fold_codes(_END + _END.join(text for _, text, _ in entries) + _END)
        ends = codes == ord(_END)
        self._starts = ends.nonzero()[0]
        self._codes = np.minimum(codes, 0xFFFF).astype(np.uint16)
        self._syllables = readings().read(codes)
        self._order = self._syllables.argsort(kind="stable").astype(np.uint32)
        self._firsts = self._syllables[self._order].searchsorted(
            np.arange(len(readings().syllables) + 2)
        )
        letters = readings().initials[self._syllables]
        letters[ends] = ord(_END)
        self._letters = letters.tobytes()

    def read_so(self, typed: str, ways: Iterable[tuple[str, ...]]) -> list[int]:
        """The entries that are read as some letters, in one of the ways to cut them into
        syllables or as initials; see :meth:`entries_at` for the order."""
        places = [self.syllables(way) for way in ways]
        places.append(self.initials(typed))
        return self.entries_at(np.concatenate(places), typed)

    def initials(self, typed: str) -> Places:
        """Where characters begin with the letters of ``typed``, of texts that begin so first."""
        found = _places(self._letters, (_END + typed).encode())
        return np.array(
            [place + 1 for place in found] + _places(self._letters, typed.encode()), int
        )

    def syllables(self, way: tuple[str, ...]) -> Places:
        """Where characters are read so; the last syllable may be unfinished.

        Syllables are numbered in alphabetical order: those that begin alike are neighbours.
        """
        known = readings().syllables
        low = [bisect_left(known, syllable) + 1 for syllable in way]
        high = [number + 1 for number in low[:-1]] + [bisect_left(known, way[-1] + "{") + 1]
        places = self._order[self._firsts[low[0]] : self._firsts[high[0]]].astype(np.int64)
        for at, (first, end) in enumerate(zip(low, high, strict=True)):
            if at:
                places = places[places + at < len(self._syllables)]
                syllable = self._syllables[places + at]
                places = places[(syllable >= first) & (syllable < end)]
        return places

    def entries_at(self, places: Places, typed: str) -> list[int]:
        """The entries at some places: those which are read as typed from beginning to end first,
        then those that begin so."""
        at = self._starts.searchsorted(places) - 1
        found = dict.fromkeys(at[np.lexsort((at, self._starts[at] + 1 != places))].tolist())
        return sorted(list(found)[:_PLACES], key=lambda entry: not self._is_read(entry, typed))

    def _is_read(self, entry: int, typed: str) -> bool:
        begin, end = self._starts[entry] + 1, self._starts[entry + 1]
        known = readings().syllables
        read = [known[number - 1] if number else "." for number in self._syllables[begin:end]]
        return typed in ("".join(read), "".join(syllable[0] for syllable in read))

    def written_so(self, pattern: Sequence[Element]) -> list[int]:
        """The entries that a pattern fits: those that it fits from beginning to end first, then
        those that begin so."""
        places = self._fitting(pattern)
        at = self._starts.searchsorted(places) - 1
        begins = self._starts[at] + 1 == places
        ends = self._starts[at + 1] == places + len(pattern)
        order = np.lexsort((at, ~begins, ~(begins & ends)))
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
        near = self._beside.left([*before[-1:], *pattern, *behind[:1]])
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
        return int(self._agreeing(self._places_of(text[0]) - 1, text, 1).max(initial=0))

    def ended(self, text: str) -> int:
        """How many characters a text (not empty) ends with that stand together somewhere."""
        return int(self._agreeing(self._places_of(text[-1]) + 1, text[::-1], -1).max(initial=0))

    def _tallied(self, places: Places, length: int, left: Places, right: Places) -> list[Match]:
        """The texts of some length at places, each with the most that stands around it."""
        order = np.argsort(-(left + right), kind="stable")
        places, left, right = places[order], left[order], right[order]
        entry = self._starts.searchsorted(places) - 1
        counts: Counter[str] = Counter()
        best: dict[str, tuple[int, int, bool]] = {}
        texts = self._texts(places, length)
        begins = places - left == self._starts[entry] + 1
        bounds = begins & (places + length + right == self._starts[entry + 1])
        columns = (left, right, self._weights[entry], bounds)
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
        codes = self._codes[places[:, None] + np.arange(length)]
        text = decode(codes.astype(np.uint32).ravel())
        return [text[at : at + length] for at in range(0, len(text), length)]

    def _agreeing(self, places: Places, text: str, step: int) -> Places:
        """How many characters of a text stand at ``places + step``, ``places + 2 * step`` and so on."""
        agreeing = np.zeros(len(places), np.int64)
        left = np.arange(len(places))
        for at, code in enumerate(_codes(text), 1):
            stands = self._codes.take(places.take(left) + at * step, mode="clip") == code
            left = left.take(stands.nonzero()[0])
            if not len(left):
                break
            agreeing[left] = at
        return agreeing

    def _fitting(self, pattern: Sequence[Element]) -> Places:
        """Where a pattern fits, in ascending order."""
        if not pattern:
            return np.empty(0, np.int64)
        sizes = [self._size(element) for element in pattern]
        ordered = sorted(range(len(pattern)), key=sizes.__getitem__)
        first = ordered[0]
        places = np.sort(self._places_of(pattern[first])) - first
        places = places[(places > 0) & (places + len(pattern) < len(self._codes))]
        for at in ordered[1:]:
            places = places.take(self._fits(pattern[at], places + at).nonzero()[0])
        return places

    def _size(self, element: Element) -> int:
        match element:
            case str(one):
                return self._stretch(one)[1]
            case Sound():
                low, high = _numbers(element)
                return int(self._firsts[high] - self._firsts[low])
            case OneOf(characters):
                codes = _codes_of(characters)
                return int((self._begins[codes + 1] - self._begins[codes]).sum())
        return len(self._codes)

    def _places_of(self, element: Element) -> Places:
        match element:
            case str(one):
                at, size = self._stretch(one)
                return self._written[at : at + size].astype(np.int64)
            case Sound():
                low, high = _numbers(element)
                return self._order[self._firsts[low] : self._firsts[high]].astype(np.int64)
            case OneOf(characters):
                codes = _codes_of(characters)
                bounds = zip(
                    self._begins[codes].tolist(), self._begins[codes + 1].tolist(), strict=True
                )
                parts = [self._written[low:high] for low, high in bounds if low < high]
                return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)
        return np.arange(len(self._codes))

    def _fits(self, element: Element, places: Places) -> npt.NDArray[np.bool_]:
        fits: npt.NDArray[np.bool_]
        match element:
            case str(one):
                fits = self._codes.take(places) == min(ord(one), 0xFFFF)
            case Sound():
                low, high = _numbers(element)
                syllables = self._syllables.take(places)
                fits = (syllables >= low) & (syllables < high)
            case OneOf(characters):
                codes = self._codes.take(places)
                if len(characters) > _FEW:
                    return _table(characters).take(codes)
                fits = np.zeros(len(codes), np.bool_)
                for one in characters:
                    fits |= codes == min(ord(one), 0xFFFF)
            case _:
                fits = self._codes.take(places) != ord(_END)
        return fits

    @cached_property
    def _beside(self) -> Beside:
        return Beside(self._codes)

    def _stretch(self, one: str) -> tuple[int, int]:
        """Where the places of a character begin in ``_written``, and how many there are."""
        code = min(ord(one), 0xFFFF)
        return int(self._begins[code]), int(self._begins[code + 1] - self._begins[code])

    @cached_property
    def _written(self) -> npt.NDArray[np.uint32]:
        """The places of all characters, in the order of their codes."""
        return self._codes.argsort(kind="stable").astype(np.uint32)

    @cached_property
    def _begins(self) -> Places:
        """int64[65537]: where each code begins there."""
        return np.concatenate(([0], np.bincount(self._codes, minlength=1 << 16).cumsum()))


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


def _places(text: bytes, wanted: bytes) -> list[int]:
    """The first places where ``wanted`` stands."""
    places: list[int] = []
    at = text.find(wanted)
    while at >= 0 and len(places) < _PLACES:
        places.append(at)
        at = text.find(wanted, at + 1)
    return places
