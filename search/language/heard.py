"""What a collection writes, as it is heard: its words, issuers and titles, kept from one generation to the next.

The best stand first: words by how many documents have them, then issuers, then titles by how often they are cited. A
generation that differs little from the one before has other counts and a few more texts; only these are looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from search.language.sounds import Ranked, Sounds

FEW = 2
"""A word that no title has is one if more bodies than so many have it."""
_SHARE = 8
"""When more than one in so many texts is new, all are laid out again."""
_TERM, _ISSUER, _TITLE = range(3)
_KINDS = ("term", "issuer", "title")
_COUNTED = 29
"""Bits of a count; what parts equal counts has two more."""
_TIES = _COUNTED + 2
_MOST = (1 << _COUNTED) - 1
_ORDINALS = 1 << (_TIES - 1)
"""Words of titles stand before those of bodies that as many documents have; then they are in order."""

Int64s = npt.NDArray[np.int64]
Counts: TypeAlias = Iterable[tuple[str, int]]


class Title(NamedTuple):
    """A title.

    Attributes:
        version: the same for those that differ in remarks; see ``index.schema.columns.Row``.
        name: as it is looked up; empty for one that no document has any more.
        number: of the most cited document of it.
        cited: how many documents cite that.
    """

    version: int
    name: str
    number: int
    cited: int


class Changed(NamedTuple):
    """What is other in a generation than in another.

    Attributes:
        words: of titles, of bodies: by how many documents more or fewer have each, removed ones included.
        titles: those that are new, gone, or another document's, or cited otherwise.
        moved: from which number on documents are called by how many more now; ascending.
    """

    words: tuple[Mapping[str, int], Mapping[str, int]]
    titles: Sequence[Title]
    moved: Sequence[tuple[int, int]]


class _Columns(NamedTuple):
    """Of each entry the kind, how often it is, what parts equal ones, and its number; whether it is one."""

    kind: Int64s
    often: Int64s
    tie: Int64s
    number: Int64s
    live: npt.NDArray[np.bool_]

    def first(self, many: int) -> _Columns:
        """Those of the first entries, copied; what stands behind them is none."""
        nothing = np.zeros(max(many - len(self.kind), 0), np.int64)
        kind, often, tie, number = (np.append(one[:many], nothing) for one in self[:4])
        return _Columns(kind, often, tie, number, np.append(self.live[:many], nothing != 0))

    def put(self, at: int, kind: int, often: int, tie: int, number: int = 0) -> None:
        """Say what an entry is."""
        self.kind[at], self.often[at], self.tie[at] = kind, often, tie
        self.number[at], self.live[at] = number, True

    def ranked(self) -> Ranked:
        """What :class:`Sounds` takes."""
        is_title = self.kind == _TITLE
        above = self.kind << (_TIES + _COUNTED) | (_MOST - self.often) << _TIES
        keys = above | np.where(is_title, self.number, self.tie)
        number = np.where(is_title, self.number, self.often)
        weights = np.where(is_title, 1, np.maximum(self.often, 1))
        return Ranked(number, weights, np.where(self.live, keys, -1))


class Heard:
    """The words, issuers and titles of a generation; goes on to the next.

    Args:
        words: of titles, of bodies: how many documents have each, removed ones included; one may come several times.
        issuers: how many documents each has, in their order.
        titles: each once.

    Attributes:
        sounds: all of them.
    """

    def __init__(
        self, words: Sequence[Counts], issuers: Sequence[tuple[str, int]], titles: Sequence[Title]
    ) -> None:
        self._counts = [_added_up(each) for each in words]
        often = {word: self._often(word) for each in self._counts for word in each}
        self._words = sorted(word for word, count in often.items() if count)
        self._gap = _ORDINALS // (len(self._words) + 1)
        rows = [
            (_TERM, often[word], self._tie(word, at * self._gap), 0, word)
            for at, word in enumerate(self._words, 1)
        ]
        rows += [(_ISSUER, count, at, 0, name) for at, (name, count) in enumerate(issuers)]
        rows += [(_TITLE, one.cited, 0, one.number, one.name) for one in titles]
        columns = _columns([row[:4] for row in rows])
        order = columns.ranked().keys.argsort(kind="stable")
        self._columns = _columns([rows[at][:4] for at in order.tolist()])
        ranked = self._columns.ranked()
        entries = [
            (_KINDS[rows[at][0]], rows[at][4], number)
            for at, number in zip(order.tolist(), ranked.numbers.tolist(), strict=True)
        ]
        self.sounds = Sounds(entries, ranked.weights.tolist())
        self._laid = len(rows)
        self._fresh: set[str] = set()
        named = {one: at for at, one in enumerate(self.sounds.named)}
        self._places = {one: at for one, at in named.items() if one[0] != _KINDS[_TITLE]}
        place = order.argsort()[len(rows) - len(titles) :].tolist()
        self._titles = {one.version: at for one, at in zip(titles, place, strict=True)}

    def go_on(self, changed: Changed, issuers: Sequence[tuple[str, int]]) -> bool:
        """Become those of another generation, and say so; else this is of no use any more.

        Args:
            issuers: all of them there.
        """
        words = self._count(changed.words)
        first = len(self.sounds.named)
        most = len(words) + len(issuers) + len(changed.titles)
        columns, fresh = self._columns.first(first + most), list[tuple[str, str]]()
        _move(columns, changed.moved)
        columns.live[columns.kind == _ISSUER] = False
        for at, (name, count) in enumerate(issuers):
            columns.put(self._place(_ISSUER, name, fresh), _ISSUER, count, at)
        self._put_words(columns, words, fresh)
        for title in changed.titles:
            self._put_title(columns, title, fresh)
        if (first + len(fresh) - self._laid) * _SHARE > self._laid or not self._part(columns):
            return False
        self._columns = columns.first(first + len(fresh))
        self.sounds = self.sounds.changed(fresh, self._columns.ranked())
        return True

    # --- words --------------------------------------------------------------------------------

    def _count(self, more: Sequence[Mapping[str, int]]) -> set[str]:
        """Change the counts of words; those that have others now."""
        touched: set[str] = set()
        for counts, differ in zip(self._counts, more, strict=True):
            for word, count in differ.items():
                if len(word) > 1 and count:
                    counts[word] = counts.get(word, 0) + count
                    touched.add(word)
        return touched

    def _often(self, word: str) -> int:
        """How often a word counts; 0 for what is none."""
        titles, bodies = (counts.get(word, 0) for counts in self._counts)
        return max(titles, bodies if bodies > FEW else 0)

    def _tie(self, word: str, ordinal: int) -> int:
        return ordinal if self._counts[0].get(word, 0) > 0 else ordinal + _ORDINALS

    def _put_words(self, columns: _Columns, words: set[str], fresh: list[tuple[str, str]]) -> None:
        """Give words their counts of now; nearly all were words before, and stand where they stood."""
        titles, bodies = self._counts
        known: list[tuple[int, int]] = []
        for word in words:
            title, body = titles.get(word, 0), bodies.get(word, 0)
            often = max(title, body if body > FEW else 0)
            place = self._places.get((_KINDS[_TERM], word))
            if place is not None and (title > 0) == (columns.tie[place] < _ORDINALS):
                known.append((place, often))
            elif often or place is not None:
                place = self._place(_TERM, word, fresh)
                known.append((place, often))
                columns.put(place, _TERM, often, self._tie(word, self._ordinal(word)))
        places, counts = np.array(known, np.int64).reshape(-1, 2).T
        columns.often[places], columns.live[places] = counts, counts > 0

    def _ordinal(self, word: str) -> int:
        """Where a word stands among all; what has come since stands behind one of the others."""
        at = bisect_left(self._words, word)
        if at < len(self._words) and self._words[at] == word:
            return (at + 1) * self._gap
        self._fresh.add(word)
        return at * self._gap

    def _part(self, columns: _Columns) -> bool:
        """Part the words that have come since and stand behind the same one; whether there is room."""
        behind: dict[int, list[str]] = {}
        for word in sorted(self._fresh):
            behind.setdefault(bisect_left(self._words, word), []).append(word)
        for at, words in behind.items():
            for more, word in enumerate(words, 1):
                place = self._places[_KINDS[_TERM], word]
                columns.tie[place] = self._tie(word, at * self._gap + more)
        return max(map(len, behind.values()), default=0) < self._gap

    # --- places -------------------------------------------------------------------------------

    def _place(self, kind: int, text: str, fresh: list[tuple[str, str]]) -> int:
        """Where a word or an issuer stands, perhaps from now on."""
        one = _KINDS[kind], text
        if (place := self._places.get(one)) is None:
            place = self._places[one] = len(self.sounds.named) + len(fresh)
            fresh.append(one)
        return place

    def _put_title(self, columns: _Columns, title: Title, fresh: list[tuple[str, str]]) -> None:
        place = self._titles.pop(title.version, None)
        if place is not None:
            columns.live[place] = False
            if self.sounds.named[place][1] != title.name:
                place = None
        if not title.name:
            return
        if place is None:
            place = len(self.sounds.named) + len(fresh)
            fresh.append((_KINDS[_TITLE], title.name))
        self._titles[title.version] = place
        columns.put(place, _TITLE, title.cited, 0, title.number)


def _columns(rows: Sequence[tuple[int, int, int, int]]) -> _Columns:
    """Of rows of all but the last column; all are entries."""
    kind, often, tie, number = np.array(rows, np.int64).reshape(-1, 4).T.copy()
    return _Columns(kind, often, tie, number, np.ones(len(rows), np.bool_))


def _move(columns: _Columns, moved: Sequence[tuple[int, int]]) -> None:
    """Call the documents of titles by their numbers of now."""
    titles = np.flatnonzero(columns.kind == _TITLE)
    firsts, more = np.array([(0, 0), *moved], np.int64).T
    number = columns.number[titles]
    columns.number[titles] = number + more[firsts.searchsorted(number, side="right") - 1]


def _added_up(counts: Counts) -> dict[str, int]:
    """How often each word of more than one character is."""
    found: dict[str, int] = {}
    for word, count in counts:
        if len(word) > 1:
            found[word] = found.get(word, 0) + count
    return found
