"""evaluate and queries as an operator uses them, over a collection of a few records."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli.main import main

RECORDS = [
    ("fund", "示例市住房公积金管理条例", "职工可以提取住房公积金。"),
    ("debtor", "关于公布失信被执行人名单的通知", "对失信被执行人予以惩戒。"),
    ("soil-1", "示例市水土保持条例", "预防和治理水土流失。"),
    ("soil-2", "样例县水土保持条例实施办法", "制定本办法。"),
    ("bus", "示例市城市公共汽车客运管理办法", "公共汽车应当按时发车。"),
]
QUERIES = [
    ("q1", "口语", "老赖"),
    ("q2", "原词", "住房公积金"),
    ("q3", "口语", "大铁壳子"),
]
QRELS = "query_id\tdoc_id\trelevance\nq1\tdebtor\t1\nq2\tfund\t1\nq3\tbus\t1\n"


@dataclass(frozen=True)
class Bench:
    """The files of one evaluation in one folder."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def evaluate(self, *more: object) -> Result:
        """``evaluate`` over the collection, without ``--index``."""
        files = ("--queries", self.folder / "queries.jsonl", "--qrels", self.folder / "qrels.tsv")
        return run("evaluate", *files, "--collection", self.folder / "records.jsonl", *more)

    def compared(self, *more: object) -> Result:
        """``evaluate`` of a run that stands in a file, which needs no collection."""
        files = ("--queries", self.folder / "queries.jsonl", "--qrels", self.folder / "qrels.tsv")
        return run("evaluate", *files, *more)


def run(*words: object) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(
        result.exception
    )
    return result


def figures(result: Result, kind: str = "全部") -> list[str]:
    """The line of the table: how many queries, and the measures."""
    (line,) = [line for line in result.output.splitlines() if line.startswith(f"{kind} ")]
    return line.split()[1:]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    rows = [{"id": id, "title": title, "body": body} for id, title, body in RECORDS]
    made.write("records.jsonl", _json_lines(rows))
    asked = [{"id": id, "type": type, "text": text} for id, type, text in QUERIES]
    made.write("queries.jsonl", _json_lines(asked))
    made.write("qrels.tsv", QRELS)
    return made


# --- evaluate -------------------------------------------------------------------------------


def test_the_table_says_how_good_the_search_is(bench: Bench) -> None:
    result = bench.evaluate()
    assert result.exit_code == 0, result.output
    for name in ("hit@1", "success@5", "MRR@10", "nDCG@10", "R@10", "R@100"):
        assert name in result.output
    assert figures(result) == ["3", *["0.6667"] * 6]
    assert figures(result, "口语") == ["2", *["0.5000"] * 6]
    assert figures(result, "原词") == ["1", *["1.0000"] * 6]
    assert "p95" in result.output
    assert "没有结果的查询 1 条" in result.output


def test_the_collection_leaves_no_index_behind(bench: Bench) -> None:
    before = sorted(bench.folder.iterdir())
    assert bench.evaluate().exit_code == 0
    assert sorted(bench.folder.iterdir()) == before


def test_without_lay_words_only_what_was_typed_is_found(bench: Bench) -> None:
    result = bench.evaluate("--no-lay")
    assert figures(result, "口语") == ["2", *["0.0000"] * 6]
    assert figures(result, "原词") == ["1", *["1.0000"] * 6]
    assert "没有结果的查询 2 条" in result.output


def test_lay_words_of_the_operator_count(bench: Bench) -> None:
    table = bench.write("lay.csv", "通俗说法,规范说法,双向\n大铁壳子,公共汽车,\n")
    assert figures(bench.evaluate("--lay", table)) == ["3", *["1.0000"] * 6]


def test_a_run_is_written_and_can_be_judged_again(bench: Bench) -> None:
    kept = bench.folder / "kept.run"
    first = bench.evaluate("--run", kept)
    assert f"结果已写入 {kept}" in first.output
    lines = [line.split() for line in kept.read_text(encoding="utf-8").splitlines()]
    assert ["q1", "Q0", "debtor", "1"] in [line[:4] for line in lines]
    again = bench.compared("--from-run", kept)
    assert again.exit_code == 0
    assert figures(again) == figures(first)
    assert "毫秒" not in again.output, "nothing was searched"


