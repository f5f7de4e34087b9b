"""Filters, facets and lines: each facet is counted under all other filters, all of them in one search."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from index.opensearch.schema import FACET_FIELDS, facet_field
from search.backend.reading import FacetCounts
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import Dsl, all_of, among, counting, total
from search.opensearch.queries.states import in_states, states_on
from search.request import FACETS, SearchRequest

VALUES = 10_000
"""So many values of a facet come with a search; where there are more, all of them are asked for apart."""
_VALIDITY = "validity"
_LINES = "lines"
_APART: Dsl = {"term": {"is_alone": False}}
"""What does not stand in a line of its own."""


def filters_of(request: SearchRequest, today: int) -> dict[str, Dsl]:
    """Facet -> what its filter leaves; a period belongs to that of years."""
    made = {name: among(facet_field(name), values) for name, values in request.selected}
    if _VALIDITY in made:
        made[_VALIDITY] = in_states(request.values(_VALIDITY), today)
    if request.has_period:
        first = request.date_from.first.toordinal() if request.date_from else 1
        last = request.date_to.last.toordinal() if request.date_to else date.max.toordinal()
        period: Dsl = {"range": {"day": {"gte": first, "lte": last}}}
        made["year"] = all_of([made["year"], period] if "year" in made else [period])
    return made


class Facets:
    """What is counted of one question.

    Attributes:
        query: what is found before any filter.

    Args:
        filters: what each facet's filter leaves.
        today: the day of which states are told.
    """

    def __init__(self, query: Dsl, filters: Mapping[str, Dsl], today: int) -> None:
        self.query = query
        self._filters = filters
        self._today = today

    def _without(self, facet: str) -> Dsl:
        """What all other filters leave."""
        return all_of(query for name, query in self._filters.items() if name != facet)

    @property
    def left(self) -> Dsl:
        """What all filters leave."""
        return all_of(self._filters.values())

    def counting(self, folds: bool) -> Dsl:
        """The search that counts: all that is left, and every facet.

        Args:
            folds: whether lines are counted.
        """
        made = {
            name: _within(self._without(name), _terms(facet_field(name))) for name in FACET_FIELDS
        }
        states: Dsl = {"filters": {"filters": states_on(self._today)}}
        made[_VALIDITY] = _within(self._without(_VALIDITY), states)
        if folds:
            made[_LINES] = _within(all_of([self.left, _APART]), _terms("line"))
        return counting(self.query) | {"post_filter": self.left, "aggs": made}

    def counts(self, answer: Mapping[str, Any], asking: Asking) -> FacetCounts:
        """How many documents have each value of each facet."""
        found: dict[str, dict[str, int]] = {}
        for name in FACETS:
            values = answer["aggregations"][name]["in"]
            if name == _VALIDITY:
                own = {key: bucket["doc_count"] for key, bucket in values["buckets"].items()}
                found[name] = {key: count for key, count in own.items() if count}
            elif values["sum_other_doc_count"]:
                query = all_of([self.query, self._without(name)])
                (found[name],) = asking.values([query], facet_field(name))
            else:
                found[name] = {one["key"]: one["doc_count"] for one in values["buckets"]}
        return found

    def groups(self, answer: Mapping[str, Any], asking: Asking) -> int:
        """How many lines are found; asked for apart where they are many, or were not counted."""
        apart = answer["aggregations"].get(_LINES)
        if apart is None:
            counting = self.counting(folds=True)
            answer = asking.search(counting | {"aggs": {_LINES: counting["aggs"][_LINES]}})
            apart = answer["aggregations"][_LINES]
        lines = len(apart["in"]["buckets"])
        if apart["in"]["sum_other_doc_count"]:
            lines = len(*asking.values([all_of([self.query, self.left, _APART])], "line"))
        alone: int = total(answer) - apart["doc_count"]
        return alone + lines


def _within(query: Dsl, aggregation: Dsl) -> Dsl:
    return {"filter": query, "aggs": {"in": aggregation}}


def _terms(field: str) -> Dsl:
    return {"terms": {"field": field, "size": VALUES}}
