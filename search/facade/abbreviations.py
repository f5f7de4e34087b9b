"""Abbreviations that no table has: the first characters of words that titles have side by side.

水保 is 水土保持 where titles say so: each of its characters begins a word there, in order and near
one another. Only what the collection itself writes is taken, and it is said on the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from index.schema.fields import text_field
from index.text.analysis import Analyzer
from index.text.han import HAN
from search.backend.reading import Reading
from search.backend.selection import Matching
from search.query import tree

_SHORT = re.compile(f"{HAN}{{2,4}}")
_BETWEEN = 5
"""So many characters at most from one initial to the next."""
_TITLES = 400
"""So many titles with all the characters are looked at."""
_FEWEST = 2
"""A name that only one title has is no usual name, unless it is the only one."""
_MOST = 2
_FORMAL = frozenset(("关于", "印发", "若干", "实施", "进一步", "通知", "中华人民共和国"))
"""Words of titles that no abbreviation takes a character of."""


class Abbreviations:
    """Finds full names in the titles of one generation, and remembers them.

    What is remembered does not know who remembers it, so that a generation that was replaced goes,
    and its files are closed, without Python's collector having to run.
    """

    def __init__(self, reading: Reading, analyzer: Analyzer) -> None:
        self.full_names = lru_cache(maxsize=1024)(_Titles(reading, analyzer).full_names)


class _Titles:
    def __init__(self, reading: Reading, analyzer: Analyzer) -> None:
        self._reading = reading
        self._analyzer = analyzer

    def full_names(self, short: str) -> tuple[str, ...]:
        """The names that ``short`` probably stands for, the most frequent first; none where
        titles have ``short`` itself."""
        if not _SHORT.fullmatch(short) or self._in_titles(short):
            return ()
        trees = [tree.term(text_field("title", "chars"), one) for one in short]
        names: Counter[str] = Counter()
        for title in self._reading.titles(tree.all_of(trees), _TITLES):
            names.update(set(self._spans(short, title)))
        fewest = _FEWEST if len(names) > 1 else 1
        return tuple(name for name, count in names.most_common(_MOST) if count >= fewest)

    def _in_titles(self, short: str) -> bool:
        return any(self._reading.reach([Matching(tree.exactly("title", short))], 1))

    def _spans(self, short: str, title: str) -> Iterator[str]:
        """Where the characters of ``short`` begin words of ``title``, to the end of the last."""
        ends = dict(self._words(title))
        for first in (at for at in ends if title[at] == short[0]):
            at, end = first, ends[first]
            for one in short[1:]:
                near = range(end, min(at + _BETWEEN, len(title) - 1) + 1)
                at = next((n for n in near if n in ends and title[n] == one), -1)
                if at < 0:
                    break
                end = ends[at]
            if at >= 0:
                yield title[first:end]

    def _words(self, title: str) -> Iterator[tuple[int, int]]:
        """Where words of two or more characters begin and end, also those within longer ones."""
        for word in self._analyzer.cut_folded(title):
            if len(word.text) < 2 or word.text in _FORMAL:
                continue
            for part in reversed(self._analyzer.parts(word.text)):  # the shortest last: it counts
                start = word.start + word.text.index(part)
                yield start, start + len(part)
