"""One generation opened for searching: everything the engine needs, and nothing that changes."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from index.document import PolicyDocument
from index.segment import open_terms
from index.store import Generation
from search.executor import Executor
from search.facets import FacetTable
from search.postings import PostingsReader
from search.ranking import WEIGHTS


class Snapshot:
    """A generation in memory.

    Attributes:
        documents: how many there are; their numbers count from 0.
        ids: the id of each.
        titles: the whole title of each as ``index.schema.title_keys`` writes it.
        versions: int64[documents]; documents of one title (remarks apart) share a number.
        dates: int64[documents]; publication, else writing, as ``date.toordinal``; 0 unknown.
        in_force: bool[documents]; False for what is known to be repealed, expired or not yet.
    """

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._terms = open_terms(generation.terms)
        table = self._terms.rows()
        self.documents = len(table)
        self.ids: list[str] = [row["id"] for row in table]
        self.titles: list[str] = [row["title"][0] if row["title"] else "" for row in table]
        ordinal: dict[str, int] = {}
        self.versions = np.array(
            [ordinal.setdefault((row["title"] or [row["id"]])[-1], len(ordinal)) for row in table],
            np.int64,
        )
        self.dates = np.array([row["date"] for row in table], np.int64)
        self.in_force = np.array([row["in_force"] for row in table], np.bool_)
        self.facets = FacetTable([row["facets"] for row in table])
        self.postings = PostingsReader(self._terms)
        self.executor = Executor(self.postings, WEIGHTS)
        self._number_of = {id: number for number, id in enumerate(self.ids)}

    @cached_property
    def issuers(self) -> tuple[str, ...]:
        """Every canonical issuer."""
        return tuple(self.postings.vocabulary("issuer"))

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Every 发文字号 and 索引号 as ``index.schema.number_key`` writes it."""
        return tuple(self.postings.vocabulary("number"))

    def number_of(self, id: str) -> int | None:
        """The number of the document with that id."""
        return self._number_of.get(id)

    def card(self, doc: int) -> PolicyDocument:
        """A document without its body."""
        return PolicyDocument.from_json(self._terms.card(int(self._terms.live[doc])))

    def body(self, doc: int) -> str:
        """The body of a document; empty when it has none."""
        return self._terms.body(int(self._terms.live[doc]))
