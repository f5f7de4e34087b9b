"""Words of a query that are filters and order: what is applied, what is left alone, and how it is undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from index.document import PolicyDocument
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import BY_RELEVANCE, Part, Scope, SearchRequest, Sort
from search.results import SearchResult
from tests.conftest import Publish

COUNCIL, OFFICE, BUREAU = "国务院", "国务院办公厅", "广州市民政局"
MINISTRY = "人力资源社会保障部"


def document(
    id: str, title: str, issuer: str, genre: str, day: date, region: str = "全国", body: str = ""
) -> PolicyDocument:
    return PolicyDocument(
        id=id,
        title=title,
        issuers=(issuer,),
        genre=genre,
        written_on=day,
        region=region,
        body=body or f"{title}。养老服务。",
    )


DOCUMENTS = (
    document("c1", "国务院关于加强养老服务的通知", COUNCIL, "通知", date(2024, 1, 5)),
    document("c2", "国务院关于推进养老服务发展的意见", COUNCIL, "意见", date(2019, 4, 1)),
    document("c3", "国务院关于养老机构的通知", COUNCIL, "通知", date(2021, 3, 1)),
    document("o1", "国务院办公厅关于养老服务的通知", OFFICE, "通知", date(2023, 8, 1)),
    document("m1", "关于社会保险的公告", MINISTRY, "公告", date(2022, 8, 1)),
    document(
        "g1", "广州市养老服务补贴办法", BUREAU, "办法", date(2022, 2, 2), region="广东省广州市"
    ),
    document("g2", "公告送达养老的规定", BUREAU, "规定", date(2020, 2, 2), region="广东省广州市"),
    document("l1", "云澜市宠物条例", "云澜市人大常委会", "地方性法规", date(2020, 1, 1), "云澜市"),
    document("l2", "关于狗的条例", "云澜市司法局", "条例", date(2021, 1, 1), "云澜市", "宠物。"),
    *(
        document(f"p{at}", f"云澜市第{at}号", "云澜市司法局", "批复", date(2010, 1, 1) + timedelta(at),
                 body="不服行政处罚决定的，可以申请复议。采用最新技术。")
        for at in range(3)
    ),
)  # fmt: skip
TODAY = date(2024, 7, 1)


@pytest.fixture(scope="module")
def engine(
    publish: Publish, analyzer: Analyzer, tmp_path_factory: pytest.TempPathFactory
) -> EmbeddedEngine:
    folder = tmp_path_factory.mktemp("data")
    publish(folder, *DOCUMENTS)
    return EmbeddedEngine(folder, analyzer, today=lambda: TODAY)


def read(result: SearchResult) -> dict[str, str]:
    """What was read: part -> value."""
    return {one.part.value: one.value for one in result.intent.parts} if result.intent else {}


@pytest.mark.parametrize(
    ("q", "parts", "rest"),
    [
        pytest.param("国务院最新通知", {"issuer": COUNCIL, "genre": "通知", "sort": "newest"}, "", id="together"),
        pytest.param("通知 养老 国务院", {"issuer": COUNCIL, "genre": "通知"}, "养老", id="in any order"),
        pytest.param("国办 养老 2023年", {"issuer": OFFICE, "period": "2023/2023"}, "养老", id="another name, a year"),
        pytest.param("人社部公告", {"issuer": MINISTRY, "genre": "公告"}, "", id="an abbreviation"),
        pytest.param("广州 民政局 养老 办法", {"issuer": BUREAU, "genre": "办法"}, "养老", id="a place and its office apart"),
        pytest.param("国务院 2019", {"issuer": COUNCIL, "period": "2019/2019"}, "", id="words apart"),
        pytest.param("广州 养老 办法", {"region": "广东省广州市", "genre": "办法"}, "养老", id="a place by its short name"),
        pytest.param("广州民政局养老办法", {"issuer": BUREAU, "genre": "办法"}, "养老", id="an office by a short place"),
        pytest.param("2019年以来国务院关于养老的通知", {"issuer": COUNCIL, "genre": "通知", "period": "2019/"}, "养老", id="as a sentence"),
        pytest.param("国务院2019年发布了哪些意见", {"issuer": COUNCIL, "genre": "意见", "period": "2019/2019"}, "", id="which ones"),
        pytest.param("广州近五年的服务补贴办法", {"region": "广东省广州市", "period": "2019-07-01/"}, "服务补贴办法", id="a law of a place"),
        pytest.param("最新养老政策", {"sort": "newest"}, "养老政策", id="the newest alone"),
        pytest.param("养老 最近发布的通知", {"genre": "通知", "sort": "newest"}, "养老", id="lately issued"),
    ],
)  # fmt: skip
def test_words_that_stand_for_themselves_are_filters(
    engine: EmbeddedEngine, q: str, parts: dict[str, str], rest: str
) -> None:
    result = engine.search(SearchRequest(q))
    assert read(result) == parts
    assert result.intent is not None
    assert result.intent.rest == rest


@pytest.mark.parametrize(
    "q",
    [
        pytest.param("国务院关于加强养老服务的通知", id="a whole title"),
        pytest.param("加强养老服务的通知", id="part of a title"),
        pytest.param("养老机构的通知", id="the end of one"),
        pytest.param("国务院", id="an issuer alone stands in titles"),
        pytest.param("最新养老服务补贴办法", id="the newest of a law"),
        pytest.param("“国务院 最新通知”", id="quoted"),
        pytest.param("标题:国务院 最新 通知", id="a field"),
        pytest.param("国务院 通知 -养老", id="an exclusion"),
        pytest.param("国务院令第5号 2019年", id="a number"),
        pytest.param("行政处罚决定 2020", id="a kind that makes a word with its neighbour"),
        pytest.param("公告送达 期限", id="a kind that a word begins with"),
        pytest.param("最新技术", id="the newest of something"),
        pytest.param("民政局电话", id="no issuer of anywhere"),
        pytest.param("近三年无犯罪记录证明怎么开", id="what is asked"),
        pytest.param("今年轻人", id="other words"),
        pytest.param("最近亲属", id="a longer word"),
        pytest.param("上海银行", id="no office of that place"),
        pytest.param("吉林大学 经费", id="a place that a name begins with"),
        pytest.param("国务院" * 30, id="too long"),
    ],
)  # fmt: skip
def test_what_belongs_to_a_name_is_left_alone(engine: EmbeddedEngine, q: str) -> None:
    result = engine.search(SearchRequest(q))
    assert "genre" not in read(result)
    assert not {"issuer", "region", "sort"} & set(read(result))


def test_titles_alone_and_numbers_alone_are_searched_for_words(engine: EmbeddedEngine) -> None:
    for scope in (Scope.TITLE, Scope.NUMBER):
        assert engine.search(SearchRequest("国务院最新通知", scope)).intent is None


def test_filters_and_order_are_applied(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest("国务院最新通知"))
    assert [hit.document.id for hit in result.hits] == ["c1", "c3"]
    by_hand = engine.search(
        SearchRequest(selected=(("issuer", (COUNCIL,)), ("genre", ("通知",))), sort=Sort.NEWEST)
    )
    assert [hit.document.id for hit in by_hand.hits] == ["c1", "c3"]
    for facet, other in zip(result.facets, by_hand.facets, strict=True):
        assert {v.value: v.count for v in facet.values} == {v.value: v.count for v in other.values}


def test_counts_of_lists_are_those_of_the_page(engine: EmbeddedEngine) -> None:
    request = SearchRequest("国务院最新通知")
    assert engine.facets(request).total == engine.search(request).total


@pytest.mark.parametrize("part", [Part.ISSUER, Part.GENRE, Part.SORT])
def test_each_reading_is_undone_by_itself(engine: EmbeddedEngine, part: Part) -> None:
    request = SearchRequest("国务院最新通知")
    whole = read(engine.search(request))
    left = read(engine.search(request.reading_no(part)))
    assert left == {name: value for name, value in whole.items() if name != part}


def test_all_readings_are_undone_at_once(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest("国务院最新通知").reading_no())
    assert result.intent is None
    assert result.request.sort is Sort.RELEVANCE


def test_what_the_visitor_chose_goes_before_what_was_read(engine: EmbeddedEngine) -> None:
    oldest = engine.search(SearchRequest("国务院最新通知", sort=Sort.OLDEST))
    assert [hit.document.id for hit in oldest.hits] == ["c3", "c1"]
    asked = SearchRequest.from_params([("q", "国务院最新通知"), ("sort", BY_RELEVANCE)])
    assert "sort" not in read(engine.search(asked))
    asked = SearchRequest.from_params([("q", "国务院 通知 2021年"), ("from", "2024")])
    assert [hit.document.id for hit in engine.search(asked).hits] == ["c1"]


def test_a_filter_ticked_widens_that_which_was_read(engine: EmbeddedEngine) -> None:
    ticked = SearchRequest("国务院最新通知", selected=(("issuer", (OFFICE,)),))
    result = engine.search(ticked)
    assert [hit.document.id for hit in result.hits] == ["c1", "o1", "c3"]
    assert [v.value for f in result.facets for v in f.values if v.selected] == [OFFICE]


def test_filters_that_leave_nothing_are_not_applied(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest("深圳去年的养老意见"))
    assert result.intent is not None
    assert not result.intent.applied
    plain = engine.search(SearchRequest("深圳 养老意见").reading_no())
    assert [hit.document.id for hit in result.hits] == [hit.document.id for hit in plain.hits]
    assert result.total == plain.total == engine.facets(SearchRequest("深圳去年的养老意见")).total


def test_a_document_is_marked_by_the_words_that_were_looked_for(engine: EmbeddedEngine) -> None:
    view = engine.document("c1", "国务院 养老 最新 通知")
    assert view is not None
    marked = {view.document.title[start:end] for start, end in view.title_marks}
    assert marked == {"养老"}


def test_a_kind_that_hides_what_is_called_so_is_no_filter(engine: EmbeddedEngine) -> None:
    """条例 that the collection files as 地方性法规."""
    result = engine.search(SearchRequest("宠物 条例 2020年至今"))
    assert "genre" not in read(result)
    assert result.hits[0].document.id == "l1"
    assert engine.facets(SearchRequest("宠物 条例 2020年至今")).total == result.total
