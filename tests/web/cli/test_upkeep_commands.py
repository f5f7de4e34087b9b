"""What the operator is told of an index that cannot be served, and what the commands end with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.store.generation import MANIFEST, Manifest
from index.text.analysis import Analyzer
from tests.support.desk import Desk
from web.cli.main import main


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
