"""Pages that lack text are named, or stand in their place as somebody else saw them."""

from __future__ import annotations

import pytest

from index.errors import Unreadable
from index.readers.layout.lines import Mark, Sheet
from index.readers.layout.pages import FEW, Lack, checked, read_pages

TEXT = "一、各级人民政府应当加强对政务公开工作的组织领导，建立健全工作机制。"
GARBAGE = "#$%&'()*+,#(,-./.01.23#$%&'()456789:;<=>?@ABC&'()D"


def sheet(number: int, text: str, *, is_drawn: bool = False) -> Sheet:
    marks = [Mark(letter, 30 + 4.0 * at, 50.0, 4.0, 4.0) for at, letter in enumerate(text)]
    return Sheet(number, 210.0, 297.0, marks, is_drawn)


def test_pages_without_text_are_named_in_a_warning() -> None:
    sheets = [
        sheet(number, TEXT) if number not in (2, 5, 6) else sheet(number, "", is_drawn=True)
        for number in range(1, 8)
    ]
    sheets.append(sheet(8, GARBAGE))
    reading = read_pages(sheets)
    assert reading.lacking == {2: Lack.IMAGE, 5: Lack.IMAGE, 6: Lack.IMAGE, 8: Lack.GARBLED}
    assert reading.lines == [TEXT] * 4
    first, second = checked(reading, "PDF")
    assert first.startswith("第 2、5—6 页是图像")
    assert second.startswith("第 8 页的字体没有正确的文字编码")


def test_what_is_recognised_stands_in_the_place_of_its_page() -> None:
    asked: list[tuple[int, Lack]] = []

    def recognise(number: int, lack: Lack) -> Sheet | None:
        asked.append((number, lack))
        return sheet(number, "二、第二页上看到的文字。") if number == 2 else None

    pages = [sheet(1, TEXT), sheet(2, "", is_drawn=True), sheet(3, TEXT), sheet(4, GARBAGE)]
    reading = read_pages(pages, recognise)
    assert asked == [(2, Lack.IMAGE), (4, Lack.GARBLED)]
    assert reading.lines == [TEXT, "二、第二页上看到的文字。", TEXT]
    assert reading.lacking == {4: Lack.GARBLED}


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        pytest.param([sheet(1, TEXT), *(sheet(n, "", is_drawn=True) for n in (2, 3))], "只有图像", id="scan"),
        pytest.param([sheet(1, GARBAGE), sheet(2, "#$%")], "乱码", id="garbage, and a page like it"),
        pytest.param([sheet(1, "")], "没有文字", id="blank"),
    ],
)  # fmt: skip
def test_a_file_most_pages_of_which_lack_text_is_refused(sheets: list[Sheet], reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        checked(read_pages(sheets), "OFD")


def test_a_page_with_a_few_words_and_no_picture_is_read() -> None:
    assert read_pages([sheet(1, "目录")]).lines == ["目录"]
    assert read_pages([sheet(1, TEXT[:FEW], is_drawn=True)]).lines == [TEXT[:FEW]]


def test_a_file_in_whose_pictures_nothing_was_seen_is_not_told_to_be_recognised_once_more() -> None:
    reading = read_pages([sheet(1, GARBAGE)], lambda *_: sheet(1, ""))
    with pytest.raises(Unreadable, match="图像中没有识别出文字"):
        checked(reading, "PDF", recognised=1)
