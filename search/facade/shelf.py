"""The documents of a generation that pages showed last, read and prepared once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from index.document import PolicyDocument
from index.statements.model import Article
from search.backend.byte_cache import ByteCache
from search.backend.reading import Reading
from search.facade.history import Articles, part_of
from search.facade.standing import newer_of
from search.snippets import Text

TEXT_BYTES = 96 * 2**20
"""Of 6,456 documents (61 MB of text) so many that of the seven of a page five are at hand; with half as many bytes it
is three, with a third more six. A text takes less than it is counted for until a question is asked."""


KEPT = 1 << 14
"""Of so many documents it is kept how they stand, in some hundred bytes each."""


class Dated(NamedTuple):
    """The day of a text, as ``date.toordinal``, 0 unknown; and its first 条."""

    day: int
    first: Article


class Shelf:
    """Reads documents of one generation; what was read last is kept. Safe for several threads.

    Attributes:
        newer: see :func:`search.facade.standing.newer_of`.
        part: which part of its work a document is; see :func:`search.facade.history.part_of`.
        dated: of a document.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        articles = lru_cache(KEPT)(partial(_articles, reading))
        self.newer: Callable[[int, date], int] = lru_cache(KEPT)(partial(newer_of, reading))
        self.part: Callable[[int], str] = lru_cache(KEPT)(partial(_part, reading, articles))
        self.dated: Callable[[int], Dated] = lru_cache(KEPT)(partial(_dated, reading))
        self._texts: ByteCache[Text] = ByteCache(TEXT_BYTES)

    def text(self, number: int, card: PolicyDocument, body: str = "") -> Text:
        """Title and body of a document, whose card is read already.

        Args:
            body: its body, where that is read already too.
        """
        return self._texts.get(
            number, lambda: Text(card.title, body or self._reading.body(number), card.sections)
        )

    def body(self, number: int) -> str:
        """The body of a document alone, which a search that led to it has mostly read."""
        text = self._texts.known(number)
        return self._reading.body(number) if text is None else text.body


def _articles(reading: Reading, number: int) -> tuple[Article, Article]:
    return reading.articles(number)


def _part(reading: Reading, articles: Articles, number: int) -> str:
    return part_of(reading.work(number), number, articles)


def _dated(reading: Reading, number: int) -> Dated:
    says = reading.statements(number)
    return Dated(says.timeline.day, says.identity.first)
