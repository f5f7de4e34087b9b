"""Evidence: the sentence around some words of a body, and the heading it stands under."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from index.document import PolicyDocument
from index.statements.model import NOWHERE, Article, Span, Statements
from index.statements.sentences import sentence_at
from index.text.han import chinese_numeral
from search.backend.reading import Reading
from search.related import Evidence
from search.snippets import heading_at

LONGEST = 300
"""So many characters of a sentence are shown, those around the words."""
_LEAD = 120
_ANCHOR = re.compile(r"a([0-9]{1,4})(?:z([0-9]{1,2}))?")
_KEPT = 64
"""So many bodies are kept while one page is made: many mentions stand in one."""


class Proofs:
    """Cuts the sentences that one page shows; what a document says, its body and its card are read once.

    Args:
        bodies: gives the body of a document, where some are at hand; else they are read.
    """

    def __init__(self, reading: Reading, bodies: Callable[[int], str] | None = None) -> None:
        self._bodies = bodies or reading.body
        self._cards: dict[int, PolicyDocument] = {}
        self._reading = reading

    def cards(self, numbers: Sequence[int]) -> list[PolicyDocument]:
        """Documents without their bodies."""
        missing = [number for number in dict.fromkeys(numbers) if number not in self._cards]
        if missing:
            self._cards |= dict(zip(missing, self._reading.cards(missing), strict=True))
        return [self._cards[number] for number in numbers]

    def card(self, number: int) -> PolicyDocument:
        """A document without its body."""
        known = self._cards.get(number)
        return known if known is not None else self.cards([number])[0]

    @cached_property
    def body(self) -> Callable[[int], str]:
        """The body of a document."""
        return lru_cache(_KEPT)(self._bodies)

    @cached_property
    def statements(self) -> Callable[[int], Statements]:
        """What a document says."""
        return lru_cache(_KEPT)(self._reading.statements)

    def around(self, number: int, span: Span) -> Evidence | None:
        """The sentence that some words of a document stand in; None where they stand nowhere."""
        body = self.body(number)
        if span == NOWHERE or span.end > len(body):
            return None
        card = self.card(number)
        label, anchor = heading_at(card.sections, span.start)
        return Evidence(card, _shown(body, span), label, anchor)


def _shown(body: str, span: Span) -> str:
    """A sentence on one line, cut at both ends where it is long."""
    start, end = sentence_at(body, span.start)
    end = max(end, min(span.end, start + LONGEST))
    low = start if end - start <= LONGEST else max(start, span.start - _LEAD)
    high = min(end, low + LONGEST)
    text = " ".join(body[low:high].split())
    return f"{'…' if low > start else ''}{text}{'…' if high < end else ''}"


def label_of(article: Article) -> str:
    """A 条 as printed.

    >>> label_of(Article(12)), label_of(Article(12, 1))
    ('第十二条', '第十二条之一')
    """
    among = f"之{chinese_numeral(article.of)}" if article.of else ""
    return f"第{chinese_numeral(article.number)}条{among}"


def anchor_of(article: Article) -> str:
    """The anchor of a 条, as ``index.conventions.sections.anchors`` names the first of that number.

    >>> anchor_of(Article(12)), anchor_of(Article(12, 1))
    ('a12', 'a12z1')
    """
    return f"a{article.number}" + (f"z{article.of}" if article.of else "")


def article_of(anchor: str) -> Article | None:
    """The inverse of :func:`anchor_of`; None for what is no 条.

    >>> article_of("a12z1"), article_of("s2")
    (Article(number=12, of=1), None)
    """
    found = _ANCHOR.fullmatch(anchor)
    return Article(int(found[1]), int(found[2] or 0)) if found else None
