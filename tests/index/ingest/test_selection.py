"""What of a folder is taken in: patterns, ``.zhengceignore``, what is no document whatever it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceError
from index.ingest.selection import BESIDE_PAGE, HIDDEN, NOT_INCLUDED, Pattern, Selection
from index.ingest.settling import HeldBack
from index.ingest.sources import files_under
from index.ingest.sync import sync_index
from tests.support.desk import Desk


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        pytest.param("*.css", "a/b/页.CSS", True, id="a name at any depth, whatever the letters"),
        pytest.param("*.css", "a.css.html", False, id="the whole name"),
        pytest.param("草稿/", "2024/草稿/a.docx", True, id="all below a folder"),
        pytest.param("草稿/", "2024/草稿", False, id="a file called like the folder"),
        pytest.param("/a*.txt", "b/ab.txt", False, id="anchored"),
        pytest.param("2024/*.txt", "2024/a.txt", True, id="one level"),
        pytest.param("2024/*.txt", "2024/05/a.txt", False, id="a star is within a name"),
        pytest.param("2024/**/*.txt", "2024/a.txt", True, id="no folder between"),
        pytest.param("2024/**/*.txt", "2024/05/06/a.txt", True, id="several between"),
        pytest.param("附件\\*.zip", "附件/甲.zip", True, id="the other slash"),
        pytest.param("~$*", "x/~$通知.docx", True, id="what Word keeps beside an open file"),
        pytest.param("第[12]号.txt", "第2号.txt", True, id="one of several"),
    ],
)
def test_a_pattern_fits(pattern: str, path: str, fits: bool) -> None:
    assert Pattern(pattern).matches(path.split("/"), False) is fits


def test_a_pattern_with_many_stars_takes_no_time_to_miss() -> None:
    assert not Pattern("**/a/" * 60 + "b").matches(["a"] * 400, False)
    assert not Pattern("*a" * 60 + "b").matches(["a" * 250], False)


@pytest.mark.parametrize("pattern", ["", "/", "./", "../x", "a" * 1001])
def test_a_pattern_that_fits_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(SourceError, match="不会匹配"):
        Selection.of(exclude=[pattern])


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文", encoding="utf-8")


def rules(root: Path, selection: Selection | None = None) -> dict[str, str]:
    found = files_under([root], None, selection or Selection())
    return {file.name: file.passed_over for file in found}


def test_what_is_no_document_is_passed_over_by_a_named_rule(tmp_path: Path) -> None:
    names = ("页.html", "页.css", "~$文.docx", "Thumbs.db", "下.pdf.crdownload", "__MACOSX/a.docx")
    write(tmp_path, *names, ".git/config")
    assert rules(tmp_path) == {
        "页.html": "", "页.css": "默认规则 *.css", "~$文.docx": "默认规则 ~$*",
        "Thumbs.db": "默认规则 Thumbs.db", "下.pdf.crdownload": "默认规则 *.crdownload",
        "__MACOSX": "默认规则 __MACOSX/", ".git": HIDDEN,
    }  # fmt: skip


def test_the_pictures_beside_a_saved_page_go_with_it_and_its_annexes_stay(tmp_path: Path) -> None:
    write(tmp_path, "页.html", "页_files/a.png", "页_files/b/c.jpg", "页_files/附件.pdf")
    write(tmp_path, "扫描_files/1.png")
    found = rules(tmp_path)
    assert found["页_files/a.png"] == found["页_files/b/c.jpg"] == BESIDE_PAGE
    assert not found["页_files/附件.pdf"]
    assert not found["扫描_files/1.png"]  # there is no such page


def test_what_is_included_is_all_there_is_and_exclude_is_stronger(tmp_path: Path) -> None:
    write(tmp_path, "a.pdf", "b.txt", "草稿/c.pdf", "图.svg")
    chosen = Selection.of(include=["*.pdf", "*.svg"], exclude=["草稿/"])
    assert rules(tmp_path, chosen) == {
        "a.pdf": "", "b.txt": NOT_INCLUDED, "草稿": "--exclude 草稿/", "图.svg": "",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_folder_says_itself_what_is_not_taken_in(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, "草稿1.txt", "草稿2.txt", "定稿.txt", "下/草稿3.txt", "下/旧.txt", "图.css")
    own = "# 不公开的\n\n草稿*\n!草稿2.txt\n!*.css\n/旧.txt\n"
    (tmp_path / ".zhengceignore").write_text(own, encoding=encoding)
    (tmp_path / "下" / ".zhengceignore").write_text("!草稿3.txt\n", encoding=encoding)
    assert rules(tmp_path) == {
        "草稿1.txt": ".zhengceignore 草稿*", "草稿2.txt": "", "定稿.txt": "", "图.css": "",
        "下/草稿3.txt": "", "下/旧.txt": "",
    }  # fmt: skip


def test_a_folder_whose_rules_cannot_be_read_is_not_taken_in_but_named(tmp_path: Path) -> None:
    """What it leaves out may be what must not be published."""
    write(tmp_path, "好.txt", "秘/a.txt")
    (tmp_path / "秘" / ".zhengceignore").write_bytes(b"\xff\xff\xff")
    found = {file.name: file for file in files_under([tmp_path])}
    assert found.keys() == {"好.txt", "秘"}
    assert "编码无法识别" in found["秘"].refused


def test_a_document_that_is_excluded_later_leaves_the_index(desk: Desk) -> None:
    desk.write("甲.txt", "公积金", "甲办法")
    desk.write("乙.txt", "养老金", "乙办法")
    desk.update()
    (desk.files / ".zhengceignore").write_text("甲*\n", encoding="utf-8")
    report = sync_index(desk.store, [desk.files], desk.analyzer)
    assert (report.removed, report.passed) == (1, [("甲.txt", ".zhengceignore 甲*")])
    assert not desk.found("公积金")
    (desk.files / ".zhengceignore").unlink()
    assert sync_index(desk.store, [desk.files], desk.analyzer).added == 1


def test_a_duplicate_stays_when_its_twin_is_excluded(desk: Desk) -> None:
    desk.write("甲.txt", "公积金", "办法", "甲政发〔2024〕1号")
    desk.write("乙.txt", "公积金", "办法", "甲政发〔2024〕1号")
    desk.update()
    for excluded in ("甲.txt", "乙.txt"):
        (desk.files / ".zhengceignore").write_text(excluded, encoding="utf-8")
        sync_index(desk.store, [desk.files], desk.analyzer)
        assert len(desk.found("公积金")) == 1


def test_too_much_is_not_excluded_at_once_unasked(desk: Desk) -> None:
    for number in range(4):
        desk.write(f"{number}.txt", f"公积金{number}", f"办法{number}")
    desk.update()
    (desk.files / ".zhengceignore").write_text("*.txt", encoding="utf-8")
    with pytest.raises(HeldBack, match="已被规则略过"):
        sync_index(desk.store, [desk.files], desk.analyzer)
    assert len(desk.found("公积金")) == 4
    sync_index(desk.store, [desk.files], desk.analyzer, force=True)
    assert not desk.found()
