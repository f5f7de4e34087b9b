"""Engines that are wrong on purpose: another engine, and one thing done otherwise.

They only touch what is public, so that each can be put over any engine. ``test_catches`` holds
that the suite catches every one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from index.document import UNSTATED, PolicyDocument
from index.store.origin import Origin
from search.comparison.values import Comparison
from search.related import Block, Unresolved
from search.request import SearchRequest
from search.results import DocumentView, Hit, SearchResult, Status, Suggestion, Tally, Withdrawn
from search.weights import FLOOR
from tests.engine_contract.promise import Engine

Search: TypeAlias = Callable[[Engine, SearchRequest], SearchResult]
"""How a wrong engine answers, the right one given."""


@dataclass(frozen=True)
class Bug:
    """Something done wrong, and a promise that it breaks."""

    search: Search
    breaks: str

    @property
    def name(self) -> str:
        """For the report."""
        return self.search.__name__


class Buggy:
    """An engine with a bug."""

    def __init__(self, engine: Engine, bug: Bug) -> None:
        self._engine = engine
        self._bug = bug

    def search(self, request: SearchRequest) -> SearchResult:
        return self._bug.search(self._engine, request)

    def document(self, id: str, q: str = "", on: date | None = None) -> DocumentView | None:
        return self._engine.document(id, q, on)

    def related(
        self, id: str, kind: str, page: int = 1, on: date | None = None, article: str = ""
    ) -> Block | None:
        return self._engine.related(id, kind, page, on, article)

    def unresolved(self, limit: int) -> tuple[Unresolved, ...]:
        return self._engine.unresolved(limit)

    def compare(self, old: str, new: str) -> Comparison | None:
        return self._engine.compare(old, new)

    def held(self, is_long: bool = False) -> AbstractContextManager[None]:
        return self._engine.held(is_long)

    def facets(self, request: SearchRequest) -> Tally:
        return self._engine.facets(request)

    def listing(self, first: int, count: int) -> tuple[PolicyDocument, ...]:
        return self._engine.listing(first, count)

    def origin(self, id: str) -> Origin | None:
        return self._engine.origin(id)

    def moved(self, id: str) -> str | None:
        return self._engine.moved(id)

    def first_id(self, id: str) -> str:
        return self._engine.first_id(id)

    def withdrawn(self, id: str) -> Withdrawn | None:
        return self._engine.withdrawn(id)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        return self._engine.suggest(typed)

    def status(self) -> Status:
        return self._engine.status()


def own_filter_counts(engine: Engine, request: SearchRequest) -> SearchResult:
    """A facet's own filter is applied to its own counts."""
    result = engine.search(request)
    facets = tuple(
        replace(facet, values=tuple(v for v in facet.values if v.selected))
        if request.values(facet.name)
        else facet
        for facet in result.facets
    )
    return replace(result, facets=facets)


def period_counts_for_years(engine: Engine, request: SearchRequest) -> SearchResult:
    """The period is applied to the counts of the years, to which it belongs."""
    result = engine.search(request)
    if not request.has_period:
        return result
    first = request.date_from.first.year if request.date_from else 1
    last = request.date_to.last.year if request.date_to else 9999
    facets = tuple(
        replace(
            facet,
            values=tuple(
                v for v in facet.values if v.value.isdigit() and first <= int(v.value) <= last
            ),
        )
        if facet.name == "year"
        else facet
        for facet in result.facets
    )
    return replace(result, facets=facets)


def unstated_is_not_counted(engine: Engine, request: SearchRequest) -> SearchResult:
    """未注明 is left out of every facet."""
    result = engine.search(request)
    facets = tuple(
        replace(facet, values=tuple(v for v in facet.values if v.value != UNSTATED))
        for facet in result.facets
    )
    return replace(result, facets=facets)


def total_of_a_period_is_one_off(engine: Engine, request: SearchRequest) -> SearchResult:
    """The total of a period is one too many."""
    result = engine.search(request)
    return replace(result, total=result.total + 1) if request.has_period else result


def last_day_is_left_out(engine: Engine, request: SearchRequest) -> SearchResult:
    """A period ends before its last day."""
    result = engine.search(request)
    if not request.date_to:
        return result
    last = request.date_to.last
    hits = tuple(hit for hit in result.hits if hit.document.day != last)
    return replace(result, hits=hits, total=result.total - len(result.hits) + len(hits))


def widening_drops_the_exclusion(engine: Engine, request: SearchRequest) -> SearchResult:
    """What is excluded comes back when a query is widened."""
    result = engine.search(request)
    if not result.relaxation:
        return result
    q = re.sub(r"(^| )[-－]\S+", "", request.q)
    return replace(engine.search(replace(request, q=q)), request=request)


def near_drops_exact_matches(engine: Engine, request: SearchRequest) -> SearchResult:
    """Of a sentence nothing is found that scores low, not even what has every word."""
    result = engine.search(request)
    if not result.relaxation or result.relaxation.rung != "near":
        return result
    best = max((hit.score.total for hit in result.hits if hit.score), default=0.0)
    hits = tuple(hit for hit in result.hits if hit.score and hit.score.total >= FLOOR * best)
    return replace(result, hits=hits, total=result.total - len(result.hits) + len(hits))


def within_is_widened(engine: Engine, request: SearchRequest) -> SearchResult:
    """The second query is looked for beside the first, not strictly within what it finds."""
    if not request.within:
        return engine.search(request)
    both = f"{request.q} {request.within}".strip()
    return replace(engine.search(replace(request, q=both, within="")), request=request)


