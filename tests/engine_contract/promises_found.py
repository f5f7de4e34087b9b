"""What is found: hit sets, totals and the six facets of a few hundred requests."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from index.document import UNSTATED
from search.request import FACETS, SearchRequest
from search.results import Facet, FacetValue, SearchResult
from tests.engine_contract.promise import Engine, Part, asked, ids, promise, promise_of_each
from tests.engine_contract.requests import (
    BROWSED,
    BY_SCORE,
    NAMED,
    SCOPED,
    TYPED,
    WORDS,
    drawn,
)
from tests.engine_contract.scan import Ids, Scan

DRAWN = 240
"""So many requests are drawn."""


def found_by_scan(engine: Engine, scan: Scan, request: SearchRequest, result: SearchResult) -> Ids:
    """What ``request`` finds before its filters; where scores decide, what it finds without any.

    What was looked for under other wordings is what the result says.
    """
    wordings = {wording.text: wording.others for wording in result.wordings}
    found = scan.found(request, wordings).ids
    if found is None:
        found = frozenset(ids(engine.search(replace(request.unfiltered(), fold=False))))
    return found & scan.within(request.within, {})


def answers(engine: Engine, scan: Scan, case: str) -> None:
    """Documents, total and facets are the scan's."""
    request = asked(case)
    result = engine.search(request)
    found = found_by_scan(engine, scan, request, result)
    kept = scan.kept(found, request)
    assert set(ids(result)) == kept
    assert len(ids(result)) == result.total == len(kept)
    assert_facets(result.facets, scan.counts(found, request), request)
    assert not (request.literal and result.wordings)


def assert_facets(
    facets: tuple[Facet, ...], expected: dict[str, dict[str, int]], request: SearchRequest
) -> None:
    """Six facets in order, each with exactly these values and counts, in its order."""
    assert {facet.name: facet.label for facet in facets} == FACETS
    for facet in facets:
        shown = {value.value: value.count for value in facet.values}
        assert len(shown) == len(facet.values)
        assert shown == expected[facet.name], facet.name
        ticked = {value.value for value in facet.values if value.selected}
        assert ticked == set(request.values(facet.name))
        _assert_order(facet)


def _assert_order(facet: Facet) -> None:
    """By falling count, years from the newest, 未注明 last; topics and places below the one they belong to."""
    rows = list(facet.values)
    if facet.name in ("topic", "region"):
        tops = [row for row in rows if row.depth == 0]
        below = [list(part) for deeper, part in groupby(rows, lambda v: v.depth > 0) if deeper]
        assert all(_falls(part) for part in (tops, *below))
        top = ""
        for row in rows:
            top = row.value if row.depth == 0 else top
            assert row.value == top or row.value.startswith(top)
            assert row.label == (row.value.removeprefix(top).removeprefix("/") or top)
    else:
        assert all((row.label, row.depth) == (row.value, 0) for row in rows)
        assert _falls(rows) if facet.name != "year" else _newest_first(rows)


def _falls(rows: list[FacetValue]) -> bool:
    keys = [(row.value == UNSTATED, -row.count) for row in rows]
    return keys == sorted(keys)


def _newest_first(rows: list[FacetValue]) -> bool:
    years = [0 if row.value == UNSTATED else int(row.value) for row in rows]
    return years == sorted(years, reverse=True)


browsing = promise_of_each(Part.FILTERS, "", *BROWSED)(answers)
one_word = promise_of_each(
    Part.WORD,
    *(f"q={word}" for word in WORDS),
    *(f"q={word}&{filters}" for word, filters in zip(WORDS, BROWSED, strict=False)),
)(answers)
queries = promise_of_each(
    Part.QUERIES,
    *(f"q={q}" for q in (*TYPED, *NAMED, *BY_SCORE)),
    *SCOPED,
    *(f"q={q}&validity=有效&from=2015" for q in BY_SCORE),
)(answers)
with_filters = promise_of_each(Part.QUERIES, *drawn(DRAWN))(answers)


@promise_of_each(Part.FACET_LISTS, "", "q=公积金", "q=企业&genre=通知&topic=财政金融", *BROWSED)
def facet_lists_are_complete(engine: Engine, scan: Scan, case: str) -> None:
    """``Engine.facets`` counts as a search does, both levels of every topic."""
    request = asked(case)
    result, tally = engine.search(request), engine.facets(request)
    found = found_by_scan(engine, scan, request, result)
    assert tally.request == request
    assert (tally.total, tally.generation) == (result.total, result.generation)
    assert_facets(tally.facets, scan.counts(found, request, unfolded=True), request)


@promise(Part.FILTERS)
def a_result_repeats_the_request(engine: Engine, scan: Scan) -> None:
    request = asked("genre=通知&from=2o2o&page=99999")
    result = engine.search(request)
    assert result.request == request
    assert set(request.notices) <= set(result.notices)
    assert len(request.notices) == 2
