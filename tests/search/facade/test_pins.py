"""What a query names outright stands above the ranking, tier by tier."""

from __future__ import annotations

from datetime import date

import pytest

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest, Sort
from tests.conftest import EngineOf

NUMBER = "示政办〔2023〕15号"
LONG_AGO, LATELY = date(2001, 1, 1), date(2024, 1, 1)


def ids(engine: EmbeddedEngine, q: str) -> list[str]:
    return [hit.document.id for hit in engine.search(SearchRequest(q=q, fold=False)).hits]


def test_number_and_title_then_number_index_number_title_and_what_contains_it(
    engine_of: EngineOf,
) -> None:
    """No two are versions of one title; each came before those of higher tiers."""
    tiers = [
        PolicyDocument(id="both", title=NUMBER, doc_number=NUMBER),
        PolicyDocument(id="number", title="甲办法", doc_number=NUMBER),
        PolicyDocument(id="index number", title="乙办法", index_number=NUMBER, body=NUMBER),
        PolicyDocument(id="title", title="示政办202315号", body=f"{NUMBER}。" * 9),
        PolicyDocument(id="in title", title=f"关于{NUMBER}的{NUMBER}通知", published_on=LONG_AGO),
        PolicyDocument(id="in body", title="丙办法", body=NUMBER, published_on=LATELY),
    ]
    assert ids(engine_of(*reversed(tiers)), NUMBER) == [document.id for document in tiers]


def test_the_reason_is_said_of_what_is_named_and_not_of_what_contains_it(
    engine_of: EngineOf,
) -> None:
    engine = engine_of(
        PolicyDocument(id="both", title=NUMBER, doc_number=NUMBER),
        PolicyDocument(id="number", title="甲办法", doc_number=NUMBER),
        PolicyDocument(id="index number", title="乙办法", index_number=NUMBER, body=NUMBER),
        PolicyDocument(id="in title", title=f"关于{NUMBER}的通知"),
        PolicyDocument(id="in body", title="丙办法", body=NUMBER),
    )
    pins = {
        hit.document.id: hit.pin for hit in engine.search(SearchRequest(q=NUMBER, fold=False)).hits
    }
    assert pins == {
        "both": "标题和发文字号一致",
        "number": "发文字号一致",
        "index number": "索引号一致",
        "in title": "",
        "in body": "",
    }


@pytest.mark.parametrize(
    "q", ["DB36/T 1994—2024", "db36/t1994-2024", "DB 36/T 1994–2024", "DB36/T 1994"]
)
def test_a_standard_is_named_by_its_number_in_any_form(engine_of: EngineOf, q: str) -> None:
    engine = engine_of(
        PolicyDocument(id="other", title="示范规范", doc_number="DB36/T 1995—2024", body=q),
        PolicyDocument(id="meant", title="人口库数据规范", doc_number="DB36/T 1994—2024"),
    )
    assert ids(engine, q)[0] == "meant"


@pytest.mark.parametrize(
    ("q", "lifted"),
    [
        pytest.param("种植石榴", True, id="four characters"),
        pytest.param("大石榴", False, id="three"),
        pytest.param("石榴 种植", False, id="in another order"),
        pytest.param("种植 石榴", True, id="with a space between"),
        pytest.param("种植，石榴", True, id="with punctuation between"),
    ],
)
def test_what_has_the_query_in_its_title_as_it_stands_is_lifted(
    engine_of: EngineOf, q: str, lifted: bool
) -> None:
    """``often`` has the words apart and so often that it scores more."""
    engine = engine_of(
        PolicyDocument(id="as it stands", title=f"关于大石榴和种植石榴的{'若干具体事项' * 9}"),
        PolicyDocument(id="often", title="石榴：种植", body="石榴，种植。大，石榴。" * 9),
    )
    assert ids(engine, q)[0] == ("as it stands" if lifted else "often")


def test_punctuation_within_a_title_is_no_hindrance(engine_of: EngineOf) -> None:
    engine = engine_of(
        PolicyDocument(id="as it stands", title=f"关于“种植”石榴的{'若干具体事项' * 9}"),
        PolicyDocument(id="often", title="石榴：种植", body="石榴，种植。" * 9),
    )
    assert ids(engine, "种植石榴") == ["as it stands", "often"]


@pytest.mark.parametrize(
    ("q", "lifted"),
    [
        pytest.param("石榴种植技术指导", True, id="eight characters"),
        pytest.param("石榴种植的技术", False, id="seven"),
        pytest.param("石榴种植技术指导怎么申请", False, id="a question"),
    ],
)
def test_what_has_a_longer_query_in_its_body_as_it_stands_is_lifted(
    engine_of: EngineOf, q: str, lifted: bool
) -> None:
    body = f"申请{q.removesuffix('怎么申请')}怎么申请，见附件。" + "其他有关事项另行通知。" * 60
    engine = engine_of(
        PolicyDocument(id="as it stands", title="办法", body=body),
        PolicyDocument(id="often", title="办法", body="石榴，种植的，技术，指导，申请。" * 9),
        *(PolicyDocument(id=str(n), title="通知", body="其他。" * 200) for n in range(9)),
    )
    assert ids(engine, q)[0] == ("as it stands" if lifted else "often")


def test_in_order_of_dates_nothing_is_lifted(engine_of: EngineOf) -> None:
    engine = engine_of(
        PolicyDocument(id="number", title="甲办法", doc_number=NUMBER, published_on=LONG_AGO),
        PolicyDocument(id="in body", title="丙办法", body=NUMBER, published_on=LATELY),
    )
    for sort, first in ((Sort.RELEVANCE, "number"), (Sort.NEWEST, "in body")):
        result = engine.search(SearchRequest(q=NUMBER, sort=sort, fold=False))
        assert result.hits[0].document.id == first