def test_two_configurations_are_compared_query_by_query(bench: Bench) -> None:
    kept = bench.folder / "kept.run"
    bench.evaluate("--no-lay", "--run", kept)
    result = bench.evaluate("--against", kept)
    assert f"与 {kept} 相比" in result.output
    (line,) = [line for line in result.output.splitlines() if line.strip().startswith("nDCG@10")]
    assert "+0.3333" in line
    assert "变好 1 条，变差 0 条，p = 1.0000" in line


def test_the_same_against_itself_differs_nowhere(bench: Bench) -> None:
    kept = bench.folder / "kept.run"
    bench.evaluate("--run", kept)
    result = bench.compared("--from-run", kept, "--against", kept)
    assert result.output.count("变好 0 条，变差 0 条，p = 1.0000") == 6


def test_differences_are_a_table_of_every_query(bench: Bench) -> None:
    kept, table = bench.folder / "kept.run", bench.folder / "table.csv"
    bench.evaluate("--no-lay", "--run", kept)
    result = bench.evaluate("--against", kept, "--differences", table)
    assert f"逐条得分已写入 {table}" in result.output
    assert table.read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet must know it is UTF-8"
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["查询"], row["内容"], row["类型"]) for row in rows] == [
        (id, text, type) for id, type, text in QUERIES
    ]
    assert [(row["hit@1"], row["对照 hit@1"]) for row in rows] == [
        ("1.0", "0.0"),
        ("1.0", "1.0"),
        ("0.0", "0.0"),
    ]


def test_differences_of_one_run_have_no_other_columns(bench: Bench) -> None:
    table = bench.folder / "table.csv"
    bench.evaluate("--differences", table)
    head = table.read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.split(",")[:4] == ["查询", "内容", "类型", "hit@1"]
    assert "对照" not in head


def test_no_cell_of_the_differences_is_a_formula(bench: Bench) -> None:
    bench.write("queries.jsonl", '{"id": "q2", "text": "-提取 住房公积金"}\n')
    table = bench.folder / "table.csv"
    bench.evaluate("--differences", table)
    (_, row) = csv.reader(table.read_text(encoding="utf-8-sig").splitlines())
    assert row[1] == "'-提取 住房公积金"


def test_an_index_is_judged_where_no_collection_is_given(bench: Bench) -> None:
    index = bench.folder / "index"
    assert run("index", bench.folder / "records.jsonl", "--index", index).exit_code == 0
    result = bench.compared("--index", index)
    assert figures(result) == figures(bench.evaluate())


# --- what is wrong is said with the next step ---------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("queries.jsonl", "坏", "第 1 行应为", id="queries"),
        pytest.param("qrels.tsv", QRELS + "坏\n", "第 5 行应为：查询、文件、相关度", id="qrels"),
        pytest.param("qrels.tsv", "q9\tfund\t1\n", "请检查两个文件的编号", id="other-queries"),
    ],
)
def test_a_bad_file_is_said_before_the_work(bench: Bench, name: str, text: str, said: str) -> None:
    bench.write(name, text)
    result = bench.evaluate()
    assert result.exit_code == 1
    assert said in result.output
    assert "请" in result.output
    assert "收录" not in result.output


@pytest.mark.parametrize("option", ["--from-run", "--against"])
def test_a_bad_run_says_what_a_line_is(bench: Bench, option: str) -> None:
    bad = bench.write("bad.run", "q1 fund 1\n")
    result = bench.evaluate(option, bad)
    assert result.exit_code == 1
    assert "每行应为 TREC 格式：查询 Q0 文件 名次 得分 标记" in result.output


def test_a_bad_table_of_lay_words_says_what_a_row_is(bench: Bench) -> None:
    result = bench.evaluate("--lay", bench.write("lay.csv", "赖\n"))
    assert result.exit_code == 1
    assert "第 1 行无法使用" in result.output
    assert "通俗说法,规范说法,双向" in result.output


