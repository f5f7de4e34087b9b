"""Headings, and anchors that lead to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.conventions.sections import anchors, find_sections, split_articles

LAW = """云澜市公共数据管理办法
目　录
第一章　总　则
第二章　附　则
第一章　总　则
第一条　为了规范管理，制定本办法。
第二条（适用范围）本市适用本办法。
第二条之一　新增的一条。
第三条规定的情形除外。
一、本条的一项
第二章　附　则
第三条　本办法自公布之日起施行。"""
NOTICE = """各区人民政府：
一、总体要求
坚持稳中求进。
（一）指导思想。以人民为中心。
（二）目标
二、保障措施。加强领导。
1.不是标题"""


def headings(body: str) -> list[tuple[int, str, str]]:
    return [(section.level, section.label, section.title) for section in find_sections(body)]


def test_a_law_has_chapters_and_articles() -> None:
    assert headings(LAW) == [
        (2, "第一章", "总则"),
        (4, "第一条", ""),
        (4, "第二条", "适用范围"),
        (4, "第二条之一", ""),
        (2, "第二章", "附则"),
        (4, "第三条", ""),
    ]
    assert anchors(find_sections(LAW)) == ("s1", "a1", "a2", "a2z1", "s2", "a3")


def test_a_notice_has_numbered_headings() -> None:
    assert headings(NOTICE) == [
        (1, "一、", "总体要求"),
        (2, "（一）", "指导思想"),
        (2, "（二）", "目标"),
        (1, "二、", "保障措施"),
    ]


def test_an_annex_counts_its_articles_anew() -> None:
    body = "第一条　甲\n第二条　乙\n附件\n第一条　丙\n第二条　丁"
    assert anchors(find_sections(body)) == ("a1", "a2", "a1-2", "a2-2")


@given(st.text("第一二章条节、（）1. \n总则甲", max_size=200))
def test_offsets_point_at_labels_and_anchors_differ(body: str) -> None:
    sections = find_sections(body)
    offsets = [section.offset for section in sections]
    assert offsets == sorted(offsets)
    assert len(set(anchors(sections))) == len(sections)
    for section in sections:
        assert "".join(body[section.offset :].split()).startswith("".join(section.label.split()))


def test_short_numbered_lines_above_text_are_headings_and_items_of_a_list_are_not() -> None:
    body = (
        "一、目标\n（一）近期\n1.扩大范围\n到2025年覆盖全市。\n（1）对象\n灵活就业人员。\n"
        "2.提高标准\n每人每月50元。\n二、材料\n1.身份证\n2.户口簿\n3.照片\n三、附则\n1.本通知自印发之日起施行。"
    )
    found = find_sections(body)
    labels = [(section.level, section.label, section.title) for section in found]
    assert labels == [
        (1, "一、", "目标"), (2, "（一）", "近期"), (3, "1.", "扩大范围"), (4, "（1）", "对象"),
        (3, "2.", "提高标准"), (1, "二、", "材料"), (1, "三、", "附则"),
    ]  # fmt: skip


@pytest.mark.parametrize(("line", "parts"), [
    ("第一条 甲。 第二条 依照第一条、第三条办理。 第三条 丙。", 3),
    ("依照本法第一条 办理；第二条 不办理。", 1), ("第五条 按照第六条 规定", 1), ("没有条的一行", 1),
])  # fmt: skip
def test_articles_that_ran_together_are_parted(line: str, parts: int) -> None:
    assert len(split_articles(line)) == parts
    assert "".join("".join(split_articles(line)).split()) == "".join(line.split())


def test_a_line_is_parted_only_where_numbers_count_on() -> None:
    assert split_articles("第一条 甲。第九条 乙。") == ["第一条 甲。第九条 乙。"]
    assert split_articles("第一条 甲。第九条 乙。第二条 丙。") == [
        "第一条 甲。第九条 乙。",
        "第二条 丙。",
    ]
