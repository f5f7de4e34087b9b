"""Answers of two versions are compared: what was asked is asked again, and what differs is named."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench import same
from bench.asking import CALLS, Material, Requests, queries
from search.embedded.engine import EmbeddedEngine
from search.facade.engine import SearchEngine
from search.request import SearchRequest
from search.results import SearchResult

Run = Callable[..., tuple[int, str]]
DAY = date(2025, 6, 1)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run(*arguments)``: the return code, and what is printed."""

    def call(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["same", *map(str, arguments)])
        code = 0
        try:
            same.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, capsys.readouterr().out

    return call


@pytest.fixture(scope="module")
def kept(little_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers of this version, on a day that is over."""
    path = tmp_path_factory.mktemp("same") / "old.gz"
    file = tmp_path_factory.mktemp("queries") / "queries.tsv"
    file.write_text("query\tkind\n石榴\tword\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        asks = ["--requests", 150, "--pages", 30, "--today", DAY, "--queries", file]
        words = ["same", "write", "--index", little_index, "--out", path, *asks]
        patch.setattr(sys, "argv", list(map(str, words)))
        same.main()
    return path


def test_a_version_answers_as_itself(run: Run, kept: Path, little_index: Path) -> None:
    code, said = run("check", kept, "--index", little_index)
    assert code == 0, said
    assert "page: 0 of 30 answers differ" in said


def test_what_was_asked_is_written_again(
    run: Run, kept: Path, little_index: Path, tmp_path: Path
) -> None:
    again = tmp_path / "new.gz"
    run("write", "--index", little_index, "--out", again, "--as", kept)
    assert run("compare", kept, again)[0] == 0
    assert list(same.answered(kept)) == list(same.answered(again))
    assert same.day_of(again) == DAY


def test_what_differs_is_named(
    run: Run, kept: Path, little_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = SearchEngine.search

    def one_hit_less(self: SearchEngine, request: SearchRequest) -> SearchResult:
        result = answers(self, request)
        return replace(result, hits=result.hits[:-1])

    monkeypatch.setattr(SearchEngine, "search", one_hit_less)
    code, said = run("check", kept, "--index", little_index, "--first", 60)
    assert code == 1
    assert "search, ids: " in said
    assert "search, hits: snippets: " in said
    assert "search, facets" not in said
    assert "document: 0 of " in said


def test_every_call_is_asked(kept: Path) -> None:
    assert {ask["call"] for ask, _ in same.answered(kept)} == {*CALLS, "page"}
    assert any(ask.get("params") == [["q", "石榴"]] for ask, _ in same.answered(kept))


def test_a_seed_asks_the_same(little_index: Path) -> None:
    engine = EmbeddedEngine(little_index)
    made = []
    for seed in (1, 1, 2):
        draw = random.Random(seed)
        requests = Requests(draw, Material.of(engine, draw))
        made.append([*requests.made(40), *requests.pages(10)])
    assert made[0] == made[1] != made[2]


def test_queries_of_lines_and_tables(tmp_path: Path) -> None:
    lines, rows = tmp_path / "q.jsonl", tmp_path / "q.tsv"
    lines.write_text('{"id": "1", "text": "石榴"}\n\n', encoding="utf-8")
    rows.write_text('typed\tmeant\n"石\t石榴\n', encoding="utf-8")
    assert [ask["params"] for ask in queries([lines, rows])] == [[("q", "石榴")], [("q", '"石')]]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1.23456, 1.23457, True),  # one in the last figure that is kept
        (1.2345, 1.2349, False),
        ([1.0, "a"], [1.0, "a"], True),
        (["a", "b"], ["b", "a"], False),
        ({"a": 1.0}, {"a": 1.0, "b": None}, False),
        (None, [], False),
        (True, True, True),
    ],
)
def test_equal(one: same.Plain, other: same.Plain, equal: bool) -> None:
    assert same.is_same(one, other) is equal


def test_a_file_is_read_without_its_head(tmp_path: Path) -> None:
    path = tmp_path / "answers.gz"
    with gzip.open(path, "wt") as file:
        file.write(json.dumps({"today": "2025-06-01"}) + "\n")
        file.write(json.dumps({"ask": {"call": "suggest"}, "answer": {"answer": []}}) + "\n")
    assert list(same.answered(path)) == [({"call": "suggest"}, {"answer": []})]
