"""The years of the complete lists, drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from index.document import UNSTATED
from search.request import SearchRequest
from search.results import Facet, FacetValue, Tally
from tests.web.browse_lists import (
    COLLECTION,
    Catalogue,
    browse_page,
    document_of,
    lists_of,
    site_of,
)
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.html_page import page, words
from web.site.app import create_app


@pytest.fixture(scope="module")
def catalogue() -> FlaskClient:
    return create_app(Catalogue(list(COLLECTION))).test_client()


# --- the years ---------------------------------------------------------------------------


def _histogram(tree: HtmlElement) -> HtmlElement:
    figure: HtmlElement
    (figure,) = tree.xpath("//section[@aria-labelledby='year']//figure")
    return figure


def _of_years(counts: dict[int, int]) -> FlaskClient:
    documents = [
        document_of(f"{year}-{n}", written_on=date(year, 1 + n % 12, 1))
        for year, count in counts.items()
        for n in range(count)
    ]
    return site_of(FakeEngine([*documents, document_of("undated")]))


def _assert_drawn(figure: HtmlElement, counts: dict[int, int]) -> None:
    first, last, most = min(counts), max(counts), max(counts.values())
    (drawing,) = figure.xpath(".//svg")
    left, top, width, height = map(float, drawing.get("viewbox", drawing.get("viewBox")).split())
    assert (left, top, height) == (0, 0, 100)
    bars = [{k: float(bar.get(k)) for k in ("x", "y", "width", "height")} for bar in drawing]
    assert len(bars) == len(counts)
    step = width / (last - first + 1)
    for bar, (year, count) in zip(bars, sorted(counts.items()), strict=True):
        assert abs(bar["height"] - 100 * count / most) <= 1, "as high as it is many"
        assert bar["height"] >= 1, "what there is, is seen"
        assert bar["y"] + bar["height"] == 100, "it stands on the ground"
        column = (year - first) * step
        assert column <= bar["x"] < bar["x"] + bar["width"] <= column + step
    assert max(bar["height"] for bar in bars) == 100
    assert words(figure, ".//p[@class='ends']/span") == [str(first), str(last)]
    _assert_told(drawing.get("aria-label", ""), counts)
    assert words(figure, ".//figcaption")[0].startswith(drawing.get("aria-label"))
    assert drawing.get("role") == "img"


def _assert_told(summary: str, counts: dict[int, int]) -> None:
    told = re.fullmatch(r"(\d+)—(\d+) 年各年件数，最多的是 (\d+) 年，([\d,]+) 件", summary)
    assert told, summary
    first, last, fullest, most = (int(part.replace(",", "")) for part in told.groups())
    assert (first, last) == (min(counts), max(counts))
    assert most == max(counts.values()) == counts[fullest]


@pytest.mark.parametrize(
    "counts",
    [
        {2019: 1, 2020: 1},
        {2019: 3, 2023: 7, 2021: 2},
        {1949: 1, 2026: 60},
        {2001: 5, 2002: 5, 2003: 4},
        {1000: 1, 2999: 1},
    ],
    ids=["two", "gap", "far", "tie", "farthest"],
)
def test_the_years_are_drawn_in_proportion(counts: dict[int, int]) -> None:
    _assert_drawn(_histogram(page(_of_years(counts), "/browse")), counts)


@settings(max_examples=25)
@given(counts=st.dictionaries(st.integers(1900, 2100), st.integers(1, 40), min_size=2, max_size=12))
def test_any_years_are_drawn_in_proportion(
    years: Callable[[dict[int, int]], HtmlElement], counts: dict[int, int]
) -> None:
    _assert_drawn(_histogram(years(counts)), counts)


@pytest.fixture(scope="module")
def years() -> Callable[[dict[int, int]], HtmlElement]:
    """A function from how many documents each year has to the page."""

    class Years(FakeEngine):
        counts: dict[int, int]

        def facets(self, request: SearchRequest) -> Tally:
            values = [FacetValue(str(y), str(y), n) for y, n in sorted(self.counts.items())[::-1]]
            stated = Facet("year", "年份", (*values, FacetValue(UNSTATED, UNSTATED, 1000)))
            return Tally(request, 1000 + sum(self.counts.values()), (stated,), 7)

    engine = Years([])
    client = site_of(engine)

    def read(counts: dict[int, int]) -> HtmlElement:
        engine.counts = counts
        return page(client, "/browse")

    return read


def test_unstated_years_are_no_bar_and_not_the_most() -> None:
    undated = [document_of(f"u{n}") for n in range(9)]
    dated = [document_of(f"d{n}", written_on=date(2019 + n, 1, 1)) for n in range(2)]
    tree = page(site_of(FakeEngine([*undated, *dated])), "/browse")
    _assert_drawn(_histogram(tree), {2019: 1, 2020: 1})
    assert (UNSTATED, 9, False) in lists_of(tree)["year"]


@pytest.mark.parametrize("counts", [{}, {2020: 5}], ids=["none", "one"])
def test_fewer_than_two_years_are_not_drawn(counts: dict[int, int]) -> None:
    tree = page(_of_years(counts), "/browse")
    assert not tree.xpath("//figure")
    assert (UNSTATED, 1, False) in lists_of(tree)["year"]


def test_a_year_that_is_chosen_and_has_none_is_no_bar(catalogue: FlaskClient) -> None:
    for year in ("1990", "未注明", "²", "９９９９", "9" * 30, HOSTILE):
        tree = browse_page(catalogue, year=year)
        _assert_drawn(_histogram(tree), {2019: 1, 2020: 3, 2023: 1})


def test_the_years_of_a_search_are_drawn(catalogue: FlaskClient) -> None:
    _assert_drawn(_histogram(browse_page(catalogue, q="公积金")), {2019: 1, 2020: 2})
    assert not browse_page(catalogue, genre="意见").xpath("//figure")
