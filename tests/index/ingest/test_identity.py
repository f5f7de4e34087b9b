"""Ids stay when files are renamed, moved, copied, swapped, edited; when one must change, it leads on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.ingest.sync import sync_index
from index.ingest.update import remove, update_index
from index.readers import Options
from index.store.store import Store
from index.upkeep.backup import backup, restore
from index.upkeep.rollback import rollback
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk

LONG = "各单位要按照职责分工抓好落实，确保各项任务按期完成，并于每季度末报送进展情况。" * 4


def synced(desk: Desk, *roots: Path) -> None:
    sync_index(desk.store, roots or [desk.files], desk.analyzer, force=True)


def updated(desk: Desk) -> None:
    desk.update()


def rebuilt(desk: Desk) -> None:
    desk.rebuild(desk.files)


def ids(desk: Desk) -> dict[str, str]:
    """File -> the id of its document."""
    rows = desk.store.current().sources()
    return {f"{row.root}/{row.path}": id for row in rows for id in row.ids}


def names(desk: Desk) -> dict[str, str]:
    return {Path(path).name: id for path, id in ids(desk).items()}


def moved(desk: Desk, id: str) -> str | None:
    return EmbeddedEngine(desk.store.root, desk.analyzer).moved(id)


every_run = pytest.mark.parametrize("run", [synced, updated, rebuilt])
Run = Callable[[Desk], None]


@every_run
def test_a_renamed_file_keeps_its_id(desk: Desk, run: Run) -> None:
    path = desk.write("甲.txt", "公积金")
    desk.update()
    path.rename(desk.files / "乙.txt")
    for _ in range(2):
        run(desk)
        assert names(desk) == {"乙.txt": "甲.txt"}
    desk.write("乙.txt", "公积金，改过")
    run(desk)
    assert names(desk) == {"乙.txt": "甲.txt"}


@every_run
def test_files_that_swap_names_keep_their_ids(desk: Desk, run: Run) -> None:
    one, two = desk.write("1.txt", "公积金"), desk.write("2.txt", "养老")
    desk.update()
    one.rename(desk.files / "t")
    two.rename(one)
    (desk.files / "t").rename(two)
    run(desk)
    assert names(desk) == {"1.txt": "2.txt", "2.txt": "1.txt"}


@every_run
def test_a_renamed_folder_of_equal_files_keeps_all_ids(desk: Desk, run: Run) -> None:
    for name in ("甲", "乙", "丙"):
        desk.write(f"旧/{name}.txt", "公积金")
    desk.update()
    before = names(desk)
    (desk.files / "旧").rename(desk.files / "新")
    run(desk)
    assert names(desk) == before


def test_a_moved_file_is_not_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.write("甲.txt", "公积金")
    desk.update()
    path.rename(desk.files / "乙.txt")
    monkeypatch.setattr("index.readers.sandbox.pool.read_source", None)
    desk.update()
    assert names(desk) == {"乙.txt": "甲.txt"}


@every_run
def test_a_file_that_takes_an_old_name_gets_an_id_of_its_own(desk: Desk, run: Run) -> None:
    path = desk.write("甲.txt", "公积金")
    desk.update()
    path.rename(desk.files / "乙.txt")
    run(desk)
    desk.write("甲.txt", LONG, "关于养老的通知")
    run(desk)
    found = names(desk)
    assert found["乙.txt"] == "甲.txt"
    assert found["甲.txt"].startswith("甲.txt-")
    run(desk)
    assert names(desk) == found


@every_run
def test_the_place_of_a_document_that_is_gone_gives_another_id(desk: Desk, run: Run) -> None:
    path = desk.write("甲.txt", "公积金")
    desk.write("丙.txt", "教育")
    desk.update()
    text = path.read_bytes()
    path.unlink()
    synced(desk)
    desk.write("甲.txt", LONG, "关于养老的通知")
    run(desk)
    assert names(desk)["甲.txt"].startswith("甲.txt-")
    path.write_bytes(text)
    synced(desk)
    assert names(desk)["甲.txt"] == "甲.txt", "what comes back has its id again"


def test_copied_then_deleted_the_old_id_leads_to_the_copy(desk: Desk) -> None:
    path = desk.write("甲.txt", "公积金")
    desk.update()
    shutil.copyfile(path, desk.files / "乙.txt")
    synced(desk)
    path.unlink()
    synced(desk)
    assert names(desk) == {"乙.txt": "乙.txt"}
    assert moved(desk, "甲.txt") == "乙.txt"


def test_moved_from_root_to_root(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    path = desk.write("甲.txt", "公积金")
    desk.write("丙.txt", "教育")
    synced(desk, desk.files, other)
    path.rename(other / "乙.txt")
    synced(desk, desk.files, other)
    assert names(desk) == {"乙.txt": "甲.txt", "丙.txt": "丙.txt"}


@every_run
def test_moved_and_edited_is_recognised(desk: Desk, run: Run) -> None:
    path = desk.write("甲.txt", LONG, "关于落实工作的通知")
    desk.update()
    path.unlink()
    desk.write("乙.txt", LONG + "自印发之日起施行。", "关于落实工作的通知")
    run(desk)
    assert names(desk)["乙.txt"] == "甲.txt"


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(
    ("body", "title", "day"),
    [
        (LONG[::-1], "关于落实工作的通知", "2024-05-06"),
        (LONG + "又。", "关于另一工作的通知", "2024-05-06"),
        (LONG + "又。", "关于落实工作的通知", "2025-05-06"),
        ("短。", "关于落实工作的通知", "2024-05-06"),
    ],
)
def test_another_document_is_not_taken_for_one_that_is_gone(
    desk: Desk, body: str, title: str, day: str, count: int
) -> None:
    for number in range(count):
        desk.write(f"甲{number}.txt", LONG[number:], "关于落实工作的通知").touch()
    desk.write("丙.txt", "教育")
    desk.update()
    for number in range(count):
        (desk.files / f"甲{number}.txt").unlink()
    path = desk.write("乙.txt", body, title)
    path.write_text(path.read_text("utf-8").replace("2024-05-06", day), encoding="utf-8")
    synced(desk)
    assert names(desk)["乙.txt"] == "乙.txt"


def test_where_two_are_as_like_neither_is_taken(desk: Desk) -> None:
    for number in range(2):
        desk.write(f"甲{number}.txt", LONG + f"第{number}号。", "关于落实工作的通知")
    desk.update()
    for number in range(2):
        (desk.files / f"甲{number}.txt").unlink()
    desk.write("乙.txt", LONG + "又。", "关于落实工作的通知")
    synced(desk)
    assert names(desk) == {"乙.txt": "乙.txt"}


@every_run
def test_a_number_of_its_own_gives_another_id_and_the_old_leads_there(desk: Desk, run: Run) -> None:
    path = desk.write("甲.txt", LONG)
    desk.update()
    path.write_text(f"名称: 通知\n索引号: 0031-2024\n\n{LONG}", encoding="utf-8")
    run(desk)
    assert names(desk) == {"甲.txt": "0031-2024"}
    path.write_text(f"名称: 通知\n索引号: 0031-2025\n\n{LONG}", encoding="utf-8")
    run(desk)
    assert (moved(desk, "甲.txt"), moved(desk, "0031-2024")) == ("0031-2025", "0031-2025")
    assert moved(desk, "0031-2025") is None
    run(desk)
    assert moved(desk, "甲.txt") == "0031-2025"


def test_former_ids_last_through_rollback_and_restore(desk: Desk, tmp_path: Path) -> None:
    path = desk.write("甲.txt", LONG)
    desk.update()
    path.write_text(f"名称: 通知\n索引号: 0031-2024\n\n{LONG}", encoding="utf-8")
    desk.update()
    backup(desk.store, tmp_path / "b.tar")
    desk.write("丙.txt", "教育")
    desk.update()
    rollback(desk.store, desk.analyzer)
    assert moved(desk, "甲.txt") == "0031-2024"
    desk.store = Store(tmp_path / "restored")
    restore(desk.store, tmp_path / "b.tar", desk.analyzer)
    assert moved(desk, "甲.txt") == "0031-2024"


def test_what_was_removed_on_purpose_leads_nowhere(desk: Desk) -> None:
    path = desk.write("甲.txt", "公积金")
    shutil.copyfile(path, desk.files / "乙.txt")
    desk.update()
    remove(desk.store, ["甲.txt"])
    assert moved(desk, "甲.txt") is None


# --- lists ----------------------------------------------------------------------------------------


def listed(desk: Desk, *rows: tuple[str, str]) -> None:
    lines = (json.dumps({"title": title, "body": body}) for title, body in rows)
    (desk.files / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")


def titles(desk: Desk) -> dict[str, str]:
    engine = EmbeddedEngine(desk.store.root, desk.analyzer)
    return {card.title: card.id for card in engine.listing(0, 100)}


@every_run
def test_records_without_ids_keep_theirs_when_lines_come_and_go(desk: Desk, run: Run) -> None:
    rows = [(f"关于第{n}事的通知", f"{n}{LONG}") for n in range(4)]
    listed(desk, *rows)
    desk.update()
    before = titles(desk)
    listed(desk, ("关于新事的通知", "新的正文"), *rows[1:], rows[0])
    run(desk)
    after = titles(desk)
    assert {title: after[title] for title in before} == before
    assert after["关于新事的通知"] not in before.values()


@every_run
def test_a_record_that_is_edited_keeps_its_id(desk: Desk, run: Run) -> None:
    rows = [(f"关于第{n}事的通知", f"{n}{LONG}") for n in range(4)]
    listed(desk, *rows)
    desk.update()
    before = titles(desk)
    listed(desk, *rows[:2], (rows[2][0], rows[2][1] + "改过。"), rows[3])
    run(desk)
    assert titles(desk) == before


def test_a_list_that_is_split_keeps_the_ids_of_its_records(desk: Desk) -> None:
    rows = [(f"关于第{n}事的通知", f"{n}{LONG}") for n in range(4)]
    listed(desk, *rows)
    desk.update()
    before = titles(desk)
    listed(desk, *rows[:2])
    (desk.files / "a.jsonl").rename(desk.files / "b.jsonl")
    listed(desk, *rows[2:])
    (desk.files / "a.jsonl").rename(desk.files / "c.jsonl")
    synced(desk)
    assert titles(desk) == before


def test_of_two_that_give_one_id_each_keeps_what_it_had(desk: Desk) -> None:
    def write(name: str, text: str) -> None:
        row = {"id": "1", "title": "办法", "body": f"{text}{LONG}"}
        (desk.files / name).write_text(json.dumps(row), encoding="utf-8")

    write("m.jsonl", "甲")
    desk.update()
    write("a.jsonl", "乙")
    desk.update()
    before = names(desk)
    assert before["m.jsonl"] == "1"
    desk.rebuild(desk.files)
    assert names(desk) == before
    (desk.files / "a.jsonl").rename(desk.files / "z.jsonl")
    (desk.files / "m.jsonl").rename(desk.files / "y.jsonl")
    desk.rebuild(desk.files)
    assert names(desk) == {"y.jsonl": "1", "z.jsonl": before["a.jsonl"]}


def test_reading_otherwise_keeps_ids(desk: Desk) -> None:
    path = desk.write("甲.txt", "公积金", title="示例市财政局关于提取的通知")
    desk.update()
    path.rename(desk.files / "乙.txt")
    options = Options(aliases={"示例市财政局": "示例市财政和金融局"})
    update_index(desk.store, [desk.files], desk.analyzer, options=options)
    assert names(desk) == {"乙.txt": "甲.txt"}
