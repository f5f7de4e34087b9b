"""Labels and their values, as pages print them."""

from __future__ import annotations

import pytest

from index.conventions.labels import field_of, is_empty, scan


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("号: 003187413/202306-00020 信息分类: 政协委员提案办理",
         [("index_number", "003187413/202306-00020"), ("topics", "政协委员提案办理")]),
        ("文  号: 性: 有效", [("doc_number", ""), ("validity", "有效")]),
        ("生效时间: 废止时间: 暂无", [("effective_on", ""), ("repealed_on", "暂无")]),
        ("标　　题：关于公积金的通知", [("title", "关于公积金的通知")]),
        ("[发文字号] 国函〔2006〕38号 [发布日期] 2018-12-03", []),
        ("[发文字号]：国函〔2006〕38号", [("doc_number", "国函〔2006〕38号")]),
        ("本办法所称名称：指单位名称", []),
        ("各区人民政府：", []),
    ],
)  # fmt: skip
def test_a_line_of_labels(line: str, pairs: list[tuple[str, str]]) -> None:
    assert [(field, value) for field, _, value in scan(line)] == pairs


def test_a_label_cell_needs_no_colon() -> None:
    assert field_of("索 引 号") == field_of("索引号：") == "index_number"
    assert field_of("国务院") == ""


@pytest.mark.parametrize("value", ["", " ", "暂无", "无", "-", "—", "长期", "/"])
def test_values_that_say_there_is_none(value: str) -> None:
    assert is_empty(value)


def test_a_line_that_does_not_begin_with_a_label_has_none() -> None:
    assert scan("请各单位注明 文号: 国发〔2017〕4号") == []
