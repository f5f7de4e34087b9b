"""What is known of a string: how many documents write it, and how much around a place they write."""

from __future__ import annotations

from functools import lru_cache, partial

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


_GRAMS = text_field("body", "grams"), text_field("title", "grams")
_KEPT = 4096
"""So many strings keep their counts: most that are asked about are a few characters, and come again."""


class Known:
    """Counts strings of one generation; what was counted last is remembered.

    What is remembered does not know who remembers it, so that a generation that was replaced goes at once.

    Attributes:
        pair: tells how many bodies or titles have a pair of characters.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.pair = lru_cache(_KEPT)(partial(_of_pair, reading))
        self._count = lru_cache(_KEPT)(partial(_counted, reading))
        self._holds = lru_cache(_KEPT)(partial(_is_held, reading))

    @property
    def common(self) -> int:
        """What more documents have is common: one in :data:`_COMMON`."""
        return max(RARE, self._reading.documents // _COMMON)

    @property
    def few(self) -> int:
        """What no more documents have is doubtful where it stands in something unknown."""
        return max(RARE, self._reading.documents // _FEW)

    def word(self, word: str) -> int:
        """How many bodies or titles have a word."""
        frequency = self._reading.frequency
        return max(frequency(text_field(zone, "words"), word) for zone in ("body", "title"))

    def count(self, text: str) -> int:
        """How many documents have ``text`` in body or title."""
        if len(text) == 2:
            return self.pair(text)
        is_written = self.pair(text[:2]) and self.pair(text[-2:])  # what is in between mostly is
        return self._count(text) if is_written else 0

    def holds(self, text: str) -> bool:
        """Whether any document has ``text`` in body or title: titles, which are short, often say so."""
        pairs = (text[at : at + 2] for at in range(len(text) - 1))
        return all(map(self.pair, pairs)) and (len(text) == 2 or self._holds(text))

    def around(self, text: str, begin: int, end: int) -> int:
        """How many characters stand together somewhere, around and with ``text[begin:end]``.

        0 where not even that stands anywhere; nothing more than :data:`REACH` away is looked at.
        """
        first, last = max(0, begin - REACH), min(len(text), end + REACH)
        if end - begin > 1 and not self.holds(text[begin:end]):
            return 0
        while True:
            right = self.count(text[begin : end + 1]) if end < last else 0
            left = self.count(text[begin - 1 : end]) if begin > first else 0
            if not (left or right):
                return end - begin
            begin, end = (begin, end + 1) if right >= left else (begin - 1, end)


def _of_pair(reading: Reading, pair: str) -> int:
    return max(reading.frequency(field, pair) for field in _GRAMS)


def _counted(reading: Reading, text: str) -> int:
    return max(reading.counts([Matching(tree.exactly(zone, text)) for zone in ("title", "body")]))


def _is_held(reading: Reading, text: str) -> bool:
    trees = (Matching(tree.exactly(zone, text)) for zone in ("title", "body"))
    return any(reading.reach([wanted], 1)[0] for wanted in trees)
