"""Updating, rebuilding and removing: what is added, changed, unchanged, gone or left out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import Analyzer, Report, Store, read_file, rebuild_index, remove, update_index
from index.errors import IndexDamaged, IndexMissing, IndexOutdated, SourceError
from index.segment import open_terms
from index.segment.parts import MOST_PARTS
from search.request import SearchRequest
from search.whoosh_engine import WhooshEngine

Counts = tuple[int, int, int, int]


class Desk:
    """A folder of files, an index, and the commands an operator has."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        self.files = folder / "files"
        self.files.mkdir()
        self.store = Store(folder / "index")
        self.analyzer = analyzer

    def write(self, name: str, body: str, title: str = "通知", number: str = "") -> Path:
        path = self.files / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"名称: {title}\n文号: {number}\n成文日期: 2024-05-06\n\n{body}", encoding="utf-8"
        )
        return path

    def update(self, *paths: Path, **options: Any) -> Report:
        return update_index(self.store, paths or [self.files], self.analyzer, **options)

    def rebuild(self, *paths: Path) -> Report:
        return rebuild_index(self.store, paths, self.analyzer)

    def found(self, q: str = "") -> set[str]:
        result = WhooshEngine(self.store.root, self.analyzer).search(SearchRequest(q=q, size=100))
        assert result.total == len(result.hits)
        return {hit.document.id for hit in result.hits}


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    return Desk(tmp_path, analyzer)


def counts(report: Report) -> Counts:
    return report.added, report.changed, report.unchanged, report.removed


def test_the_first_run_adds_and_the_second_changes_nothing(desk: Desk) -> None:
    desk.write("甲.txt", "公积金提取")
    desk.write("乙/乙.txt", "养老服务")
    assert counts(desk.update()) == (2, 0, 0, 0)
    assert desk.store.current_number() == 1
    assert counts(desk.update()) == (0, 0, 2, 0)
    assert desk.store.current_number() == 1
    assert desk.found("公积金") == {"甲.txt"}
    assert desk.found("养老") == {"乙-乙.txt"}


def test_what_changed_is_found_as_it_is_now(desk: Desk) -> None:
    desk.write("甲.txt", "公积金提取")
    desk.write("乙.txt", "养老服务")
    desk.update()
    desk.write("甲.txt", "医疗保险")
    desk.write("丙.txt", "义务教育")
    assert counts(desk.update()) == (1, 1, 1, 0)
    assert desk.found("公积金") == set()
    assert desk.found("医疗保险") == {"甲.txt"}
    assert desk.found() == {"甲.txt", "乙.txt", "丙.txt"}


def test_only_what_changed_is_cut_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        desk.write(f"{number}.txt", f"正文{number}")
    desk.update()
    cut: list[str] = []
    words = desk.analyzer.words
    monkeypatch.setattr(desk.analyzer, "words", lambda text: cut.append(text) or words(text))
    desk.write("7.txt", "改过的正文")
    desk.update()
    assert len([text for text in cut if "正文" in text]) == 1


def test_a_touched_file_is_not_read_again_as_changed(desk: Desk) -> None:
    path = desk.write("甲.txt", "公积金提取")
    desk.update()
    os.utime(path, (1, 1))
    assert counts(desk.update()) == (0, 0, 1, 0)


