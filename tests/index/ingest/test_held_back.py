"""Too much is not lost at once, whichever source or list it is missing from, whoever writes."""

from __future__ import annotations

import gzip
import json
import shlex
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from index.errors import SourceError
from index.ingest import sync
from index.ingest.settling import HeldBack
from index.ingest.sync import preview, sync_index
from index.ingest.update import rebuild_index, remove, update_index
from index.store.store import Store
from tests.support.desk import Desk
from tests.support.sources import MANY, Sources, Writer, empty, outcome, write, write_list


@pytest.fixture
def sources(desk: Desk) -> Sources:
    made = Sources(desk)
    assert len(made.found()) == MANY + 12
    return made


def test_an_empty_source_stays_and_the_others_go_on(sources: Sources) -> None:
    before = sources.found()
    empty(sources.more)
    write(sources.files / "新.txt", "新事")
    (sources.files / "甲0.txt").unlink()
    held = sources.held(sync_index)
    [one] = held.report.held
    assert (one.place, one.lost, one.of) == (sources.more, 6, 6)
    assert held.published
    assert (held.report.added, held.report.removed) == (1, 1)
    assert len(sources.found()) == len(before) == sources.rows
    again = sources.held(sync_index)
    assert not again.published
    assert len(sources.found()) == len(before)


def test_that_it_is_held_is_published_once_and_forgotten_when_it_heals(sources: Sources) -> None:
    """Nothing else has changed: for a visitor the index is as it was."""
    store, away = sources.desk.store, sources.desk.files / "外"
    sources.more.rename(away)
    sources.more.mkdir()
    held = sources.held(sync_index)
    assert not held.published
    assert store.current().manifest.held == {str(sources.more): 6}
    before = store.current_number()
    assert not sources.held(sync_index).published
    assert store.current_number() == before
    sources.more.rmdir()
    away.rename(sources.more)
    assert sources.run(sync_index).held == []
    assert store.current().manifest.held == {}


def test_the_command_it_names_accepts_it(sources: Sources) -> None:
    empty(sources.more)
    held = sources.held(sync_index)
    [command] = [line for line in str(held).splitlines() if "zhengce" in line]
    roots, index = map(str, sources.roots), str(sources.desk.store.root)
    assert shlex.split(command) == [
        "zhengce", "sync", *roots, "--index", index, "--accept", str(sources.more),
    ]  # fmt: skip
    report = sources.run(sync_index, accept=[sources.more])
    assert (report.removed, report.held) == (6, [])
    assert len(sources.found()) == MANY + 6
    assert sources.run(sync_index).removed == 0


def test_what_heals_goes_on_as_before(sources: Sources) -> None:
    away = sources.desk.files / "外"
    sources.more.rename(away)
    sources.more.mkdir()
    write(sources.files / "新.txt", "新事")
    assert sources.held(sync_index).published
    sources.more.rmdir()
    away.rename(sources.more)
    write(sources.more / "乙0.txt", "改过")
    report = sources.run(sync_index)
    assert (report.held, report.changed, report.removed) == ([], 1, 0)
    (sources.more / "乙1.txt").unlink()
    assert sources.run(sync_index).removed == 1


@pytest.mark.parametrize("writer", [sync_index, update_index, rebuild_index])
def test_a_source_that_is_gone_costs_itself_only(sources: Sources, writer: Writer) -> None:
    sources.more.rename(sources.desk.files / "外")
    write(sources.files / "新.txt", "新事")
    if writer is update_index:
        report = sources.run(writer)
    else:
        held = sources.held(writer)
        report = held.report
        assert str(sources.more) in str(held)
    assert any(str(sources.more) in item.source_path for item in report.rejected)
    assert len(sources.found()) == MANY + 13 == sources.rows
    assert str(sources.more) in sources.desk.store.current().manifest.sources


