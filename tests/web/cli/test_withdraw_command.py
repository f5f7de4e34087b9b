"""The command ``zhengce withdraw``: what an operator types at midnight, and what is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.store.store import Store
from index.text.analysis import Analyzer
from tests.support.desk import Desk
from web.cli.main import main
from web.cli.withdraw_command import user
from web.urls import id_in


@pytest.fixture
def filled(tmp_path: Path, analyzer: Analyzer) -> Desk:
    desk = Desk(tmp_path, analyzer)
    desk.write("甲.txt", "公积金提取办法", "甲通知")
    desk.write("乙.txt", "养老保险", "乙通知")
    desk.update()
    return desk


def run(desk: Desk, *words: object) -> Result:
    root = desk.store.root
    return CliRunner().invoke(main, ["withdraw", *map(str, words), "--index", str(root)])


def test_withdrawn_listed_and_undone(filled: Desk) -> None:
    done = run(filled, "甲.txt", "--reason", "含个人信息", "--notice", "应要求撤下")
    assert done.exit_code == 0
    assert "已撤下 甲.txt 《甲通知》" in done.output
    assert "--undo" in done.output
    listed = run(filled, "--list").output
    for word in ("甲.txt 《甲通知》", "含个人信息", "对外说明：应要求撤下", user(), "共 1 件"):
        assert word in listed
    assert filled.found() == {"乙.txt"}
    assert "早已撤下" in run(filled, "甲.txt", "--reason", "又").output
    assert "已恢复显示 甲.txt" in run(filled, "--undo", "甲.txt").output
    assert "共 0 件" in run(filled, "--list").output
    assert filled.found() == {"甲.txt", "乙.txt"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "--list"),
        (("甲.txt",), 2, "--reason"),
        (("甲.txt", "--reason", "  "), 2, "--reason"),
        (("甲.txt", "--list", "--undo"), 2, "只能用一个"),
        (("没有的", "甲.txt", "--reason", "理由"), 1, "--even-unknown"),
        (("--undo", "甲.txt"), 1, "--list"),
        (("--erase", "甲.txt"), 1, "请先撤下"),
        (("--erase",), 0, "没有未删完的"),
    ],
)
def test_what_is_refused_says_the_next_step(
    filled: Desk, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run(filled, *words)
    assert done.exit_code == code
    assert said in done.output
    assert filled.found() == {"甲.txt", "乙.txt"}


def test_erased(filled: Desk, tmp_path: Path) -> None:
    archive = tmp_path / "b.tar"
    CliRunner().invoke(main, ["backup", str(archive), "--index", str(filled.store.root)])
    run(filled, "甲.txt", "--reason", "理由")
    done = run(filled, "--erase", "甲.txt")
    assert done.exit_code == 0
    for word in (
        "已删除 1 件",
        "请一并移走",
        str(filled.files / "甲.txt"),
        str(archive),
        "自行检查",
    ):
        assert word in done.output
    assert "（正文已删除）" in run(filled, "--list").output
    filled.update()
    assert filled.found() == {"乙.txt"}
    assert "zhengce sync" in run(filled, "--undo", "甲.txt").output
    filled.update()
    assert filled.found() == {"甲.txt", "乙.txt"}


def test_a_damaged_journal_is_said_and_repaired(filled: Desk) -> None:
    run(filled, "甲.txt", "--reason", "理由")
    for path in (filled.store.root / "withdrawals").glob("*.jsonl"):
        raw = path.read_bytes()
        path.write_bytes(raw + b"{torn")
    refused = run(filled, "--list")
    assert refused.exit_code == 1
    assert "--repair" in refused.output
    repaired = run(filled, "--repair")
    assert repaired.exit_code == 0
    assert "已撤下 1 件" in repaired.output
    assert "请对照" in repaired.output
    assert [*Store(filled.store.root).withdrawals().by_id] == ["甲.txt"]


def test_where_there_is_no_index(tmp_path: Path) -> None:
    words = ["withdraw", "甲", "--reason", "理由", "--index", str(tmp_path / "没有")]
    for mode in ([], ["--undo"], ["--erase"], ["--repair"], ["--even-unknown"]):
        assert CliRunner().invoke(main, [*words, *mode]).exit_code == 1
    assert not (tmp_path / "没有").exists()


@pytest.mark.parametrize(
    ("address", "id"),
    [
        ("YL-1", "YL-1"),
        (" YL-1 ", "YL-1"),
        ("/documents/YL-1", "YL-1"),
        ("https://a.gov.cn/documents/YL-1?q=%E5%85%AC#hit-1", "YL-1"),
        ("https://a.gov.cn/documents/%E7%94%B2.txt", "甲.txt"),
        ("a.gov.cn/documents/甲.txt.json", "甲.txt"),
        ("http://a/documents/YL-1/original", "YL-1"),
        ("http://a/api/v1/documents/YL-1", "YL-1"),
    ],
)
def test_an_address_stands_for_its_document(address: str, id: str) -> None:
    assert id_in(address) == id
