"""Generations: complete or not there, one writer, and the way out when one is damaged."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from index.errors import IndexBusy, IndexDamaged, IndexMissing, IndexOutdated
from index.store.generation import Draft, Manifest
from index.store.source_rows import SourceRow
from index.store.store import Store

MANIFEST = Manifest(
    fingerprint="1-abc",
    built_at=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
    documents=2,
    with_body=1,
    rejected=1,
    warnings=0,
    newest=date(2024, 5, 1),
    sources=("/政策",),
)
SOURCE = SourceRow("/政策", "通知/一.txt", 10, 5, 6, "ab" * 32, ("a", "b"), ("12", "34"))
REJECTED = {"root": "/政策", "source_path": "坏.txt", "locator": "", "reason": "空文件。"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


def publish(store: Store, fail: bool = False) -> None:
    with store.build() as draft:
        (draft.terms / "postings").write_bytes(b"x")
        if fail:
            raise ZeroDivisionError
        draft.finish(MANIFEST, [SOURCE], [REJECTED])


def folders(store: Store) -> set[str]:
    return {path.name for path in (store.root / "generations").iterdir()}


def contents(store: Store) -> dict[Path, bytes]:
    files = (path for path in store.root.rglob("*") if path.is_file() and path.name != "LOCK")
    return {path: path.read_bytes() for path in files}


def test_what_is_published_is_served_as_it_was_written(store: Store) -> None:
    publish(store)
    generation = store.current()
    assert generation.number == store.current_number() == 1
    assert generation.manifest == MANIFEST
    assert list(generation.sources()) == [SOURCE]
    assert list(generation.rejected()) == [REJECTED]
    assert (generation.terms / "postings").read_bytes() == b"x"


def test_an_empty_place_says_how_to_begin(store: Store) -> None:
    with pytest.raises(IndexMissing, match="zhengce index"):
        store.current()


def test_the_one_before_is_kept_and_older_ones_are_not(store: Store) -> None:
    for _ in range(4):
        publish(store)
    assert store.current_number() == 4
    assert folders(store) == {"3", "4"}


def test_a_failed_build_leaves_the_old_index_as_it_was(store: Store) -> None:
    publish(store)
    before = contents(store)
    with pytest.raises(ZeroDivisionError):
        publish(store, fail=True)
    assert contents(store) == before


def test_an_unfinished_draft_is_not_published(store: Store) -> None:
    with store.build():
        pass
    assert store.current_number() is None


def test_leftovers_of_killed_builds_are_swept(store: Store) -> None:
    publish(store)
    draft = Draft(store.root / "generations" / "2.building", 2)
    (draft.terms / "of the killed build").write_bytes(b"x")
    Draft(store.root / "generations" / "9.building", 9)
    publish(store)
    assert [path.name for path in store.current().terms.iterdir()] == ["postings"]
    assert store.current_number() == 2
    assert folders(store) == {"1", "2"}


def test_a_second_writer_is_told_who_is_writing(store: Store) -> None:
    with store.build() as draft:
        with (
            pytest.raises(IndexBusy, match=f"进程号 {os.getpid()}，"),
            Store(store.root, patience=0).build(),
        ):
            pass
        draft.finish(MANIFEST, [], [])
    assert store.current_number() == 1


def test_the_lock_of_a_killed_process_does_not_stay(store: Store) -> None:
    publish(store)
    with (store.root / "LOCK").open("a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
    publish(store)
    assert store.current_number() == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut off"),
        pytest.param("[]", id="another form"),
        pytest.param(json.dumps({"fingerprint": "x"}), id="fields missing"),
    ],
)
def test_a_damaged_manifest_names_the_way_out(store: Store, text: str) -> None:
    publish(store)
    (store.current().folder / "manifest.json").write_text(text)
    with pytest.raises(IndexDamaged, match="重建索引"):
        store.current()


def test_while_the_newest_is_damaged_nothing_is_swept(store: Store) -> None:
    publish(store)
    publish(store)
    newest = store.root / "generations" / "3"
    shutil.copytree(store.current().folder, newest)
    (newest / "manifest.json").write_text("{")
    with store.build():
        pass
    assert folders(store) == {"1", "2", "3"}
    publish(store)
    assert folders(store) == {"2", "4"}, "a newer one is whole"


def changed(path: Path, old: bytes, new: bytes) -> None:
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new, 1))


def test_a_manifest_that_says_something_else_than_was_written_is_refused(store: Store) -> None:
    publish(store)
    changed(store.current().folder / "manifest.json", b'"documents": 2', b'"documents": 3')
    with pytest.raises(IndexDamaged, match="重建索引"):
        store.current()


def test_an_index_of_another_format_says_so(store: Store) -> None:
    publish(store)
    manifest = store.current().folder / "manifest.json"
    manifest.write_bytes(replace(MANIFEST, format=1).to_bytes())
    with pytest.raises(IndexOutdated, match="格式 1"):
        store.current()


def test_a_file_that_is_longer_or_shorter_than_it_was_is_noticed_at_once(store: Store) -> None:
    publish(store)
    (store.current().folder / "terms" / "postings").write_bytes(b"xx")
    with pytest.raises(IndexDamaged, match="postings"):
        store.current()


def test_a_table_changed_in_place_is_refused_when_it_is_read(store: Store) -> None:
    publish(store)
    generation = store.current()
    changed(generation.folder / "sources.jsonl", b'"a"', b'"c"')
    changed(generation.folder / "rejected.jsonl", b'""', b'"')
    with pytest.raises(IndexDamaged, match=r"sources\.jsonl"):
        list(generation.sources())
    with pytest.raises(IndexDamaged, match=r"rejected\.jsonl"):
        list(generation.rejected())


def test_the_table_of_parts_is_checked_at_once(store: Store) -> None:
    with store.build() as draft:
        (draft.terms / "parts.json").write_bytes(b"{}")
        draft.finish(MANIFEST, [], [])
    changed(store.current().folder / "terms" / "parts.json", b"{}", b"[]")
    with pytest.raises(IndexDamaged, match=r"parts\.json"):
        store.current()
