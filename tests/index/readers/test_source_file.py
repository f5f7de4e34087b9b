"""A file of a run: what is known of it stays true of what was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.document import PolicyDocument, Rejected
from index.readers import Item, Kind, Options, SourceFile, limits, read_source
from tests.support.desk import Desk, counts

TEXT = "关于公积金提取的通知\n正文。"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def made(folder: Path, name: str, text: str) -> SourceFile:
    (folder / name).write_text(text, encoding="utf-8")
    return SourceFile(folder, folder / name)


def test_the_hash_and_the_kind_are_of_what_was_read(tmp_path: Path) -> None:
    file = made(tmp_path, "a.txt", TEXT)
    assert file.kind is Kind.TEXT
    page = f"<html><title>关于养老的通知</title><body><p>{TEXT}</body></html>"
    file.path.write_text(page, encoding="utf-8")
    [item] = read_source(file)
    assert isinstance(item, PolicyDocument)
    assert item.title == "关于养老的通知"
    assert (file.kind, file.sha256) == (Kind.HTML, sha256(page))


def test_the_status_is_that_before_it_was_read(tmp_path: Path) -> None:
    file = made(tmp_path, "a.txt", TEXT)
    file.path.write_text(TEXT * 2, encoding="utf-8")
    list(read_source(file))
    assert file.size == len(TEXT.encode())
    assert file.sha256 == sha256(TEXT * 2)


def test_what_is_refused_is_not_opened(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "out.txt").write_text(TEXT, encoding="utf-8")
    (root / "link.txt").symlink_to(tmp_path / "out.txt")
    link, empty = SourceFile(root, root / "link.txt"), made(root, "b.txt", "")
    gone = SourceFile(root, root / "c.txt")
    assert "文件夹之外" in link.refused
    assert "空" in empty.refused
    assert "无法打开" in gone.refused
    assert link.kind is empty.kind is gone.kind is None
    assert (link.sha256, empty.sha256) == ("", sha256(""))
    with pytest.raises(OSError, match="无法打开"):
        _ = gone.sha256


def test_a_file_named_from_another_folder_is_judged_by_that_folder(tmp_path: Path) -> None:
    (tmp_path / "内").mkdir()
    (tmp_path / "out.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "内" / "link.txt").symlink_to(tmp_path / "out.txt")
    file = SourceFile(tmp_path / "内", tmp_path / "内" / "link.txt")
    assert "文件夹之外" in file.refused
    wider = file.under(tmp_path)
    assert (wider.name, wider.refused) == ("内/link.txt", "")


def test_what_is_held_is_read_once(tmp_path: Path) -> None:
    file = made(tmp_path, "a.txt", TEXT)
    file.hold()
    file.path.unlink()
    [item] = read_source(file)
    assert isinstance(item, PolicyDocument)
    [item] = read_source(file)
    assert isinstance(item, Rejected)
    assert "读取失败" in item.reason


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 40)
    growing = made(tmp_path, "a.txt", "x")
    growing.path.write_text("x" * 41, encoding="utf-8")
    large, foreign = made(tmp_path, "b.txt", "x" * 41), made(tmp_path, "c.bin", "x" * 41)
    lines = made(tmp_path, "d.jsonl", json.dumps({"title": "关于甲的通知", "body": "正文" * 20}))

    def said(file: SourceFile) -> str:
        return "".join(getattr(item, "reason", "") for item in read_source(file))

    assert "文件超过" in said(growing)
    assert "文件超过" in said(large)
    assert "不支持 .bin" in said(foreign)
    assert said(lines) == ""


def test_a_list_changed_between_its_hash_and_its_reading_is_noticed_next_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def line(body: str) -> str:
        return json.dumps({"id": "a", "title": "办法", "body": body}, ensure_ascii=False)

    path = desk.files / "a.jsonl"
    path.write_text(line("公积金"), encoding="utf-8")

    def changing(file: SourceFile, options: Options) -> Iterator[Item]:
        assert file.kind is Kind.JSONL  # it is hashed now
        path.write_text(line("养老险"), encoding="utf-8")
        items = list(read_source(file, options))
        path.write_text(line("义务教"), encoding="utf-8")
        return iter(items)

    monkeypatch.setattr("index.readers.sandbox.pool.read_source", changing)
    desk.update()
    monkeypatch.undo()
    assert desk.found("养老险") == {"a"}
    assert counts(desk.update()) == (0, 1, 0, 0)
    assert desk.found("义务教") == {"a"}
