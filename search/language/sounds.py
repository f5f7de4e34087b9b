"""Texts as they are read: found by pinyin (``gongjij``) or by initials (``gjj``).

Every text is held as one array of the numbers of its syllables and one of their first letters,
one text behind the other, and looked through as bytes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from index.text.fold import fold_codes
from search.language.pinyin import readings

_END = "\n"
_PLACES = 60
"""So many places are looked at for each way to read letters."""

Places = npt.NDArray[np.int64]


class Sounds:
    """Texts as they are read, one behind the other.

    Args:
        entries: kind, text, and a number the caller knows the meaning of; the best first.
    """

    def __init__(self, entries: list[tuple[str, str, int]]) -> None:
        self.entries = entries
        codes = fold_codes(_END + _END.join(text for _, text, _ in entries) + _END)
        ends = codes == ord(_END)
        self._starts = ends.nonzero()[0]
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


def _places(text: bytes, wanted: bytes) -> list[int]:
    """The first places where ``wanted`` stands."""
    places: list[int] = []
    at = text.find(wanted)
    while at >= 0 and len(places) < _PLACES:
        places.append(at)
        at = text.find(wanted, at + 1)
    return places
