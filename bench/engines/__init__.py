"""The engines compared, each behind the same few methods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import orjson

from bench.classes import Ask
from bench.corpus import Section

EVERY = frozenset({"term", "and", "or", "phrase", "filter", "facets", "question", "newest"})
"""The kinds of query."""
FACETS = ("issuer", "year", "validity", "genre", "region", "topic")


class Engine(Protocol):
    """An engine under comparison.

    Attributes:
        name: for the tables.
        kinds: the kinds of query it can answer.
        ids_only: whether it neither counts nor stores.
        slow: whether it is asked the first queries of each class alone, and once.
    """

    name: str
    kinds: frozenset[str]
    ids_only: bool
    slow: bool

    def build(self, sections: Sequence[Section], folder: Path) -> None:
        """Index pre-cut documents in ``folder`` and open the index."""
        ...

    def page(self, ask: Ask) -> tuple[int, list[str]]:
        """The exact count, and the ids of the best ten out of their stored fields."""
        ...

    def ids(self, ask: Ask) -> object:
        """The best ten as the engine numbers them: no count, nothing stored is read."""
        ...


@runtime_checkable
class Forgetting(Engine, Protocol):
    """An engine that can be asked as if nobody had asked it before."""

    def forget(self) -> None:
        """Drop what is kept of earlier queries: postings, scores, cards."""
        ...


def card(section: Section) -> bytes:
    """What every engine stores of a document and gives back: all but the body, as JSON."""
    row = section.document.to_json()
    del row["body"]
    return orjson.dumps(row)


def ids_of(cards: Iterable[bytes | str]) -> list[str]:
    """The ids of cards, read as a page would read them."""
    return [orjson.loads(one)["id"] for one in cards]


def facet_values(section: Section) -> dict[str, str]:
    """The value of each of :data:`FACETS`."""
    document = section.document
    return {
        "issuer": document.issuers[0],
        "year": str(document.year),
        "validity": document.validity.value,
        "genre": document.genre,
        "region": document.region,
        "topic": document.topics[0][0],
    }