def literal_is_forgotten(engine: Engine, request: SearchRequest) -> SearchResult:
    """Words are looked for under other wordings though they are to be taken as typed."""
    return replace(engine.search(replace(request, literal=False)), request=request)


def widening_is_not_said(engine: Engine, request: SearchRequest) -> SearchResult:
    """A widened result looks like any other."""
    return replace(engine.search(request), relaxation=None)


def superseded_come_first(engine: Engine, request: SearchRequest) -> SearchResult:
    """Texts of one work stand in the order opposite to the right one."""
    result = engine.search(request)
    return replace(result, hits=_swapped(result.hits, lambda hit: _title(hit.document)))


def ties_go_by_the_oldest(engine: Engine, request: SearchRequest) -> SearchResult:
    """Equal scores are ordered by date the wrong way."""
    result = engine.search(request)
    if any(hit.score is None for hit in result.hits):
        return result
    return replace(result, hits=_swapped(result.hits, lambda hit: str(hit.score)))


def pins_are_not_lifted(engine: Engine, request: SearchRequest) -> SearchResult:
    """What is named outright stands where its score puts it."""
    result = engine.search(request)
    hits = sorted(result.hits, key=lambda hit: -(hit.score.total if hit.score else 0.0))
    return replace(result, hits=tuple(hits))


def newest_goes_by_writing(engine: Engine, request: SearchRequest) -> SearchResult:
    """Documents are sorted by the day they were written, not published."""
    result = engine.search(request)
    if "newest" not in request.sort:
        return result

    def day(hit: Hit) -> date:
        return hit.document.day or date.min

    return replace(result, hits=tuple(sorted(result.hits, key=day, reverse=True)))


def pages_overlap(engine: Engine, request: SearchRequest) -> SearchResult:
    """Each page begins with the last hit of the one before."""
    result = engine.search(request)
    if request.page == 1 or not result.hits:
        return result
    before = engine.search(request.on_page(request.page - 1))
    return replace(result, hits=(before.hits[-1], *result.hits[:-1]))


def marks_are_one_off(engine: Engine, request: SearchRequest) -> SearchResult:
    """Marks in titles begin a character too late."""
    result = engine.search(request)
    hits = tuple(
        replace(hit, title_marks=tuple((start + 1, end + 1) for start, end in hit.title_marks))
        for hit in result.hits
    )
    return replace(result, hits=hits)


def excerpts_begin_the_body(engine: Engine, request: SearchRequest) -> SearchResult:
    """Excerpts show the beginning, wherever the words stand."""
    result = engine.search(request)
    plain = {
        hit.document.id: hit.snippets
        for hit in engine.search(SearchRequest(size=100, fold=False)).hits
    }
    hits = tuple(replace(hit, snippets=plain[hit.document.id]) for hit in result.hits)
    return replace(result, hits=hits)


def articles_are_cut(engine: Engine, request: SearchRequest) -> SearchResult:
    """Of an article the last character is left out."""
    result = engine.search(request)
    cut = tuple(replace(one, text=one.text[:-1]) for one in result.provisions)
    return replace(result, provisions=cut)


def hits_lose_their_reason(engine: Engine, request: SearchRequest) -> SearchResult:
    """A pinned document does not say why it stands first."""
    result = engine.search(request)
    return replace(result, hits=tuple(replace(hit, pin="") for hit in result.hits))


BUGS = (
    Bug(own_filter_counts, "answers"),
    Bug(period_counts_for_years, "answers"),
    Bug(unstated_is_not_counted, "answers"),
    Bug(total_of_a_period_is_one_off, "answers"),
    Bug(last_day_is_left_out, "answers"),
    Bug(widening_drops_the_exclusion, "answers"),
    Bug(widening_drops_the_exclusion, "what_is_asked_for_expressly_is_never_relaxed"),
    Bug(near_drops_exact_matches, "a_sentence_keeps_what_has_every_word"),
    Bug(within_is_widened, "answers"),
    Bug(literal_is_forgotten, "answers"),
    Bug(literal_is_forgotten, "lay_words_are_found_in_other_wordings"),
    Bug(widening_is_not_said, "a_widened_result_says_so"),
    Bug(superseded_come_first, "versions_swap_places"),
    Bug(ties_go_by_the_oldest, "equal_scores_go_by_date"),
    Bug(ties_go_by_the_oldest, "scores_fall_and_dates_break_ties"),
    Bug(pins_are_not_lifted, "what_is_named_stands_first"),
    Bug(articles_are_cut, "an_article_that_is_named_is_shown_in_full"),
    Bug(hits_lose_their_reason, "what_is_named_says_why"),
    Bug(newest_goes_by_writing, "dates_decide"),
    Bug(pages_overlap, "pages_follow_each_other"),
    Bug(marks_are_one_off, "titles_are_marked"),
    Bug(excerpts_begin_the_body, "excerpts_show_the_words"),
)


def _swapped(hits: tuple[Hit, ...], group: Callable[[Hit], str]) -> tuple[Hit, ...]:
    """``hits`` with those of each group in the opposite order, in the places they hold."""
    held: dict[str, list[Hit]] = {}
    for hit in hits:
        held.setdefault(group(hit), []).append(hit)
    return tuple(held[group(hit)].pop() for hit in hits)


def _title(document: PolicyDocument) -> str:
    return re.sub("（.*）$", "", document.title)
