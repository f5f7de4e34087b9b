"""The commands that keep an index in step, verify it, and bring it back."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli.main import main

SEEDS = Path(__file__).parents[3] / "seeds"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    shutil.copytree(SEEDS, place)
    return place


def test_in_step_with_a_folder(files: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    said = run("sync", files, "--index", index, "--dry-run")
    assert said.exit_code == 0
    assert "没有写入索引" in said.output
    assert "数据质量问题" in said.output
    assert not index.exists()
    assert "新增 39 件" in run("sync", files, "--index", index).output
    gone = next(path for path in sorted(files.iterdir()) if path.suffix == ".txt")
    gone.unlink()
    assert f"移除  {gone.name}" in run("sync", files, "--index", index, "--dry-run").output
    assert "移除 1 件" in run("sync", files, "--index", index).output
    for path in list(files.glob("*.txt")):
        path.unlink()
    refused = run("sync", files, "--index", index)
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert run("sync", files, "--index", index, "--force").exit_code == 0


def test_verified_backed_up_restored_and_rolled_back(files: Path, tmp_path: Path) -> None:
    index, archive = tmp_path / "index", tmp_path / "b.tar"
    run("sync", files, "--index", index)
    for words in (("check",), ("check", "--full")):
        assert "索引完好" in run(*words, "--index", index).output
    assert "39 件" in run("backup", archive, "--index", index).output
    assert "第 1 代" in run("restore", archive, "--index", tmp_path / "there").output
    assert "找到 39 件" in run("search", "--index", tmp_path / "there").output
    nothing = run("rollback", "--index", index)
    assert nothing.exit_code == 1
    assert "没有上一代" in nothing.output
    run("restore", archive, "--index", index)
    assert "第 3 代" in run("rollback", "--index", index).output
    archive.write_bytes(archive.read_bytes()[:2000])
    broken = run("restore", archive, "--index", index)
    assert broken.exit_code == 1
    assert "索引保持不变" in broken.output


def test_damage_is_said_with_the_way_out(files: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run("sync", files, "--index", index)
    (part,) = index.rglob("*.seg")
    raw = bytearray(part.read_bytes())
    raw[len(raw) // 2] ^= 255
    part.write_bytes(raw)
    said = run("check", "--index", index)
    assert said.exit_code == 1
    assert "zhengce reindex" in said.output


def test_a_folder_is_watched(files: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    command = [sys.executable, "-m", "web.cli.main", "sync", str(files), "--index", str(index)]
    watching = subprocess.Popen(
        [*command, "--watch", "--interval", "0.2"], env=dict(os.environ, PYTHONUNBUFFERED="1")
    )

    def eventually(count: int) -> None:
        until = time.monotonic() + 300
        while f"找到 {count} 件" not in run("search", "--index", index).output:
            assert time.monotonic() < until
            time.sleep(0.1)

    try:
        eventually(39)
        next(iter(sorted(files.glob("*.txt")))).unlink()
        eventually(38)
        (files / "坏.xls").write_bytes(b"x")
        (files / "新.txt").write_text("名称: 新通知\n\n养老", encoding="utf-8")
        eventually(39)
    finally:
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(30) == 143


def lost(files: Path) -> list[Path]:
    """Every text is gone; a new one has come."""
    gone = sorted(files.glob("*.txt"))
    for path in gone:
        path.unlink()
    (files / "新.txt").write_text("名称: 新通知\n\n养老", encoding="utf-8")
    return gone


def test_what_is_held_back_is_said_everywhere(files: Path, tmp_path: Path) -> None:
    index, table = tmp_path / "index", tmp_path / "明细.csv"
    run("sync", files, "--index", index)
    gone = lost(files)
    foreseen = run("sync", files, "--index", index, "--dry-run")
    assert foreseen.exit_code == 3
    assert f"保留  {files}：少了 {len(gone)} 件" in foreseen.output
    said = run("sync", files, "--index", index, "--report", table)
    assert said.exit_code == 3
    assert f"移除 0 件，缺失但保留 {len(gone)} 件" in said.output
    assert "其余变化已启用" in said.output
    assert "找到 40 件" in run("search", "--index", index).output
    assert f"保留,{files}" in table.read_text(encoding="utf-8-sig")
    again = run("sync", files, "--index", index)
    assert again.exit_code == 1
    assert "索引未变" in again.output
    [command] = [line for line in again.output.splitlines() if "--accept" in line]
    accepted = run(*shlex.split(command)[1:])
    assert accepted.exit_code == 0
    assert f"移除 {len(gone)} 件" in accepted.output
    assert run("sync", files, "--index", index).exit_code == 0


@pytest.mark.parametrize("command", ["index", "reindex", "sync"])
def test_each_writer_keeps_a_list_that_was_cut_off(command: str, tmp_path: Path) -> None:
    index, path = tmp_path / "index", tmp_path / "有 空格" / "清'单.jsonl"
    path.parent.mkdir()
    lines = [f'{{"id": "r{n}", "title": "关于第{n}事的办法"}}' for n in range(50)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert run("index", path.parent, "--index", index).exit_code == 0
    path.write_text("\n".join(lines[:20]), encoding="utf-8")
    said = run(command, path.parent, "--index", index)
    assert said.exit_code == (3 if command == "reindex" else 1)
    assert "少了 30 件（原有 50 件）" in said.output
    assert "找到 50 件" in run("search", "--index", index).output
    [line] = [line for line in said.output.splitlines() if "--accept" in line]
    assert run(*shlex.split(line)[1:]).exit_code == 0
    assert "找到 20 件" in run("search", "--index", index).output


def test_a_source_that_is_not_mounted_costs_itself(files: Path, tmp_path: Path) -> None:
    index, other = tmp_path / "index", tmp_path / "别处"
    other.mkdir()
    (other / "一.txt").write_text("名称: 一号通知\n\n正文", encoding="utf-8")
    run("sync", files, other, "--index", index)
    files.rename(tmp_path / "外")
    (other / "二.txt").write_text("名称: 二号通知\n\n正文", encoding="utf-8")
    for command in ("index", "sync", "reindex"):
        said = run(command, files, other, "--index", index)
        assert said.exit_code == 3 or (command == "sync" and said.exit_code == 1)
        assert "没有挂载" in said.output
        assert "找到 41 件" in run("search", "--index", index).output
    typed = run("sync", other, tmp_path / "打错", "--index", index)
    assert typed.exit_code == 1
    assert "找不到" in typed.output


@pytest.mark.parametrize("command", ["index", "sync"])
def test_all_that_was_left_out_is_in_the_table_where_nothing_was_taken_in(
    command: str, tmp_path: Path
) -> None:
    folder, table = tmp_path / "files", tmp_path / "left.csv"
    folder.mkdir()
    for name in ("甲.docx", "乙.txt"):
        (folder / name).touch()
    said = run(command, folder, "--index", tmp_path / "index", "--report", table)
    assert said.exit_code == 1
    assert "没有一份文件可以收录" in said.output
    written = table.read_text(encoding="utf-8-sig")
    assert "甲.docx" in written
    assert "乙.txt" in written
