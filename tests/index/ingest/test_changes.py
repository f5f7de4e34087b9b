"""Files that swap, move, copy and change, damage and lost pointers: nothing is lost, all is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import IndexDamaged
from index.ingest.update import remove
from index.readers import Item, Options, SourceFile, read_source
from index.store.store import Store
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from tests.support.desk import Desk, counts


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
    result = EmbeddedEngine(desk.store.root, desk.analyzer).search(
        SearchRequest(size=100, fold=False)
    )
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

    def changing(file: SourceFile, options: Options) -> list[Item]:
        items = list(read_source(file, options))
        path.write_text(
            path.read_text(encoding="utf-8").replace("公积金", "养老险"), encoding="utf-8"
        )
        return items

    monkeypatch.setattr("index.readers.sandbox.pool.read_source", changing)
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