def test_a_path_nobody_knows_is_no_source_that_is_gone(sources: Sources) -> None:
    write(sources.files / "新.txt", "新事")
    for writer in (sync_index, update_index, rebuild_index):
        with pytest.raises(SourceError, match="找不到"):
            sources.run(writer, sources.files, sources.desk.files / "无")
    assert len(sources.found()) == MANY + 12


@pytest.mark.parametrize("writer", [sync_index, update_index, rebuild_index])
@pytest.mark.parametrize("left", [range(10), range(20, 30), range(100, 140)])
def test_a_list_that_has_shrunk_or_is_another_stays(
    sources: Sources, writer: Writer, left: range
) -> None:
    path = sources.lists / "a.jsonl"
    write_list(path, left)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace('"\\u6b63\\u6587"', '"改过的正文"')
    path.write_text("\n".join(lines), encoding="utf-8")
    held = sources.held(writer)
    [one] = held.report.held
    assert one.place == path
    assert one.lost == len(set(range(MANY)) - set(left))
    assert len(sources.found()) == 12 + len({*left, *range(MANY)}) == sources.rows
    assert f"r{left[3]}" in sources.desk.found("改过的正文")
    again = sources.held(sync_index)
    assert again.report.held[0].lost == one.lost
    assert sources.run(writer, accept=[sources.lists]).held == []
    assert len(sources.found()) == 12 + len(left) == sources.rows


def cut(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2 + 9])


