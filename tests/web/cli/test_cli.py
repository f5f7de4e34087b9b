"""The command as an operator uses it: messages, exit codes, and the next step in every error."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.store.generation import Manifest
from index.store.store import Store
from web.cli.main import main
from web.cli.progress import neutral

SEEDS = Path(__file__).parents[3] / "seeds"
PATIENCE = 300
"""Seconds; a busy machine needs them."""


def run(*words: object) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cli") / "deep" / "data"
    result = run("index", SEEDS, "--index", made)
    assert result.exit_code == 0, result.output
    assert "新增 39 件，更新 0 件，未变 0 件" in result.output
    return made


def test_index_again_changes_nothing(folder: Path) -> None:
    result = run("index", SEEDS, "--index", folder)
    assert result.exit_code == 0
    assert "新增 0 件，更新 0 件，未变 39 件" in result.output


def test_search_prints_hits_with_their_facts(folder: Path) -> None:
    result = run("search", "新经济形式下的城市赋能", "--index", folder)
    assert result.exit_code == 0
    assert "关于宿州市政协六届二次会议第0321号提案的答复" in result.output
    assert "宿州市科技局" in result.output
    assert "2023-06-20" in result.output


def test_filters_and_facets(folder: Path) -> None:
    result = run("search", "--issuer", "宿州市科技局", "--facets", "--index", folder)
    assert "找到 1 件" in result.output
    assert "发文机关" in result.output
    assert "找到 0 件" in run("search", "-y", "1949", "--index", folder).output


def test_json_is_what_the_page_gives(folder: Path) -> None:
    result = run("search", "公积金", "--json", "--index", folder)
    row = json.loads(result.output)
    assert row["total"] == len(row["hits"]) >= 2
    titles = [hit["title"]["text"] for hit in row["hits"]]
    assert titles[0] == titles[1] == "云澜市住房公积金提取管理办法"
    assert [hit["validity"] for hit in row["hits"][:2]] == ["有效", "已废止"]


def test_excluding_words_behind_two_dashes(folder: Path) -> None:
    every = json.loads(run("search", "--json", "--index", folder, "--", "公积金").output)["total"]
    without = run("search", "--json", "--index", folder, "--", "公积金", "-提取")
    assert 0 <= json.loads(without.output)["total"] < every


def test_stats(folder: Path) -> None:
    result = run("stats", "--index", folder)
    assert "39 件" in result.output
    assert str(SEEDS) in result.output


def test_doctor(folder: Path) -> None:
    result = run("doctor", "--index", folder)
    assert result.exit_code == 0, result.output


def test_remove_and_reindex(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    run("index", SEEDS, "--index", folder)
    result = run("remove", "003187413-202306-00020", "--index", folder)
    assert "移除 1 件，索引还有 38 件" in result.output
    result = run("reindex", "--index", folder)
    assert result.exit_code == 0, result.output
    assert "新增 39 件" in result.output


def test_what_could_not_be_read_is_named_and_exits_with_3(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "好.txt").write_text("名称: 通知\n\n正文", encoding="utf-8")
    (files / "=坏.txt").write_bytes(b"\x00\xff" * 500)
    table = tmp_path / "t.csv"
    result = run("index", files, "--index", tmp_path / "data", "--report", table)
    assert result.exit_code == 3
    assert "=坏.txt 编码无法识别" in result.output
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][:2] == ["未收录", "'=坏.txt"]


@pytest.mark.parametrize("command", ["search", "stats", "reindex", "serve"])
def test_no_index_yet_names_the_next_command(tmp_path: Path, command: str) -> None:
    result = run(command, "--index", tmp_path / "none")
    assert result.exit_code == 1
    assert "zhengce index" in result.output


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    result = run("index", tmp_path / "没有", "--index", tmp_path / "data")
    assert result.exit_code == 1
    assert "没有" in result.output


def test_a_locked_index_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "web.cli.index_commands.Store", partial(Store, patience=0.3)
    )  # not a minute
    folder = tmp_path / "data"
    folder.mkdir()
    with (folder / "LOCK").open("a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        result = run("index", SEEDS, "--index", folder)
    assert result.exit_code == 1
    assert "等它结束后再试" in result.output


def test_an_index_of_another_version_names_reindex(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    run("index", SEEDS, "--index", folder)
    manifest = folder / "generations" / "1" / "manifest.json"
    stated = Manifest.from_bytes(manifest.read_bytes())
    manifest.write_bytes(replace(stated, fingerprint="another").to_bytes())
    for command in (("search", "公积金"), ("index", SEEDS)):
        result = run(*command, "--index", folder)
        assert result.exit_code == 1
        assert f"zhengce reindex --index {folder}" in result.output
    assert run("reindex", "--index", folder).exit_code == 0
    assert "找到" in run("search", "公积金", "--index", folder).output


def test_an_index_of_an_older_format_is_rebuilt_from_what_it_remembers(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    run("index", SEEDS, "--index", folder)
    manifest = folder / "generations" / "1" / "manifest.json"
    row = json.loads(manifest.read_bytes()) | {"format": 1}
    manifest.write_text(json.dumps(row), encoding="utf-8")
    result = run("search", "公积金", "--index", folder)
    assert result.exit_code == 1
    assert f"zhengce reindex --index {folder}" in result.output
    assert run("reindex", "--index", folder).exit_code == 0
    assert "找到" in run("search", "公积金", "--index", folder).output


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_no_cell_of_a_table_is_a_formula(cell: str) -> None:
    assert neutral(cell)[0].startswith("'")
    assert neutral("通知") == ["通知"]


@pytest.mark.parametrize("words", [("--sort", "newest"), ("--sort", "oldest"), ("--in", "title")])
def test_choices_are_written_as_in_addresses(folder: Path, words: tuple[str, str]) -> None:
    assert "找到 39 件" in run("search", *words, "--index", folder).output


def test_a_report_that_cannot_be_written_is_said_before_the_work(tmp_path: Path) -> None:
    table = tmp_path / "none" / "t.csv"
    result = run("index", SEEDS, "--index", tmp_path / "data", "--report", table)
    assert result.exit_code == 1
    assert "--report" in result.output
    assert not (tmp_path / "data").exists()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run("index", SEEDS, "--index", tmp_path / "file" / "data")
    assert result.exit_code == 1
    assert "请检查路径" in result.output


def test_a_run_that_is_ended_leaves_no_process_and_no_change(tmp_path: Path, shared: Path) -> None:
    corpus = shared / "corpus" / "notices.jsonl.gz"
    command = [sys.executable, "-m", "web.cli.main", "index", str(corpus), "--processes", "2"]
    run_ = subprocess.Popen([*command, "--index", str(tmp_path / "data")], start_new_session=True)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not list(tmp_path.glob("data/generations/*.building")):
        time.sleep(0.05)
    run_.terminate()
    assert run_.wait(PATIENCE) == 143
    while time.monotonic() < deadline and _alive(run_.pid):
        time.sleep(0.1)
    assert not _alive(run_.pid)
    assert list((tmp_path / "data" / "generations").iterdir()) == []


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
