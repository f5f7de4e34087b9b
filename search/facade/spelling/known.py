"""What is known of a string: how many documents write it, and how much around a place they write."""

from __future__ import annotations

from index.schema.fields import text_field
from search.backend.reading import Reading
from search.backend.selection import Matching
from search.query import tree

RARE = 2
"""What no more documents have may be a mistake."""
_COMMON = 500
_FEW = 100
REACH = 5
"""So many characters on each side of a doubtful place are compared."""


class Known:
    """Counts strings of one generation; each is looked up once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._counts: dict[str, int] = {}

    @property
    def common(self) -> int:
        """What more documents have is common: one in :data:`_COMMON`."""
        return max(RARE, self._reading.documents // _COMMON)

    @property
    def few(self) -> int:
        """What no more documents have is doubtful where it stands in something unknown."""
        return max(RARE, self._reading.documents // _FEW)

    def pair(self, pair: str) -> int:
        """How many bodies or titles have a pair of characters."""
        frequency = self._reading.frequency
        return max(frequency(text_field(zone, "grams"), pair) for zone in ("body", "title"))

    def word(self, word: str) -> int:
        """How many bodies or titles have a word."""
        frequency = self._reading.frequency
        return max(frequency(text_field(zone, "words"), word) for zone in ("body", "title"))

    def count(self, text: str) -> int:
        """How many documents have ``text`` in body or title."""
        if text not in self._counts:
            if len(text) == 2:
                self._counts[text] = self.pair(text)
            else:
                trees = (tree.exactly(zone, text) for zone in ("title", "body"))
                self._counts[text] = max(self._reading.counts([*map(Matching, trees)]))
        return self._counts[text]

    def around(self, text: str, begin: int, end: int) -> int:
        """How many characters stand together somewhere, around and with ``text[begin:end]``.

        0 where not even that stands anywhere; nothing more than :data:`REACH` away is looked at.
        """
        first, last = max(0, begin - REACH), min(len(text), end + REACH)
        if end - begin > 1 and not self.count(text[begin:end]):
            return 0
        while True:
            right = self.count(text[begin : end + 1]) if end < last else 0
            left = self.count(text[begin - 1 : end]) if begin > first else 0
            if not (left or right):
                return end - begin
            begin, end = (begin, end + 1) if right >= left else (begin - 1, end)
