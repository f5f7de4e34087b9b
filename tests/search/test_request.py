"""Requests: canonical, capped, and the same after a round trip through a URL."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.schema.columns import FACET_NAMES
from search.request import (
    BY_RELEVANCE,
    FACETS,
    MAX_QUERY,
    MAX_WINDOW,
    Part,
    Scope,
    SearchRequest,
    Sort,
    search_request,
)
from search.request.period import Bound

names = st.sampled_from(
    ["q", "in", "from", "to", "on", "fold", "sort", "page", "size", "plain", "x", *FACETS]
)
values = st.text(max_size=300) | st.sampled_from(
    ["title", "newest", "2020", "2015-6-1", "7", "0", "未注明", "all", "region"]
)


@given(st.lists(st.tuples(names, values), max_size=80))
def test_whatever_is_asked_becomes_a_request_that_survives_its_url(
    params: list[tuple[str, str]],
) -> None:
    request = SearchRequest.from_params(params)
    assert SearchRequest.from_params(request.to_params()) == request
    assert len(request.q) <= MAX_QUERY
    assert request.page * request.size <= MAX_WINDOW


def test_all_parts_of_a_request_are_in_its_url() -> None:
    request = SearchRequest(
        q="公积金",
        scope=Scope.TITLE,
        selected=(("issuer", ("国务院", "财政部")), ("validity", ("有效",))),
        date_from=Bound(2019),
        date_to=Bound(2023, 5),
        sort=Sort.NEWEST,
        page=3,
        size=20,
        within="提取",
        on=date(2020, 5, 1),
        literal=True,
        fold=False,
        plain=(Part.ISSUER, Part.SORT),
    )
    assert request.to_params() == [
        ("q", "公积金"),
        ("in", "title"),
        ("issuer", "国务院"),
        ("issuer", "财政部"),
        ("validity", "有效"),
        ("within", "提取"),
        ("from", "2019"),
        ("to", "2023-05"),
        ("on", "2020-05-01"),
        ("sort", "newest"),
        ("page", "3"),
        ("size", "20"),
        ("literal", "1"),
        ("fold", "0"),
        ("plain", "issuer"),
        ("plain", "sort"),
    ]


@pytest.mark.parametrize(
    ("params", "notice"),
    [
        pytest.param([("q", "长" * 100_000)], "超过 200 个字", id="100,000 characters"),
        pytest.param([("page", "1000000000")], "前 1000 条", id="page 10^9"),
        pytest.param([("from", "2020-13")], "无法识别", id="no month of the calendar"),
        pytest.param([("on", "2015-02-30")], "无法识别", id="no day of the calendar"),
        pytest.param([("on", "2015-06")], "没有具体到哪一天", id="a month is no day"),
        pytest.param([("issuer", str(n)) for n in range(99)], "最多 50 项", id="99 issuers"),
    ],
)
def test_what_is_cut_down_is_said(params: list[tuple[str, str]], notice: str) -> None:
    assert notice in "".join(SearchRequest.from_params(params).notices)


def test_an_untouched_request_has_nothing_to_say() -> None:
    assert SearchRequest.from_params([("q", "公积金"), ("page", "2")]).notices == ()


def test_control_characters_and_surrogates_become_spaces() -> None:
    assert SearchRequest.from_params([("q", "公\x00积\ud800金")]).q == "公 积 金"


def test_years_the_wrong_way_round_are_turned() -> None:
    request = SearchRequest.from_params([("from", "2023"), ("to", "2019")])
    assert (request.date_from, request.date_to) == (Bound(2019), Bound(2023))


@pytest.mark.parametrize(
    "written", ["2015-06-01", "2015/6/1", "2015年6月1日", "20150601", "２０１５．６．１"]
)
def test_a_day_may_be_written_in_any_usual_form(written: str) -> None:
    asked = SearchRequest.from_params([("on", written)])
    assert (asked.on, asked.notices) == (date(2015, 6, 1), ())
    assert asked.without_day().on is asked.unfiltered().on is None


def test_ticking_twice_is_not_ticking() -> None:
    request = SearchRequest(q="a", page=4)
    ticked = request.toggled("issuer", "国务院")
    assert ticked.values("issuer") == ("国务院",)
    assert ticked.page == 1
    assert ticked.toggled("issuer", "国务院").selected == ()


def test_an_issuer_and_a_region_may_be_given_by_another_name() -> None:
    given = SearchRequest.from_params([("issuer", "宿州市科学技术局"), ("region", "山东")])
    assert given.selected == (("issuer", ("宿州市科技局",)), ("region", ("山东省",)))


def test_the_facets_of_a_request_are_those_an_index_keeps() -> None:
    assert tuple(FACETS) == FACET_NAMES


@pytest.mark.parametrize(
    ("length", "kept"), [(200, 200), (201, 200), (5000, 200)], ids=["all", "one too many", "many"]
)
def test_two_hundred_characters_are_searched(length: int, kept: int) -> None:
    request = SearchRequest.from_params([("q", "公" * length), ("within", "积" * length)])
    assert (request.q, request.within) == ("公" * kept, "积" * kept)
    assert bool(request.notices) == (length > kept)


@pytest.mark.parametrize(
    ("size", "page", "shown"),
    [
        pytest.param("10", "100", 100, id="the last page"),
        pytest.param("10", "101", 100, id="one behind it"),
        pytest.param("30", "34", 33, id="a page that would not be whole"),
        pytest.param("1000", "11", 10, id="pages of a hundred at most"),
        pytest.param("10", "0", 1, id="before the first"),
    ],
)
def test_a_thousand_hits_can_be_turned_to(size: str, page: str, shown: int) -> None:
    request = SearchRequest.from_params([("size", size), ("page", page)])
    assert request.page == shown


def test_a_filter_that_is_cut_is_said_and_repeated_ones_are_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def canonical(name: str) -> str:
        read.append(name)
        return name

    monkeypatch.setitem(vars(search_request)["_NAMES"], "issuer", canonical)
    pairs = [("issuer", "(" * 100 + ")" * 100)] * 500 + [("genre", "通" * 300)]
    asked = SearchRequest.from_params(pairs)
    assert len(read) == 1
    assert len(asked.values("genre")[0]) == 200
    assert ["只采用前 200 个字" in notice for notice in asked.notices] == [True]


@pytest.mark.parametrize(
    ("params", "plain"),
    [
        pytest.param([], (), id="everything is read"),
        pytest.param([("plain", "sort"), ("plain", "issuer")], (Part.ISSUER, Part.SORT), id="two"),
        pytest.param([("plain", "all")], tuple(Part), id="nothing is read"),
        pytest.param([("plain", one) for one in Part], tuple(Part), id="each of all"),
        pytest.param([("plain", "x")], (), id="unknown"),
        pytest.param([("sort", BY_RELEVANCE)], (Part.SORT,), id="relevance, whatever is typed"),
    ],
)
def test_what_words_are_not_read_as(params: list[tuple[str, str]], plain: tuple[Part, ...]) -> None:
    request = SearchRequest.from_params(params)
    assert request.plain == plain
    assert SearchRequest.from_params(request.to_params()).plain == plain


def test_a_reading_is_turned_off_by_itself_and_all_at_once() -> None:
    request = SearchRequest(q="国务院 最新 通知", page=3).reading_no(Part.SORT)
    assert (request.plain, request.page) == ((Part.SORT,), 1)
    assert request.reading_no(Part.ISSUER).plain == (Part.ISSUER, Part.SORT)
    assert request.reading_no().to_params() == [("q", "国务院 最新 通知"), ("plain", "all")]
