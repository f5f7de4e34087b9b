"""Updating, rebuilding and removing: what is added, changed, unchanged, gone or left out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.errors import IndexMissing, IndexOutdated, SourceError
from index.ingest.sources import files_under
from index.ingest.update import remove, update_index
from index.readers import Options
from index.segment import open_terms
from index.segment.parts import TIER_PARTS
from tests.support.desk import Desk, counts


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
    tokens = desk.analyzer.tokens

    def noting(text: str) -> list[str]:
        cut.append(text)
        return tokens(text)

    monkeypatch.setattr(desk.analyzer, "tokens", noting)
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
    for number in range(3 * TIER_PARTS):
        desk.write(f"{number}.txt", f"公积金{number}")
        desk.update()
        parts = list(desk.store.current().terms.glob("*.seg"))
        assert len(parts) <= 2 * (TIER_PARTS - 1)  # parts of one file, and parts of eight
    assert len(desk.found("公积金")) == 3 * TIER_PARTS


def test_removed_documents_do_not_pile_up(desk: Desk) -> None:
    sizes = []
    for turn in range(4):
        for number in range(30):
            desk.write(f"{number}.txt", f"公积金{number}第{turn}次" * 20, title=f"通知{number}")
        desk.update()
        parts = desk.store.current().terms.glob("*.seg")
        sizes.append(sum(part.stat().st_size for part in parts))
    assert max(sizes) < 2.2 * sizes[0]
    assert len(desk.found("第3次")) == 30


def test_two_processes_find_what_one_finds(desk: Desk) -> None:
    for number in range(12):
        desk.write(f"{number}.txt", f"公积金{number}")
    desk.update(processes=2)
    assert len(desk.found("公积金")) == 12
    assert open_terms(desk.store.current().terms).counts.sum() == 12


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


def test_a_doubt_that_visitors_see_names_no_file_of_the_operator(desk: Desk) -> None:
    desk.write("内部/甲稿.txt", "公积金", number="云政发〔2024〕3号")
    desk.write("乙稿.txt", "公积金的提取", number="云政发〔2024〕3号")
    [(_, warning)] = desk.update().warnings
    assert "与另一份文件相同而内容不同" in warning
    assert "稿" not in warning


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


def test_what_is_read_otherwise_is_read_again(desk: Desk) -> None:
    desk.write("甲.txt", "公积金提取", title="示例市财政局关于提取的通知")
    desk.update()
    options = Options(aliases={"示例市财政局": "示例市财政和金融局"})
    report = update_index(desk.store, [desk.files], desk.analyzer, options=options)
    assert counts(report) == (0, 1, 0, 0)
    assert counts(desk.update()) == (0, 0, 1, 0), "the options are remembered"


def test_the_newest_date_is_that_of_the_documents_that_count(desk: Desk) -> None:
    desk.write("甲.txt", "公积金提取")
    (desk.files / "乙.txt").write_text("名称: 办法\n成文日期: 2024-08-09\n\n养老", encoding="utf-8")
    desk.update()
    assert desk.store.current().manifest.newest == date(2024, 8, 9)
    remove(desk.store, ["乙.txt"])
    assert desk.store.current().manifest.newest == date(2024, 5, 6)


def test_hidden_files_and_links_to_folders_are_passed_over(desk: Desk, tmp_path: Path) -> None:
    for name in ("甲.txt", ".隐藏.txt", ".隐藏/丙.txt", "乙/丁.txt"):
        desk.write(name, "公积金")
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "戊.txt").write_text("公积金", encoding="utf-8")
    (desk.files / "链接").symlink_to(tmp_path / "别处")
    found = [file.name for file in files_under([desk.files]) if not file.passed_over]
    assert found == ["乙/丁.txt", "甲.txt"]
