"""Two generations compared: what is new, changed, removed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.errors import SourceError
from index.store.store import Store
from index.upkeep.differences import chosen, differences
from web.cli.main import main

TEXT = "关于{0}的通知\n测发〔2026〕{1}号\n\n各单位：\n  现就{0}事项通知如下，请认真落实。{2}\n测试局\n2026年1月1日\n"


def _write(place: Path, name: str, number: int, more: str = "") -> None:
    place.mkdir(exist_ok=True)
    (place / f"{name}.txt").write_text(TEXT.format(name, number, more))


def _run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def index(tmp_path: Path) -> Path:
    files, index = tmp_path / "files", tmp_path / "index"
    for number, name in enumerate(("防汛", "消防", "献血"), 1):
        _write(files, name, number)
    _run("sync", files, "--index", index)
    _write(files, "消防", 2, "并报送情况。")
    _write(files, "植树", 4)
    (files / "献血.txt").unlink()
    _run("sync", files, "--index", index)
    return index


def test_each_document_that_differs_is_named_with_number_and_file(index: Path) -> None:
    store = Store(index)
    found = list(differences(store, *chosen(store)))
    assert [(one.kind, one.title, one.number, one.file) for one in found] == [
        ("new", "关于植树的通知", "测发〔2026〕4号", "植树.txt"),
        ("changed", "关于消防的通知", "测发〔2026〕2号", "消防.txt"),
        ("removed", "关于献血的通知", "测发〔2026〕3号", "献血.txt"),
    ]
    assert list(differences(store, *chosen(store, 2, 2))) == []
    back = [one.kind for one in differences(store, *chosen(store, 2, 1))]
    assert back == ["new", "changed", "removed"]


def test_a_generation_that_is_not_kept_is_said_with_those_that_are(index: Path) -> None:
    with pytest.raises(SourceError, match="没有保留第 7 代。现有：第 1 代、第 2 代。"):
        chosen(Store(index), 7)
    with pytest.raises(SourceError, match="第 1 代之前没有保留别的代"):
        chosen(Store(index), None, 1)


def test_the_command_gives_lines_json_and_csv(index: Path, tmp_path: Path) -> None:
    said = _run("changes", "--index", index).output
    assert "新增 1 件，更新 1 件，移除 1 件" in said
    assert "《关于献血的通知》 测发〔2026〕3号" in said
    row = json.loads(_run("changes", "1", "2", "--index", index, "--json").output)
    assert [one["kind"] for one in row["documents"]] == ["new", "changed", "removed"]
    id = row["documents"][0]["id"]
    _run("withdraw", id, "--reason", "误发", "--index", index)
    assert "（已撤下）" in _run("changes", "--index", index).output
    _run("changes", "--csv", tmp_path / "c.csv", "--index", index)
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [one["变化"] for one in rows] == ["新增", "更新", "移除"]
    assert rows[0]["已撤下"] == "是"
