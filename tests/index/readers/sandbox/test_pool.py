"""Files are read by children that may die or hang; their order and their content stay the same."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import index.readers.sandbox.pool
from index.document import PolicyDocument, Rejected
from index.readers import Item, Options, SourceFile, read_source
from index.readers.sandbox import worker
from index.readers.sandbox.pool import FORK_FROM, RETRIES, ReaderPool
from index.text.file_names import escaped
from tests.support.processes import children


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Plain files and archives in turn; more than are read in the same process."""
    for number in range(FORK_FROM + 6):
        name = tmp_path / f"{number:02}"
        if number % 3:
            name.with_suffix(".txt").write_text(f"关于第{number}事的通知\n正文。", encoding="utf-8")
        else:
            with zipfile.ZipFile(name.with_suffix(".zip"), "w") as archive:
                archive.writestr("甲.txt", f"关于第{number}事的意见\n正文。")
                archive.writestr("乙.bin", b"\0" * 9)
    return tmp_path


@pytest.fixture
def reading() -> Iterator[ReaderPool]:
    made = ReaderPool(processes=2)
    yield made
    made.end()


def files(folder: Path) -> list[SourceFile]:
    return [SourceFile(folder, path) for path in sorted(folder.iterdir())]


def everything(reading: ReaderPool, folder: Path) -> list[list[Item]]:
    reading.expect(files(folder))
    return [list(reading.read(file)) for file in files(folder)]


def test_children_give_what_reading_here_gives_in_the_same_order(
    reading: ReaderPool, folder: Path
) -> None:
    assert everything(reading, folder) == [list(read_source(file)) for file in files(folder)]


def test_files_may_be_asked_for_that_were_not_announced(reading: ReaderPool, folder: Path) -> None:
    reading.expect(files(folder)[:4])
    for file in [files(folder)[9], *files(folder)[:2], files(folder)[3], files(folder)[3]]:
        assert list(reading.read(file)) == list(read_source(file))


def test_a_child_that_is_killed_costs_its_file_only(reading: ReaderPool, folder: Path) -> None:
    reading.expect(files(folder))
    given: list[list[Item]] = []
    for number, file in enumerate(files(folder)):
        if number == 6:
            os.kill(children(reading)[-1], signal.SIGKILL)
        given.append(list(reading.read(file)))
    hurt = [items for items in given if any("崩溃" in getattr(i, "reason", "") for i in items)]
    assert len(hurt) <= 1
    assert (
        sum(isinstance(item, PolicyDocument) for items in given for item in items) >= FORK_FROM + 5
    )


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("甲.txt", "关于甲的通知")
    slow = ReaderPool(seconds=0.0)
    try:
        [item] = slow.read(SourceFile(tmp_path, tmp_path / "a.zip"))
        assert isinstance(item, Rejected)
        assert "超时" in item.reason
    finally:
        slow.end()


def a_list(folder: Path, count: int = 400) -> SourceFile:
    """Records that fill more than a pipe holds."""
    path = folder / "list.jsonl"
    rows = [
        {"id": f"r{n}", "title": f"关于第{n}事的通知", "body": "为进一步做好工作，" * 100}
        for n in range(count)
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return SourceFile(folder, path)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_record_that_kills_or_stops_its_child_costs_itself_only(
    tmp_path: Path, blow: signal.Signals
) -> None:
    file = a_list(tmp_path)
    reading = ReaderPool(seconds=60 if blow is signal.SIGKILL else 8)
    try:
        items = reading.read(file)
        given = [next(items)]
        os.kill(children(reading)[0], blow)
        given += items
    finally:
        reading.end()
    lost = [item for item in given if isinstance(item, Rejected)]
    assert len(given) == 400
    assert len(lost) == 1
    at = given.index(lost[0])
    assert lost[0].locator == f"第 {at + 1} 条"
    ids = [item.id for item in given if isinstance(item, PolicyDocument)]
    assert ids == [f"r{n}" for n in range(400) if n != at]
    assert file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()


def test_each_record_is_said_before_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a child still held back when it died would be taken for what killed it."""
    file = a_list(tmp_path, 3)
    said = io.BytesIO()
    seen: list[int] = []

    def read(*_: object) -> Iterator[Item]:
        for number in range(3):
            yield Rejected("list.jsonl", f"第 {number + 1} 行", "不是")
            seen.append(said.getvalue().count(b"rejected"))

    monkeypatch.setattr(worker, "read_source", read)
    request = {
        "path": escaped(file.path), "root": escaped(tmp_path), "given": 0, "columns": {},
        "aliases": {}, "scan_pages": 0, "cache": "", "known": ("", ""),
    }  # fmt: skip
    line = json.dumps(request).encode() + b"\n"
    worker.answer(io.BytesIO(line), io.BufferedWriter(said))
    assert seen == [1, 2, 3]


def test_a_list_that_ends_every_child_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more children than :data:`RETRIES` are sacrificed to one list."""
    file = a_list(tmp_path)
    reading = ReaderPool()
    started = 0
    try:
        items = reading.read(file)
        given = []
        for item in items:
            given.append(item)
            if isinstance(item, Rejected) or len(given) == 1:
                started += 1
                for child in children(reading):
                    os.kill(child, signal.SIGKILL)
    finally:
        reading.end()
    assert started <= RETRIES + 2
    last = given[-1]
    assert isinstance(last, Rejected)
    assert last.locator.endswith("起")


def test_what_is_not_asked_for_yet_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child that reads ahead waits; what it has read is all given in the end."""
    monkeypatch.setattr(index.readers.sandbox.pool, "AHEAD", 2**16)
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    lists = [a_list(tmp_path / "first"), a_list(tmp_path / "second")]
    reading = ReaderPool(processes=2)
    reading.expect(lists)
    try:
        first = list(reading.read(lists[0]))
        [ahead] = reading._busy  # noqa: SLF001
        assert ahead._said <= 2 * 2**16 + 2**16  # noqa: SLF001
        second = list(reading.read(lists[1]))
    finally:
        reading.end()
    assert len(first) == len(second) == 400


def test_no_child_is_left(folder: Path) -> None:
    reading = ReaderPool(processes=2)
    everything(reading, folder)
    started = children(reading)
    assert started
    reading.end()
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


def test_few_plain_files_start_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("关于甲的通知\n正文。", encoding="utf-8")
    monkeypatch.setattr(index.readers.sandbox.pool, "_Child", None)
    reading = ReaderPool(processes=2)
    file = SourceFile(tmp_path, tmp_path / "a.txt")
    reading.expect([file])
    assert len(list(reading.read(file))) == 1


def test_names_need_not_be_utf8_and_options_reach_the_children(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb8\xd6\\u4e2d.zip"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("表.csv", "题名,机关\n关于甲的通知,市局")
    reading = ReaderPool(Options({"题名": "title", "机关": "issuers"}, {"市局": "云澜市公安局"}))
    try:
        [item] = reading.read(SourceFile(tmp_path, path))
    finally:
        reading.end()
    assert isinstance(item, PolicyDocument)
    assert (item.title, item.issuers) == ("关于甲的通知", ("云澜市公安局",))
