"""Issuers, regions, genres and labels: what pages write, and the one name we keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.conventions.genre import genre_of
from index.conventions.issuers import canonical, canonical_all, split_issuers
from index.conventions.labels import field_of, is_empty, scan
from index.conventions.regions import canonical_region, region_of


@pytest.mark.parametrize(
    ("printed", "issuers"),
    [
        ("国务院、中央军委", ("国务院", "中央军委")),
        ("云澜市财政局 云澜市税务局", ("云澜市财政局", "云澜市税务局")),
        ("云澜市财政局；云澜市税务局", ("云澜市财政局", "云澜市税务局")),
        ("云澜市财政局\n云澜市税务局", ("云澜市财政局", "云澜市税务局")),
        ("云澜市财政局,云澜市税务局,云澜市财政局", ("云澜市财政局", "云澜市税务局")),
        ("国　务　院", ("国务院",)),
        ("广州市医疗保障局（广州市、区两级）", ("广州市医疗保障局（广州市、区两级）",)),
        ("", ()),
    ],
)
def test_joint_issuers_are_told_apart(printed: str, issuers: tuple[str, ...]) -> None:
    assert split_issuers(printed) == issuers


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("宿州市科技局", "宿州市科技局"),
        ("宿州市科学技术局", "宿州市科技局"),
        ("国办", "国务院办公厅"),
        ("国务院办公厅", "国务院办公厅"),
        ("国家发展和改革委员会", "国家发展改革委"),
        ("广州市医疗保障局（广州市医疗保险服务中心）", "广州市医保局"),
        ("照市人民代表大会", "日照市人民代表大会"),
    ],
)
def test_an_issuer_has_one_name(written: str, name: str) -> None:
    assert canonical(written) == name
    assert canonical(name) == name


def test_the_first_issuer_says_of_which_place_the_others_are() -> None:
    written = ("广州市卫生健康委员会", "市财政局", "市人社局")
    assert canonical_all(written) == (
        "广州市卫生健康委", "广州市财政局", "广州市人力资源社会保障局",
    )  # fmt: skip
    assert canonical_all(("市政府",), "丽水市人民政府关于…的通知") == ("丽水市人民政府",)


@given(st.text(max_size=30) | st.text("省市国办科技术局照（()）发改委政府《", max_size=20))
def test_a_canonical_name_is_its_own(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert canonical_region(canonical_region(text)) == canonical_region(text)


@pytest.mark.parametrize(
    ("issuer", "region"),
    [
        ("宿州市科技局", "安徽省宿州市"), ("安徽省人民政府", "安徽省"), ("国务院办公厅", "全国"),
        ("公安部", "全国"), ("北京市人民政府", "北京市"), ("云澜市财政局", "云澜市"), ("某某学会", ""),
        ("广东省广州市民政局", "广东省广州市"),
    ],
)  # fmt: skip
def test_an_issuer_tells_the_region(issuer: str, region: str) -> None:
    assert region_of([issuer]) == region


@pytest.mark.parametrize(
    ("printed", "region"),
    [("山东", "山东省"), ("上海", "上海市"), ("广东省广州市", "广东省广州市"), ("宿州市", "安徽省宿州市"),
     ("全国", "全国"), ("", ""), ("内蒙古", "内蒙古自治区"), ("吉林市", "吉林省吉林市"),
     ("海南藏族自治州", "青海省海南藏族自治州"), ("河北某某", "河北某某")],
)  # fmt: skip
def test_a_region_is_written_in_one_way(printed: str, region: str) -> None:
    assert canonical_region(printed) == region


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于印发《公共数据管理办法（试行）》的通知", "通知"),
        ("国务院关于同意组建委员会的批复", "批复"),
        ("中华人民共和国公司法（2018年修正）", "法"),
        ("关于废止部分文件的决定（国发〔2016〕38号）", "决定"),
        ("关于第0321号提案的答复", "答复"),
        ("《若干意见》政策解读", "解读"),
        ("云澜市人民政府令", "命令（令）"),
        ("2018年国民经济运行情况", ""),
    ],
)
def test_a_title_announces_its_genre(title: str, genre: str) -> None:
    assert genre_of(title) == genre


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
