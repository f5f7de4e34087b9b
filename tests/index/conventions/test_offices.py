"""One office, one name; a place is completed where it is told, and never invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.conventions.issuers import canonical_all, place_of_level, split_issuers
from index.conventions.offices import office
from index.conventions.places import Place, place_at
from index.conventions.regions import region_of


@pytest.mark.parametrize(("one", "other"), [
    ("天河区教育局", "广州市天河区教育局"), ("天河区教育局", "广东省广州市天河区教育局"),
    ("宿州市萧县财政局", "萧县财政局"), ("江苏省句容市人民政府", "句容市人民政府"),
    ("广东省广州市民政局", "广州市民政局"), ("海淀区人民政府", "北京市海淀区人民政府"),
    ("云澜市科学技术局", "云澜市科技局"), ("云澜市政府办", "云澜市人民政府办公室"),
    ("云澜市人大常委会", "云澜市人民代表大会常务委员会"), ("云澜市委宣传部", "中共云澜市委宣传部"),
    ("中国共产党云澜市委员会", "中共云澜市委"), ("中国人民政治协商会议云澜市委员会", "云澜市政协"),
    ("云澜市第十二届人民代表大会", "云澜市人民代表大会"), ("国家税务总局云澜市税务局", "云澜市税务局"),
    ("国家市场监督管理总局", "市场监管总局"), ("湖南能源监管办", "国家能源局湖南监管办公室"),
    ("中国证券监督管理委员会湖南监管局", "湖南证监局"), ("阿坝州人民政府", "阿坝藏族羌族自治州人民政府"),
    ("教育部等五部门", "教育部"), ("中华人民共和国云澜海关", "云澜海关"), ("云澜高新区管理委员会", "云澜高新区管委会"),
])  # fmt: skip
def test_two_names_of_one_office(one: str, other: str) -> None:
    assert office(one) == office(other)


@pytest.mark.parametrize(
    "name", ["朝阳区民政局", "鼓楼区财政局", "江苏省鼓楼区财政局", "市财政局", "云东区教育局"]
)
def test_no_place_is_invented(name: str) -> None:
    assert office(name) == name


def test_of_places_that_share_a_name_each_keeps_its_own() -> None:
    assert office("徐州市鼓楼区财政局") != office("南京市鼓楼区财政局")
    assert office("北京市朝阳区民政局") != office("长春市朝阳区民政局")


@given(
    st.text(max_size=20)
    | st.text("中共广州市天河区萧县人大政府办委员会国家税务总局等五部门第届", max_size=24)
)
def test_the_name_of_an_office_is_its_own(name: str) -> None:
    assert office(office(name)) == office(name)


@pytest.mark.parametrize(("level", "text", "place"), [
    ("市", "天河区教育局", "广州市"), ("区", "广州市天河区", "天河区"), ("省", "宿州市萧县", "安徽省"), ("市", "句容市人社局", "句容市"),
    ("市", "北京市朝阳区", "北京市"), ("市", "云澜市财政局关于城市更新", "云澜市"), ("区", "云澜市云东区教育局", "云澜市云东区"),
    ("自治区", "宁夏回族自治区", "宁夏回族自治区"), ("县", "云澜市财政局关于某县的批复", ""), ("市", "财政部", ""), ("市", "", ""),
])  # fmt: skip
def test_the_place_of_a_level_is_told_by_what_begins_with_one(
    level: str, text: str, place: str
) -> None:
    assert place_of_level(level, text) == place


def test_the_best_evidence_completes_a_name() -> None:
    assert canonical_all(("市财政局",), ("云澜市门户网站", "广州市")) == ("云澜市财政局",)
    assert canonical_all(("区教育局",), ("云澜市", "广州市天河区")) == ("广州市天河区教育局",)
    assert canonical_all(("区教育局",), ("云澜市",)) == ("区教育局",)


@pytest.mark.parametrize(("text", "names"), [
    ("中共中央国务院", ("中共中央", "国务院")),
    ("中共云澜市委云澜市人民政府", ("中共云澜市委", "云澜市人民政府")),
    ("云澜市财政局云澜市民政局云澜市教育局", ("云澜市财政局", "云澜市民政局", "云澜市教育局")),
    ("国家发展改革委办公厅国土资源部办公厅", ("国家发展改革委办公厅", "国土资源部办公厅")),
    ("国家税务总局云澜市税务局", ("国家税务总局云澜市税务局",)),
    ("云澜市人民政府驻云澜市机场办事处", ("云澜市人民政府驻云澜市机场办事处",)),
    ("国家发展计划委员会和科技部", ("国家发展计划委员会", "科技部")),
    ("云澜市公安局和平分局", ("云澜市公安局和平分局",)), ("人力资源和社会保障部", ("人力资源和社会保障部",)),
    ("中华人民共和国财政部中华人民共和国水利部", ("中华人民共和国财政部", "中华人民共和国水利部")),
    ("财 政 部 国家税务总局", ("财政部", "国家税务总局")),
    ("云 澜 市 财 政 局  云 澜 市 民 政 局", ("云澜市财政局", "云澜市民政局")),
])  # fmt: skip
def test_names_with_nothing_between_them(text: str, names: tuple[str, ...]) -> None:
    assert split_issuers(text) == names


@pytest.mark.parametrize(("text", "place"), [
    ("天河区", Place("广东省", "广州市", "天河区", 3)), ("北京市朝阳区", Place("北京市", "", "朝阳区", 6)),
    ("朝阳区", Place()), ("江苏省鼓楼区", Place("江苏省", "", "鼓楼区", 6)), ("云澜市", Place()),
    ("延边州", Place("吉林省", "延边朝鲜族自治州", "", 3)), ("文昌市人民政府", Place("海南省", "", "文昌市", 3)),
])  # fmt: skip
def test_places_within_places(text: str, place: Place) -> None:
    assert place_at(text) == place


@pytest.mark.parametrize(("issuer", "region"), [
    ("国家能源局湖南监管办公室", "湖南省"), ("国家税务总局云澜市税务局", "云澜市"), ("中国人民银行广州分行", "广东省广州市"),
    ("中国证券监督管理委员会广东监管局", "广东省"), ("国家能源局", "全国"), ("湖南证监局", "湖南省"),
    ("萧县人民政府", "安徽省宿州市"), ("朝阳区民政局", "朝阳区"), ("中华人民共和国广州海关", "广东省广州市"),
])  # fmt: skip
def test_an_office_away_from_the_capital_is_of_the_place_where_it_is(
    issuer: str, region: str
) -> None:
    assert region_of([issuer]) == region
