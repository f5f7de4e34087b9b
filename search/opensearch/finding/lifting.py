"""What a question lifts above its ranking: told by serial with the search that counts, searched for apart where that is
not enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from search.backend.selection import Lift, Titled
from search.opensearch.finding.windows import lifted, named, titled
from search.opensearch.queries.dsl import Dsl
from search.request import MAX_WINDOW

_LIFT = "lift{}"
_IN, _NAME = "in", "name"


class Lifting(NamedTuple):
    """A lift that may lift something of what is found.

    Attributes:
        wanted: what it lifts of what filters leave; for titles, what may have the letters.
    """

    lift: Lift
    wanted: Dsl

    @property
    def telling(self) -> Dsl:
        """The aggregation that tells which of what is found are lifted: no more than are ever listed.

        It costs a fraction of a search: what is found has been found already, and nothing is scored again.
        """
        serials: Dsl = {"terms": {"field": "serial", "size": MAX_WINDOW}}
        if isinstance(self.lift.documents, Titled):
            names = {"field": "name", "size": 1, "execution_hint": "map"}
            serials["aggs"] = {_NAME: {"terms": names}}
        return {"filter": self.wanted, "aggs": {_IN: serials}}

    def told(self, aggregation: Mapping[str, Any]) -> Sequence[int] | None:
        """Their serials; None: they are too many to be told."""
        serials = aggregation[_IN]
        if serials["sum_other_doc_count"]:
            return None
        documents = self.lift.documents
        return [
            one["key"]
            for one in serials["buckets"]
            if not isinstance(documents, Titled) or documents.letters in _name(one)
        ]

    def search(self, query: Dsl) -> Dsl:
        """The search for the first of them, with their scores.

        Args:
            query: finds and scores.
        """
        of = titled if isinstance(self.lift.documents, Titled) else lifted
        return of(query, self.wanted)

    def found(self, answer: Mapping[str, Any], serials: Sequence[int]) -> Sequence[int]:
        """Which of the documents of that search are lifted."""
        documents = self.lift.documents
        return named(answer, documents) if isinstance(documents, Titled) else serials


def telling(lifting: Sequence[Lifting]) -> Dsl:
    """The aggregations of some lifts."""
    return {_LIFT.format(at): one.telling for at, one in enumerate(lifting)}


def told(lifting: Sequence[Lifting], answer: Mapping[str, Any]) -> list[Sequence[int] | None]:
    """What they have told, in an answer."""
    each = enumerate(lifting)
    return [one.told(answer["aggregations"][_LIFT.format(at)]) for at, one in each]


def _name(bucket: Mapping[str, Any]) -> str:
    names = bucket[_NAME]["buckets"]
    return names[0]["key"] if names else ""
