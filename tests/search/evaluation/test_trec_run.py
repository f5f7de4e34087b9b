"""Runs in TREC's format: ours read back, and those of other systems."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceError
from search.evaluation import judged_queries, per_query, read_run, write_run

ids = st.text("abcXYZ019-._政策文件", min_size=1, max_size=12)
runs = st.dictionaries(ids, st.lists(ids, unique=True, min_size=1, max_size=30), max_size=8)


@given(runs)
def test_a_run_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, run: dict[str, list[str]]
) -> None:
    path = tmp_path_factory.mktemp("runs") / "run.txt"
    write_run(run, path)
    assert read_run(path) == run


def test_lines_are_those_of_trec(tmp_path: Path) -> None:
    write_run({"q1": ["fund", "tech"]}, tmp_path / "run.txt", tag="mine")
    assert (tmp_path / "run.txt").read_text(encoding="utf-8").splitlines() == [
        "q1 Q0 fund 1 1.000000 mine",
        "q1 Q0 tech 2 0.500000 mine",
    ]


def test_a_query_that_found_nothing_has_no_line(tmp_path: Path) -> None:
    write_run({"q1": [], "q2": ["fund"]}, tmp_path / "run.txt")
    assert read_run(tmp_path / "run.txt") == {"q2": ["fund"]}


@pytest.mark.parametrize(
    "id",
    [
        pytest.param("query 1", id="a-space"),
        pytest.param("第 十 条", id="several"),
        pytest.param("query  1", id="two-together"),
        pytest.param("第　十条", id="an-ideographic-space"),
        pytest.param("a%20b", id="what-a-space-becomes"),
    ],
)
def test_an_id_with_spaces_is_one_id(tmp_path: Path, id: str) -> None:
    write_run({id: ["fund", id]}, tmp_path / "run.txt")
    assert all(len(line.split()) == 6 for line in _lines(tmp_path / "run.txt"))
    assert read_run(tmp_path / "run.txt") == {id: ["fund", id]}


def test_scores_decide_the_order_and_ranks_between_equal_ones(tmp_path: Path) -> None:
    lines = ["q1 Q0 c 3 5.0 x", "q1 Q0 b 2 5.0 x", "q1 Q0 a 1 1.0 x", "q1 Q0 d 9 7e1 x"]
    (tmp_path / "run.txt").write_text("\n".join(lines), encoding="utf-8")
    assert read_run(tmp_path / "run.txt") == {"q1": ["d", "b", "c", "a"]}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("q1\tQ0\tfund\t1\t2.5\tother", id="tabs"),
        pytest.param("\ufeffq1 Q0 fund 1 2.5 other\r\n\r\n", id="of-windows"),
        pytest.param("  q1   Q0  fund 1  2.5  other", id="padded"),
    ],
)
def test_other_systems_write_it_a_little_differently(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.txt").write_text(text, encoding="utf-8", newline="")
    assert read_run(tmp_path / "run.txt") == {"q1": ["fund"]}


def test_a_run_of_another_system_is_measured_by_the_ids_of_the_judgements(tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"id": "q1", "text": "公积金"}', encoding="utf-8")
    (tmp_path / "qrels.txt").write_text("q1 0 003187413/202306-00020 1", encoding="utf-8")
    (tmp_path / "run.txt").write_text("q1 Q0 003187413/202306-00020 1 9.5 x", encoding="utf-8")
    queries = judged_queries(tmp_path / "queries.jsonl", tmp_path / "qrels.txt")
    (row,) = per_query(queries, read_run(tmp_path / "run.txt"))
    assert row.hit_1 == 1


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("q1 Q0 fund 1 2.5", id="too-few"),
        pytest.param("q1 Q0 fund 1 2.5 my tag", id="too-many"),
        pytest.param("q1 Q0 fund first 2.5 x", id="no-rank"),
        pytest.param("q1 Q0 fund 1 high x", id="no-score"),
        pytest.param("query_id\tdoc_id\trelevance", id="judgements"),
        pytest.param('{"id": "q1"}', id="json"),
    ],
)
def test_a_bad_line_says_what_a_line_is(tmp_path: Path, line: str) -> None:
    (tmp_path / "run.txt").write_text(f"q1 Q0 a 1 1.0 x\n{line}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"run\.txt.*查询 Q0 文件 名次 得分 标记"):
        read_run(tmp_path / "run.txt")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", "q1 Q0 政 1 1 x".encode("gb18030")])
def test_a_file_that_is_none_is_said(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "run.txt").write_bytes(content)
    with pytest.raises(SourceError, match=r"无法读取 .*run\.txt"):
        read_run(tmp_path / "run.txt")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
