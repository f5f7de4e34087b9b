"""A query that names a law and an article is answered by that article."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from index.conventions.sections import find_sections
from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.facade.provisions import MOST_CITING
from search.query.provision import MOST
from search.request import Scope, SearchRequest
from search.results import SearchResult
from tests.conftest import EngineOf
from tests.support.laws import law_of

_THIRD = "第三条　取水应当申请许可。\n申请人应当提交下列材料：\n（一）申请书；\n（二）说明。"


_LAW = law_of(
    "law", "中华人民共和国水资源示例法", "第一条　为了保护水资源，制定本法。", "第二条　本法所称水资源，包括地下水。", _THIRD,
    "第二章　附则\n第四条　有下列情形的，从其规定。",
)  # fmt: skip
_LOCAL = law_of(
    "local",
    "示例省水资源示例法",
    "第一条　省里的第一条。",
    "第二条　省里的第二条。",
    "第三条　省里的第三条。",
    region="山东省",
)
_RULES = law_of(
    "rules", "水资源示例法实施条例", "第一条　一。", "第二条　二。", "第三条　条例的第三条。"
)
_CITING = replace(
    law_of(
        "citing",
        "取水许可示例办法",
        "第一条　根据《水资源示例法》第三条，制定本办法。",
        "第二条　二。",
        day=date(2012, 1, 1),
    ),
    genre="办法",
)
_OTHER = law_of("other", "道路运输安全示例法", "第一条　甲。", "第二条　乙。")


@pytest.fixture
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    return engine_of(_LOCAL, _RULES, _CITING, _OTHER, _LAW)


def _shown(result: SearchResult) -> list[tuple[str, str]]:
    return [(one.document.id, one.label) for one in result.provisions]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "水资源示例法第三条",
            "水资源示例法第3条",
            "水资源示例法3条",
            "水资源示例法三条",
            "水资源示例法3",
        ),
        *(
            "《中华人民共和国水资源示例法》第三条",
            "请问水资源示例法第３條怎么规定的",
            "根据水资源示例法第三条",
        ),
        *(
            "第三条 水资源示例法",
            "水資源示例法 第 3 條",
            "水资源示例法(2010修正)第三条",
            "水资源示例法 取水许可 第三条",
        ),
    ],
)
def test_the_article_is_shown_and_its_law_first(engine: EmbeddedEngine, query: str) -> None:
    result = engine.search(SearchRequest(query))
    assert _shown(result) == [("law", "第三条")]
    shown = result.provisions[0]
    assert shown.text == _THIRD.removeprefix("第三条　")
    assert (shown.anchor, shown.named, shown.cited_by) == ("a3", True, 1)
    assert [hit.document.id for hit in result.hits[:2]] == ["law", "citing"]
    assert result.hits[0].pin == "法规名称一致"
    assert not result.suggestion


def test_a_heading_that_follows_is_not_the_article_s(engine: EmbeddedEngine) -> None:
    (shown,) = engine.search(SearchRequest("水资源示例法第4条")).provisions
    assert shown.text == "有下列情形的，从其规定。"
    (before,) = engine.search(SearchRequest("水资源示例法第3条")).provisions
    assert "附则" not in before.text


def test_parts_asked_for_are_marked(engine: EmbeddedEngine) -> None:
    (shown,) = engine.search(SearchRequest("水资源示例法第三条第二款第一项")).provisions
    assert shown.also == "第二款第一项"
    assert [shown.text[start:end] for start, end in shown.marks] == ["（一）申请书；"]


def test_a_part_that_is_not_there_is_said_not_to_be(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest("水资源示例法第三条第九款"))
    (shown,) = result.provisions
    assert (shown.label, shown.also) == ("第三条", "")
    assert result.notices == ("《水资源示例法》第三条没有第九款，以下是该条全文。",)


@pytest.mark.parametrize(
    "listed", ["第1至9条", "第1、2、3、4、5、6条", "第1条第2条第3条第4条第5条第6条"]
)
def test_what_is_left_out_of_a_long_list_is_said(engine_of: EngineOf, listed: str) -> None:
    articles = [f"第{one}条　第{one}款的内容。" for one in "一二三四五六七"]
    engine = engine_of(law_of("long", "水资源示例法", *articles))
    result = engine.search(SearchRequest(f"水资源示例法{listed}"))
    assert [one.label for one in result.provisions] == [f"第{one}条" for one in "一二三四五"]
    assert "一次只列出 5 条，其余各条请查看全文。" in result.notices
    assert not engine.search(SearchRequest("水资源示例法第1至5条")).notices


def test_names_of_local_and_lower_texts_mean_these(engine: EmbeddedEngine) -> None:
    assert _shown(engine.search(SearchRequest("示例省水资源示例法第三条"))) == [("local", "第三条")]
    assert _shown(engine.search(SearchRequest("水资源示例法实施条例3条"))) == [("rules", "第三条")]


def test_the_law_is_excerpted_at_the_article(engine: EmbeddedEngine) -> None:
    law, citing = engine.search(SearchRequest("水资源示例法3条")).hits[:2]
    assert [(one.label, one.anchor) for one in law.snippets] == [("第三条", "a3")]
    assert law.snippets[0].text.startswith("取水应当申请许可。 申请人")
    assert citing.snippets[0].label == "第一条"


def test_what_is_of_a_title_is_a_title(engine_of: EngineOf) -> None:
    title = "关于《中华人民共和国水资源示例法》第三条的说明"
    engine = engine_of(_LAW, replace(_CITING, id="about", title=title))
    for query in (title, "水资源示例法》第三条的说明"):
        result = engine.search(SearchRequest(query))
        assert not any(one.named for one in result.provisions)
        assert result.hits[0].document.id == "about"
    result = engine.search(SearchRequest("水资源示例法第三条"))
    assert _shown(result) == [("law", "第三条")]
    assert [hit.document.id for hit in result.hits] == ["law", "about"]


def test_no_query_is_too_odd(engine: EmbeddedEngine) -> None:
    draw = random.Random(5)
    parts = (
        "水资源示例法",
        "《",
        "》",
        "第",
        "3",
        "三",
        "条",
        "款",
        "项",
        "、",
        "和",
        "至",
        " ",
        "之一",
        "旧",
        "2010",
        '"',
        "标题:",
        "-",
        "法",
    )
    for _ in range(150):
        query = "".join(draw.choices(parts, k=draw.randrange(12)))
        result = engine.search(SearchRequest.from_params([("q", query)]))
        assert len(result.provisions) <= MOST


def test_several_articles_and_laws_are_shown_in_their_order(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest("水资源示例法第二条、第3条和道路运输安全示例法1条"))
    assert _shown(result) == [("law", "第二条"), ("law", "第三条"), ("other", "第一条")]
    assert {hit.document.id for hit in result.hits[:2]} == {"law", "other"}
    many = engine.search(SearchRequest("水资源示例法1至5条和道路运输安全示例法1、2条"))
    assert len(many.provisions) <= MOST


def test_an_article_that_is_not_there_is_said_not_to_be(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest("水资源示例法第120条"))
    assert not result.provisions
    assert "《水资源示例法》共 5 条，没有第一百二十条。" in result.notices
    assert result.hits[0].document.id == "law"


def test_a_law_that_is_cited_and_not_held_is_said_not_to_be(engine_of: EngineOf) -> None:
    citing = [
        replace(
            _CITING,
            id=f"c{n}",
            title=f"示例办法{n}",
            body=_CITING.body.replace("水资源示例法", "合同示例法"),
        )
        for n in "甲乙"
    ]
    engine = engine_of(
        law_of("near", "劳动合同关系示例法", "第一条　一。", "第二条　二。", "第三条　三。"),
        *citing,
    )
    result = engine.search(SearchRequest("合同示例法第3条"))
    assert not result.provisions
    assert any("没有收录" in notice and "合同示例法" in notice for notice in result.notices)
    assert {hit.document.id for hit in result.hits} == {"c甲", "c乙"}


def test_a_usual_short_name_means_the_one_law_that_has_its_characters(
    engine: EmbeddedEngine,
) -> None:
    for short in ("道运安示例法", "运输安全示例法", "道路安全示例法"):
        result = engine.search(SearchRequest(f"{short}2条"))
        assert _shown(result) == [("other", "第二条")], short
        assert f"“{short}”按《道路运输安全示例法》检索。" in result.notices
    assert not engine.search(SearchRequest("路输示例法2条")).provisions, "no word begins so"


def test_a_short_name_that_works_of_places_bear_means_no_otherlaw_of(engine_of: EngineOf) -> None:
    engine = engine_of(
        law_of("rescue", "中华人民共和国消防救援示例法", "第一条　一。", "第二条　二。"),
        law_of("place", "山东省消防示例法", "第一条　甲。", "第二条　乙。", region="山东省"),
    )
    assert not engine.search(SearchRequest("消防示例法2条")).provisions
    assert _shown(engine.search(SearchRequest("山东消防示例法2条"))) == [("place", "第二条")]


def test_what_goes_on_is_not_taken_for_the_law_that_it_begins_with(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest("水资源示例法取水办法2条"))
    assert not result.provisions


@pytest.mark.parametrize(
    "query",
    [
        "39件",
        "第三条",
        "3条",
        "水资源示例法3件",
        "水资源示例法12条措施",
        "国务院3号文",
        "标题:水资源示例法第三条",
        "-水资源示例法第三条",
        "水资源示例法",
    ],
)
def test_other_numbers_name_no_article(engine: EmbeddedEngine, query: str) -> None:
    assert not any(one.named for one in engine.search(SearchRequest(query)).provisions)


@pytest.mark.parametrize("law", ["没有这样的示例法", "水资源示例法取水办法", "火资源示例法"])
def test_no_other_article_is_shown_for_one_that_is_not_held(
    engine: EmbeddedEngine, law: str
) -> None:
    for query in ("{}第3条", "{}3条怎么规定取水许可", "请问{}第三条 取水 申请 许可 材料 说明"):
        assert not engine.search(SearchRequest(query.format(law))).provisions


def test_a_word_for_laws_in_general_names_none(engine_of: EngineOf) -> None:
    engine = engine_of(law_of("rules", "办法", "第一条　一。", "第二条　二。"))
    assert not engine.search(SearchRequest("办法第2条")).provisions
    assert not engine.search(SearchRequest("本办法第2条")).provisions


def test_articles_that_are_documents_are_found_by_their_titles(engine_of: EngineOf) -> None:
    articles = [
        PolicyDocument(id=f"a{n}", title=f"河道示例法 {label}", body=f"河道示例法的条文{n}。")
        for n, label in enumerate(("第一条", "第二条", "第三条"), 1)
    ]
    result = engine_of(*articles, _CITING).search(SearchRequest("河道示例法2条"))
    assert not result.provisions
    assert [hit.document.id for hit in result.hits if hit.pin] == ["a2"]


def test_a_law_without_text_is_first_all_the_same(engine_of: EngineOf) -> None:
    bare = PolicyDocument(id="bare", title="中华人民共和国水资源示例法")
    result = engine_of(bare, _CITING).search(SearchRequest("水资源示例法第3条"))
    assert not result.provisions
    assert result.hits[0].document.id == "bare"


def test_quotation_marks_leave_the_words_as_they_are(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest('"水资源示例法第3条"'))
    assert _shown(result) == [("law", "第三条")]
    assert result.terms == ("水资源示例法第3条",)


def test_the_article_stands_on_the_first_page_alone_and_under_filters(
    engine: EmbeddedEngine,
) -> None:
    asked = SearchRequest("水资源示例法第3条", size=1)
    assert not engine.search(replace(asked, page=2)).provisions
    assert not engine.search(replace(asked, scope=Scope.NUMBER)).provisions
    assert not engine.search(replace(asked, excerpts=False)).provisions
    of_titles = engine.search(replace(asked, scope=Scope.TITLE))
    assert of_titles.provisions
    assert [hit.document.id for hit in of_titles.hits] == ["law"]
    assert engine.search(asked.toggled("region", "山东省")).provisions


def test_the_parts_of_a_code_are_onelaw_of(engine_of: EngineOf) -> None:
    first = law_of("first", "中华人民共和国示例法典", "第一条　一。", "第二条　二。")
    rest = (
        "（2010年1月1日全国人民代表大会常务委员会通过）\n第四条　四。\n第五条　五。\n第六条　六。"
    )
    second = replace(first, id="second", body=rest, sections=tuple(find_sections(rest)))
    engine = engine_of(first, second)
    for article, id in ((2, "first"), (5, "second")):
        result = engine.search(SearchRequest(f"示例法典{article}条"))
        assert [one.document.id for one in result.provisions] == [id]
        assert result.hits[0].document.id == id
    assert (
        "《示例法典》共 6 条，没有第九条。" in engine.search(SearchRequest("示例法典9条")).notices
    )


def test_no_more_citing_documents_are_lifted_than_bounded(engine: EmbeddedEngine) -> None:
    assert MOST_CITING <= 100
    assert engine.search(SearchRequest("水资源示例法第3条")).total >= 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("果树法", ("没有收录《果树法》。",), id="cited"),
        pytest.param("《果树法》", ("没有收录《果树法》。",), id="cited, in brackets"),
        pytest.param("《月球法》", ("没有收录《月球法》。",), id="unknown, in brackets"),
        pytest.param("月球法", (), id="unknown"),
        pytest.param("水资源示例法", (), id="held"),
        pytest.param("《水资源示例法》", (), id="held, in brackets"),
        pytest.param("种植方法", (), id="no law"),
        pytest.param("“果树法”", (), id="a phrase"),
        pytest.param("标题:果树法", (), id="a field"),
    ],
)
def test_a_law_alone_that_is_not_held_is_said_not_to_be(
    engine_of: EngineOf, typed: str, said: tuple[str, ...]
) -> None:
    body = "第一条　根据《果树法》，改进种植方法，制定本办法。"
    citing = replace(_CITING, id="fruit", title="果树种植示例办法", body=body, sections=())
    assert engine_of(_LAW, citing).search(SearchRequest(typed)).notices == said
