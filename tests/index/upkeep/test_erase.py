"""Erasing what is withdrawn: its text is in no file, and does not come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import SourceError
from index.segment import open_terms
from index.segment.compression import unpacked
from index.segment.texts import TEXTS, texts
from index.upkeep.backup import backup, restore
from index.upkeep.check import check
from index.upkeep.erase import erase, held
from index.upkeep.rollback import rollback
from index.upkeep.withdraw import undo
from tests.support.desk import Desk
from tests.support.withdrawing import SECRET, id_of, synced, take_down


def _texts(root: Path) -> Iterator[str]:
    """All text in the files of an index, unpacked."""
    for path in root.rglob("*"):
        if path.is_file():
            yield path.read_bytes().decode("utf-8", "replace")
    for folder in (root / "generations").iterdir():
        for segment in open_terms(folder / "terms").segments:
            for name in TEXTS:
                for raw in texts(segment.file, name):
                    yield raw.decode("utf-8", "replace")
                    if name == "text.body" and raw:
                        yield unpacked(raw)


def test_erased_it_is_in_no_file(filled: Desk) -> None:
    ids = [id_of(filled, "秘.txt"), "单-1", "单-2", id_of(filled, "长.txt")]
    filled.write("秘.txt", f"{SECRET}的另一正文", f"{SECRET}办法", "魑政发〔2024〕7号")
    filled.update()  # the text before stands among the removed documents
    assert any(SECRET in text for text in _texts(filled.store.root))
    take_down(filled, *ids)
    done = erase(filled.store, ids)
    for text in _texts(filled.store.root):
        text = text.replace(ids[0], "")  # the journal keeps the ids: by them it answers 410
        assert SECRET not in text
        assert "魑政发" not in text
    assert done.generations == 2
    assert {path.name for path in done.files} == {"秘.txt", "单.jsonl", "长.txt"}
    assert not held(filled.store)
    assert filled.found() == {"甲.txt", "乙.txt"}
    assert not list(check(filled.store, filled.analyzer, full=True))
    generations = filled.store.root / "generations"
    assert not any(
        ids[0] in path.read_text("utf-8", "replace") for path in generations.rglob("*.*")
    )
    rollback(filled.store, filled.analyzer)
    assert not any(SECRET in text.replace(ids[0], "") for text in _texts(filled.store.root))
    assert not list(check(filled.store, filled.analyzer, full=True))


def test_erased_it_is_not_taken_in_again_until_undone(filled: Desk) -> None:
    secret = id_of(filled, "秘.txt")
    take_down(filled, secret, "单-1")
    erase(filled.store, [secret, "单-1"])
    number = filled.store.current_number()
    filled.update()
    assert filled.store.current_number() == number, "nothing has changed"
    filled.rebuild(filled.files)
    synced(filled)
    assert not any("的正文" in text for text in _texts(filled.store.root))
    undo(filled.store, [secret, "单-1"], "某人")
    report = filled.update()
    assert report.added == 2
    assert filled.found() == {"甲.txt", "乙.txt", secret, "单-1", "单-2", id_of(filled, "长.txt")}


def test_an_erasure_says_which_backups_hold_it(filled: Desk, tmp_path: Path) -> None:
    backup(filled.store, tmp_path / "with.tar")
    backup(filled.store, tmp_path / "moved.tar")
    (tmp_path / "moved.tar").rename(tmp_path / "elsewhere.tar")
    take_down(filled, "单-1")
    done = erase(filled.store, ["单-1"])
    assert [Path(one.path).name for one in done.backups] == ["with.tar"]
    assert [Path(one.path).name for one in done.gone] == ["moved.tar"]
    backup(filled.store, tmp_path / "with.tar")
    assert not erase(filled.store, ["单-1"]).backups


def test_a_restored_backup_brings_the_text_back_unseen_and_that_is_said(
    filled: Desk, tmp_path: Path
) -> None:
    backup(filled.store, tmp_path / "b.tar")
    take_down(filled, "单-1")
    erase(filled.store, ["单-1"])
    restore(filled.store, tmp_path / "b.tar", filled.analyzer)
    assert "单-1" not in filled.found()
    assert [one.id for one in held(filled.store)] == ["单-1"]
    assert erase(filled.store, []).ids == ("单-1",)
    assert not held(filled.store)
    assert "单-1" not in filled.found()


def test_only_what_is_withdrawn_is_erased(filled: Desk) -> None:
    with pytest.raises(SourceError, match="请先撤下"):
        erase(filled.store, ["单-1"])
    assert "单-1" in filled.found()
