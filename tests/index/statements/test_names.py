"""Names: equal keys mean one work."""

from __future__ import annotations

import pytest

from index.statements.names import key_of, names_of, without_issuer


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("公司法", id="short"),
        pytest.param("中华人民共和国公司法", id="whole"),
        pytest.param("《中华人民共和国公司法》（2023修订）", id="remark"),
        pytest.param("中华人民共和国公司法（2018年第四次修正）", id="which-revision"),
        pytest.param("中华人民共和国公司法（2018年10月26日）", id="day"),
        pytest.param("中华人民共和国公司法（中华人民共和国主席令 第16号）", id="order"),
        pytest.param("公司法(国发[2018]16号)(已废止)", id="two-remarks"),
        pytest.param("公司法 第三条", id="article"),
        pytest.param("公司法 第二百一十六条之一", id="article-inserted"),
    ],
)
def test_a_work_has_one_name(title: str) -> None:
    assert key_of(title) == "公司法"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("刑法修正案（二）", "刑法修正案（三）", id="ordinals"),
        pytest.param("刑法修正案", "刑法修正案（三）", id="ordinal-and-none"),
        pytest.param("宪法修正案（1988年）", "宪法修正案（2018年）", id="years"),
        pytest.param("水利规划（2011—2015年）", "水利规划（2016—2020年）", id="spans"),
        pytest.param("指导目录（2011年本）", "指导目录（2019年本）", id="editions"),
        pytest.param("企业破产法（试行）", "企业破产法", id="trial"),
        pytest.param("反分裂国家法（草案）", "反分裂国家法", id="draft"),
        pytest.param("关于公布名单（第一批）的通知", "关于公布名单（第二批）的通知", id="batches"),
    ],
)
def test_works_that_a_remark_tells_apart_have_two(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


def test_nothing_is_left_of_a_title_without_letters() -> None:
    assert key_of("（）") == ""
    assert names_of("——") == ()


def test_a_title_in_brackets_is_no_remark() -> None:
    assert key_of("[[中华人民共和国刑法]]") == "刑法"


def test_a_document_is_also_known_without_its_issuer_and_without_trial() -> None:
    assert names_of("国务院办公厅关于做好工作的意见（试行）（国办发〔2012〕8号）") == (
        "国务院办公厅关于做好工作的意见试行",
        "国务院办公厅关于做好工作的意见",
        "关于做好工作的意见试行",
        "关于做好工作的意见",
    )
    assert names_of("公司法") == ("公司法",)


@pytest.mark.parametrize(
    ("key", "shorter"),
    [
        ("最高人民法院最高人民检察院关于办理案件的解释", "关于办理案件的解释"),
        ("国务院批转国家计委关于工作的报告的通知", "批转国家计委关于工作的报告的通知"),
        ("关于做好工作的通知", ""),
        ("城市道路关于停车的规定", ""),
        ("公司法", ""),
    ],
)
def test_the_issuer_is_told_by_its_name(key: str, shorter: str) -> None:
    assert without_issuer(key) == shorter