def as_array(path: Path, cut_off: bool) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    text = json.dumps(rows)
    path.write_text(text[: len(text) // 2 + 9] if cut_off else text, encoding="utf-8")


def as_page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1>", encoding="utf-8")


@pytest.mark.parametrize("damage", [cut, as_page, lambda path: path.write_bytes(b""), Path.unlink])
@pytest.mark.parametrize("writer", [sync_index, update_index, rebuild_index])
def test_whatever_becomes_of_a_list_its_documents_stay(
    sources: Sources, writer: Writer, damage: Callable[[Path], object]
) -> None:
    damage(sources.lists / "a.jsonl")
    assert outcome(lambda: sources.run(writer)).removed == 0
    assert len(sources.found()) == MANY + 12 == sources.rows


@pytest.mark.parametrize("name", ["b.json", "c.jsonl.gz", "d.csv"])
def test_lists_of_other_formats_cut_off(desk: Desk, name: str) -> None:
    path = desk.files / name
    write_list(path, range(MANY))
    lines = path.read_text(encoding="utf-8")
    if name.endswith("gz"):
        path.write_bytes(gzip.compress(lines.encode()))
    elif name.endswith("json"):
        as_array(path, False)
    else:
        path.write_text("标题,索引号\n" + "".join(f"通知{n},x{n}\n" for n in range(MANY)), "utf-8")
    sync_index(desk.store, [desk.files], desk.analyzer)
    assert len(desk.found()) == MANY
    cut(path)
    for writer in (sync_index, rebuild_index, update_index):
        report = outcome(partial(writer, desk.store, [desk.files], desk.analyzer))
        assert report.removed == 0
        assert len(desk.found()) >= MANY


def test_what_is_held_stays_held_though_much_else_comes(sources: Sources) -> None:
    path = sources.lists / "a.jsonl"
    write_list(path, range(30))
    assert sources.held(sync_index).report.held[0].lost == 10
    write_list(path, range(60, 200))
    with path.open("a", encoding="utf-8") as file:
        file.write(
            "\n" + "\n".join(json.dumps({"id": f"r{n}", "title": "办法"}) for n in range(30))
        )
    held = sources.held(sync_index)
    assert held.published
    assert held.report.held[0].lost == 10
    again = sources.held(sync_index)
    assert again.report.held[0].lost == 10
    write_list(path, range(200))
    assert sources.run(sync_index).held == []
    write_list(path, range(1, 200))
    assert sources.run(sync_index).removed == 1


def test_an_emptied_folder_within_a_source_is_like_one_that_is_not_mounted(desk: Desk) -> None:
    for number in range(50):
        write(desk.files / "大" / f"{number}.txt", f"大{number}")
    for number in range(4):
        write(desk.files / "小" / "内" / f"{number}.txt", f"小{number}")
    desk.update()
    empty(desk.files / "小")
    (desk.files / "大" / "0.txt").unlink()
    with pytest.raises(HeldBack) as caught:
        sync_index(desk.store, [desk.files], desk.analyzer)
    assert [one.place for one in caught.value.report.held] == [desk.files / "小"]
    assert caught.value.report.removed == 1
    (desk.files / "小").rmdir()  # on purpose, now
    assert sync_index(desk.store, [desk.files], desk.analyzer, force=True).removed == 4


def test_one_of_two_files_may_go(desk: Desk) -> None:
    for number in (1, 2):
        desk.write(f"{number}.txt", f"公积金{number}")
    sync_index(desk.store, [desk.files], desk.analyzer)
    (desk.files / "1.txt").unlink()
    assert sync_index(desk.store, [desk.files], desk.analyzer).removed == 1
    (desk.files / "2.txt").unlink()
    with pytest.raises(HeldBack):  # but not the last
        sync_index(desk.store, [desk.files], desk.analyzer)
    assert desk.found() == {"2.txt"}


def test_a_list_of_new_records_with_some_of_the_old_is_no_loss(desk: Desk) -> None:
    path = desk.files / "a.jsonl"
    write_list(path, range(MANY))
    desk.update()
    write_list(path, range(8, 8 + MANY))
    report = desk.update()
    assert (report.added, report.removed) == (8, 8)
    write_list(path, range(20, 20 + 2 * MANY))  # however much comes for it
    with pytest.raises(HeldBack):
        desk.update()


@pytest.mark.parametrize("is_source", [True, False])
def test_what_is_not_mounted_keeps_its_ids_from_others(desk: Desk, is_source: bool) -> None:
    """Another file with another document of that id does not take its place meanwhile."""
    away, there = desk.files / "甲", desk.files / "乙"
    assert str(away) > str(there)
    away, there = there, away  # files are read in the order of their names
    roots = [away, there] if is_source else [desk.files]
    write(there / "1.txt", "别事")
    for number in range(5):
        write_list(away / f"{number}.jsonl", range(number, number + 1))
    sync_index(desk.store, roots, desk.analyzer)
    before = desk.found()
    shutil.copytree(away, desk.files.parent / "外")
    empty(away)
    write_list(there / "r.jsonl", range(3))
    text = (there / "r.jsonl").read_text(encoding="utf-8")
    (there / "r.jsonl").write_text(text.replace("\\u6b63", "别"), encoding="utf-8")
    with pytest.raises(HeldBack):
        sync_index(desk.store, roots, desk.analyzer)
    assert desk.found() > before
    assert len(desk.found()) == len(before) + 3
    away.rmdir()
    (desk.files.parent / "外").rename(away)
    assert sync_index(desk.store, roots, desk.analyzer).removed == 0
    assert len(desk.found()) == len(before) + 3


def test_files_that_moved_to_another_source_are_no_loss(sources: Sources) -> None:
    for path in sorted(sources.more.iterdir()):
        path.rename(sources.files / f"从乙来{path.name}")
    report = sources.run(sync_index)
    assert report.held == []
    assert len(sources.found()) == MANY + 12


def test_a_list_that_moved_to_another_file_is_no_loss(sources: Sources) -> None:
    old = sources.lists / "a.jsonl"
    lines = old.read_text(encoding="utf-8").splitlines()
    (sources.lists / "0.jsonl").write_text("\n".join(lines[:20]), encoding="utf-8")
    (sources.lists / "z.jsonl").write_text("\n".join(lines[20:]), encoding="utf-8")
    for writer in (sync_index, rebuild_index):
        old.unlink(missing_ok=True)
        assert sources.run(writer).held == []
        assert len(sources.found()) == MANY + 12 == sources.rows


@pytest.mark.parametrize("checkpoint", [1, 3, 100])
def test_nothing_is_lost_before_it_is_judged(
    sources: Sources, checkpoint: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However little is published at a time, and wherever a run is killed."""
    monkeypatch.setattr(sync, "CHECKPOINT", checkpoint)
    write_list(sources.lists / "a.jsonl", range(5))
    empty(sources.more)
    for number in range(9):
        write(sources.lists / f"z{number}.txt", f"新{number}")
    seen: list[int] = []

    def progress(path: str, count: int) -> None:
        seen.append(count)
        held = Store(sources.desk.store.root).current()
        assert sum(len(row.ids) for row in held.sources()) == held.manifest.documents
        if len(seen) == 16:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sources.run(sync_index, progress=progress)
    assert len(sources.found()) >= MANY + 12
    assert len(sources.found()) == sources.rows
    assert len(sources.held(sync_index).report.held) == 2
    assert len(sources.found()) == MANY + 12 + 9 == sources.rows


def test_a_rebuild_of_some_sources_keeps_the_others(sources: Sources) -> None:
    held = sources.held(rebuild_index, sources.files)
    assert {one.place for one in held.report.held} == {sources.more, sources.lists}
    assert len(sources.found()) == MANY + 12 == sources.rows
    report = sources.run(rebuild_index, sources.files, force=True)
    assert (report.documents, report.removed) == (6, MANY + 6)
    assert sources.desk.store.current().manifest.sources == (str(sources.files),)


def test_a_rebuild_carries_over_what_can_be_searched(sources: Sources) -> None:
    before = sources.desk.found("乙第3件")
    assert before
    empty(sources.more)
    sources.held(rebuild_index)
    assert sources.desk.found("乙第3件") == before
    shutil.rmtree(sources.more)
    for number in range(6):
        write(sources.more / f"乙{number}.txt", f"乙第{number}件")
    report = sources.run(sync_index)
    assert (report.added, report.changed, report.removed, report.held) == (0, 0, 0, [])


def test_a_rebuild_whose_old_index_cannot_be_read_wants_all_its_sources(sources: Sources) -> None:
    (sources.desk.store.current().folder / "sources.jsonl").write_text("{", encoding="utf-8")
    for generation in sources.desk.store.generations():
        (generation.folder / "sources.jsonl").write_text("{", encoding="utf-8")
    empty(sources.more)
    with pytest.raises(SourceError, match="--force"):
        sources.run(rebuild_index)
    assert sources.run(rebuild_index, force=True).documents == MANY + 6


def test_a_preview_foresees_it(sources: Sources) -> None:
    empty(sources.more)
    write_list(sources.lists / "a.jsonl", range(4))
    store = sources.desk.store
    before = store.current_stamp()
    report, _ = preview(store, sources.roots, sources.desk.analyzer)
    assert {one.place for one in report.held} == {sources.more, sources.lists / "a.jsonl"}
    assert (report.removed, report.documents) == (0, MANY + 12)
    assert not [change for change in report.files if change[0] == "移除"]
    accepted, _ = preview(store, sources.roots, sources.desk.analyzer, accept=[sources.more])
    assert (accepted.removed, len(accepted.held)) == (6, 1)
    assert store.current_stamp() == before


def test_what_is_held_can_be_removed(sources: Sources) -> None:
    empty(sources.more)
    write(sources.files / "新.txt", "新事")
    sources.held(sync_index)
    assert remove(sources.desk.store, [str(sources.more)]).removed == 6
    assert sources.run(sync_index).held == []


def test_too_much_of_one_source_is_judged_by_that_source(sources: Sources) -> None:
    """A fifth of a small source is little of the whole index."""
    for number in range(3):
        (sources.files / f"甲{number}.txt").unlink()
    held = sources.held(sync_index)
    assert [one.place for one in held.report.held] == [sources.files]
    assert len(sources.found()) == MANY + 12
