"""What a minimal page prints: the values, and the documents it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from markupsafe import Markup

from bench.indexed import Indexed
from index.document import PolicyDocument
from index.text.analysis import Analyzer
from index.text.fold import fold

FACETS = ("issuer", "year", "validity", "genre", "region", "topic")
VALUES = 10
"""So many values of a facet are printed."""


class Row(NamedTuple):
    """A document as the engines get it.

    Attributes:
        card: what is stored and printed, as JSON.
        title, body: as they are printed.
        title_words, body_words: the same with spaces around the words that jieba cuts.
        facets: one value of each of :data:`FACETS`, perhaps empty.
    """

    id: str
    card: str
    title: str
    body: str
    title_words: str
    body_words: str
    facets: dict[str, str]


class Card(NamedTuple):
    """A hit as it is printed."""

    id: str
    title: str
    issuer: str
    doc_number: str
    date: str
    excerpts: Sequence[Markup]


class Found(NamedTuple):
    """A page of results: the exact count, ten cards, and the values of each facet with their counts."""

    total: int
    cards: Sequence[Card]
    facets: dict[str, list[tuple[str, int]]]


class Page(Protocol):
    """An engine behind a minimal page; made of the folder of its index."""

    def __init__(self, folder: Path) -> None: ...

    @staticmethod
    def build(rows: Iterable[Row], folder: Path) -> None:
        """Index documents in a folder that is not there yet."""
        ...

    def search(self, query: str) -> Found:
        """The best ten for words as a visitor types them."""
        ...

    def document(self, id: str) -> tuple[Card, str]:
        """A document and its body."""
        ...


def rows(index: Path, analyzer: Analyzer) -> Iterator[Row]:
    """The documents of an index of ours."""
    indexed = Indexed(index)
    for number in indexed.numbers:
        document, body = indexed.card(number), indexed.body(number)
        title, words = spaced(document.title, analyzer), spaced(body, analyzer)
        yield Row(
            document.id, card(document), document.title, body, title, words, _facets(document)
        )


def spaced(text: str, analyzer: Analyzer) -> str:
    """A text, folded, with spaces around its words; what stands between them stays, for the excerpts."""
    parts, at, text = [], 0, fold(text)
    for word in analyzer.cut(text):
        parts += [text[at : word.start].strip(), text[word.start : word.end]]
        at = word.end
    return " ".join(part for part in [*parts, text[at:].strip()] if part)


def words_of(query: str, analyzer: Analyzer) -> list[str]:
    """The words of what is typed, each once."""
    return list(dict.fromkeys(word.text for word in analyzer.cut(query)))


def card(document: PolicyDocument) -> str:
    """What every engine stores of a document beside its text."""
    values = {
        "id": document.id, "title": document.title, "issuer": "、".join(document.issuers),
        "doc_number": document.doc_number, "date": str(document.written_on or ""),
    }  # fmt: skip
    return json.dumps(values, ensure_ascii=False)


def card_of(stored: str, excerpts: Iterable[Markup] = ()) -> Card:
    """A card out of what was stored."""
    return Card(**json.loads(stored), excerpts=tuple(excerpts))


def _facets(document: PolicyDocument) -> dict[str, str]:
    return {
        "issuer": document.issuers[0] if document.issuers else "",
        "year": str(document.year or ""),
        "validity": document.validity.value,
        "genre": document.genre,
        "region": document.region,
        "topic": document.topics[0][0] if document.topics else "",
    }
