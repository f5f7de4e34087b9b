"""What one question finds, in the order of scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from search.backend.reading import CHECKED, Question, Rows
from search.backend.selection import Titled
from search.opensearch.finding.explaining import Explaining, scoreable
from search.opensearch.finding.facets import Facets
from search.opensearch.finding.lifting import Lifting, telling, told
from search.opensearch.finding.sets import Sets
from search.opensearch.finding.windows import Windows, narrowed, window
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import (
    EVERYTHING,
    NOTHING,
    Dsl,
    all_of,
    among,
    listing,
    scored,
    total,
)
from search.opensearch.queries.lately import key_of
from search.opensearch.queries.rows import RowReader
from search.opensearch.ranking.fine import BY_SCORE, Best, first_of, scores_of
from search.request import MAX_WINDOW
from search.weights import FINE_DOCUMENTS


class Ordered(NamedTuple):
    """What was found.

    Attributes:
        counted: the answer that counts.
        explain: tells what scores are made of.
    """

    counted: Mapping[str, Any]
    rows: Rows
    explain: Explaining


class ByScore:
    """Orders what one question finds.

    The cluster knows coarse scores. One window has the first of all that filters leave; it tells too what is lifted,
    and of a lift that has others a second one has the first. What is added to a score only raises it, and is added to
    the best alone: so whatever comes first stands in one of the windows, or is one of the best.

    Args:
        narrowing: what narrows the selection whatever is filtered.
        facets: the filters, and what is counted.
    """

    def __init__(
        self,
        asking: Asking,
        sets: Sets,
        rows: RowReader,
        question: Question,
        narrowing: Dsl,
        facets: Facets,
    ) -> None:
        self._asking = asking
        self._sets = sets
        self._rows = rows
        self._question = question
        self._facets = facets
        self._how = scoreable(sets, question.selection, question.ranking)
        narrowing = sets.bounding.beside(narrowing, self._how.coarse)
        self._query = narrowed(self._how.query, narrowing)
        self._is_whole = (narrowing, facets.left) == (EVERYTHING, EVERYTHING)
        self._lifting = self._lifts()
        self._searches = self._first_searches()

    @property
    def key(self) -> bytes:
        """What stands for all that the answer depends on."""
        return key_of([self._searches, self._sets.fine.parts(self._question.ranking)])

    def ordered(self) -> Ordered:
        """What is found, its first, and what their scores are made of."""
        counted, *answers = self._asking.searches(self._searches)
        windows = Windows(total(counted))
        windows.add(counted)
        least = min(windows.coarse.values(), default=0.0)
        own = self._lifted(windows, counted)
        how = self._how
        if how.best is None:
            how = how._replace(best=self._best(answers[0] if answers else counted, windows))
        windows.best = how.best or {}
        self._add_far(windows, least)
        self._score_others(windows)
        for one, serials in zip(self._lifting, own, strict=True):
            if isinstance(one.lift.documents, Titled):
                serials = self._titled(windows, serials, least)
            windows.lift(one.lift.tier, serials)
        rows = self._rows.rows(windows.ordered())
        explain = Explaining(self._asking, self._sets, self._rows, self._question.ranking, how)
        return Ordered({**counted, "hits": {"total": counted["hits"]["total"]}}, rows, explain)

    @property
    def _left(self) -> Dsl:
        return self._facets.left

    def _first_searches(self) -> list[Dsl]:
        """What is counted, its first and which are lifted, and the best of the selection if they are asked for apart."""
        told = self._facets.counting(self._question.request.fold)["aggs"] | telling(self._lifting)
        first = window(self._query, self._left)
        searches = [first | {"aggs": told, "track_total_hits": True}]
        if self._how.best is None and not self._is_whole:
            searches.append(self._window_of_best())
        return searches

    def _lifts(self) -> list[Lifting]:
        """The lifts that may lift anything."""
        lifts = self._question.lifts
        others = [lift.documents for lift in lifts if not isinstance(lift.documents, Titled)]
        queries = iter(self._sets.queries(others))
        made = []
        for lift in lifts:
            if isinstance(lift.documents, Titled):
                wanted = self._sets.with_letters(lift.documents.letters)
            else:
                wanted = self._sets.bounding.beside(next(queries), self._how.coarse)
            if wanted != NOTHING:
                made.append(Lifting(lift, all_of([self._left, wanted])))
        return made

    def _lifted(self, windows: Windows, counted: Mapping[str, Any]) -> list[Sequence[int]]:
        """What each lift lifts; the first of those that the window lacks are searched for and added to it."""
        own = told(self._lifting, counted)
        far = [
            one
            for one, serials in zip(self._lifting, own, strict=True)
            if serials is None or not windows.coarse.keys() >= {*serials}
        ]
        answers = self._asking.searches([one.search(self._query) for one in far])
        found = {
            id(one): one.found(answer, windows.add(answer))
            for one, answer in zip(far, answers, strict=True)
        }
        return [
            found.get(id(one), serials or ())
            for one, serials in zip(self._lifting, own, strict=True)
        ]

    def _window_of_best(self) -> Dsl:
        selected = self._sets.beside(self._question.selection, self._how.coarse)
        return self._sets.fine.window(selected, self._how.coarse)

    def _best(self, answer: Mapping[str, Any], windows: Windows) -> dict[int, Best]:
        """The best of the selection, scored: nothing else is asked where the first window has them."""
        coarse = scores_of(answer)
        first = first_of(coarse, FINE_DOCUMENTS)
        is_cut = self._is_whole and len(coarse) < windows.total
        if is_cut and coarse[first[-1]] <= min(coarse.values()):  # others score the same
            coarse = scores_of(self._asking.search(self._window_of_best()))
            first = first_of(coarse, FINE_DOCUMENTS)
        best = {one: coarse[one] for one in first}
        return self._sets.fine.best(self._question.ranking, best, windows.coarse)

    def _add_far(self, windows: Windows, least: float) -> None:
        """Add those of the best that so many score the same as that the window ends before them.

        Args:
            least: what the last in the window scores.
        """
        if windows.total <= MAX_WINDOW:
            return
        far = [
            serial
            for serial, best in windows.best.items()
            if best.coarse <= least and serial not in windows.coarse
        ]
        if far:
            query = narrowed(self._query, all_of([self._left, among("serial", far)]))
            windows.add(self._asking.search(window(query, EVERYTHING)))

    def _score_others(self, windows: Windows) -> None:
        """Give what belongs to what is near whatever it scores its own score; it stands behind the others."""
        others = [one for one, score in windows.coarse.items() if not score]
        others = [one for one in others if one not in windows.best]
        if others and self._how.coarse is not None and self._how.is_near:
            query = scored(among("serial", others), self._how.coarse)
            windows.coarse |= scores_of(self._asking.search(listing(query, len(others), BY_SCORE)))

    def _titled(self, windows: Windows, wanted: Sequence[int], least: float) -> Sequence[int]:
        """Those of some documents that are among the best whose titles are looked at."""
        if windows.total <= CHECKED:
            return wanted
        above = [one for one in wanted if windows.score(one) > least]
        equal = {one for one in wanted if windows.score(one) == least}
        if not equal:
            return above
        query = narrowed(self._query, self._left)
        first = scores_of(self._asking.search(listing(query, CHECKED, BY_SCORE)))
        return above + [one for one in equal if one in first]
