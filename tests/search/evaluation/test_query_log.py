"""The log of queries: what a line holds, and what can be learnt from many."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import PolicyDocument
from index.errors import SourceError
from search.embedded.engine import EmbeddedEngine
from search.evaluation.query_log import Logged, read_log, study
from search.request import SearchRequest

NOW = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
GOOD = '{"at": "2024-05-06T07:08", "q": "公积金", "total": 3, "rung": "all"}'


@pytest.fixture(scope="module")
def engine(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    return engine_of(
        PolicyDocument(id="soil-1", title="示例市水土保持条例", body="预防和治理水土流失。"),
        PolicyDocument(id="soil-2", title="样例县水土保持条例实施办法", body="制定本办法。"),
        PolicyDocument(id="fund", title="示例市住房公积金管理条例", body="职工可以提取。"),
    )


def searched(engine: EmbeddedEngine, q: str, **given: object) -> dict[str, object]:
    request = SearchRequest(q=q, **given)  # type: ignore[arg-type]
    line: dict[str, object] = json.loads(Logged.of(engine.search(request)).line(NOW))
    return line


# --- a line ---------------------------------------------------------------------------------


def test_a_line_holds_the_minute_the_query_and_what_it_found(engine: EmbeddedEngine) -> None:
    assert searched(engine, "水土保持") == {
        "at": "2024-05-06T07:08",
        "q": "水土保持",
        "total": 2,
        "rung": "all",
    }


def test_the_rung_of_the_ladder_is_kept(engine: EmbeddedEngine) -> None:
    assert searched(engine, "水土保持 公积金")["rung"] in ("most", "any")
    assert searched(engine, "公基金")["rung"] == "spelling"


@given(q=st.text(max_size=60))
def test_a_line_is_one_line_and_is_read_back(
    engine: EmbeddedEngine, tmp_path_factory: pytest.TempPathFactory, q: str
) -> None:
    result = engine.search(SearchRequest.from_params([("q", q)]))
    line = Logged.of(result).line(NOW)
    assert "\n" not in line
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    path.write_text(line + "\n" + GOOD + "\n", encoding="utf-8")
    first, second = read_log(path)
    assert (first.q, first.total) == (result.request.q, result.total)
    assert second == Logged("公积金", 3, "all")


# --- reading --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(GOOD[:20], id="cut-off"),
        pytest.param("", id="empty"),
        pytest.param("\x00" * 50, id="zeros-after-a-power-cut"),
        pytest.param('GET /search?q=公积金 "Mozilla"', id="another-log"),
        pytest.param("[1, 2]", id="a-list"),
        pytest.param("null", id="null"),
        pytest.param('{"q": "公积金"}', id="no-total"),
        pytest.param('{"q": "公积金", "total": null}', id="total-null"),
        pytest.param('{"q": "公积金", "total": "多"}', id="total-a-word"),
        pytest.param('{"q": "公积金", "total": 1e999}', id="total-without-end"),
        pytest.param("[" * 100_000, id="brackets-without-end"),
    ],
)
def test_a_broken_line_is_passed_over(tmp_path: Path, line: str) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(f"{GOOD}\n{line}\n{GOOD}\n", encoding="utf-8")
    assert list(read_log(path)) == [Logged("公积金", 3, "all")] * 2


@given(st.binary(max_size=80).filter(lambda junk: b"{" not in junk))
def test_bytes_that_are_no_text_are_passed_over(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    path.write_bytes(GOOD.encode() + b"\n" + junk + b"\n" + GOOD.encode())
    assert list(read_log(path)) == [Logged("公积金", 3, "all")] * 2


def test_a_log_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"无法读取 .*log\.jsonl.*请检查路径"):
        list(read_log(tmp_path / "log.jsonl"))


# --- what is learnt -------------------------------------------------------------------------


def test_frequent_queries_and_those_without_results_are_counted(engine: EmbeddedEngine) -> None:
    log = [
        *[Logged("公积金", 3, "all")] * 3,
        *[Logged("不存在的事项", 0, "all")] * 2,
        Logged("公积金", 0, "all"),
        Logged("水土保持", 2, "all"),
        Logged("  ", 9, "all"),
    ]
    found = study(log, engine, top=2)
    assert (found.total, found.distinct, found.empty_total) == (7, 3, 3)
    assert found.frequent == (("公积金", 4), ("不存在的事项", 2))
    assert found.empty == (("不存在的事项", 2), ("公积金", 1))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("ＣＯＶＩＤ　疫情", id="full-width"),
        pytest.param("covid  疫情 ", id="spaces-and-case"),
    ],
)
def test_the_same_query_written_differently_is_one(engine: EmbeddedEngine, other: str) -> None:
    found = study([Logged("COVID 疫情", 1, "all"), Logged(other, 1, "all")], engine, top=5)
    assert (found.total, found.distinct) == (2, 1)


def test_an_empty_log_says_nothing(engine: EmbeddedEngine) -> None:
    found = study([], engine, top=5)
    assert (found.total, found.distinct, found.empty_total) == (0, 0, 0)
    assert [*found.frequent, *found.empty, *found.synonyms] == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(Logged("水保", 0, "all"), id="found-nothing"),
        pytest.param(Logged("水保", 5, "grams"), id="was-relaxed"),
    ],
)
def test_a_full_name_is_suggested_from_titles(engine: EmbeddedEngine, line: Logged) -> None:
    (synonym,) = study([line] * 4, engine, top=5).synonyms
    assert synonym.said == "水保"
    assert "水土保持" in synonym.meant
    assert (synonym.asked, synonym.titles) == (4, 2)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(Logged("水保", 5, "all"), id="what-found-enough"),
        pytest.param(Logged("水土保持", 0, "all"), id="what-titles-say"),
        pytest.param(Logged("住公", 0, "all"), id="what-one-title-says"),
        pytest.param(Logged("保水", 0, "all"), id="another-order"),
        pytest.param(Logged("水", 0, "all"), id="one-character"),
        pytest.param(Logged("水保补助标准", 0, "all"), id="a-long-query"),
        pytest.param(Logged("水.*", 0, "all"), id="a-pattern"),
    ],
)
def test_nothing_is_suggested_for(engine: EmbeddedEngine, line: Logged) -> None:
    assert study([line], engine, top=5).synonyms == ()
