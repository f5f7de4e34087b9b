"""An index as a judged set of relations speaks of it: by ids and paths of originals, by offsets of the source.

An id of the set is the id of a record, or ``originals/…``: the path of a file below what was indexed. An offset
counts characters of ``body`` as it stands in the record's own file; the reader may have left out blank lines
and what belongs to the head. So the record is looked up in its file, for this alone.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.document import PolicyDocument
from index.relations.graph import Graph, Row, open_graph
from index.segment import open_terms
from index.statements.model import Statements
from index.store.source_rows import SourceRow
from index.store.store import Store
from index.text.fold import squeeze

ORIGINALS = "originals/"


class Indexed:
    """The newest generation of an index, its documents known by the ids of a judged set.

    Attributes:
        terms: its parts.
        graph: the relations of its documents.

    Raises (on construction):
        index.errors.ZhengceError: there is none, or it cannot be served.
    """

    def __init__(self, folder: Path) -> None:
        generation = Store(folder).current()
        self.terms = open_terms(generation.terms)
        self.graph: Graph = open_graph(generation.terms, len(self.terms.counts))
        self._rows: list[SourceRow] = list(generation.sources())

    @property
    def numbers(self) -> list[int]:
        """The documents that count."""
        found: list[int] = np.flatnonzero(self.terms.counts).tolist()
        return found

    def number(self, id: str) -> int | None:
        """The document that the set calls so; None if it is not held."""
        path = self._path_of(id)
        if path is None:
            return next(iter(self.terms.numbers(id)), None)
        rows = [row for row in self._rows if row.place.as_posix().endswith(f"/{path}")]
        ids = [id for row in rows for id in (*row.ids, *row.duplicates)]
        return next((number for id in ids for number in self.terms.numbers(id)), None)

    def id(self, number: int) -> str:
        """What the set calls a document."""
        id = self.terms.id(number)
        path = self._by_id[id].place.as_posix() if id in self._by_id else ""
        _, here, below = path.rpartition(f"/{ORIGINALS}")
        return f"{ORIGINALS}{below}" if here else id

    def card(self, number: int) -> PolicyDocument:
        """A document without its body."""
        [card] = self.terms.cards(np.array([number]))
        return PolicyDocument.from_json(card)

    def source(self, number: int) -> str:
        """The name of the file that gave a document."""
        row = self._by_id.get(self.terms.id(number))
        return row.path if row else ""

    def says(self, number: int) -> Statements:
        """What a document says."""
        return self.terms.statements(number)

    def body(self, number: int) -> str:
        """The body of a document."""
        return self.terms.body(number)

    def edges(self, number: int) -> list[Row]:
        """Its mentions, by place."""
        return self.graph.edges(number)

    def place(self, number: int, start: int, end: int, words: str) -> tuple[int, int]:
        """Where ``words``, which stand at ``[start, end)`` of a record's own body, stand in ours."""
        body = self.body(number)
        if body[start:end] == words:
            return start, end
        given = self._given(self.terms.id(number))
        return moved(given, body, start, end) if given else nearest(body, words, start)

    @cached_property
    def _by_id(self) -> dict[str, SourceRow]:
        return {id: row for row in self._rows for id in row.ids}

    def _path_of(self, id: str) -> str | None:
        return id if id.startswith(ORIGINALS) else None

    def _given(self, id: str) -> str:
        """The body of a record as its file has it; empty where that is gone, or is no list."""
        row = self._by_id.get(id)
        if row is None or not row.place.is_file():
            return ""
        if row.place not in self._lists:
            self._lists[row.place] = dict(_bodies(row.place))
        return self._lists[row.place].get(id, "")

    @cached_property
    def _lists(self) -> dict[Path, dict[str, str]]:
        return {}


def _bodies(path: Path) -> Iterator[tuple[str, str]]:
    """The id and body of each record of a list."""
    opened = gzip.open if path.suffix == ".gz" else open
    if ".jsonl" not in path.suffixes:
        return
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield str(record.get("id", "")), record.get("body") or ""


def moved(given: str, body: str, start: int, end: int) -> tuple[int, int]:
    """Where ``given[start:end]`` stands in ``body``, which has the same text but for white space, and
    but for one stretch that is left out or written otherwise.

    >>> moved("甲\\n\\n乙丙", "甲\\n乙丙", 3, 5)
    (2, 4)
    """
    whole, ours = squeeze(given), squeeze(body)
    first, last = (int(np.searchsorted(whole.offsets, at)) for at in (start, end))
    if last > _shared(whole.text, ours.text):
        behind = _shared(whole.text[::-1], ours.text[::-1])
        shift = len(ours.text) - len(whole.text)
        if first < len(whole.text) - behind:
            guess = ours.offsets[min(first, len(ours.text) - 1)] if ours.text else 0
            return nearest(body, given[start:end], int(guess))
        first, last = first + shift, last + shift
    return ours.span(first, last) if last > first else (start, start)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def nearest(body: str, words: str, start: int) -> tuple[int, int]:
    """Where ``words`` stand nearest to ``start``; nowhere: ``(0, 0)``."""
    places = list(_places(body, words))
    at = min(places, key=lambda place: abs(place - start), default=None)
    return (0, 0) if at is None else (at, at + len(words))


def _places(body: str, words: str) -> Iterator[int]:
    at = body.find(words) if words else -1
    while at >= 0:
        yield at
        at = body.find(words, at + 1)


def covering(rows: Sequence[Row], start: int, end: int) -> Row | None:
    """The mention whose words cover ``[start, end)``; else that which shares most of it."""

    def shared(row: Row) -> int:
        return min(row.end, end) - max(row.start, start)

    best = max(rows, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None
