"""Filters that a question may name: offered where they leave documents and it is not sure that they are meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import PolicyDocument
from index.text.analysis import Analyzer
from index.text.fold import fold
from search.embedded.engine import EmbeddedEngine
from search.language.filters_named import MOST, narrowings
from search.request import SearchRequest
from search.request.period import Bound
from search.results import Narrowing

TODAY = date(2024, 7, 1)
NOTHING_CHOSEN = SearchRequest()
COUNTS = {
    "year": {"2024": 1, "2023": 2, "2022": 4, "2021": 8, "2019": 16, "未注明": 32},
    "region": {
        "全国": 3,
        "广东省": 5,
        "广东省深圳市": 7,
        "安徽省宿州市": 9,
        "海南省": 2,
        "未注明": 1,
    },
    "issuer": {"财政部": 2, "国家发展改革委": 3, "广东省科技厅": 4, "国务院": 5, "国务院办公厅": 6},
}


def offered(q: str, chosen: SearchRequest = NOTHING_CHOSEN) -> tuple[Narrowing, ...]:
    return narrowings(replace(chosen, q=q), fold(q), COUNTS, TODAY)


@pytest.mark.parametrize(
    ("q", "years", "total"),
    [
        pytest.param("2023年公积金", (2023, 2023), 2, id="a year"),
        pytest.param("２０２３年公积金", (2023, 2023), 2, id="a year in full width"),
        pytest.param("公积金 2023", (2023, 2023), 2, id="a year without 年"),
        pytest.param("2021年至2023年补贴", (2021, 2023), 14, id="from one year to another"),
        pytest.param("2021-2023年补贴", (2021, 2023), 14, id="from one to another, in short"),
        pytest.param("2023年比2021年", (2021, 2023), 14, id="the later one first"),
        pytest.param("2020—2021年", (2020, 2021), 8, id="a year of two has documents"),
        pytest.param("今年公积金", (2024, 2024), 1, id="this year"),
        pytest.param("本年度预算", (2024, 2024), 1, id="this year, formally"),
        pytest.param("去年公积金", (2023, 2023), 2, id="last year"),
        pytest.param("上年度预算", (2023, 2023), 2, id="last year, formally"),
        pytest.param("前年公积金", (2022, 2022), 4, id="the year before last"),
        pytest.param("近三年补贴", (2022, 2024), 7, id="three years"),
        pytest.param("最近3年补贴", (2022, 2024), 7, id="three years in digits"),
        pytest.param("近３年补贴", (2022, 2024), 7, id="three years in full width"),
        pytest.param("近两年补贴", (2023, 2024), 3, id="two years"),
        pytest.param("近两三年补贴", (2022, 2024), 7, id="two or three years"),
        pytest.param("近十年补贴", (2015, 2024), 31, id="ten years"),
    ],
)
def test_years(q: str, years: tuple[int, int], total: int) -> None:
    [found] = offered(q)
    request = found.request
    assert ((str(request.date_from), str(request.date_to)), found.total) == (
        tuple(map(str, years)),
        total,
    )
    assert str(years[0]) in found.label
    assert str(years[1]) in found.label


@pytest.mark.parametrize(
    "q",
    [
        pytest.param("公积金提取", id="no filter"),
        pytest.param("2018年公积金", id="a year of no document"),
        pytest.param("补贴20230元", id="a number that is no year"),
        pytest.param("满16年", id="a quantity"),
        pytest.param("1023年", id="a year before all documents"),
        pytest.param("60岁以上年龄的老人", id="以上 before 年龄"),
        pytest.param("目前年满60周岁", id="目前 before 年满"),
        pytest.param("当今年轻人创业", id="当今 before 年轻人"),
        pytest.param("上海南站改造", id="上海 before 南站"),
        pytest.param("四川省补贴", id="a place of no document"),
        pytest.param("教育部通知", id="an issuer of no document"),
        pytest.param("", id="nothing"),
    ],
)
def test_nothing_is_offered_that_is_not_meant_or_leaves_nothing(q: str) -> None:
    assert offered(q) == ()


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        pytest.param("广东租房补贴", ["广东省"], id="a province in short"),
        pytest.param("广东省租房补贴", ["广东省"], id="a province"),
        pytest.param("廣東租房補貼", ["广东省"], id="a province in Traditional"),
        pytest.param("深圳市租房补贴", ["广东省深圳市"], id="a prefecture"),
        pytest.param("广东深圳市补贴", ["广东省深圳市", "广东省"], id="both, the longer first"),
        pytest.param("宿州市补贴", ["安徽省宿州市"], id="a prefecture of a province not named"),
    ],
)
def test_places(q: str, expected: list[str]) -> None:
    found = offered(q)
    assert [one.request.values("region") for one in found] == [(name,) for name in expected]
    assert [one.total for one in found] == [COUNTS["region"][name] for name in expected]
    assert [one.label for one in found] == [f"地区：{name}" for name in expected]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        pytest.param("财政部关于预算的通知", ["财政部"], id="by its name"),
        pytest.param("財政部預算", ["财政部"], id="in Traditional"),
        pytest.param("国务院办公厅通知", ["国务院办公厅"], id="the longer, not the one within"),
        pytest.param("发改委价格", ["国家发展改革委"], id="by another name"),
        pytest.param("广东省科学技术厅项目", ["广东省科技厅"], id="by its long name"),
        pytest.param("国务院和财政部", ["国务院", "财政部"], id="two"),
    ],
)
def test_issuers(q: str, expected: list[str]) -> None:
    found = [one for one in offered(q) if one.request.values("issuer")]
    assert {one.request.values("issuer") for one in found} == {(name,) for name in expected}
    assert {one.total for one in found} == {COUNTS["issuer"][name] for name in expected}


def test_several_kinds_are_offered_at_once_each_alone() -> None:
    year, place, issuer = offered("广东省2023年财政部补贴")
    assert (year.request.date_from, year.request.selected) == (Bound(2023), ())
    assert place.request.selected == (("region", ("广东省",)),)
    assert issuer.request.selected == (("issuer", ("财政部",)),)


def test_few_are_offered() -> None:
    assert len(offered("2023年广东深圳市宿州市财政部国务院发改委")) == MOST


@pytest.mark.parametrize(
    ("q", "chosen"),
    [
        pytest.param("2023年补贴", SearchRequest(date_from=Bound(2020)), id="a first year"),
        pytest.param("2023年补贴", SearchRequest(date_to=Bound(2023)), id="a last year"),
        pytest.param(
            "2023年补贴", SearchRequest(selected=(("year", ("2023",)),)), id="a year ticked"
        ),
        pytest.param(
            "广东补贴", SearchRequest(selected=(("region", ("广东省",)),)), id="this place"
        ),
        pytest.param(
            "广东补贴", SearchRequest(selected=(("region", ("全国",)),)), id="another place"
        ),
        pytest.param(
            "财政部补贴", SearchRequest(selected=(("issuer", ("财政部",)),)), id="this issuer"
        ),
    ],
)
def test_nothing_is_offered_where_the_visitor_has_chosen(q: str, chosen: SearchRequest) -> None:
    assert offered(q, chosen) == ()


def test_other_choices_are_kept_and_the_first_page_is_shown() -> None:
    chosen = (("genre", ("通知",)),)
    [found] = offered("2023年补贴", SearchRequest(selected=chosen, page=3))
    assert (found.request.selected, found.request.page) == (chosen, 1)
    assert found.request.q == "2023年补贴"


@given(
    st.text(
        st.sampled_from("今年近三两十年2023广东深圳市财政部国务院〔〕") | st.characters(),
        max_size=40,
    )
)
def test_whatever_is_typed_only_what_leaves_documents_is_offered(q: str) -> None:
    found = offered(q)
    assert len(found) <= MOST
    assert all(one.total > 0 for one in found)


@pytest.fixture(scope="module")
def engine(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, publish: Callable[..., None]
) -> EmbeddedEngine:
    folder: Path = tmp_path_factory.mktemp("data")
    places, offices = ("广东省", "广东省深圳市", "安徽省宿州市"), ("财政部", "国务院")
    documents = [
        PolicyDocument(
            id=str(n),
            title="租房补贴办法",
            body=f"第{n}号。",
            region=places[n % 3],
            issuers=(offices[n % 2],),
            published_on=date(2020 + n // 4, 1, 1),
        )
        for n in range(20)
    ]
    publish(folder, *documents)
    return EmbeddedEngine(folder, analyzer, today=lambda: TODAY)


@pytest.mark.parametrize(
    "q",
    ["2023年租房补贴", "今年租房补贴", "近三年租房补贴", "广东租房补贴", "深圳租房补贴"],
)
@pytest.mark.parametrize("selected", [(), (("issuer", ("国务院",)),)], ids=["all", "filtered"])
def test_what_is_offered_finds_as_many_as_it_says(
    engine: EmbeddedEngine, q: str, selected: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    found = engine.search(SearchRequest(q=q, selected=selected)).narrowings
    assert found
    for one in found:
        assert engine.search(one.request).total == one.total


def test_what_is_offered_is_not_forced(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest(q="广东租房补贴"))
    assert {hit.document.region for hit in result.hits} > {"广东省", "广东省深圳市"}
