"""Withdrawn documents that got other ids, and copies that only an older generation shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.ingest.sync import sync_index
from index.upkeep.backup import backup, restore
from index.upkeep.rollback import rollback
from index.upkeep.withdraw import undo, withdraw
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk

SECRET = "饕餮貔貅"


def _id(desk: Desk, name: str) -> str:
    return next(row.ids[0] for row in desk.store.current().sources() if row.path == name)


def _withdraw(desk: Desk, *ids: str) -> None:
    withdraw(desk.store, ids, "某人", "理由")


def _gone(desk: Desk, name: str) -> None:
    """A file goes, and a sync sees it."""
    (desk.files / name).unlink()
    sync_index(desk.store, [desk.files], desk.analyzer, force=True)


def _list_of_one(desk: Desk, **fields: str) -> None:
    row = {"title": f"{SECRET}办法", **fields}
    (desk.files / "一.json").write_text(json.dumps([row]), encoding="utf-8")


FIRST = {"body": f"{SECRET}的头一份正文", "doc_number": "魑政发〔2024〕1号"}
OTHER = {"id": "新-1", "body": "全然不同的话，一字不留。" * 9, "doc_number": "魅政发〔2025〕8号"}


@pytest.mark.parametrize("again", ["update", "rebuild", "rollback", "restore"])
@pytest.mark.parametrize("late", [False, True], ids=["withdrawn, then edited", "edited before"])
def test_another_id_and_other_marks_in_one_edit(
    desk: Desk, tmp_path: Path, late: bool, again: str
) -> None:
    """It is known by its redirect alone, forwards and back."""
    desk.write("甲.txt", "公积金提取办法")
    _list_of_one(desk, **FIRST)
    desk.update()
    backup(desk.store, tmp_path / "first.tar")
    [old] = desk.found(SECRET)
    if not late:
        _withdraw(desk, old)
    _list_of_one(desk, **OTHER)
    desk.update()
    if late:
        assert desk.found("一字不留") == {"新-1"}
        _withdraw(desk, "新-1")
    if again == "rollback":
        rollback(desk.store, desk.analyzer)
    elif again == "restore":
        restore(desk.store, tmp_path / "first.tar", desk.analyzer)
    elif again == "rebuild":
        desk.rebuild(desk.files)
    assert desk.found() == {_id(desk, "甲.txt")}
    assert {old, "新-1"} == {*desk.store.withdrawals().by_id}
    undo(desk.store, ["新-1" if late else old], "某人")
    assert len(desk.found()) == 2


def test_an_old_address_names_the_document_of_now(desk: Desk) -> None:
    desk.write("甲.txt", "公积金提取办法")
    _list_of_one(desk, **FIRST)
    desk.update()
    [old] = desk.found(SECRET)
    _list_of_one(desk, **OTHER)
    desk.update()
    desk.rebuild(desk.files)
    desk.rebuild(desk.files)
    _withdraw(desk, old)
    assert desk.found() == {_id(desk, "甲.txt")}


def test_two_that_stood_side_by_side_are_two(desk: Desk) -> None:
    """An id that leads to another document, since both gave themselves the same, withdraws it not."""
    for name in ("一", "二"):
        row = {"id": "同-1", "title": f"{SECRET}{name}", "body": f"{name}的正文，各写各的。"}
        (desk.files / f"{name}.json").write_text(json.dumps([row]), encoding="utf-8")
    desk.update()
    second = _id(desk, "二.json")
    assert second != "同-1"
    _withdraw(desk, second)
    _gone(desk, "二.json")
    assert EmbeddedEngine(desk.store.root, desk.analyzer).moved(second) == "同-1"
    for _ in range(3):
        desk.rebuild(desk.files)
        assert desk.found() == {"同-1"}


def test_a_copy_that_only_the_generation_before_shows(desk: Desk) -> None:
    """Both generations share the part in which it stands; rolling back would show it."""
    desk.write("秘.txt", f"{SECRET}的正文", f"{SECRET}办法")
    desk.update()
    rows = {"id": "抄本", "title": f"{SECRET}办法", "body": f"{SECRET}的正文"}
    (desk.files / "抄.jsonl").write_text(json.dumps(rows), encoding="utf-8")
    desk.update()
    _gone(desk, "抄.jsonl")
    assert "抄本" not in desk.found()
    _withdraw(desk, _id(desk, "秘.txt"))
    rollback(desk.store, desk.analyzer)
    assert "抄本" not in desk.found()


def test_an_index_whose_folder_goes_away_under_a_server_shows_nothing_again(desk: Desk) -> None:
    desk.write("甲.txt", "公积金提取办法")
    desk.write("秘.txt", f"{SECRET}的正文", f"{SECRET}办法")
    desk.update()
    secret = _id(desk, "秘.txt")
    _withdraw(desk, secret)
    engine = EmbeddedEngine(desk.store.root, desk.analyzer)
    away = desk.store.root.rename(desk.store.root.with_name("away"))
    for _ in range(2):
        assert engine.document(secret) is None
        assert engine.withdrawn(secret)
        assert engine.status().documents == 1
        assert engine.status().damage
    away.rename(desk.store.root)
    assert engine.document(secret) is None
    undo(desk.store, [secret], "某人")
    assert engine.document(secret)