def test_a_list_is_compared_record_by_record(desk: Desk) -> None:
    def listed(*rows: tuple[str, str]) -> None:
        lines = (json.dumps({"id": id, "title": "办法", "body": body}) for id, body in rows)
        (desk.files / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")

    listed(("a", "公积金"), ("b", "养老"), ("c", "医保"))
    assert counts(desk.update()) == (3, 0, 0, 0)
    listed(("a", "公积金"), ("b", "养老服务"), ("d", "教育"))
    assert counts(desk.update()) == (1, 1, 1, 1)
    assert desk.found() == {"a", "b", "d"}


def test_updates_and_a_rebuild_come_to_the_same(desk: Desk) -> None:
    for number in range(9):
        desk.write(f"{number}.txt", f"公积金第{number}次，养老服务", title=f"通知{number}")
    desk.update()
    for number in (2, 5):
        desk.write(f"{number}.txt", f"医疗保险第{number}次", title=f"通知{number}")
    desk.update()
    remove(desk.store, ["7.txt"])
    (desk.files / "7.txt").unlink()
    before = {q: desk.found(q) for q in ("", "公积金", "医疗保险", '"第5次"', "养老 -通知3")}
    assert len(before[""]) == 8
    assert len(before["公积金"]) == 6
    assert counts(desk.rebuild()) == (8, 0, 0, 0)
    assert {q: desk.found(q) for q in before} == before


def test_many_small_updates_do_not_pile_up(desk: Desk) -> None:
    for number in range(2 * MOST_PARTS):
        desk.write(f"{number}.txt", f"公积金{number}")
        desk.update()
        parts = list(desk.store.current().terms.glob("*.seg"))
        assert len(parts) <= MOST_PARTS
    assert len(desk.found("公积金")) == 2 * MOST_PARTS


def test_two_processes_find_what_one_finds(desk: Desk) -> None:
    for number in range(12):
        desk.write(f"{number}.txt", f"公积金{number}")
    desk.update(processes=2)
    assert len(desk.found("公积金")) == 12
    assert len(open_terms(desk.store.current().terms).rows()) == 12


def test_a_bad_file_never_stops_a_run(desk: Desk) -> None:
    desk.write("好.txt", "公积金")
    (desk.files / "坏.txt").write_bytes(b"\x00\xff" * 900)
    (desk.files / "表.xls").write_bytes(b"x")
    report = desk.update()
    assert report.added == 1
    assert {item.source_path for item in report.rejected} == {"坏.txt", "表.xls"}
    assert desk.store.current().manifest.rejected == 2
    again = desk.update()
    assert (again.unchanged, len(again.rejected)) == (1, 2)
    assert desk.store.current_number() == 1


def test_a_file_gone_bad_keeps_what_it_gave(desk: Desk) -> None:
    path = desk.write("甲.txt", "公积金提取")
    desk.update()
    path.write_bytes(b"\x00\xff" * 900)
    report = desk.update()
    assert "保留" in report.rejected[0].reason
    assert desk.found("公积金") == {"甲.txt"}


def test_the_same_id_twice_loses_nothing(desk: Desk) -> None:
    rows = [("a", "公积金"), ("a", "养老"), ("a", "公积金")]
    lines = (json.dumps({"id": id, "title": "办法", "body": body}) for id, body in rows)
    (desk.files / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report = desk.update()
    assert (report.added, report.duplicates, len(report.warnings)) == (2, 1, 1)
    assert "a" in desk.found("公积金")
    assert len(desk.found()) == 2
    assert desk.update().added == 0


def test_the_same_document_in_two_files_is_kept_once(desk: Desk) -> None:
    desk.write("甲.txt", "公积金", number="云政发〔2024〕3号")
    desk.write("乙.txt", "公积金", number="云政发〔2024〕3号")
    report = desk.update()
    assert (report.added, report.duplicates) == (1, 1)


def test_a_moved_file_is_the_same_document(desk: Desk) -> None:
    path = desk.write("甲.txt", "公积金", number="云政发〔2024〕3号")
    desk.update()
    path.rename(desk.files / "新名.txt")
    assert counts(desk.update()) == (0, 0, 1, 0)
    assert len(desk.found()) == 1


def test_a_folder_within_a_folder_is_one_source(desk: Desk) -> None:
    desk.write("内/甲.txt", "公积金")
    desk.update(desk.files / "内")
    desk.write("外.txt", "养老")
    assert counts(desk.update()) == (1, 0, 1, 0)
    assert desk.store.current().manifest.sources == (str(desk.files),)


def test_removing_by_id_by_file_and_by_folder(desk: Desk) -> None:
    for name in ("甲.txt", "乙.txt", "夹/丙.txt", "夹/丁.txt"):
        desk.write(name, "公积金")
    desk.update()
    assert remove(desk.store, ["甲.txt"]).removed == 1
    assert remove(desk.store, [str(desk.files / "乙.txt")]).removed == 1
    assert remove(desk.store, [str(desk.files / "夹")]).removed == 2
    assert desk.found() == set()
    assert desk.found("公积金") == set()
    assert counts(desk.update())[0] == 3  # 甲 stays away: its file has not changed
    remove(desk.store, [str(desk.files.parent)])
    assert desk.store.current().manifest.sources == ()
    with pytest.raises(SourceError, match="zhengce index"):
        desk.rebuild()


def test_removing_the_unknown_removes_nothing(desk: Desk) -> None:
    desk.write("甲.txt", "公积金")
    desk.update()
    with pytest.raises(SourceError, match="没有 x"):
        remove(desk.store, ["甲.txt", "x"])
    assert desk.found() == {"甲.txt"}


def test_a_rebuild_needs_all_its_sources(desk: Desk) -> None:
    desk.write("甲.txt", "公积金")
    desk.update()
    desk.files.rename(desk.files.with_name("elsewhere"))
    with pytest.raises(SourceError, match="来源不存在"):
        desk.rebuild()
    assert desk.found() == {"甲.txt"}
    assert counts(desk.rebuild(desk.files.with_name("elsewhere"))) == (1, 0, 0, 0)


def test_another_analyser_needs_a_rebuild(desk: Desk, publish: Callable[..., None]) -> None:
    desk.write("甲.txt", "公积金")
    publish(desk.store.root, identity="another")
    with pytest.raises(IndexOutdated, match="zhengce reindex"):
        desk.update()
    assert counts(desk.rebuild(desk.files)) == (1, 0, 0, 0)


@pytest.mark.parametrize("content", [None, b"\x00\xff" * 900])
def test_nothing_to_index_is_said_and_leaves_nothing(desk: Desk, content: bytes | None) -> None:
    if content:
        (desk.files / "坏.txt").write_bytes(content)
    with pytest.raises(SourceError, match="没有"):
        desk.update()
    with pytest.raises(IndexMissing):
        desk.store.current()


def test_a_missing_path_is_said(desk: Desk) -> None:
    with pytest.raises(SourceError, match="找不到"):
        desk.update(desk.files / "nowhere")


@pytest.mark.parametrize("name", ["terms/parts.json", "sources.jsonl", "manifest.json"])
@pytest.mark.parametrize("content", [None, "{", "x"])
def test_a_damaged_table_is_said_and_a_rebuild_mends_it(
    desk: Desk, name: str, content: str | None
) -> None:
    desk.write("甲.txt", "公积金")
    desk.update()
    path = desk.store.current().folder / name
    path.unlink() if content is None else path.write_text(content)
    desk.write("乙.txt", "养老")
    with pytest.raises(IndexDamaged, match="zhengce reindex"):
        desk.update()
    assert desk.rebuild(desk.files).added == 2
    assert desk.found() == {"甲.txt", "乙.txt"}


def test_a_missing_or_damaged_part_is_said(desk: Desk) -> None:
    desk.write("甲.txt", "公积金")
    desk.update()
    [part] = desk.store.current().terms.glob("*.seg")
    whole = part.read_bytes()
    part.unlink()
    with pytest.raises(IndexDamaged, match="已损坏"):
        desk.found()
    half = len(whole) // 2
    part.write_bytes(whole[:64] + bytes(byte ^ 255 for byte in whole[64:half]) + whole[half:])
    with pytest.raises(IndexDamaged, match="已损坏"):
        desk.found("公积金")


def numbered(desk: Desk, name: str, number: int) -> Path:
    return desk.write(name, f"水果{number}", f"通知{number}", f"云政发〔2024〕{number}号")


def fruits(desk: Desk) -> set[str]:
    result = WhooshEngine(desk.store.root, desk.analyzer).search(SearchRequest(size=100))
    return {hit.document.title for hit in result.hits}


def test_files_that_swap_names_lose_nothing(desk: Desk) -> None:
    one, two = numbered(desk, "1.txt", 1), numbered(desk, "2.txt", 2)
    desk.update()
    one.rename(desk.files / "t")
    two.rename(one)
    (desk.files / "t").rename(two)
    assert counts(desk.update()) == (0, 0, 2, 0)
    assert fruits(desk) == {"通知1", "通知2"}


def test_files_that_move_up_lose_nothing(desk: Desk) -> None:
    paths = [numbered(desk, f"{n}.txt", n) for n in (1, 2, 3)]
    desk.update()
    paths[0].unlink()
    paths[1].rename(paths[0])
    paths[2].rename(paths[1])
    assert counts(desk.update()) == (0, 0, 2, 1)
    assert fruits(desk) == {"通知2", "通知3"}


def test_a_duplicate_steps_in_when_the_first_is_changed(desk: Desk) -> None:
    first, second = numbered(desk, "a.txt", 1), numbered(desk, "b.txt", 1)
    assert desk.update().duplicates == 1
    numbered(desk, "a.txt", 2)
    desk.update()
    assert fruits(desk) == {"通知1", "通知2"}
    remove(desk.store, [str(second)])
    assert fruits(desk) == {"通知2"}
    desk.update()
    assert fruits(desk) == {"通知1", "通知2"}
    assert first.exists()


def test_a_duplicate_steps_in_when_the_first_is_removed(desk: Desk) -> None:
    first, _ = numbered(desk, "a.txt", 1), numbered(desk, "b.txt", 1)
    desk.update()
    remove(desk.store, [str(first)])
    first.unlink()
    assert counts(desk.update()) == (1, 0, 0, 0)


def test_a_change_while_a_file_is_read_is_noticed_next_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.write("甲.txt", "公积金")

    def changing(file: Path, root: Path) -> Any:
        items = list(read_file(file, root))
        path.write_text(
            path.read_text(encoding="utf-8").replace("公积金", "养老险"), encoding="utf-8"
        )
        return items

    monkeypatch.setattr("index.changes.read_file", changing)
    desk.update()
    monkeypatch.undo()
    assert counts(desk.update()) == (0, 1, 0, 0)
    assert desk.found("养老险") == {"甲.txt"}


def test_the_index_within_its_source_is_left_out(desk: Desk) -> None:
    desk.write("甲.txt", "公积金")
    desk.store = Store(desk.files / "data")
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        report = desk.update()
        assert counts(report) == expected
        assert report.rejected == []


def test_a_name_that_is_no_utf8_stops_nothing(desk: Desk) -> None:
    name = os.fsdecode("公告".encode("gb18030") + b".txt")
    desk.write(name, "公积金")
    (desk.files / os.fsdecode(b"\xb9\xab.xls")).write_bytes(b"x")
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        report = desk.update()
        assert counts(report) == expected
        assert "\ufffd" in report.rejected[0].source_path
    assert len(desk.found("公积金")) == 1
    assert counts(desk.rebuild())[0] == 1


def test_a_lost_pointer_loses_no_generation(desk: Desk) -> None:
    desk.write("甲.txt", "公积金")
    desk.update()
    for content in (None, b"99", b"\xff\xfe9", b""):
        pointer = desk.store.root / "CURRENT"
        pointer.unlink() if content is None else pointer.write_bytes(content)
        empty = desk.files.parent / "empty"
        empty.mkdir(exist_ok=True)
        desk.update(empty)
        assert desk.found("公积金") == {"甲.txt"}
