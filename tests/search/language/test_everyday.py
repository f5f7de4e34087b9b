"""The table of everyday questions: how it is read, what a query is like, and what it is no part of."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.statements.model import Article
from index.statements.names import key_of, work_number
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.language.everyday import (
    NO_EVERYDAY,
    NOTHING_ASKED,
    Asked,
    EverydayRow,
    EverydayTable,
    row_of,
    shipped_rows,
)
from search.language.lay import LayRow, LayTable, with_rows
from search.request import SearchRequest
from tests.conftest import EngineOf

ROWS = (
    EverydayRow("云澜市灯塔法", Article(3), ("灯塔熄了找谁修", "晚上灯不亮怎么办")),
    EverydayRow("云澜市灯塔法", Article(7, 1), ("看灯人怀孕能辞退吗", "守塔的怀了孩子")),
    EverydayRow("云澜市渡船条例", Article(2), ("坐船掉了东西谁赔", "行李落水")),
)


def asked(analyzer: Analyzer, text: str, table: EverydayTable) -> Asked:
    terms = analyzer.terms(text)
    return table.asked(terms.grams, terms.characters)


def place(law: str, article: Article) -> tuple[int, Article]:
    return work_number(key_of(law)), article


def test_the_row_that_shares_most_with_a_question_is_first(analyzer: Analyzer) -> None:
    found = asked(analyzer, "守灯塔的人怀孕了会被辞退", EverydayTable(ROWS))
    assert found.among[found.numbers[0]] == place("中华人民共和国云澜市灯塔法", Article(7, 1))
    assert len(found.numbers) == len(found.scores) == len(found.shares) > 1
    assert all(score < found.scores[0] for score in found.scores[1:])
    assert all(share <= found.shares[0] <= 1 for share in found.shares)


def test_what_shares_nothing_is_like_no_row(analyzer: Analyzer) -> None:
    assert asked(analyzer, "航空发动机", EverydayTable(ROWS)).numbers == ()
    assert asked(analyzer, "", EverydayTable(ROWS)).numbers == ()
    assert asked(analyzer, "怀孕辞退", NO_EVERYDAY) == NOTHING_ASKED


def test_rows_of_one_article_are_one(analyzer: Analyzer) -> None:
    more = EverydayRow("《中华人民共和国云澜市灯塔法》", Article(3), ("灯坏了",))
    table = EverydayTable((*ROWS, more))
    assert len(table) == len(ROWS)
    found = asked(analyzer, "灯坏了", table)
    assert found.among[found.numbers[0]] == place("云澜市灯塔法", Article(3))
    assert found.scores[0] > asked(analyzer, "灯坏了", EverydayTable(ROWS)).scores[0]


@pytest.mark.parametrize(
    ("official", "law", "article"),
    [
        ("《劳动合同法》第四十二条", "劳动合同法", Article(42)),
        ("《刑法》第133条之一", "刑法", Article(133, 1)),
        ("劳动合同法第四十二条", None, None),
        ("《刑法》第一条、第二条", None, None),
        ("《刑法》", None, None),
        ("被执行人", None, None),
    ],
)
def test_an_operator_names_an_article_as_the_official_wording(
    official: str, law: str | None, article: Article | None
) -> None:
    row = row_of("大肚子能开除吗", official)
    assert (row and row.law, row and row.article) == (law, article)


def test_rows_of_an_operator_are_words_or_articles(analyzer: Analyzer) -> None:
    rows = [
        LayRow("灯塔坏了", ("《云澜市灯塔法》第三条",)),
        LayRow("示例词语", ("示例用语",)),
    ]
    table = with_rows(rows)
    assert table.wordings("示例词语") == ("示例用语",)
    assert table.wordings("灯塔坏了") == ()
    found = asked(analyzer, "灯塔坏了", table.everyday)
    assert found.among[found.numbers[0]] == place("云澜市灯塔法", Article(3))


def test_the_table_of_the_project_is_whole() -> None:
    rows = shipped_rows()
    names = [(row.law, row.article) for row in rows]
    assert len(rows) > 8_000
    assert len(set(names)) == len(names)
    assert all(row.article.number and row.phrases for row in rows)
    assert all(2 <= len(phrase) <= 30 for row in rows for phrase in row.phrases)
    assert not any(row.law.startswith("中华人民共和国") for row in rows)


def test_files_of_the_table_are_in_order() -> None:
    folder = Path(__file__).parents[3] / "search/language/data/everyday"
    for path in folder.iterdir():
        cells = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        keys = [(law, tuple(map(int, article.split("-")))) for law, article, _ in cells]
        assert all(one < other for one, other in pairwise(keys) if one[0] == other[0]), path.name


@pytest.fixture(scope="module")
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    def article(id: str, number: str, text: str) -> PolicyDocument:
        return PolicyDocument(id=id, title=f"云澜市灯塔法 第{number}条", body=text)

    notices = [
        PolicyDocument(
            id=f"n{n}", title=f"关于第{n}号航道的通知", body="航道晚上通行，船员注意安全。"
        )
        for n in range(12)
    ]
    return engine_of(
        article("second", "二", "标志由港务部门在晚上设置。"),
        article("third", "三", "设施发生故障的，管理人应当及时恢复。"),
        *notices,
        table=LayTable((), (), EverydayTable(ROWS)),
    )


def test_an_article_is_found_by_what_people_ask_of_it(engine: EmbeddedEngine) -> None:
    found = engine.search(SearchRequest("灯塔熄了找谁修，晚上灯不亮怎么办"))
    lifted = {hit.document.id: hit.score.everyday for hit in found.hits if hit.score}
    assert lifted.pop("third") > 0
    assert set(lifted.values()) <= {0.0}


def test_as_typed_nothing_is_lifted(engine: EmbeddedEngine) -> None:
    found = engine.search(SearchRequest("灯塔熄了找谁修，晚上灯不亮怎么办", literal=True))
    assert all(hit.score is None or not hit.score.everyday for hit in found.hits)