@pytest.mark.parametrize("option", ["--queries", "--qrels", "--against", "--lay", "--collection"])
def test_a_file_that_is_not_there_is_a_wrong_command_line(bench: Bench, option: str) -> None:
    result = bench.evaluate(option, bench.folder / "没有")
    assert result.exit_code == 2
    assert option in result.output


@pytest.mark.parametrize("command", ["evaluate", "queries"])
def test_no_index_yet_names_the_next_command(bench: Bench, command: str) -> None:
    nowhere = ("--index", bench.folder / "none")
    log = bench.write("log.jsonl", "")
    result = bench.compared(*nowhere) if command == "evaluate" else run(command, log, *nowhere)
    assert result.exit_code == 1
    assert "zhengce index" in result.output


@pytest.mark.parametrize("option", ["--run", "--differences"])
def test_a_place_that_cannot_be_written_is_said(bench: Bench, option: str) -> None:
    result = bench.evaluate(option, bench.folder / "none" / "file")
    assert result.exit_code == 1
    assert str(bench.folder / "none" / "file") in result.output
    assert "请" in result.output


# --- queries --------------------------------------------------------------------------------


@pytest.fixture
def log(bench: Bench) -> Path:
    asked = [("水保", 0)] * 3 + [("住房公积金", 1)] * 2 + [("没有这回事", 0)]
    rows: list[dict[str, object]] = [
        {"at": "2024-05-06T07:08", "q": q, "total": total, "rung": "all"} for q, total in asked
    ]
    return bench.write("log.jsonl", _json_lines(rows) + '{"at": "2024-05-0')


@pytest.fixture
def index(bench: Bench) -> Path:
    made = bench.folder / "index"
    assert run("index", bench.folder / "records.jsonl", "--index", made).exit_code == 0
    return made


def test_the_log_says_what_is_asked_and_what_finds_nothing(log: Path, index: Path) -> None:
    result = run("queries", log, "--index", index)
    assert result.exit_code == 0, result.output
    assert "查询 6 次，不同的 3 条，没有结果 4 次。" in result.output
    frequent, _, rest = result.output.partition("没有结果的查询")
    empty, _, synonyms = rest.partition("建议的通俗说法")
    assert _counted(frequent)[:2] == ["3 水保", "2 住房公积金"]
    assert _counted(empty) == ["3 水保", "1 没有这回事"]
    assert "水保 → 水土保持" in synonyms
    assert "查 3 次，后者见于 2 个标题" in synonyms


def test_the_lists_are_as_long_as_asked(log: Path, index: Path) -> None:
    result = run("queries", log, "--top", 1, "--index", index)
    assert "住房公积金" not in result.output
    assert "没有这回事" not in result.output


def test_suggested_words_are_a_table_the_search_takes(log: Path, index: Path) -> None:
    table = log.with_name("lay.csv")
    result = run("queries", log, "--synonyms", table, "--index", index)
    assert f"建议已写入 {table}" in result.output
    assert "zhengce evaluate --lay" in result.output
    head, row = csv.reader(table.read_text(encoding="utf-8-sig").splitlines())
    assert head == ["通俗说法", "规范说法", "双向"]
    assert row[0] == "水保"
    assert "水土保持" in row[1]
    found = run("search", "水保", "--json", "--lay", table, "--index", index)
    assert found.exit_code == 0, found.output
    ids = {hit["id"] for hit in json.loads(found.output)["hits"]}
    assert {"soil-1", "soil-2"} <= ids


def test_a_log_without_one_search_is_no_error(bench: Bench, index: Path) -> None:
    result = run("queries", bench.write("log.jsonl", "坏\n\n{}\n"), "--index", index)
    assert result.exit_code == 0
    assert "查询 0 次" in result.output


def _counted(text: str) -> list[str]:
    """The lines ``count query`` of a list."""
    pairs = (line.split() for line in text.splitlines() if line.startswith("  "))
    return [" ".join(pair) for pair in pairs]


def _json_lines(rows: list[dict[str, object]] | list[dict[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
