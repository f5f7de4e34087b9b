"""Names of authorities, and what only ends like them."""

from __future__ import annotations

import pytest

from index.conventions.authorities import is_issuer, may_name_issuer


@pytest.mark.parametrize("name", [
    "国务院", "云澜市人民政府", "中共云澜市委", "中共云澜市财政局党组", "云澜市人大常委会", "政协云澜市委员会", "云澜市监委",
    "云澜市中级人民法院", "云澜高新技术产业开发区管委会", "国家能源局湖南监管办公室", "国家税务总局云澜市税务局", "中国云澜业协会",
    "云澜市燃气有限公司", "中华人民共和国云澜海关", "云澜军分区", "国家安全部", "市财政局", "云澜市营商环境办", "本溪市人民政府",
    "自然资源部", "云澜市防汛抗旱指挥部", "云澜市财政局（印章）", "经济和信息化局", "云澜仲裁委", "国防科工委", "审计署", "云澜大学",
])  # fmt: skip
def test_bodies_that_issue(name: str) -> None:
    assert is_issuer(name)


@pytest.mark.parametrize("name", [
    "我委", "我局", "本局", "该公司", "各县区人民政府", "各省、自治区人民政府", "市政府各部门", "有关部门", "关于认真贯彻落实国务院",
    "按照财政部", "由市财政局", "报省政府", "云澜市人民政府门户", "云澜市人民政府网站", "云澜发布公众号", "云澜日报", "公开方式：主动公开",
    "负责人：张三局", "张三", "办公室", "人民政府", "委员会", "有限公司", "政府部门", "价格司", "新格局", "全部", "一查到底", "依法查处",
    "动员大会", "学习会", "一、市财政局", "附件1", "《甲办法》", "",
])  # fmt: skip
def test_what_is_no_issuer(name: str) -> None:
    assert not is_issuer(name)


@pytest.mark.parametrize(("value", "may"), [
    ("云澜街道", True), ("天河区", True), ("政策法规处", True), ("云澜市人民政府", True),
    ("公开范围：面向社会", False), ("云澜市人民政府门户网站", False), ("本站", False), ("12", False), ("一", False),
    ("现将有关事项通知如下。", False), ("www.yunlan.gov.cn", False),
])  # fmt: skip
def test_what_a_label_of_issuers_may_hold(value: str, may: bool) -> None:
    assert may_name_issuer(value) == may
