"""Covers of standards, projects and compiled volumes: what of them is title, number, day, issuer."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cases import document_of_case, document_of_text


@pytest.mark.parametrize("cover", [
    pytest.param("采购编号：YLCG-2025-0331\n项目名称：云澜市图书馆图书采购项目\n竞 争 性 磋 商 文 件", id="name, kind"),
    pytest.param("云澜市图书馆图书采购项目\n竞　争　性　磋　商　文　件", id="two lines"),
    pytest.param("竞争性磋商文件\n项目名称：云澜市图书馆图书采购项目", id="kind, name"),
])  # fmt: skip
def test_a_spread_kind_is_joined_with_the_name_of_the_project(cover: str) -> None:
    text = "采购人：云澜市图书馆\n2025年4月\n第一章 磋商邀请\n供应商应获取磋商文件，按时提交。"
    document = document_of_text(f"{cover}\n{text}")
    assert document.title == "云澜市图书馆图书采购项目竞争性磋商文件"
    assert document.issuers == ("云澜市图书馆",)


def test_the_cover_of_a_project() -> None:
    document = document_of_case("18_title_is_project_number.txt")
    assert document.title == "云泽市公安局物业管理服务项目公开招标文件"
    assert dict(document.as_printed)["项目编号"] == "YZCG-2026-047"
    assert document.body.startswith("第一章")


def test_the_cover_of_a_standard() -> None:
    document = document_of_case("18_standard_cover.txt")
    assert (document.title, document.doc_number) == ("人口库高频数据规范", "DB36/T 1994—2024")
    assert (document.published_on, document.effective_on) == (date(2024, 8, 26), date(2025, 2, 1))
    assert document.issuers == ("云泽省市场监管局",)
    assert document.body.startswith("前言")


@pytest.mark.parametrize(("cover", "title", "number", "issuers"), [
    pytest.param("ICS 35.240.20\nA 13\n中 华 人 民 共 和 国 国 家 标 准\nGB/T 12345—2022\n代替GB/T 12345—2012\n信息安全技术\n第2部分：口令规则\n"
                 "Information security—Part 2\n2022-03-09发布    2022-10-01实施\n国家市场监督管理总局\n发布\n国家标准化管理委员会",
                 "信息安全技术第2部分：口令规则", "GB/T 12345—2022", ("市场监管总局", "国家标准化管理委员会"), id="national"),
    pytest.param("ICS 03.080\nT/YLBZ\n团体标准\nT/YLBZ 003-2023\n社区助餐服务规范\n2023年3月9日 发布\n2023年4月1日 实施\n云澜市标准化协会 发布",
                 "社区助餐服务规范", "T/YLBZ 003—2023", ("云澜市标准化协会",), id="of an association"),
    pytest.param("中华人民共和国密码行业标准\nGM/T 0054－2018\n信息系统密码应用基本要求\n（报批稿）\nGeneral requirements\n2018-02-08 发布\n2018-02-08 实施\n国家密码管理局 发布",
                 "信息系统密码应用基本要求", "GM/T 0054—2018", ("国家密码管理局",), id="of a trade"),
])  # fmt: skip
def test_covers_of_other_shapes(
    cover: str, title: str, number: str, issuers: tuple[str, ...]
) -> None:
    document = document_of_text(f"{cover}\n目  次\n前言\n1 范围\n本文件规定了有关要求。")
    assert (document.title, document.doc_number, document.issuers) == (title, number, issuers)
    assert document.published_on
    assert document.effective_on
    assert document.body.startswith("目")


@pytest.mark.parametrize(
    ("cover", "title", "number", "issuers"),
    [
        pytest.param(
            "ICS 03.060\nCCS A 11\n备案号：\n中华人民共和国金融行业标准\nJR/T XXXX—XXXX\n电子保单业务规范\n"
            "Business specifications\n（送审稿）\n2026-XX-XX发布\n2026-XX-XX实施\n国家金融监督管 理总局  发布",
            "电子保单业务规范", "", ("金融监管总局",), id="a draft without number or days",
        ),
        pytest.param(
            "ICS 03 220 20\nR 10/19\n云澜省团体标准\nT/YLBZ12—2017\n车辆主动安全系统\n（通讯协议规范）\nSafety of vehicles\n"
            "2017年12月11日 发布  2018年1月1日 实施\n云澜市标准化协会\n发布",
            "车辆主动安全系统（通讯协议规范）", "T/YLBZ 12—2017", ("云澜市标准化协会",), id="a title that ends in brackets",
        ),
    ],
)  # fmt: skip
def test_covers_that_lack_something(
    cover: str, title: str, number: str, issuers: tuple[str, ...]
) -> None:
    document = document_of_text(f"{cover}\n目  次\n前言\n1 范围\n本文件规定了有关要求。")
    assert (document.title, document.doc_number, document.issuers) == (title, number, issuers)


@pytest.mark.parametrize(
    ("cover", "issuer"),
    [
        ("云澜市规范化幼儿园评估标准\n幼儿园名称：        （盖章）\n云 澜 市 教 育 局 制\n二○一○年十一月", "云澜市教育局"),
        ("项目编号：YL-5\n云澜市档案数字化项目\n公开招标文件\n采 购 人：云澜市档案局\n代理机构：某某公司", "云澜市档案局"),
    ],
)  # fmt: skip
def test_who_a_cover_is_of(cover: str, issuer: str) -> None:
    assert document_of_text(f"{cover}\n说明\n一、本标准由其负责解释。").issuers == (issuer,)


@pytest.mark.parametrize(
    ("cover", "title", "number", "effective"),
    [
        pytest.param(
            "UDC\n中华人民共和国行业标准 JGJ\nP JGJ 18-2012\n备案号 J 253-2012\n钢筋焊接及验收规程\nSpecification for welding\n"
            "2012-03-01 发布 2012-08-01 实施\n中华人民共和国住房和城乡建设部 发布",
            "钢筋焊接及验收规程", "JGJ 18—2012", date(2012, 8, 1), id="the class beside the number",
        ),
        pytest.param(
            "中华人民共和国国家标准\n医院洁净手术部建筑技术规范\nGB 50333-2013\n主编部门：国家卫生健康委\n"
            "批准部门：住房和城乡建设部\n施行日期：2014年6月1日",
            "医院洁净手术部建筑技术规范", "GB 50333—2013", date(2014, 6, 1), id="the title above the number",
        ),
    ],
)  # fmt: skip
def test_covers_of_older_standards(cover: str, title: str, number: str, effective: date) -> None:
    document = document_of_text(f"{cover}\n前言\n本规范规定了有关要求。")
    assert (document.title, document.doc_number) == (title, number)
    assert document.effective_on == effective
    assert document.issuers == ("住房城乡建设部",)


def test_a_title_below_its_table_of_contents() -> None:
    text = "目  录\n第一章 总则…1\n第二章 分则…2\n云澜市停车管理办法\n第一章 总则\n第一条 正文。\n第二条 正文。"
    assert document_of_text(text).title == "云澜市停车管理办法"


def test_a_table_of_contents_without_a_title_is_doubted() -> None:
    document = document_of_case("06_toc_dates.txt")
    assert "没有找到标题，以正文第一行代替。" in document.warnings
