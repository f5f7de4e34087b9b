"""Predictions of relations are made from an index, and scored by the judged set's own program."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import relations
from bench.indexed import moved, nearest
from index.ingest.sync import sync_index
from index.store.store import Store
from index.text.analysis import Analyzer

RECORDS = [
    {
        "id": "old",
        "title": "示例市供水条例",
        "body": "（2001年3月1日示例市人民代表大会常务委员会通过）\n\n第一条 为了供水，制定本条例。\n\n"
        "第二条 本条例自2001年5月1日起施行。",
    },
    {
        "id": "new",
        "title": "示例市供水条例",
        "body": "（2011年3月1日示例市人民代表大会常务委员会通过）\n\n第一条 为了供水和节水，制定本条例。\n\n"
        "第二条 用水人应当节水。\n\n第三条 本条例自2011年5月1日起施行。",
    },
    {
        "id": "fees",
        "title": "示例市水费办法",
        "published_date": "2012-02-03",
        "body": "第一条 根据《示例市供水条例》第二条、《示例市宪章》，制定本办法。\n\n\n"
        "第二条 本办法自2012年3月1日起施行。",
    },
]
ITEMS: dict[str, list[dict[str, Any]]] = {
    "citations": [
        {"id": "c1", "doc": "fees", "mention": "《示例市供水条例》"},
        {"id": "c2", "doc": "fees", "mention": "《示例市宪章》"},
    ],
    "citations_probe": [{"id": "c3", "doc": "fees", "mention": "本办法自"}],
    "validity": [{"id": "v1", "doc": "fees", "date": "2013-01-01"}],
    "versions": [
        {"id": "w1", "a": "old", "b": "new"},
        {"id": "w2", "a": "old", "b": "fees"},
    ],
    "carried": [{"id": "p1", "doc": "fees"}],
    "neardup": [
        {"id": "n1", "a": "new", "b": "originals/供水.txt"},
        {"id": "n2", "a": "new", "b": "originals/没有.txt"},
    ],
}
SCORE = """
import json, os, sys
half, found = sys.argv[1:]
print("of", *sorted(name for name in os.listdir(half) if name.endswith(".jsonl")))
for line in open(found, encoding="utf-8"): print(line, end="")
"""


@pytest.fixture
def index(tmp_path: Path, analyzer: Analyzer) -> Path:
    folder = tmp_path / "corpus"
    (folder / "originals").mkdir(parents=True)
    lines = [json.dumps(record, ensure_ascii=False) for record in RECORDS]
    (folder / "laws.jsonl").write_text("\n".join(lines), encoding="utf-8")
    text = "示例市供水条例\n\n" + RECORDS[1]["body"]
    (folder / "originals" / "供水.txt").write_text(text, encoding="utf-8")
    store = Store(tmp_path / "index")
    sync_index(store, [folder], analyzer)
    return store.root


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    folder = tmp_path / "judged" / "half"
    folder.mkdir(parents=True)
    bodies = {record["id"]: record["body"] for record in RECORDS}
    for name, items in ITEMS.items():
        for item in items:
            if "mention" in item:
                item["start"] = bodies[item["doc"]].index(item["mention"])
                item["end"] = item["start"] + len(item["mention"])
        rows = [json.dumps(item, ensure_ascii=False) for item in items]
        (folder / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (folder.parent / "score.py").write_text(SCORE, encoding="utf-8")
    return folder


def test_every_item_is_predicted_and_scored(
    index: Path, judged: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--index", str(index), "--judged", str(judged), "--report"]
    monkeypatch.setattr(sys, "argv", ["bench", *arguments])
    relations.main()
    said = capsys.readouterr().out
    together, probe = said.split("citations_probe alone")
    found = {row["id"]: row for line in together.splitlines() if (row := _row(line))}
    assert found.keys() == {item["id"] for items in ITEMS.values() for item in items}
    assert found["c1"]["target"] == "new"
    assert (found["c2"]["target"], found["c3"]["target"]) == ("", "")
    assert found["v1"].keys() == {"id", "state", "evidence_doc"}
    assert found["w2"]["relation"] == "different"
    assert found["n2"] == {"id": "n2"}
    first, second = (line for line in together.splitlines() if line.startswith("of "))
    assert first.split()[1:] == sorted(f"{name}.jsonl" for name in ITEMS)
    assert second == "of citations.jsonl"
    assert "of citations_probe.jsonl" in probe
    assert "documents 4" in probe, "the report stands behind the figures"


def _row(line: str) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
    return row


def test_a_place_of_a_record_is_found_in_its_body_as_it_was_read() -> None:
    given = "甲\n\n第一条 依照《乙法》，\n\n\n第二条 依照《乙法》办。"
    body = "甲\n第一条 依照《乙法》，\n第二条 依照《乙法》办。"
    at = given.rindex("《乙法》")
    assert moved(given, body, at, at + 4) == (body.rindex("《乙法》"), body.rindex("《乙法》") + 4)
    cut = body.removeprefix("甲\n")
    assert moved(given, cut, at, at + 4)[0] == cut.rindex("《乙法》")
    assert nearest(body, "没有", 3) == (0, 0)


def test_a_half_without_a_scorer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="--score"):
        relations.scorer(tmp_path, None)
