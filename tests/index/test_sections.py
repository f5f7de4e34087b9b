"""Headings, and anchors that lead to them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.sections import anchors, find_sections

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
