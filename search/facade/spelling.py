"""错别字: what was probably meant, from the collection's own texts.

A wrong character stands beside characters it never stands beside otherwise, and it breaks a word
of the dictionary into pieces. Where neither a title nor a body holds a run of what was typed,
characters read alike (公基金 → 公积金) or looking alike (``data/shapes.txt``) are tried at each
doubtful place, and the one is taken that mends a word and makes the longest string around it
occur. Nothing is corrected that the collection writes itself, and nothing is searched instead of
what was typed unless that finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.schema.fields import text_field
from index.text.analysis import Analyzer, Word
from index.text.han import HAN
from search.backend.reading import Reading
from search.backend.selection import Matching
from search.language.pinyin import readings
from search.language.question import FILLERS, without_questions
from search.query import tree
from search.query.interpretation import Interpretation

_RUN = re.compile(f"{HAN}{{2,}}")
_QUOTED = re.compile('"[^"]*"|“[^”]*”')
_LONGEST = 40
"""So many characters of a query are looked at."""
_REACH = 5
"""So many characters on each side of a doubtful one are compared."""
_DOUBTFUL = 3
"""So many doubtful places of a run are tried."""
_WHOLE = 4
"""A run of so many characters that is known as a whole needs no word that is mended."""
_RARE = 2
"""A pair of characters that no more documents have may be a mistake."""


@dataclass(frozen=True, slots=True)
class _Try:
    """One character in place of another: the word it mends, how well the text around is known."""

    at: int
    character: str
    word: int
    length: int
    count: int
    same_sound: bool


def corrected(reading: Reading, analyzer: Analyzer, typed: Interpretation) -> str:
    """What was typed with what is probably wrong put right; empty when nothing is."""
    folded = _QUOTED.sub(lambda found: " " * len(found[0]), typed.folded[:_LONGEST])
    folded = without_questions(folded)
    speller = _Speller(reading, analyzer)
    letters = list(typed.text)
    for run in _RUN.finditer(folded):
        for at, character in speller.corrections(run[0]):
            letters[run.start() + at] = character
    found = "".join(letters)
    return found if found != typed.text else ""


class _Speller:
    def __init__(self, reading: Reading, analyzer: Analyzer) -> None:
        self._reading = reading
        self._analyzer = analyzer
        self._known: dict[str, int] = {}

    def corrections(self, run: str) -> Iterator[tuple[int, str]]:
        """The places of a run that are probably wrong, and the right characters."""
        if len(run) > 2 and self._count(run):
            return
        for at in self._doubtful(run)[:_DOUBTFUL]:
            tried = [found for one in _candidates(run[at]) if (found := self._mended(run, at, one))]
            if tried:
                best = max(tried, key=lambda t: (t.length, t.word, t.same_sound, t.count))
                if self._convinces(run, best):
                    run = run[:at] + best.character + run[at + 1 :]
                    yield at, best.character
                    if self._count(run):
                        return

    def _doubtful(self, run: str) -> list[int]:
        """Places beside which a pair is rare, the most doubtful first."""
        pairs = [self._pair(run[i : i + 2]) for i in range(len(run) - 1)]
        doubts = []
        for at in range(len(run)):
            beside = pairs[max(at - 1, 0) : at + 1]
            if run[at] in FILLERS:
                continue
            if min(beside) <= _RARE or not self._around(run, at):
                doubts.append(
                    (sum(count > _RARE for count in beside), min(beside), sum(beside), at)
                )
        return [at for *_, at in sorted(doubts)]

    def _around(self, run: str, at: int) -> int:
        """How often the three characters around a place stand together."""
        begin = max(min(at - 1, len(run) - 3), 0)
        return self._count(run[begin : begin + 3])

    def _mended(self, run: str, at: int, character: str) -> _Try | None:
        """:meth:`_tried`, if a longer word stands at the place then and fewer pieces in all, or
        if all of a longer run is known then."""
        for begin in (at - 1, at):
            other = run[:at] + character + run[at + 1 :]
            if 0 <= begin < len(run) - 1 and not self._pair(other[begin : begin + 2]):
                return None
        before, after = self._analyzer.cut_folded(run), self._analyzer.cut_folded(other)
        word = _length_at(after, at)
        mends = len(after) < len(before) and word > _length_at(before, at)
        if mends or (len(run) >= _WHOLE and len(after) <= len(before) and self._count(other)):
            return self._tried(run, at, character, word)
        return None

    def _tried(self, run: str, at: int, character: str, word: int = 0) -> _Try | None:
        """What is known of ``run`` with ``character`` at a place; None if less than three of it."""
        text = run[:at] + character + run[at + 1 :]
        begin, end = at, at + 1
        count = 0
        while True:
            right = self._count(text[begin : end + 1]) if end < min(len(text), at + _REACH) else 0
            left = self._count(text[begin - 1 : end]) if begin > max(0, at - _REACH) else 0
            if not (left or right):
                break
            count = max(left, right)
            begin, end = (begin, end + 1) if right >= left else (begin - 1, end)
        same = readings().sounds_same(run[at], character)
        return _Try(at, character, word, end - begin, count, same) if end - begin > 1 else None

    def _convinces(self, run: str, best: _Try) -> bool:
        """Whether the text around is known much better with the other character."""
        own = self._tried(run, best.at, run[best.at])
        if len(run) == 2:
            return own is None and best.count > _RARE
        return best.length >= max(3, (own.length if own else 0) + 2)

    def _pair(self, pair: str) -> int:
        """How many bodies or titles have a pair of characters."""
        frequency = self._reading.frequency
        return max(frequency(text_field(zone, "grams"), pair) for zone in ("body", "title"))

    def _count(self, text: str) -> int:
        """How many documents have ``text`` in body or title."""
        if text not in self._known:
            if len(text) == 2:
                self._known[text] = self._pair(text)
            else:
                trees = (tree.exactly(zone, text) for zone in ("title", "body"))
                self._known[text] = max(self._reading.counts([*map(Matching, trees)]))
        return self._known[text]


def _length_at(words: Sequence[Word], at: int) -> int:
    return next((len(word.text) for word in words if word.start <= at < word.end), 0)


def _candidates(one: str) -> Sequence[str]:
    return tuple(dict.fromkeys((*readings().homophones(one), *look_alikes().get(one, ()))))


@cache
def look_alikes() -> dict[str, tuple[str, ...]]:
    """Character -> those that look like it (形近字)."""
    text = (resources.files("search.language") / "data" / "shapes.txt").read_text(encoding="utf-8")
    found: dict[str, dict[str, None]] = {}
    for group in text.split():
        for one in group:
            found.setdefault(one, {}).update(
                dict.fromkeys(other for other in group if other != one)
            )
    return {one: tuple(others) for one, others in found.items()}
