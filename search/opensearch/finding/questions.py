"""Questions answered: what is found, counted and ordered, in as few requests as that takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from index.document import Validity
from search.backend.reading import FacetCounts, Found, Question, Rows
from search.opensearch.finding.by_score import ByScore
from search.opensearch.finding.explaining import Explaining, scoreable
from search.opensearch.finding.facets import Facets, filters_of
from search.opensearch.finding.found import ClusterFound, no_facets
from search.opensearch.finding.sets import Sets
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import NOTHING, Dsl, all_of, hits, listing, sort, total
from search.opensearch.queries.lately import Lately, key_of
from search.opensearch.queries.rows import NO_ROWS, ROW, RowReader
from search.opensearch.queries.states import in_states
from search.request import FACETS, MAX_WINDOW, Sort
from search.results import Score

_HAS_DATE: Dsl = {"range": {"dated": {"gte": 1}}}
_NO_DATE: Dsl = {"bool": {"must_not": [_HAS_DATE]}}
KEPT = 64
"""So many answers are kept: pages are turned, and filters are looked at again."""
Explain: TypeAlias = Callable[[Sequence[int]], list[Score]]


class Questions:
    """Answers questions of one generation; safe for several threads."""

    def __init__(self, asking: Asking, sets: Sets, rows: RowReader, today: int) -> None:
        self._asking = asking
        self._sets = sets
        self._rows = rows
        self._today = today
        self._lately: Lately[ClusterFound] = Lately(KEPT)
        self._tallied: Lately[tuple[int, FacetCounts]] = Lately(KEPT)

    def tally(self, question: Question) -> tuple[int, FacetCounts]:
        """How many are left by all filters, and the counts of every facet."""
        _, facets = self._asked(question)
        if facets.query == NOTHING:
            return 0, no_facets(FACETS)
        search = facets.counting(folds=False)
        key = key_of(search)
        known = self._tallied.known([key]).get(key)
        if known is None:
            answer = self._asking.search(search)
            known = total(answer), facets.counts(answer, self._asking)
            self._tallied.keep({key: known})
        return known

    def find(self, question: Question) -> Found:
        """Find, filter, count and order."""
        narrowing, facets = self._asked(question)
        if facets.query == NOTHING:
            return ClusterFound(0, no_facets(FACETS), NO_ROWS, lambda: 0, lambda _: [])
        if question.request.sort is not Sort.RELEVANCE:
            return self._by_date(question, facets)
        by_score = ByScore(self._asking, self._sets, self._rows, question, narrowing, facets)
        key = by_score.key
        if known := self._lately.known([key]).get(key):
            return known
        found = by_score.ordered()
        answer = self._found(found.counted, facets, question, found.rows, found.explain)
        self._lately.keep({key: answer})
        return answer

    def _asked(self, question: Question) -> tuple[Dsl, Facets]:
        """What narrows the selection whatever is filtered, and its filters and facets."""
        within = [] if question.within is None else [question.within]
        selected, *narrowing = self._sets.queries([question.selection, *within])
        if day := question.request.on:
            narrowing.append(in_states([Validity.IN_FORCE.value], day.toordinal()))
        filters = filters_of(question.request, self._today)
        query = self._sets.bounding.askable(all_of([selected, *narrowing]))
        return all_of(narrowing), Facets(query, filters, self._today)

    def _found(
        self,
        counted: Mapping[str, Any],
        facets: Facets,
        question: Question,
        rows: Rows,
        explain: Explain,
    ) -> ClusterFound:
        counts = facets.counts(counted, self._asking)
        fold = partial(facets.groups, counted, self._asking)
        return ClusterFound(total(counted), counts, rows, fold, explain)

    def _by_date(self, question: Question, facets: Facets) -> Found:
        """The first by date; undated ones last, which for the oldest first are another search."""
        left = all_of([facets.query, facets.left])
        if question.request.sort is Sort.NEWEST:
            orders = [listing(left, MAX_WINDOW, sort("-dated", "serial"), ROW)]
        else:
            dated, undated = all_of([left, _HAS_DATE]), all_of([left, _NO_DATE])
            orders = [
                listing(dated, MAX_WINDOW, sort("dated", "serial"), ROW),
                listing(undated, MAX_WINDOW, sort("serial"), ROW),
            ]
        counting = facets.counting(question.request.fold)
        counted, *answers = self._asking.searches([counting, *orders])
        self._rows.keep(answers)
        first = [hit["sort"][-1] for answer in answers for hit in hits(answer)][:MAX_WINDOW]
        explain = partial(_explained_later, self._asking, self._sets, self._rows, question)
        return self._found(counted, facets, question, self._rows.rows(first), explain)


def _explained_later(
    asking: Asking, sets: Sets, rows: RowReader, question: Question, numbers: Sequence[int]
) -> list[Score]:
    """What scores are made of by which nothing was ordered: worked out when it is asked for."""
    selection, ranking = question.selection, question.ranking
    how = scoreable(sets, selection, ranking)
    if how.best is None:
        selected = sets.beside(selection, how.coarse)
        how = how._replace(best=sets.best(ranking, selected, how.coarse))
    return Explaining(asking, sets, rows, ranking, how)(numbers)
