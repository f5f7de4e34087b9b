"""Every benchmark runs, over a handful of documents: what it calls is there and answers.

What it measures is not looked at. The engines that are compared with and are not installed are
left out; ``test_engines.py`` asks each of those that are.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import bench
from bench import (
    ablation,
    api,
    building,
    classes,
    curve,
    dear,
    facade,
    formats,
    intent,
    load,
    metadata,
    misspelt,
    pages,
    processes,
    profile,
    questions,
    relating,
    run,
    typed,
)  # fmt: skip
from bench.publishing import published
from index.document import PolicyDocument, Section
from index.store.store import Store
from index.text.analysis import Analyzer

SEEDS = Path(__file__).parents[2] / "seeds"
Printed = Callable[..., str]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    """``printed(main, *arguments)``: what a benchmark says, called as a command."""

    def call(main: Callable[[], None], *arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["bench", *map(str, arguments)])
        main()
        return capsys.readouterr().out

    return call


def rows_of(printed: str) -> list[list[str]]:
    """The cells of every line of a Markdown table but the rule below its head."""
    lines = [line for line in printed.splitlines() if line.startswith("|")]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if not line.startswith("|--")
    ]


def test_none_is_forgotten() -> None:
    """Each module that can be called is called below, or by another one."""
    folder = Path(next(iter(bench.__path__)))
    found = {
        path.stem
        for path in folder.glob("*.py")
        if 'if __name__ == "__main__"' in path.read_text(encoding="utf-8")
    } | {path.parent.name for path in folder.glob("*/__main__.py")}
    called_by_others = {"fresh": "building"}
    assert found == {
        *(
            "ablation",
            "api",
            "curve",
            "dear",
            "facade",
            "formats",
            "intent",
            "load",
            "metadata",
            "misspelt",
        ),
        *("pages", "processes", "profile", "questions", "run", *called_by_others),
        "articles",  # test_articles.py
        *("http", "paint", "whole"),  # each has a test of its own
        "relations",  # test_relations.py
        "reading",  # test_reading.py
        "ocr",  # test_ocr.py
        "cluster",  # test_cluster.py
        "same",  # test_same.py
        "relating",
    }


def test_run(
    printed: Printed, collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classes, "PER_CLASS", 2)
    monkeypatch.setattr(building, "REPLACED", 2)
    monkeypatch.setattr(building, "FRESH", 1)
    out = tmp_path / "results.md"
    said = printed(
        run.main, "--corpus", collection / "corpus", "--real", 100, "--scale", 100, "--out", out
    )
    assert out.read_text(encoding="utf-8") == said
    differing = [line for line in said.splitlines() if "that differ from ours" in line]
    assert differing
    assert all(line.endswith("none") for line in differing), differing
    for part in ("FTS5", "stock Whoosh", "Upkeep", "Building", "two processes"):
        assert part in said


def test_curve(printed: Printed, collection: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.md"
    said = printed(curve.main, "--corpus", collection / "corpus", "--sizes", 100, "--out", out)
    head, row = rows_of(said)
    assert len(head) == len(row)
    assert row[0] == "100"
    assert said.strip() in out.read_text(encoding="utf-8")


def test_processes(printed: Printed, collection: Path) -> None:
    asked = ("--corpus", collection / "corpus", "--megabytes", 0.1)
    said = printed(processes.main, *asked, "--processes", 1, 2)
    _, *rows = rows_of(said)
    assert [row[:2] for row in rows] == [
        [count, phase] for count in ("1", "2") for phase in processes.PHASES
    ]
    assert "2 processes beside 1: " in said


def test_profile(printed: Printed, little_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "ROUNDS", 1)
    _, *rows = rows_of(printed(profile.main, little_index))
    assert [row[0] for row in rows] == [stage.name for stage in profile.STAGES]
    assert all(float(row[1]) > 0 for row in rows), "a stage that is never reached"


def test_pages(printed: Printed, collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGCE_CORPUS", str(collection))
    monkeypatch.setattr(pages, "ROUNDS", 1)
    said = rows_of(printed(pages.main))
    assert [row[0] for row in said][:3] == ["", "indexing, s", "records/s"]
    assert said[-1][:2] == ["title_exact", "5"]


def test_formats(printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "SECONDS", 0.01)
    monkeypatch.setattr(formats, "WINDOWS", 1)
    for name in ("101*.txt", "201*.html"):
        (path,) = SEEDS.glob(name)
        (tmp_path / path.name).write_bytes(path.read_bytes())
    head, *rows = rows_of(printed(formats.main, tmp_path))
    assert {row[0]: row[3] for row in rows} == {"HTML": "1 + 0", "TXT": "1 + 0"}
    assert {len(row) for row in rows} == {len(head)}


def test_metadata(printed: Printed, collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGCE_CORPUS", str(collection))
    said = rows_of(printed(metadata.main, "--misses", 1))
    numbers = {row[1]: row for row in said}["doc_no"]
    assert numbers[2:4] == ["120", "120"], "given and stated"


@pytest.mark.parametrize("maker", ["clauses", "pieces"])
def test_dear(printed: Printed, little_index: Path, tmp_path: Path, maker: str) -> None:
    kept = tmp_path / "kept"
    said = printed(
        dear.main, little_index, "--maker", maker, "--seconds", 1, "--worst", 2, "--keep", kept
    )
    assert 2 <= len(rows_of(said)) <= 3  # a head, and what one second gave
    assert "kept: " in printed(dear.main, little_index, "--again", kept)


def test_misspelt(printed: Printed, little_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misspelt, "CHARACTERS", {"homophone": 2, "shape": 1})
    monkeypatch.setattr(misspelt, "OTHERS", {"missing": 1, "swapped": 1, "mixed": 1})
    monkeypatch.setattr(misspelt, "CORRECT", 3)
    said = printed(misspelt.main, "--index", little_index, "--show")
    for line in ("homophone: ", "shape: ", "missing: ", "mixed: ", "all: ", "false corrections"):
        assert line in said


def test_facade(
    printed: Printed, collection: Path, little_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed, "MISTAKES", 1)
    monkeypatch.setattr(typed, "OTHERS", {"missing": 1, "mixed": 1})
    monkeypatch.setenv("ZHENGCE_CORPUS", str(collection))
    _, *rows = rows_of(printed(facade.main, little_index, "--rounds", 1))
    counts = {row[0]: int(row[1]) for row in rows}
    assert counts.keys() >= {
        "question",
        "known item",
        "lay",
        "keywords",
        "misspelt",
        "pinyin",
        "numbers",
        "phrase",
    }
    assert counts["question"] == counts["known item"] == 5
    assert all(float(cell.strip("*")) > 0 for row in rows for cell in row[2:])


def test_intent(printed: Printed, tmp_path: Path, analyzer: Analyzer) -> None:
    """Two queries, of which one means a kind and the newest."""
    notice = PolicyDocument(id="n", title="关于石榴种植的通知", body="石榴。", genre="通知")
    published(Store(tmp_path / "index"), [notice], analyzer)
    rows = [
        "query\tissuer\tkind\tyear_from\tyear_to\tregion\tsort\trest",
        "石榴 最新通知\t\t通知\t\t\t\tnewest\t石榴",
        "石榴种植\t\t\t2020-01-01\t\t\t\t石榴种植",
    ]
    queries = tmp_path / "queries.tsv"
    queries.write_text("\n".join(rows), encoding="utf-8")
    said = printed(intent.main, "--index", tmp_path / "index", "--queries", queries, "--show")
    _, row = rows_of(said)
    assert row == ["2", "0.500", "1.000", "0 of 0", "1.000"]
    assert "meant first=2020-01-01" in said


def test_ablation(printed: Printed, collection: Path) -> None:
    said = rows_of(printed(ablation.main, "--shared", collection, "--sets", "stard"))
    assert [row[0] for row in said[1:]] == [name for name, _, _ in ablation.variants()]
    assert float(said[1][1]) > 0, "nothing that was judged is found"


def test_api(printed: Printed, little_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "BOUND", float("inf"))
    with pytest.raises(SystemExit) as ended:
        printed(api.main, "--index", little_index, "--examples", 20)
    assert not ended.value.code


WRK = """#!/bin/sh
sleep 0.6
echo '@{"requests": 9, "seconds": 1, "p50": 1, "p99": 2, "bytes": 9, "errors": 0, "200": 9, "429": 0, "503": 0, "other": 0}'
"""
"""In the place of wrk, which need not be installed: it says what wrk would say."""


@pytest.mark.parametrize("what", ["pages", "overload"])
def test_load(
    printed: Printed, little_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    program = tmp_path / "wrk"
    program.write_text(WRK)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    said = rows_of(printed(load.main, what, "--index", little_index, "--seconds", 1))
    names = [row[0] for row in said]
    assert "results" in names if what == "pages" else "served as usual again after, s" in names


def test_relating(printed: Printed) -> None:
    head, row = rows_of(printed(relating.main, 60))
    assert len(head) == len(row)
    assert row[0] == "60"


def test_questions(printed: Printed, collection: Path, tmp_path: Path, analyzer: Analyzer) -> None:
    """Two questions that an article of a law answers which the index has whole."""
    law = PolicyDocument(
        id="law",
        title="云澜市果树条例",
        body="第一条 为了保护果树，制定本条例。\n第二条 种植石榴的，发给补贴。",
        sections=(Section(4, "第一条", "", 0), Section(4, "第二条", "", 18)),
    )
    published(Store(tmp_path / "index"), [law], analyzer)
    rows = [
        {"id": "a1", "law": "云澜市果树条例", "article": "第二条", "text": ""},
        {"id": "a2", "law": "没有收录的条例", "article": "第二条", "text": ""},
    ]
    asked = [{"id": f"q{at}", "text": "种植石榴有补贴吗？"} for at in (1, 2)]
    for name, lines in (("articles.jsonl", rows), ("queries.jsonl", asked)):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q\td\tr\nq1\ta1\t1\nq2\ta2\t1\n", encoding="utf-8")
    said = printed(
        questions.main, "--index", tmp_path / "index", "--queries", tmp_path / "queries.jsonl",
        "--qrels", tmp_path / "qrels.tsv", "--articles", tmp_path / "articles.jsonl",
    )  # fmt: skip
    _, [count, law_found, named, *_] = rows_of(said)
    assert (count, law_found, named) == ("1", "1.000", "1.000")
