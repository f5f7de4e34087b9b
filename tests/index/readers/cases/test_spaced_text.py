"""Recognised text: spaces between the characters, dates that a line break parts."""

from __future__ import annotations

from datetime import date

import pytest

from index.document import PolicyDocument
from index.readers.extract import Extract
from index.readers.interpret.document import document_of
from index.readers.interpret.mending import mended, unspaced, without_gaps
from tests.support.cases import document_of_case, document_of_text


def test_a_text_spaced_throughout_is_read_as_if_it_were_not() -> None:
    document = document_of_case("27_ocr_spaced_date.txt")
    assert document.written_on == date(2023, 5, 6)
    assert document.doc_number == "云政发〔2023〕12号"
    assert document.body.startswith("各县（区）人民政府，市政府各部门：")


@pytest.mark.parametrize("text", [
    pytest.param("云 澜 市 财 政 局\n关 于 预 算 的 通 知\n云 财 〔 2 0 2 4 〕 8 号\n各 区 财 政 局 ：\n请 遵 照 执 行 。\n"
                 "云 澜 市 财 政 局\n二 〇 二 四 年 三 月 五 日", id="numerals"),
    pytest.param("云　澜　市　财　政　局\n关　于　预　算　的　通　知\n云财〔 2024 〕 8 号\n各　区　财　政　局　：\n请　遵　照　执　行　。\n"
                 "云　澜　市　财　政　局\n2024 年 3 月 5 日", id="wide spaces"),
    pytest.param("云 澜 市 财 政 局 关 于 预 算 的 通 知\n云 财 〔 2 0 2 4 〕 8 号\n各 区 财 政 局 ：\n请 遵 照 执 行 。\n"
                 "云 澜 市 财 政 局\n2 0 2 4 年\n3 月 5 日", id="a broken date"),
])  # fmt: skip
def test_other_spaced_texts(text: str) -> None:
    document = document_of_text(text)
    assert document.title == "云澜市财政局关于预算的通知"
    assert document.doc_number == "云财〔2024〕8号"
    assert document.issuers == ("云澜市财政局",)
    assert document.written_on == date(2024, 3, 5)
    assert document.body.startswith("各区财政局：\n请遵照执行。")


def test_a_record_that_is_spaced_throughout_is_mended_and_any_other_stays_as_it_is() -> None:
    lines = ["一 、 加 强 领 导 ， 落 实 责 任 。", "二 、 加 大 投 入 。"]
    damaged = document_of(Extract("a.csv", title="甲办法", lines=lines, verbatim=True))
    assert isinstance(damaged, PolicyDocument)
    assert damaged.body == "一、加强领导，落实责任。\n二、加大投入。"
    lines = ["自2024年3月", "5日起施行，由市 财 政 局负责解释，请各单位认真执行。"]
    sound = document_of(Extract("a.csv", title="甲办法", lines=lines, verbatim=True))
    assert isinstance(sound, PolicyDocument)
    assert sound.body == "\n".join(lines)


@pytest.mark.parametrize("line", [
    "姓名 年龄 单位", "1 2 3 4 5 6 7 8 9 10 11 12 13", "甲 乙 丙 丁", "本办法自 2024 年 3 月 5 日起施行", "Windows XP", "",
])  # fmt: skip
def test_a_line_among_sound_ones_keeps_its_spaces(line: str) -> None:
    assert mended(["现将有关事项通知如下，请认真贯彻执行。", line])[1:] == [line]


def test_wider_spaces_part_words() -> None:
    assert unspaced("中 共 云 澜 市 委   云 澜 市 人 民 政 府") == "中共云澜市委 云澜市人民政府"


@pytest.mark.parametrize(("lines", "whole"), [
    (["2020年10月", "17日"], ["2020年10月17日"]),
    (["本办法自2020年", "10月17日起施行。"], ["本办法自2020年10月17日起施行。"]),
    (["二○二○年", "十月十七日"], ["二○二○年十月十七日"]),
    (["2020年10月17", "日"], ["2020年10月17日"]),
    (["2020", "年10月17日"], ["2020年10月17日"]),
    (["2020年", "10月17日，召开会议。"], ["2020年", "10月17日，召开会议。"]),
    (["2020年", "第三季度"], ["2020年", "第三季度"]),
])  # fmt: skip
def test_a_date_that_a_line_break_parts_is_whole_again(lines: list[str], whole: list[str]) -> None:
    assert mended(lines) == whole


@pytest.mark.parametrize(("seen", "meant"), [
    ("云 澜开放 大学关于招生的声明", "云澜开放大学关于招生的声明"),
    ("云澜市人民政府关于供暖的决 定", "云澜市人民政府关于供暖的决定"),
    ("云澜市财政局 云澜市教育局关于招生的通知", "云澜市财政局 云澜市教育局关于招生的通知"),
    ("关于 AI 应 用的通知", "关于 AI 应用的通知"),
])  # fmt: skip
def test_gaps_between_the_wide_letters_of_a_recognised_title_are_no_spaces(
    seen: str, meant: str
) -> None:
    assert without_gaps(seen) == meant
    body = ["各区：", "请遵照执行。"]
    extract = Extract("a.png", title=seen, lines=[seen, *body], recognised_pages=1)
    document = document_of(extract)
    assert isinstance(document, PolicyDocument)
    assert document.title == meant
