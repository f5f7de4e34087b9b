"""What a visitor is promised, on a handful of documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import repeat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import PolicyDocument, Section, Validity
from index.errors import IndexMissing, IndexOutdated
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import Scope, SearchRequest, Sort
from search.request.period import Bound
from search.results import SearchResult

FUND = PolicyDocument(
    id="fund",
    title="示例市住房公积金提取管理办法",
    body="第一条 为了规范住房公积金提取，制定本办法。\n第二条 职工购买住房可以提取。\n"
    "第三条 本办法自2023年6月1日起施行，示政办〔2015〕7号同时废止。",
    doc_number="示政办〔2023〕15号",
    index_number="003187413/202306-00020",
    issuers=("示例市人民政府办公室", "示例市财政局"),
    genre="办法",
    topics=(("城乡建设", "住房"),),
    region="安徽",
    validity=Validity.IN_FORCE,
    written_on=date(2023, 5, 1),
    published_on=date(2023, 5, 10),
    sections=(Section(4, "第一条", "", 0), Section(4, "第二条", "", 24)),
)
FUND_OLD = replace(
    FUND,
    id="fund-old",
    doc_number="示政办〔2015〕7号",
    index_number="",
    validity=Validity.REPEALED,
    written_on=date(2015, 3, 1),
    published_on=None,
    body="第一条 住房公积金提取，住房公积金提取，住房公积金提取。",
)
TECH = PolicyDocument(
    id="tech",
    title="关于高新技术企业认定奖励的通知",
    body="根据示政办〔2023〕15号，对高新技术企\n业给予补贴。高企申报见附件。",
    doc_number="示科〔2022〕47号",
    issuers=("示例市科技局",),
    genre="通知",
    topics=(("科技", "企业"),),
    validity=Validity.IN_FORCE,
    published_on=date(2022, 1, 2),
)
TRADITIONAL = PolicyDocument(
    id="traditional",
    title="關於稅收優惠的公告",
    body="對小微企業給予稅收優惠，ＣＯＶＩＤ－１９期間適用。",
)
TITLE_ONLY = PolicyDocument(
    id="title-only", title="义务教育入学工作的意见", written_on=date(2019, 1, 1)
)


@pytest.fixture(scope="module")
def engine(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    return engine_of(FUND, FUND_OLD, TECH, TRADITIONAL, TITLE_ONLY)


def ids(result: SearchResult) -> list[str]:
    return [hit.document.id for hit in result.hits]


def found(engine: EmbeddedEngine, q: str, **given: object) -> list[str]:
    return ids(engine.search(SearchRequest(q=q, **given, fold=False)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        pytest.param("公积金 提取", {"fund", "fund-old"}, id="all words"),
        pytest.param("高企", {"tech"}, id="an abbreviation no dictionary has"),
        pytest.param("税收优惠", {"traditional"}, id="Simplified finds Traditional"),
        pytest.param("稅收優惠", {"traditional"}, id="Traditional finds itself"),
        pytest.param("covid-19", {"traditional"}, id="half width finds full width"),
        pytest.param('"高新企业"', set(), id="a phrase that is not there"),
        pytest.param('"高新技术企业"', {"tech"}, id="a phrase over a line break"),
        pytest.param('"企业补贴"', set(), id="words between are not passed over"),
        pytest.param('"给予补贴。高企"', {"tech"}, id="punctuation counts"),
        pytest.param('"给予补贴高企"', set(), id="punctuation is not left out"),
        pytest.param("企业 -高企", {"traditional"}, id="exclusion"),
        pytest.param("-企业", {"fund", "fund-old", "title-only"}, id="exclusion alone"),
        pytest.param("义务教育 OR 高新技术", {"title-only", "tech"}, id="either"),
        pytest.param("标题:公积金", {"fund", "fund-old"}, id="in the title"),
        pytest.param("正文:高新技术", {"tech"}, id="in the body"),
        pytest.param("标题:补贴", set(), id="not in the title"),
        pytest.param("发文机关：科技局", {"tech"}, id="issuer, by part of the name"),
        pytest.param("文号:示科", {"tech"}, id="number, by part of it"),
        pytest.param("税", {"traditional"}, id="one character"),
        pytest.param("((((", set(), id="nothing but brackets"),
        pytest.param("", {"fund", "fund-old", "tech", "traditional", "title-only"}, id="nothing"),
    ],
)
def test_finds(engine: EmbeddedEngine, q: str, expected: set[str]) -> None:
    assert set(found(engine, q)) == expected


@pytest.mark.parametrize(
    ("q", "first", "reason"),
    [
        pytest.param("示政办〔2023〕15号", "fund", "发文字号一致", id="number"),
        pytest.param("示政办[2023]15", "fund", "发文字号一致", id="number in other brackets"),
        pytest.param("示政办２０２３年１５号", "fund", "发文字号一致", id="full-width digits"),
        pytest.param("示政办15号", "fund", "发文字号一致", id="number without its year"),
        pytest.param("003187413/202306-00020", "fund", "索引号一致", id="index number"),
        pytest.param("关于高新技术企业认定奖励的通知", "tech", "标题一致", id="title"),
        pytest.param("关于税收优惠的公告", "traditional", "标题一致", id="title in Simplified"),
    ],
)
def test_what_is_named_outright_stands_first(
    engine: EmbeddedEngine, q: str, first: str, reason: str
) -> None:
    (hit, *_) = engine.search(SearchRequest(q=q, fold=False)).hits
    assert (hit.document.id, hit.pin) == (first, reason)


def test_a_number_also_finds_who_cites_it(engine: EmbeddedEngine) -> None:
    assert found(engine, "示政办〔2023〕15号") == ["fund", "tech"]


def test_a_question_finds_what_has_most_of_its_words_and_says_so(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest(q="请问高新技术企业认定补贴怎么申请退税呢", fold=False))
    assert ids(result)[0] == "tech"
    assert result.relaxation is not None
    assert "全部检索词" in result.relaxation.message or "大部分" in result.relaxation.message


def test_what_is_quoted_is_never_relaxed(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest(q='"没有这句话" 公积金 补贴', fold=False))
    assert (result.total, result.relaxation) == (0, None)


def test_orders(engine: EmbeddedEngine) -> None:
    assert found(engine, "", sort=Sort.NEWEST)[0] == "fund"
    assert found(engine, "", sort=Sort.OLDEST)[0] == "fund-old"
    assert found(engine, "", sort=Sort.OLDEST)[-1] == "traditional"  # no date: last


def test_filters_and_counts(engine: EmbeddedEngine) -> None:
    request = SearchRequest.from_params([("q", "公积金"), ("validity", "有效"), ("fold", "0")])
    result = engine.search(request)
    assert ids(result) == ["fund"]
    counts = {facet.name: {v.value: v.count for v in facet.values} for facet in result.facets}
    assert counts["validity"].pop("有效") == 1
    assert [*counts["validity"].values()] == [
        1
    ]  # ended, by a repeal or by the text that came after
    assert counts["issuer"] == {"示例市人民政府办公室": 1, "示例市财政局": 1}
    assert counts["year"] == {"2023": 1}
    assert found(engine, "", selected=(("year", ("未注明",)),)) == ["traditional"]
    assert found(engine, "", date_from=Bound(2019), date_to=Bound(2022), sort=Sort.NEWEST) == [
        "tech",
        "title-only",
    ]


def test_scopes(engine: EmbeddedEngine) -> None:
    assert found(engine, "补贴", scope=Scope.TITLE) == []
    assert found(engine, "公积金", scope=Scope.TITLE) == ["fund", "fund-old"]
    assert set(found(engine, "示政办", scope=Scope.NUMBER)) == {"fund", "fund-old"}
    assert found(engine, "00020", scope=Scope.NUMBER) == ["fund"]


def test_pages_do_not_overlap(engine: EmbeddedEngine) -> None:
    pages = [engine.search(SearchRequest(size=2, page=n, fold=False)) for n in (1, 2, 3, 4)]
    seen = [id for page in pages for id in ids(page)]
    assert sorted(seen) == sorted(d.id for d in (FUND, FUND_OLD, TECH, TRADITIONAL, TITLE_ONLY))
    assert pages[0].last_page == 3


def test_snippets_and_marks_are_in_the_original_characters(engine: EmbeddedEngine) -> None:
    (hit,) = engine.search(SearchRequest(q="税收优惠", fold=False)).hits
    title = hit.document.title
    assert [title[a:b] for a, b in hit.title_marks] == ["稅收優惠"]
    (snippet,) = hit.snippets
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["稅收優惠"]
    first = engine.search(SearchRequest(q="职工购买", fold=False)).hits[0]
    assert (first.snippets[0].label, first.snippets[0].anchor) == ("第二条", "a2")


def test_the_document_page_marks_every_hit(engine: EmbeddedEngine) -> None:
    view = engine.document("fund", "提取")
    assert view is not None
    assert [view.document.body[a:b] for a, b in view.body_marks] == ["提取", "提取"]
    assert [(link.anchor, link.text) for link in view.sections] == [
        ("a1", "第一条"),
        ("a2", "第二条"),
    ]
    assert engine.document("no such") is None


@settings(deadline=None)  # tables are read when they are first needed
@given(st.text(st.characters() | st.sampled_from('"“”-标题:文号公积金 OR〔2023〕'), max_size=80))
def test_nothing_a_visitor_types_is_an_error(engine: EmbeddedEngine, q: str) -> None:
    for scope in Scope:
        result = engine.search(SearchRequest.from_params([("q", q), ("in", scope.value)]))
        assert result.total >= len(result.hits)
    engine.document("fund", q)


def test_a_new_generation_is_noticed(
    tmp_path: Path, analyzer: Analyzer, publish: Callable[..., None]
) -> None:
    publish(tmp_path, FUND)
    engine = EmbeddedEngine(tmp_path, analyzer)
    assert found(engine, "") == ["fund"]
    publish(tmp_path, TECH)
    assert found(engine, "") == ["tech"]
    assert engine.status().generation == 2


def test_an_index_of_another_analyser_is_refused_with_the_way_out(
    tmp_path: Path, analyzer: Analyzer, publish: Callable[..., None]
) -> None:
    publish(tmp_path, FUND, identity="another")
    with pytest.raises(IndexOutdated, match="zhengce reindex"):
        EmbeddedEngine(tmp_path, analyzer)


def test_no_index_is_said_with_the_way_to_begin(tmp_path: Path, analyzer: Analyzer) -> None:
    with pytest.raises(IndexMissing, match="zhengce index"):
        EmbeddedEngine(tmp_path, analyzer)


def test_a_number_nothing_has_finds_what_cites_it_and_its_series(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    cites = PolicyDocument(id="c", title="解读", body="根据云政发〔2024〕3号，解读如下。")
    series = PolicyDocument(id="s", title="通知", body="正文。", doc_number="云政发〔2024〕5号")
    other = PolicyDocument(
        id="o", title="通知", body="2024年3号文件。", doc_number="云政办〔2024〕3号"
    )
    result = engine_of(cites, series, other).search(SearchRequest(q="云政发 2024 3", fold=False))
    assert [hit.document.id for hit in result.hits] == ["c", "s"]
    assert "没有收录发文字号为“云政发〔2024〕3号”的文件" in result.notices[0]


def test_an_exclusion_holds_for_documents_named_outright(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    named = PolicyDocument(id="n", title="科学技术", body="正文", doc_number="云政发〔2024〕3号")
    engine = engine_of(named, PolicyDocument(id="o", title="教育", body="云政发〔2024〕3号"))
    assert ids(engine.search(SearchRequest(q="云政发〔2024〕3号 -科学", fold=False))) == ["o"]


def test_a_document_past_the_day_it_ends_is_said_to_have_expired(
    tmp_path: Path, analyzer: Analyzer, publish: Callable[..., None]
) -> None:
    """Whatever its source says of it."""
    ended = PolicyDocument(id="e", title="办法", body="正文", repealed_on=date(2024, 6, 30))
    stated = replace(ended, id="s", title="规定", validity=Validity.IN_FORCE)
    publish(tmp_path, ended, stated)
    for day, states in (
        (date(2024, 6, 29), {"e": "未注明", "s": "有效"}),
        (date(2024, 7, 1), {"e": "已失效", "s": "已失效"}),
    ):
        engine = EmbeddedEngine(tmp_path, analyzer, today=repeat(day).__next__)
        result = engine.search(SearchRequest(fold=False))
        shown = {hit.document.id: hit.document.validity.value for hit in result.hits}
        assert shown == states
        told = [hit.standing for hit in result.hits if hit.document.id == "s"]
        assert [standing.source for standing in told if standing] == [Validity.IN_FORCE]
        [facet] = [facet for facet in result.facets if facet.name == "validity"]
        assert {value.value for value in facet.values} == {*states.values()}


def test_a_damaged_new_generation_leaves_the_old_one_serving(
    tmp_path: Path, analyzer: Analyzer, publish: Callable[..., None]
) -> None:
    publish(tmp_path, FUND)
    engine = EmbeddedEngine(tmp_path, analyzer)
    publish(tmp_path, FUND, TECH)
    [part] = (tmp_path / "generations" / "2" / "terms").glob("*.seg")
    part.write_bytes(b"x")
    for _ in range(2):
        assert engine.search(SearchRequest(fold=False)).total == 1
    assert "2" in engine.status().damage
    assert EmbeddedEngine(tmp_path, analyzer).search(SearchRequest()).total == 1
    publish(tmp_path, FUND, TECH, TITLE_ONLY)
    assert not engine.status().damage
    assert engine.search(SearchRequest(fold=False)).total == 3


@pytest.mark.parametrize("q", ["国务院令第845号", "主席令第五十号"])
def test_an_order_nothing_has_is_said(engine_of: Callable[..., EmbeddedEngine], q: str) -> None:
    result = engine_of(FUND, TECH).search(SearchRequest(q=q, fold=False))
    assert result.total == 0
    assert "没有收录发文字号" in result.notices[0]
