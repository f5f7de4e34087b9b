"""Judged queries as they are kept in files: what is read, and what is said of a bad line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import SourceError
from search.evaluation import JudgedQuery, judged_queries

QUERIES = '{"id": "q1", "type": "简称", "text": "高企"}\n{"id": "q2", "text": "公积金 提取"}\n'
TABLE = "query_id\tdoc_id\trelevance\nq1\ttech\t1\nq2\tfund\t2\nq2\tfund-old\t1\n"
TREC = "q1 0 tech 1\nq2 0 fund 2\nq2 Q0 fund-old 1\n"
JUDGED = [
    JudgedQuery("q1", "高企", "简称", {"tech": 1}),
    JudgedQuery("q2", "公积金 提取", "", {"fund": 2, "fund-old": 1}),
]


def read(folder: Path, queries: str = QUERIES, qrels: str = TABLE) -> list[JudgedQuery]:
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return judged_queries(folder / "queries.jsonl", folder / "qrels.tsv")


@pytest.mark.parametrize(
    "qrels",
    [
        pytest.param(TABLE, id="table-with-header"),
        pytest.param(TABLE.partition("\n")[2], id="table-without-header"),
        pytest.param(TREC, id="trec"),
        pytest.param(TREC.replace(" ", "\t"), id="trec-with-tabs"),
        pytest.param("\ufeff" + TABLE, id="byte-order-mark"),
        pytest.param(TABLE.replace("\n", "\r\n"), id="lines-of-windows"),
        pytest.param(TABLE.replace("\n", "\n\n"), id="empty-lines"),
    ],
)
def test_both_forms_of_judgements_say_the_same(tmp_path: Path, qrels: str) -> None:
    assert read(tmp_path, qrels=qrels) == JUDGED


def test_the_order_is_that_of_the_queries(tmp_path: Path) -> None:
    backwards = "".join(reversed(QUERIES.splitlines(keepends=True)))
    assert [query.id for query in read(tmp_path, backwards)] == ["q2", "q1"]


@pytest.mark.parametrize("relevance", ["0", "-1"])
def test_what_is_not_relevant_gains_nothing(tmp_path: Path, relevance: str) -> None:
    found = read(tmp_path, qrels=f"q1\ttech\t1\nq1\tfund\t{relevance}\nq2\tfund\t{relevance}\n")
    assert found == JUDGED[:1], "a query without a relevant document says nothing"


def test_ids_of_documents_are_those_of_their_addresses(tmp_path: Path) -> None:
    (query,) = read(tmp_path, qrels="q1\t003187413/202306-00020\t1\n")
    assert query.gains == {"003187413-202306-00020": 1}


def test_ids_may_be_numbers(tmp_path: Path) -> None:
    (query,) = read(tmp_path, '{"id": 7, "text": "公积金"}', "7\tfund\t1\n")
    assert query.id == "7"


def test_a_line_separator_within_a_query_ends_no_line(tmp_path: Path) -> None:
    text = "公积金\u2028提取"
    line = json.dumps({"id": "q1", "text": text}, ensure_ascii=False)
    assert read(tmp_path, line)[0].text == text


# --- what is wrong is named -----------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("公积金", id="no-json"),
        pytest.param('{"id": "q3"', id="cut-off"),
        pytest.param('["q3", "公积金"]', id="a-list"),
        pytest.param("7", id="a-number"),
        pytest.param('{"id": "q3"}', id="no-text"),
        pytest.param('{"text": "公积金"}', id="no-id"),
    ],
)
def test_a_bad_query_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(SourceError, match=r'queries\.jsonl 第 3 行应为 \{"id".*请改正后重试'):
        read(tmp_path, QUERIES + line)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("q2\tfund", id="too-few"),
        pytest.param("q2\tfund\t高", id="a-word"),
        pytest.param("q2\tfund\t0.5", id="a-fraction"),
        pytest.param("q2\tfund\t--1", id="two-signs"),
        pytest.param("q2\tfund\t²", id="a-raised-digit"),
        pytest.param("q2 Q0 fund 1 0.5 zhengce", id="a-run"),
    ],
)
def test_a_bad_judgement_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(SourceError, match=r"qrels\.tsv 第 3 行应为：查询、文件、相关度"):
        read(tmp_path, qrels=f"query_id\tdoc_id\trelevance\nq1\ttech\t1\n{line}\n")


def test_empty_lines_count_when_a_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="第 4 行"):
        read(tmp_path, QUERIES + "\n坏\n")
    with pytest.raises(SourceError, match="第 3 行"):
        read(tmp_path, qrels="q1\ttech\t1\n\n坏\n")


@pytest.mark.parametrize(
    ("queries", "qrels"),
    [
        pytest.param("", TABLE, id="no-queries"),
        pytest.param(QUERIES, "", id="no-judgements"),
        pytest.param(QUERIES, "other\tfund\t1\n", id="of-other-queries"),
    ],
)
def test_not_one_judged_query_is_said(tmp_path: Path, queries: str, qrels: str) -> None:
    with pytest.raises(SourceError, match="请检查两个文件的编号"):
        read(tmp_path, queries, qrels)


def test_a_file_that_is_none_is_said(tmp_path: Path) -> None:
    read(tmp_path)
    with pytest.raises(SourceError, match=r"无法读取 .*没有\.jsonl.*请检查路径"):
        judged_queries(tmp_path / "没有.jsonl", tmp_path / "qrels.tsv")
    (tmp_path / "queries.jsonl").write_bytes(QUERIES.encode("gb18030"))
    with pytest.raises(SourceError, match="编码应为 UTF-8"):
        judged_queries(tmp_path / "queries.jsonl", tmp_path / "qrels.tsv")
