"""Narrowing what was found: search within results, a period of days, counts alone, origins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from search.request.period import parse_bound
from tests.conftest import EngineOf

DOCUMENTS = (
    PolicyDocument(
        id="new",
        title="住房公积金提取办法",
        body="职工购买住房可以提取公积金。租房也可以提取。",
        doc_number="示政办〔2023〕15号",
        topics=(("城乡建设", "住房", "公积金"), ("财政",)),
        written_on=date(2023, 12, 28),
        published_on=date(2024, 1, 3),
    ),
    PolicyDocument(
        id="old",
        title="住房公积金缴存办法",
        body="缴存比例为百分之八。依据示政办〔2023〕15号办理。",
        topics=(("城乡建设", "住房"),),
        written_on=date(2023, 5, 1),
    ),
    PolicyDocument(id="undated", title="住房公积金问答", body="租房怎样办理。"),
)


@pytest.fixture(scope="module")
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    return engine_of(*DOCUMENTS)


def found(engine: EmbeddedEngine, **params: str) -> set[str]:
    params = {"from" if name == "from_" else name: value for name, value in params.items()}
    result = engine.search(SearchRequest.from_params([*params.items(), ("fold", "0")]))
    assert result.total == len(result.hits)
    return {hit.document.id for hit in result.hits}


@pytest.mark.parametrize(
    ("within", "ids"),
    [
        pytest.param("租房", {"new", "undated"}, id="a word"),
        pytest.param("租房 提取", {"new"}, id="two words, both"),
        pytest.param("“也可以提取”", {"new"}, id="a phrase"),
        pytest.param("-租房", {"old"}, id="an exclusion"),
        pytest.param("示政办〔2023〕15号", {"new", "old"}, id="a number: it and what cites it"),
        pytest.param("没有的词语", set(), id="never widened"),
    ],
)
def test_a_search_within_the_results(engine: EmbeddedEngine, within: str, ids: set[str]) -> None:
    assert found(engine, q="公积金", within=within) == ids
    assert found(engine, within=within) == ids


def test_what_was_searched_within_is_marked(engine: EmbeddedEngine) -> None:
    [hit, *_] = engine.search(SearchRequest(q="提取", within="租房", fold=False)).hits
    [snippet] = hit.snippets
    marked = {snippet.text[start:end] for start, end in snippet.marks}
    assert marked == {"提取", "租房"}


def test_it_counts_within_the_results(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest(q="公积金", within="租房", fold=False))
    years = next(facet for facet in result.facets if facet.name == "year")
    assert {value.value: value.count for value in years.values} == {"2023": 1, "未注明": 1}


@pytest.mark.parametrize(
    ("first", "last", "ids"),
    [
        pytest.param("2023", "", {"new", "old"}, id="from a year"),
        pytest.param("2023-06", "", {"new"}, id="from a month"),
        pytest.param("", "2023-05-01", {"old"}, id="to a day, which counts"),
        pytest.param("2023-05", "2023-05", {"old"}, id="a month"),
        pytest.param("2023-12-28", "2023-12-28", {"new"}, id="a day: written, not published"),
        pytest.param("2024", "", set(), id="published is not written"),
        pytest.param("二〇二三年十二月", "", {"new"}, id="in words"),
        pytest.param("2023年12月", "2023年1月", {"new", "old"}, id="the wrong way round"),
    ],
)
def test_a_period(engine: EmbeddedEngine, first: str, last: str, ids: set[str]) -> None:
    assert found(engine, from_=first, to=last) == ids


def test_the_facet_of_years_leaves_the_period_out(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest(date_from=parse_bound("2023-06")))
    counts = {f.name: {v.value: v.count for v in f.values} for f in result.facets}
    assert counts["year"] == {"2023": 2, "未注明": 1}
    assert counts["topic"] == {"城乡建设": 1, "财政": 1}


def test_counts_alone_are_those_of_the_search_and_show_both_levels(engine: EmbeddedEngine) -> None:
    request = SearchRequest(q="公积金", date_to=parse_bound("2023"))
    tally = engine.facets(request)
    assert tally.total == engine.search(request).total == 2
    topics = next(facet for facet in tally.facets if facet.name == "topic")
    assert [(v.value, v.label, v.depth, v.count) for v in topics.values] == [
        ("城乡建设", "城乡建设", 0, 2),
        ("城乡建设/住房", "住房", 1, 2),
        ("财政", "财政", 0, 1),
    ]


def test_a_listing_names_every_document_once(engine: EmbeddedEngine) -> None:
    listed = [engine.listing(first, 2) for first in (0, 2, 4)]
    assert sorted(d.id for part in listed for d in part) == ["new", "old", "undated"]
    assert not any(d.body for part in listed for d in part)


def test_the_file_a_document_was_read_from(tmp_path: Path, analyzer: Analyzer) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "single.txt").write_text("关于印发方案的通知\n\n各单位：请执行。\n", encoding="utf-8")
    rows = '{"id":"a","title":"甲","body":"甲文"}\n{"id":"b","title":"乙","body":"乙文"}\n'
    (files / "list.jsonl").write_text(rows, encoding="utf-8")
    update_index(Store(tmp_path / "data"), [files], analyzer)
    engine = EmbeddedEngine(tmp_path / "data", analyzer)
    [single] = [d.id for d in engine.listing(0, 9) if d.id not in "ab"]

    origin = engine.origin(single)
    assert origin
    assert (origin.name, origin.file) == ("single.txt", files / "single.txt")
    listed = engine.origin("a")
    assert listed
    assert (listed.name, listed.file) == ("list.jsonl", None)
    assert engine.origin("none") is None

    (files / "single.txt").write_text("别的内容", encoding="utf-8")
    assert engine.origin(single).file is None  # type: ignore[union-attr]


def test_a_file_that_has_become_a_link_is_not_given(tmp_path: Path, analyzer: Analyzer) -> None:
    files, secret = tmp_path / "files", tmp_path / "secret.txt"
    files.mkdir()
    text = "关于印发方案的通知\n\n各单位：请执行。\n"
    (files / "one.txt").write_text(text, encoding="utf-8")
    secret.write_text(text, encoding="utf-8")  # the same bytes: only its place is another
    update_index(Store(tmp_path / "data"), [files], analyzer)
    engine = EmbeddedEngine(tmp_path / "data", analyzer)
    [only] = engine.listing(0, 9)
    (files / "one.txt").unlink()
    (files / "one.txt").symlink_to(secret)
    assert engine.origin(only.id).file is None  # type: ignore[union-attr]


def test_a_day_that_passes_is_noticed(tmp_path: Path, analyzer: Analyzer) -> None:
    rows = '{"id":"a","title":"甲","body":"甲文","废止日期":"2024-05-01"}\n'
    (tmp_path / "list.jsonl").write_text(rows, encoding="utf-8")
    update_index(Store(tmp_path / "data"), [tmp_path / "list.jsonl"], analyzer)
    today = [date(2024, 4, 30)]
    engine = EmbeddedEngine(tmp_path / "data", analyzer, today=lambda: today[0])
    assert engine.search(SearchRequest(fold=False)).hits[0].document.validity.value == "未注明"
    today[0] = date(2024, 5, 1)
    assert engine.search(SearchRequest(fold=False)).hits[0].document.validity.value == "已失效"
