"""Withdrawing documents, showing them again, erasing them: what stays true whatever is done then."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import IndexBusy, IndexDamaged, SourceError
from index.ingest.update import remove
from index.store.lock import writer_lock
from index.store.store import Store
from index.upkeep.backup import backup, restore
from index.upkeep.check import check
from index.upkeep.erase import erase, held
from index.upkeep.rollback import rollback
from index.upkeep.withdraw import repair, undo, withdraw
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from tests.support.desk import Desk
from tests.support.withdrawing import SECRET, id_of, synced, take_down

CHANGES: dict[str, Callable[[Desk, Path], object]] = {
    "nothing": lambda desk, _: None,
    "update": lambda desk, _: (desk.write("丙.txt", "工伤"), desk.update()),
    "sync": lambda desk, _: (
        (desk.files / "甲.txt").rename(desk.files.parent / "走"),
        synced(desk),
    ),
    "rebuild": lambda desk, _: desk.rebuild(desk.files),
    "rollback": lambda desk, _: rollback(desk.store, desk.analyzer),
    "restore": lambda desk, there: restore(desk.store, there / "before.tar", desk.analyzer),
    "removed and back": lambda desk, _: (
        remove(desk.store, [str(desk.files / "秘.txt")]),
        desk.update(),
    ),
    "renamed": lambda desk, _: (
        (desk.files / "秘.txt").rename(desk.files / "另.txt"),
        synced(desk),
    ),
    "renamed and rebuilt": lambda desk, _: (
        (desk.files / "秘.txt").rename(desk.files / "另.txt"),
        desk.rebuild(desk.files),
    ),
    "changed": lambda desk, _: (
        desk.write("秘.txt", f"{SECRET}的另一正文", f"{SECRET}办法", "魑政发〔2024〕7号"),
        desk.update(),
    ),
    "changed, then renamed": lambda desk, _: (
        desk.write("秘.txt", f"{SECRET}的另一正文", f"{SECRET}办法", "魑政发〔2024〕7号"),
        desk.update(),
        (desk.files / "秘.txt").rename(desk.files / "另.txt"),
        synced(desk),
    ),
    "copied": lambda desk, _: (
        desk.write("抄.txt", f"{SECRET}的正文", f"{SECRET}办法", "魑政发〔2024〕7号"),
        desk.update(),
    ),
    "a long text under the name of a file": lambda desk, _: (
        (desk.files / "长.txt").rename(desk.files / "又名.txt"),
        synced(desk),
    ),
    "under an id of another source": lambda desk, _: (
        (desk.files / "转.jsonl").write_text(
            json.dumps({"id": "别的标识", "title": f"{SECRET}办法", "body": f"{SECRET}的 正文"}),
            encoding="utf-8",
        ),
        desk.update(),
    ),
}


@pytest.mark.parametrize("erased", [False, True], ids=["withdrawn", "erased"])
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_shows_it_again(filled: Desk, tmp_path: Path, change: str, erased: bool) -> None:
    backup(filled.store, tmp_path / "before.tar")
    engine = EmbeddedEngine(filled.store.root, filled.analyzer)
    secret = id_of(filled, "秘.txt")
    take_down(filled, secret, "单-1", "单-2", id_of(filled, "长.txt"))
    if erased:
        erase(filled.store, [secret])
    CHANGES[change](filled, tmp_path)
    for one in (engine, EmbeddedEngine(filled.store.root, filled.analyzer)):
        assert one.withdrawn(secret)
        assert one.document(secret) is None
        found = one.search(SearchRequest(size=100, fold=False))
        assert not [hit for hit in found.hits if SECRET in hit.document.title]
        assert one.search(SearchRequest(q=SECRET)).total == 0
        assert found.total == one.status().documents
    assert not list(check(filled.store, filled.analyzer))


@pytest.mark.parametrize("change", CHANGES)
def test_a_backup_takes_it_along(filled: Desk, tmp_path: Path, change: str) -> None:
    """Into a folder that never knew of it."""
    backup(filled.store, tmp_path / "before.tar")
    secret = id_of(filled, "秘.txt")
    take_down(filled, secret, "单-1", "单-2", id_of(filled, "长.txt"))
    CHANGES[change](filled, tmp_path)
    backup(filled.store, tmp_path / "after.tar")
    there = Store(tmp_path / "there")
    restore(there, tmp_path / "after.tar", filled.analyzer)
    engine = EmbeddedEngine(there.root, filled.analyzer)
    assert engine.withdrawn(secret)
    assert engine.search(SearchRequest(q=SECRET)).total == 0


def test_undone_it_is_back_at_once(filled: Desk) -> None:
    engine = EmbeddedEngine(filled.store.root, filled.analyzer)
    before = engine.search(SearchRequest(q=SECRET)).total
    number = filled.store.current_number()
    take_down(filled, "单-1", id_of(filled, "秘.txt"))
    assert engine.search(SearchRequest(q=SECRET)).total == before - 2
    undo(filled.store, ["单-1", id_of(filled, "秘.txt")], "某人")
    assert engine.search(SearchRequest(q=SECRET)).total == before
    assert filled.store.current_number() == number


def test_a_backup_undoes_nothing_and_withdraws_nothing_that_was_undone(
    filled: Desk, tmp_path: Path
) -> None:
    take_down(filled, "单-1")
    backup(filled.store, tmp_path / "b.tar")
    undo(filled.store, ["单-1"], "某人")
    take_down(filled, "单-2")
    restore(filled.store, tmp_path / "b.tar", filled.analyzer)
    assert [*filled.store.withdrawals().by_id] == ["单-2"]


def test_what_is_not_held_is_refused_unless_it_is_meant(filled: Desk) -> None:
    with pytest.raises(SourceError, match="没有 不存在"):
        take_down(filled, "单-1", "不存在")
    assert not filled.store.withdrawals().by_id
    done = withdraw(filled.store, ["不存在", "单-1"], "某人", "理由", even_unknown=True)
    assert [one.id for one in done.withdrawn] == ["不存在", "单-1"]
    (filled.files / "后.jsonl").write_text(
        json.dumps({"id": "不存在", "title": "后来的", "body": "正文"}), encoding="utf-8"
    )
    filled.update()
    assert "不存在" not in filled.found()
    assert filled.store.withdrawals().by_id["不存在"].title == "后来的"


def test_a_copy_goes_and_comes_with_its_original(filled: Desk) -> None:
    rows = {"id": "抄本", "title": f"{SECRET}办法", "body": f"{SECRET}的正文"}
    (filled.files / "抄.jsonl").write_text(json.dumps(rows), encoding="utf-8")
    filled.update()
    secret = id_of(filled, "秘.txt")
    done = withdraw(filled.store, [secret], "某人", "理由")
    assert [one.id for one in done.copies] == ["抄本"]
    with pytest.raises(SourceError, match="--undo"):
        undo(filled.store, ["抄本"], "某人")
    assert {one.id for one in undo(filled.store, [secret], "某人")} == {secret, "抄本"}


def test_twice_is_once(filled: Desk) -> None:
    take_down(filled, "单-1")
    again = withdraw(filled.store, ["单-1", "单-1"], "某人", "别的理由")
    assert (again.withdrawn, again.already) == ((), ("单-1", "单-1"))


def test_another_writer_does_not_prevent_it(filled: Desk) -> None:
    engine = EmbeddedEngine(filled.store.root, filled.analyzer)
    with writer_lock(filled.store.root):
        withdraw(Store(filled.store.root), ["单-1"], "某人", "理由")
        assert engine.document("单-1") is None
        undo(filled.store, ["单-1"], "某人")
        assert engine.document("单-1")
        take_down(filled, "单-1")
        with pytest.raises(IndexBusy):
            erase(Store(filled.store.root, patience=0), ["单-1"])
    assert engine.document("单-1") is None
    assert [one.id for one in held(filled.store)] == ["单-1"]


# --- a journal that is hurt -----------------------------------------------------------------


def test_without_its_journal_nothing_is_opened(filled: Desk) -> None:
    take_down(filled, "单-1")
    engine = EmbeddedEngine(filled.store.root, filled.analyzer)
    for path in (filled.store.root / "withdrawals").iterdir():
        path.unlink()
    assert engine.document("单-1") is None, "what is served stays as it was"
    assert "撤下登记" in engine.status().damage
    with pytest.raises(IndexDamaged, match="--repair"):
        EmbeddedEngine(filled.store.root, filled.analyzer)
    with pytest.raises(IndexDamaged, match="--repair"):
        filled.update()
    with pytest.raises(IndexDamaged, match="--repair"):
        take_down(filled, "单-2")
    repair(filled.store)
    assert EmbeddedEngine(filled.store.root, filled.analyzer).document("单-1")


def test_a_new_generation_is_served_though_the_journal_is_hurt(filled: Desk) -> None:
    """By a process that has read it: under what it knows to be withdrawn."""
    take_down(filled, "单-1")
    engine = EmbeddedEngine(filled.store.root, filled.analyzer)
    assert engine.document("单-1") is None
    for path in (filled.store.root / "withdrawals").glob("*.jsonl"):
        path.write_bytes(b"\0" * 70000)
    assert engine.document("单-1") is None
    assert engine.document("单-2")
    assert "--repair" in engine.status().damage
