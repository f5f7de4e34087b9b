"""The ladder: how a query that finds too little is widened, and what is never widened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest, Sort

TEXTS = {
    "fund": ("住房公积金提取办法", "职工购买住房，可以提取住房公积金。"),
    "loan": ("住房公积金贷款办法", "职工购买住房，可以申请住房公积金贷款。"),
    "school": ("义务教育入学通知", "学生入学，给予补贴，由学校申请。"),
    "soil": ("水土保持方案审批办法", "水土保持方案由水行政主管部门审批。"),
    "tech": ("高新技术企业奖励办法", "高新技术企业申请奖励，给予补贴。"),
}
Steps = list[tuple[str, int]]


@pytest.fixture(scope="module")
def engine(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    return engine_of(
        *(PolicyDocument(id=id, title=title, body=body) for id, (title, body) in TEXTS.items())
    )


def climbed(
    engine: EmbeddedEngine,
    q: str,
    literal: bool = False,
    selected: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> tuple[set[str], str, Steps]:
    """What is found, on which rung, and what each rung tried holds."""
    result = engine.search(SearchRequest(q=q, literal=literal, selected=selected))
    ids = {hit.document.id for hit in result.hits}
    assert len(ids) == result.total
    if result.relaxation is None:
        return ids, "", []
    steps = [(step.rung, step.total) for step in result.relaxation.steps]
    return ids, result.relaxation.rung, steps


@pytest.mark.parametrize(
    ("q", "found"),
    [
        pytest.param("公积金", {"fund", "loan"}, id="a word"),
        pytest.param("补贴 OR 贷款", {"school", "tech", "loan"}, id="either"),
        pytest.param("高企奖励", {"tech"}, id="in another wording"),
        pytest.param("月球", set(), id="nothing of it at all"),
        pytest.param("月球 太空", set(), id="nothing of several words"),
        pytest.param("", set(TEXTS), id="nothing typed"),
    ],
)
def test_what_holds_every_word_is_not_widened(
    engine: EmbeddedEngine, q: str, found: set[str]
) -> None:
    assert climbed(engine, q) == (found, "", [])


@pytest.mark.parametrize(
    ("q", "found", "rung", "steps"),
    [
        pytest.param(
            "公积金 提取 补贴", {"fund"}, "most", [("all", 0), ("most", 1)], id="most of the words"
        ),
        pytest.param(
            "公积金 月球",
            {"fund", "loan"},
            "most",
            [("all", 0), ("most", 2)],
            id="a word nothing has does not count",
        ),
        pytest.param(
            "水土保持 义务教育",
            {"soil", "school"},
            "any",
            [("all", 0), ("most", 0), ("any", 2)],
            id="a part of the words",
        ),
        pytest.param(
            "水土保持 义务教育 -学生",
            {"soil"},
            "any",
            [("all", 0), ("most", 0), ("any", 1)],
            id="a part of the words, without",
        ),
        pytest.param(
            "入学率", {"school"}, "grams", [("all", 0), ("grams", 1)], id="pieces of a word"
        ),
        pytest.param("公基金", {"fund", "loan"}, "spelling", [("spelling", 2)], id="a mistake"),
        pytest.param("gongjijin", {"fund", "loan"}, "spelling", [("spelling", 2)], id="pinyin"),
        pytest.param("gjj", {"fund", "loan"}, "spelling", [("spelling", 2)], id="initials"),
    ],
)
def test_the_first_rung_that_holds_any_answers(
    engine: EmbeddedEngine, q: str, found: set[str], rung: str, steps: Steps
) -> None:
    assert climbed(engine, q) == (found, rung, steps)


def test_a_number_in_letters_has_no_pieces(engine_of: Callable[..., EmbeddedEngine]) -> None:
    """Numbers are written out for what ranks: abc一百二十三 is nothing that anybody typed."""
    hundred = PolicyDocument(id="hundred", title="公告", body="一百二十三户")
    assert not engine_of(hundred).search(SearchRequest("abc123")).hits


def test_what_no_document_has_is_named(engine: EmbeddedEngine) -> None:
    relaxation = engine.search(SearchRequest(q="公积金 月球")).relaxation
    assert relaxation is not None
    assert "月球" in relaxation.message
    assert "公积金" not in relaxation.message


@pytest.mark.parametrize(
    ("q", "whole", "said"),
    [
        pytest.param("申请公积金贷款怎么办", [("all", 1)], "有 1 件", id="one has every word"),
        pytest.param("怎么申请住房贷款和旅行", [("all", 0)], "相关程度", id="none has"),
        pytest.param("职工购买住房怎么申请月球旅行", [], "相关程度", id="so long that none can"),
    ],
)
def test_a_question_finds_what_is_near(
    engine: EmbeddedEngine, q: str, whole: Steps, said: str
) -> None:
    ids, rung, steps = climbed(engine, q)
    assert ids == {"loan", "fund"}
    assert (rung, steps) == ("near", [*whole, ("near", 2)])
    result = engine.search(SearchRequest(q=q))
    assert result.hits[0].document.id == "loan"
    assert result.relaxation is not None
    assert said in result.relaxation.message


def test_a_sentence_that_asks_nothing_is_widened_and_what_has_it_stands_apart(
    engine: EmbeddedEngine,
) -> None:
    q = "职工购买住房，可以申请住房公积金贷款"
    assert climbed(engine, q) == ({"loan", "fund"}, "near", [("all", 1), ("near", 2)])
    result = engine.search(SearchRequest(q=q))
    assert (result.hits[0].document.id, result.apart) == ("loan", 1)


@pytest.mark.parametrize("q", ["公积金 贷款", "贷款 公积金"])
def test_two_keywords_that_next_to_nothing_has_stand_apart_from_what_has_one(
    engine: EmbeddedEngine, q: str
) -> None:
    assert climbed(engine, q) == ({"loan", "fund"}, "near", [("all", 1), ("near", 2)])
    result = engine.search(SearchRequest(q=q))
    assert (result.hits[0].document.id, result.apart) == ("loan", 1)
    assert result.relaxation is not None
    assert "有 1 件包含全部检索词，列在最前" in result.relaxation.message


@pytest.mark.parametrize("q", ["标题:公积金贷款", "标题:公积金 标题:贷款", "标题:公积金 贷款"])
def test_where_a_field_is_named_what_has_every_word_is_enough(
    engine: EmbeddedEngine, q: str
) -> None:
    assert climbed(engine, q) == ({"loan"}, "", [])


def test_in_order_of_dates_nothing_stands_apart(engine: EmbeddedEngine) -> None:
    assert not engine.search(SearchRequest(q="公积金 贷款", sort=Sort.NEWEST)).apart


def test_in_a_question_quotation_marks_may_only_stress(engine: EmbeddedEngine) -> None:
    ids, rung, steps = climbed(engine, "“水土方案”是什么")
    assert (ids, rung) == ({"soil"}, "unquoted")
    assert steps[-1] == ("unquoted", 1)
    relaxation = engine.search(SearchRequest(q="“水土方案”是什么")).relaxation
    assert relaxation is not None
    assert "引号" in relaxation.message


def test_in_a_question_what_is_quoted_and_found_stays_quoted(engine: EmbeddedEngine) -> None:
    assert climbed(engine, "什么是“水土保持方案”？")[0] == {"soil"}
    assert climbed(engine, "“水土保持方案”是什么")[0] == {"soil"}


@pytest.mark.parametrize(
    "q", ["“水土保持方案”是什么", "什么是“水土保持方案”？", "水土保持 是什么", "请问 水土保持"]
)
def test_a_word_that_only_asks_is_not_missed(engine: EmbeddedEngine, q: str) -> None:
    assert climbed(engine, q) == ({"soil"}, "", [])


@pytest.mark.parametrize(
    "q",
    [
        pytest.param('"水土方案"', id="a phrase"),
        pytest.param("“水土方案”", id="a phrase in Chinese quotation marks"),
        pytest.param('"水土方案" "公积金"', id="two phrases"),
        pytest.param('"水土方案" 公积金 提取', id="a phrase beside words"),
        pytest.param('"公基金"', id="a phrase with a mistake"),
        pytest.param('"公基金" 提取', id="a phrase with a mistake beside words"),
        pytest.param('"gongjijin"', id="a phrase of letters"),
        pytest.param("发文机关:财政局 公积金", id="an issuer"),
        pytest.param("文号:国发 公积金 补贴", id="a number"),
        pytest.param("公积金 -住房", id="an exclusion"),
    ],
)
def test_what_is_asked_for_expressly_is_never_widened(engine: EmbeddedEngine, q: str) -> None:
    assert climbed(engine, q) == (set(), "", [])


def test_a_phrase_is_kept_while_the_words_beside_it_are_widened(engine: EmbeddedEngine) -> None:
    ids, rung, steps = climbed(engine, '"住房公积金" 贷款 入学 水土保持')
    assert ids <= {"fund", "loan"}
    assert rung in ("most", "any")
    assert steps[-1] == (rung, len(ids))


def test_as_typed_alone_means_without_other_wordings(engine: EmbeddedEngine) -> None:
    assert climbed(engine, "高企") == ({"tech"}, "", [])
    assert climbed(engine, "高企", literal=True) == (set(), "", [])


@pytest.mark.parametrize("q", ["公基金", "gjj"])
def test_as_typed_alone_nothing_else_is_searched_instead(engine: EmbeddedEngine, q: str) -> None:
    assert climbed(engine, q, literal=True) == (set(), "", [])


def test_as_typed_alone_is_still_widened_to_a_part_of_the_words(engine: EmbeddedEngine) -> None:
    expected = ({"fund", "loan"}, "most", [("all", 0), ("most", 2)])
    assert climbed(engine, "公积金 月球", literal=True) == expected


def test_a_filter_never_changes_the_rung(engine_of: Callable[..., EmbeddedEngine]) -> None:
    engine = engine_of(
        PolicyDocument(id="a", title="公积金提取", body="正文。", genre="办法"),
        PolicyDocument(id="b", title="公积金补贴", body="正文。", genre="通知"),
    )
    assert climbed(engine, "公积金 提取", selected=(("genre", ("通知",)),)) == (set(), "", [])


WORDS = [
    "公积金",
    "住房",
    "提取",
    "贷款",
    "补贴",
    "水土保持",
    "义务教育",
    "月球",
    "-学生",
    '"审批"',
]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
    st.sampled_from([[], ["公积金怎么办"]]),
)
def test_the_last_rung_is_what_is_found_and_each_holds_more(
    engine: EmbeddedEngine, words: list[str], asked: list[str]
) -> None:
    ids, rung, steps = climbed(engine, " ".join([*words, *asked]))
    if rung:
        totals = [total for _, total in steps]
        assert steps[-1] == (rung, len(ids))
        assert totals == sorted(totals)
        assert ids
    if "-学生" in words:
        assert "school" not in ids
    if (
        '"审批"' in words and not asked
    ):  # in a question quotation marks that leave nothing are stress
        assert ids <= {"soil"}
