"""An index kept in step with a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceError
from index.ingest import sync
from index.ingest.report import Report
from index.ingest.sync import preview, sync_index
from tests.support.desk import Desk


def synced(desk: Desk, force: bool = False) -> Report:
    return sync_index(desk.store, [desk.files], desk.analyzer, force=force)


def filled(desk: Desk, count: int = 10) -> None:
    for number in range(count):
        desk.write(f"{number}.txt", f"公积金{number}")
    synced(desk)


def test_new_changed_gone_and_unchanged(desk: Desk) -> None:
    filled(desk)
    (desk.files / "0.txt").unlink()
    desk.write("1.txt", "公积金，改过")
    desk.write("新.txt", "养老")
    report = synced(desk)
    assert (report.added, report.changed, report.unchanged, report.removed) == (1, 1, 8, 1)
    assert set(report.files) == {("新增", "新.txt"), ("更新", "1.txt"), ("移除", "0.txt")}
    assert desk.found() == {"新.txt", *(f"{n}.txt" for n in range(1, 10))}


def test_nothing_changed_publishes_nothing(desk: Desk) -> None:
    filled(desk)
    before = desk.store.current_stamp()
    report = synced(desk)
    assert (report.unchanged, report.files) == (10, [])
    assert desk.store.current_stamp() == before


def test_a_renamed_file_is_recognised(desk: Desk) -> None:
    desk.write("甲.txt", "公积金", "关于公积金的通知", "云政发〔2024〕1号")
    synced(desk)
    (desk.files / "甲.txt").rename(desk.files / "乙.txt")
    report = synced(desk)
    assert (report.renamed, report.removed) == (1, 0)
    assert ("改名", "甲.txt") in report.files
    assert len(desk.found("公积金")) == 1
    stamp = desk.store.current_stamp()
    assert synced(desk).files == []
    assert desk.store.current_stamp() == stamp


def test_a_renamed_folder_is_no_loss(desk: Desk) -> None:
    for number in range(10):
        desk.write(f"旧/{number}.txt", f"公积金{number}")
    synced(desk)
    (desk.files / "旧").rename(desk.files / "新")
    report = synced(desk)
    assert report.renamed == 10
    assert len(desk.found("公积金")) == 10


def test_much_is_not_dropped_unasked(desk: Desk) -> None:
    filled(desk)
    for number in range(3):
        (desk.files / f"{number}.txt").unlink()
    desk.write("新.txt", "养老")
    with pytest.raises(SourceError, match="--force"):
        synced(desk)
    assert {f"{n}.txt" for n in range(10)} <= desk.found()
    assert synced(desk, force=True).removed == 3
    assert desk.found() == {"新.txt", *(f"{n}.txt" for n in range(3, 10))}


def test_a_folder_that_is_not_there_drops_nothing(desk: Desk) -> None:
    filled(desk)
    desk.files.rename(desk.files.with_name("away"))
    with pytest.raises(SourceError):
        synced(desk)
    assert len(desk.found()) == 10


def test_other_folders_are_left_alone(desk: Desk) -> None:
    filled(desk)
    other = desk.files.parent / "other"
    other.mkdir()
    (other / "别处.txt").write_text("名称: 别处\n\n教育", encoding="utf-8")
    sync_index(desk.store, [other], desk.analyzer)
    assert len(desk.found()) == 11


def test_an_interrupted_run_goes_on_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "CHECKPOINT", 3)
    for number in range(10):
        desk.write(f"{number}.txt", f"公积金{number}")
    read: list[str] = []

    def progress(path: str, count: int) -> None:
        read.append(path)
        if len(read) == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync_index(desk.store, [desk.files], desk.analyzer, progress)
    assert len(desk.found()) == 6
    report = synced(desk)
    assert (report.added, report.unchanged) == (4, 6)
    assert len(desk.found()) == 10


@pytest.mark.parametrize("checkpoint", [1, 2, 100])
def test_checkpoints_change_nothing(
    desk: Desk, checkpoint: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "CHECKPOINT", checkpoint)
    filled(desk)
    for number in range(2, 9):
        desk.write(f"{number}.txt", f"公积金{number}，改过")
    (desk.files / "0.txt").unlink()
    (desk.files / "1.txt").rename(desk.files / "改名.txt")
    report = synced(desk)
    assert (report.changed, report.renamed) == (7, 1)
    assert desk.found("公积金") == {f"{n}.txt" for n in range(1, 10)}, "an id stays"
    assert desk.store.current().manifest.documents == 9


def test_a_preview_changes_nothing_and_says_what_is_doubtful(desk: Desk) -> None:
    filled(desk)
    (desk.files / "0.txt").unlink()
    (desk.files / "坏.txt").write_text(
        "名称: 通知\n文  号: 性: 有效\n成文日期: 2024-05-06\n发布日期: 2023-01-01\n\n正文",
        encoding="utf-8",
    )
    before: dict[Path, int] = {p: p.stat().st_mtime_ns for p in desk.store.root.rglob("*")}
    report, found = preview(desk.store, [desk.files], desk.analyzer)
    assert {p: p.stat().st_mtime_ns for p in desk.store.root.rglob("*")} == before
    assert set(report.files) == {("新增", "坏.txt"), ("移除", "0.txt")}
    assert (report.added, report.removed, report.documents) == (1, 1, 10)
    said = " ".join(text for id, text in found if id == "坏.txt")
    for expected in ("缺少发文字号", "发文机关不明", "日期矛盾", "标签残缺"):
        assert expected in said
