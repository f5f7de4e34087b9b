"""Which files are read: folders walked in a stable order, links and hidden names apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceError
from index.ingest.sources import files_under


def names(*paths: Path, leave_out: Path | None = None) -> list[str]:
    return [file.name for file in files_under(paths, leave_out) if not file.passed_over]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for name in ("b.txt", "a/c.txt", "a/.d.txt", ".e/f.txt", "index/g.txt", "a.txt"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文", encoding="utf-8")
    return root


def test_hidden_names_and_the_index_are_passed_over(folder: Path) -> None:
    assert names(folder, leave_out=folder / "index") == ["a/c.txt", "a.txt", "b.txt"]


def test_each_file_once_under_the_first_root_that_has_it(folder: Path) -> None:
    assert names(folder / "a", folder / "b.txt", folder) == [
        "c.txt", "b.txt", "a.txt", "index/g.txt",
    ]  # fmt: skip


def test_links_to_folders_are_not_followed_and_circles_stop_nothing(folder: Path) -> None:
    (folder / "link").symlink_to(folder / "a")
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    found = {file.name: file for file in files_under([folder]) if not file.passed_over}
    assert found.keys() == {
        "a/c.txt", "a.txt", "b.txt", "broken.txt", "circle.txt", "index/g.txt",
    }  # fmt: skip
    assert "无法打开" in found["circle.txt"].refused
    assert "无法打开" in found["broken.txt"].refused


def test_a_path_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(SourceError, match="找不到"):
        names(folder / "nowhere")


def test_an_index_is_no_source_wherever_it_stands(folder: Path) -> None:
    """Its tables are JSON, one of them with what was withdrawn: none of it is a document."""
    own = folder / "index"
    (own / "generations").mkdir()
    with pytest.raises(SourceError, match="索引自己"):
        names(own, leave_out=own)
    with pytest.raises(SourceError, match="索引自己"):
        names(own / "generations", leave_out=own)
    (own / "LOCK").touch()
    assert names(folder) == ["a/c.txt", "a.txt", "b.txt"]  # of another index
    (own / "docs").mkdir()
    (own / "docs" / "h.txt").write_text("正文", encoding="utf-8")
    assert names(own / "docs", leave_out=own) == ["h.txt"]


def test_a_link_that_leads_nowhere_is_said_to(folder: Path) -> None:
    (folder / "current").symlink_to(folder / "release-9")
    with pytest.raises(SourceError, match="release-9"):
        names(folder / "current")
