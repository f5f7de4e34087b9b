"""What names of laws in a query may cost: look-ups counted for the oddest queries."""

from __future__ import annotations

from collections import Counter

import pytest

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.embedded.reading import EmbeddedReading
from search.facade import named_laws
from search.request import MAX_QUERY, SearchRequest
from tests.conftest import EngineOf

Counted = Counter[str]


@pytest.fixture(scope="module")
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    return engine_of(PolicyDocument(id="d", title="某某法", body="第一条　一。\n第二条　二。"))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """How many sets were looked up, and how often titles were."""
    counts: Counted = Counter()
    members, cited = EmbeddedReading.members, EmbeddedReading.most_cited

    def counting(self: EmbeddedReading, selections: list[object]) -> list[list[int]]:
        counts["members"] += len(selections)
        return members(self, selections)  # type: ignore[arg-type]

    def looking(self: EmbeddedReading, tree: object, limit: int) -> list[int]:
        counts["titles"] += 1
        return cited(self, tree, limit)  # type: ignore[arg-type]

    monkeypatch.setattr(EmbeddedReading, "members", counting)
    monkeypatch.setattr(EmbeddedReading, "most_cited", looking)
    return counts


@pytest.mark.parametrize(
    "part",
    [
        "法1条",
        "的法 1条 ",
        "看看看看看看看看法1条",
        "问 问 问 问法，",
        "一 二 三法3条、",
        "《法》第1条 的 条例 的 办法 的 法 ",
        "法39至41条",
    ],
)
def test_names_are_looked_up_so_often(engine: EmbeddedEngine, counted: Counted, part: str) -> None:
    engine.search(SearchRequest((part * MAX_QUERY)[: MAX_QUERY - 3] + "第1条"))
    fixed = 40  # 发文字号, 索引号, titles, and what is not asked here
    assert counted["members"] <= 2 * named_laws.MOST_NAMES + fixed
    assert counted["titles"] <= 2 * named_laws.MOST_GUESSES


@pytest.mark.parametrize("query", ["公积金提取", "", "一件事", "2019年", "39件", "《某某法》"])
def test_a_query_without_articles_looks_no_name_up(
    engine: EmbeddedEngine, counted: Counted, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    monkeypatch.setattr(named_laws.Laws, "named", lambda _, names: looked.append(names))
    engine.search(SearchRequest(query))
    assert not [names for names in looked if names], query
