"""What the operator is told of an index that cannot be served, and what the commands end with."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.disk import disk
from index.store.generation import MANIFEST, Manifest
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk
from web.cli.main import main
from web.site.app import create_app


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    """Two generations, the newer with two documents."""
    desk = Desk(tmp_path, analyzer)
    for name in ("甲", "乙"):
        desk.write(f"{name}.txt", "公积金")
        desk.rebuild(desk.files)
    return desk


def run(desk: Desk, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--index", str(desk.store.root)])


def outdate(desk: Desk, number: int) -> None:
    path = desk.store.root / "generations" / str(number) / MANIFEST
    manifest = Manifest.from_bytes(path.read_bytes())
    path.write_bytes(replace(manifest, fingerprint="0-other").to_bytes())


def test_all_is_well(desk: Desk) -> None:
    said = run(desk, "doctor")
    assert (said.exit_code, "一切正常" in said.output) == (0, True)
    assert "注意" not in run(desk, "stats").output


@pytest.mark.parametrize("command", ["doctor", "check"])
def test_a_newest_that_is_not_served_ends_with_1(desk: Desk, command: str) -> None:
    outdate(desk, 2)
    said = run(desk, command)
    assert said.exit_code == 1
    assert said.output.count("zhengce reindex") == 1
    assert "generations/2" in said.output


def test_an_older_one_of_before_the_upgrade_is_no_fault(desk: Desk) -> None:
    outdate(desk, 1)
    assert run(desk, "doctor").exit_code == 0
    assert run(desk, "check").exit_code == 0


def test_what_is_shown_is_what_is_served(desk: Desk) -> None:
    outdate(desk, 2)
    said = run(desk, "stats")
    assert said.exit_code == 0
    assert "第 1 代" in said.output
    assert "这不是最新的一代" in said.output
    assert "收录        1 件" in said.output


def test_going_back_to_what_cannot_be_served_is_refused(desk: Desk) -> None:
    outdate(desk, 1)
    said = run(desk, "rollback")
    assert said.exit_code == 1
    assert "上一代不能恢复，索引保持不变" in said.output
    assert "zhengce reindex" in said.output
    assert run(desk, "stats").output.startswith(f"索引        {desk.store.root.resolve()}，第 2 代")


def test_a_damaged_one_before_names_the_ways_out(desk: Desk) -> None:
    next((desk.store.root / "generations" / "1").rglob("*.seg")).write_bytes(b"x")
    said = run(desk, "rollback")
    assert said.exit_code == 1
    assert "zhengce restore 备份文件" in said.output
    assert "zhengce rollback" not in said.output


def test_a_backup_of_damage_is_none(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "b.tar"
    assert run(desk, "backup", str(target)).exit_code == 0
    before = target.read_bytes()
    part = next((desk.store.root / "generations" / "2").rglob("*.seg"))
    raw = bytearray(part.read_bytes())
    raw[raw.index(b"\x28\xb5\x2f\xfd") + 9] ^= 1
    part.write_bytes(raw)
    said = run(desk, "backup", str(target))
    assert said.exit_code == 1
    assert part.name in said.output
    assert target.read_bytes() == before


def test_what_does_not_fit_is_said_in_numbers(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(desk, "backup", str(tmp_path / "b.tar"))
    monkeypatch.setattr("index.disk.Disk.free", lambda *_: 1000)
    said = run(desk, "restore", str(tmp_path / "b.tar"))
    assert said.exit_code == 1
    assert "恢复需要" in said.output
    assert "磁盘只剩 0 MB" in said.output
    assert desk.store.current_number() == 2


def _lists(desk: Desk, *counts: int) -> None:
    for number, count in enumerate(counts):
        rows = [{"id": f"{number}-{n}", "title": f"{number}第{n}号通知"} for n in range(count)]
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (desk.files / f"{number}.jsonl").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("other", "code"), [(11, 3), (10, 1)])
def test_what_is_held_back_is_said_until_it_is_accepted(desk: Desk, other: int, code: int) -> None:
    """How many documents; of which source, and the command that accepts it, for the operator alone:
    whether something else changes, too, or nothing."""
    _lists(desk, 10, 10)
    run(desk, "sync", str(desk.files))
    _lists(desk, 4, other)
    assert run(desk, "sync", str(desk.files)).exit_code == code
    said = run(desk, "doctor")
    assert said.exit_code == 1
    assert f"{desk.files} 有 6 件缺失而保留在索引中" in said.output
    command = said.output.partition("确认要移除，请运行：")[2].split()
    assert command[-2:] == ["--accept", str(desk.files / "0.jsonl")]
    assert "缺失但保留  6 件" in run(desk, "stats").output
    client = create_app(EmbeddedEngine(desk.store.root, desk.analyzer)).test_client()
    page = client.get("/status").text
    assert "缺少的文件（6 件）按原样保留" in page
    assert desk.files.name not in page, "what the operator calls his folders is no visitor's affair"
    assert client.get("/status.json").json["held"] == 6  # type: ignore[index]
    CliRunner().invoke(main, command[1:])
    assert run(desk, "doctor").exit_code == 0
    assert "按原样保留" not in client.get("/status").text


@pytest.mark.parametrize("state", ["gone", "empty"])
def test_a_source_that_is_not_mounted_is_said_without_a_run(desk: Desk, state: str) -> None:
    desk.files.rename(desk.files.with_name("away"))
    if state == "empty":
        desk.files.mkdir()
    said = run(desk, "doctor")
    assert said.exit_code == 1
    assert f"来源 {desk.files} {'不见了' if state == 'gone' else '是空的'}" in said.output


def test_what_is_still_to_be_erased_is_said(desk: Desk, tmp_path: Path) -> None:
    run(desk, "backup", str(tmp_path / "b.tar"))
    run(desk, "withdraw", "甲.txt", "--reason", "理由")
    run(desk, "withdraw", "--erase", "甲.txt")
    assert run(desk, "doctor").exit_code == 0
    run(desk, "restore", str(tmp_path / "b.tar"))
    said = run(desk, "doctor")
    assert (said.exit_code, "withdraw --erase" in said.output) == (1, True)


@pytest.mark.parametrize("command", ["index", "sync", "reindex"])
def test_a_variable_without_a_value_is_not_the_folder_one_stands_in(
    desk: Desk, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "丙.txt").write_text("不该收录", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for words in (("",), (str(desk.files), "--accept", "")):
        said = run(desk, command, *words)
        assert (said.exit_code, "路径是空的" in said.output) == (2, True)
    assert desk.found() == {"甲.txt", "乙.txt"}


def test_the_system_speaks_chinese_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(type(disk), "save", full)
    desk.write("丙.txt", "公积金")
    said = run(desk, "sync", str(desk.files))
    assert (said.exit_code, "磁盘已满" in said.output) == (1, True)


def test_a_text_that_could_not_be_erased_is_not_said_to_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(desk, "withdraw", "甲.txt", "--reason", "理由")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("index.upkeep.erase._rewrite", full)
        assert run(desk, "withdraw", "--erase", "甲.txt").exit_code == 1
    said = run(desk, "withdraw", "--list").output
    assert "正文尚未删完" in said
    assert "正文已删除" not in said
