"""The index that is asked: searches of one generation, all that a column has, documents by their serials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from search.opensearch.queries.dsl import Dsl, hits, listing, sort
from search.opensearch.served import Served

PAGE = 10_000
"""So many documents, or values, a search gives: the setting ``max_result_window``."""


class Asking(Served):
    """One index, asked for all that a column has and for documents by their serials; safe for several threads."""

    def values(self, queries: Sequence[Dsl], field: str) -> list[dict[Any, int]]:
        """Every value that a column has in the documents of some queries, and how many have it."""
        found = [self._rest(query, field, answer) for query, answer in self._begun(queries, field)]
        return [dict(pairs) for pairs in found]

    def _begun(self, queries: Sequence[Dsl], field: str) -> Iterator[tuple[Dsl, Any]]:
        answers = self.searches([_values(query, field) for query in queries])
        return zip(queries, answers, strict=True)

    def _rest(self, query: Dsl, field: str, answer: Any) -> Iterator[tuple[Any, int]]:  # noqa: ANN401
        while buckets := answer["aggregations"]["values"]["buckets"]:
            yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in buckets)
            if len(buckets) < PAGE:
                return
            answer = self.search(_values(query, field, buckets[-1]["key"]))

    def members(self, queries: Sequence[Dsl]) -> list[list[int]]:
        """The serials of the documents of some queries, ascending."""
        answers = self.searches([_serials(query) for query in queries])
        return [[*self._all(query, answer)] for query, answer in zip(queries, answers, strict=True)]

    def _all(self, query: Dsl, answer: Any) -> Iterator[int]:  # noqa: ANN401
        while found := hits(answer):
            yield from (hit["sort"][0] for hit in found)
            if len(found) < PAGE:
                return
            answer = self.search(_serials(query) | {"search_after": found[-1]["sort"]})


def _serials(query: Dsl) -> Dsl:
    return listing(query, PAGE, sort("serial"))


def _values(query: Dsl, field: str, after: Dsl | None = None) -> Dsl:
    pages: Dsl = {"size": PAGE, "sources": [{"value": {"terms": {"field": field}}}]}
    if after:
        pages["after"] = after
    aggregation = {"values": {"composite": pages}}
    return {"query": query, "size": 0, "track_total_hits": False, "aggs": aggregation}
