"""One generation opened for searching: everything the engine needs, and nothing that changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from index.document import PolicyDocument, Validity
from index.rows import standing
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
        standing: int8[documents]; see ``index.rows.standing``.
    """

    def __init__(self, generation: Generation, today: date) -> None:
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
        self._today = today
        for row in table:
            if _has_ended(row, today):
                row["standing"] = standing(Validity.EXPIRED)
                row["facets"]["validity"] = [Validity.EXPIRED.value]
        self.standing = np.array([row["standing"] for row in table], np.int8)
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
        document = PolicyDocument.from_json(self._terms.card(int(self._terms.live[doc])))
        ends = document.repealed_on
        if document.validity is Validity.UNSTATED and ends and ends <= self._today:
            return replace(document, validity=Validity.EXPIRED)
        return document

    def body(self, doc: int) -> str:
        """The body of a document; empty when it has none."""
        return self._terms.body(int(self._terms.live[doc]))


def _has_ended(row: dict[str, Any], today: date) -> bool:
    """Whether a document of unstated validity has passed the day on which it ends."""
    unstated = row["facets"]["validity"] == [Validity.UNSTATED.value]
    return bool(unstated and 0 < row["ends"] <= today.toordinal())
