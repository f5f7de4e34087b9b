"""What was probably meant, judged by what the collection itself writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.language.alike import look_alikes
from search.request import Scope, SearchRequest

TOWNS = "甲乙丙丁"
MATTERS = {
    "fund": ("住房公积金提取管理办法", "第一条 职工购买住房，可以提取住房公积金。"),
    "school": ("义务教育入学补贴的通知", "义务教育阶段学生入学，给予补贴。"),
    "soil": ("水土保持方案审批办法", "水土保持方案由水行政主管部门审批。"),
}
DOCUMENTS = [
    PolicyDocument(id=f"{matter}-{town}", title=f"示例市{town}区{title}", body=body)
    for matter, (title, body) in MATTERS.items()
    for town in TOWNS
]


@pytest.fixture(scope="module")
def engine(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    return engine_of(*DOCUMENTS)


def meant(engine: EmbeddedEngine, q: str) -> str:
    return engine.search(SearchRequest(q=q)).suggestion


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        pytest.param("公基金", "公积金", id="read alike"),
        pytest.param("住房公基金提取", "住房公积金提取", id="within a longer run"),
        pytest.param("水士保持", "水土保持", id="looks alike"),
        pytest.param("入学补帖", "入学补贴", id="looks alike, at the end"),
        pytest.param("义务教育人学", "义务教育入学", id="looks alike, though a word itself"),
        pytest.param("公基金 补帖", "公积金 补贴", id="two mistakes"),
        pytest.param("公基金 ABC", "公积金 ABC", id="other words stay as typed"),
    ],
)
def test_corrects(engine: EmbeddedEngine, q: str, expected: str) -> None:
    assert meant(engine, q) == expected


@pytest.mark.parametrize(
    "q",
    [
        pytest.param("公积金", id="right"),
        pytest.param("公积金提取办法", id="right, though nowhere in one piece"),
        pytest.param("通事", id="a word of two characters that nobody writes, like another"),
        pytest.param("区块链", id="nothing like it"),
        pytest.param("太空 月球", id="nothing of it at all"),
        pytest.param("公", id="one character"),
        pytest.param("2023 abc123", id="no ideographs"),
        pytest.param("公基金怎么提取", id="a question that finds something"),
        pytest.param("请问公基金如何提取呢", id="a polite question"),
        pytest.param('"公基金"', id="a phrase"),
        pytest.param("“公基金”", id="a phrase in Chinese quotation marks"),
        pytest.param('"公基金" 提取', id="a phrase beside words"),
        pytest.param("示政办〔2023〕15号", id="a number"),
        pytest.param("", id="nothing"),
    ],
)
def test_corrects_nothing(engine: EmbeddedEngine, q: str) -> None:
    assert meant(engine, q) == ""


def test_outside_of_quotation_marks_is_still_corrected(engine: EmbeddedEngine) -> None:
    assert meant(engine, '"住房" 公基金') == '"住房" 公积金'


@given(st.sampled_from(DOCUMENTS), st.data())
def test_nothing_is_corrected_that_the_collection_writes(
    engine: EmbeddedEngine, document: PolicyDocument, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from([document.title, document.body]))
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    assert meant(engine, text[begin:end]) == ""


def test_a_correction_is_searched_where_what_was_typed_occurs_nowhere(
    engine: EmbeddedEngine,
) -> None:
    nothing = engine.search(SearchRequest(q="公基金"))
    assert nothing.relaxation is not None
    assert (nothing.relaxation.rung, nothing.total) == ("spelling", len(TOWNS))
    assert "没有文件写有“公基金”" in nothing.relaxation.message
    assert "“公积金”" in nothing.relaxation.message
    some = engine.search(SearchRequest(q="住房公基金提取"))
    assert some.relaxation is not None
    assert (some.relaxation.rung, some.suggestion) == ("spelling", "住房公积金提取")
    literal = engine.search(SearchRequest(q="住房公基金提取", literal=True))
    assert literal.relaxation is not None
    assert literal.relaxation.rung == "near"


def test_what_finds_nothing_either_is_not_said_to_be_found(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    """In titles alone 公积金 is found no more than 公基金."""
    documents = [
        PolicyDocument(id=str(n), title="示例市通知", body="职工提取住房公积金。") for n in range(4)
    ]
    request = SearchRequest(q="公基金", scope=Scope.TITLE)
    result = engine_of(*documents).search(request)
    assert (result.total, result.relaxation) == (0, None)


@pytest.mark.parametrize(
    ("mistaken", "expected"),
    [
        pytest.param(0, "公积金提取", id="that nobody writes"),
        pytest.param(2, "公积金提取", id="that two documents write too"),
        pytest.param(3, "", id="that three write: it is theirs"),
    ],
)
def test_a_rare_mistake_of_the_collection_is_still_a_mistake(
    engine_of: Callable[..., EmbeddedEngine], mistaken: int, expected: str
) -> None:
    right = [PolicyDocument(id=str(n), title="公积金提取办法", body="") for n in range(9)]
    wrong = [PolicyDocument(id=f"w{n}", title="公基金条例", body="") for n in range(mistaken)]
    assert meant(engine_of(*right, *wrong), "公基金提取") == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        pytest.param("审批补帖", "", id="two characters of a run"),
        pytest.param("入学补帖", "入学补贴", id="what is known around them"),
    ],
)
def test_in_a_longer_run_three_characters_must_be_known_with_the_correction(
    engine: EmbeddedEngine, q: str, expected: str
) -> None:
    assert meant(engine, q) == expected


@pytest.mark.parametrize(
    ("right", "expected"),
    [pytest.param(2, "", id="in two documents"), pytest.param(3, "补贴", id="in three")],
)
def test_two_characters_are_corrected_to_what_more_than_two_documents_write(
    engine_of: Callable[..., EmbeddedEngine], right: int, expected: str
) -> None:
    documents = [PolicyDocument(id=str(n), title="补贴办法", body="") for n in range(right)]
    assert meant(engine_of(*documents), "补帖") == expected


@given(st.text(st.characters() | st.sampled_from('公基金水士保持补帖"“” -'), max_size=60))
def test_nothing_a_visitor_types_is_an_error(engine: EmbeddedEngine, q: str) -> None:
    request = SearchRequest.from_params([("q", q)])
    suggestion = engine.search(request).suggestion
    assert not suggestion or suggestion != request.q


def test_characters_that_look_alike_do_so_both_ways() -> None:
    table = look_alikes()
    assert "土" in table["士"]
    for one, others in table.items():
        assert one not in others
        assert len(set(others)) == len(others)
        assert all(one in table[other] for other in others)
