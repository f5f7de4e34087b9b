"""Whose signature, number and date it is: those before the document's own end."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cases import document_of_case, document_of_text

NOTICE = "云澜市财政局关于预算的通知\n各区财政局：\n现将有关事项通知如下，请遵照执行。\n"


def test_what_an_annexed_notice_states_is_not_the_documents() -> None:
    document = document_of_case("05_annexed_notice.txt")
    assert (document.doc_number, document.written_on) == ("", None)
    assert "工业和信息化部" not in document.issuers


@pytest.mark.parametrize("text", [
    pytest.param("云澜海关物业采购文件\n第一章 须知\n供应商应当仔细阅读本文件。\n附件2\n财政部关于采购活动的通知\n"
                 "财库〔2019〕38号\n各省财政厅：\n现通知如下。\n财政部\n2019年7月26日", id="an annex on a line of its own"),
    pytest.param("云澜海关车辆采购文件\n供应商应当仔细阅读本文件。\n【附件1-1】\n云澜市民政局\n2019年7月26日", id="an annex in brackets"),
    pytest.param("云澜海关食堂采购文件\n供应商应当仔细阅读本文件。\n附件：财政部关于采购活动的通知\n财库〔2019〕38号\n各省：\n请执行。\n"
                 "财政部\n2019年7月26日", id="an annex named by its title"),
    pytest.param("云澜市供水工程比选公告\n本项目已经批准，现公开比选，欢迎参加。\n云澜市水务局关于信用管理的通知\n"
                 "各有关单位：\n现将信用管理事项通知如下。\n云澜市水务局\n2020年1月9日", id="a notice without a heading"),
    pytest.param("云澜市桥梁检测服务竞争性磋商文件\n采购人的要求见第三章。\n附：政策摘录\n云澜市人民政府办公室关于促进中小企业\n"
                 "发展的意见\n云政办发〔2018〕3号\n正文若干。\n云澜市人民政府办公室\n2018年3月1日", id="a title on two lines"),
])  # fmt: skip
def test_a_reprint_signs_for_itself_alone(text: str) -> None:
    document = document_of_text(text)
    assert (document.doc_number, document.written_on) == ("", None)
    assert not set(document.issuers) & {"财政部", "云澜市水务局", "云澜市人民政府办公室"}


@pytest.mark.parametrize("below", [
    pytest.param("附件：1.甲表\n2.乙表\n云澜市财政局\n2024年3月5日", id="a list of annexes above it"),
    pytest.param("附件：甲表\n云澜市财政局\n2024年3月5日\n附件\n甲表\n填表日期：2023年1月1日", id="an annex below it"),
    pytest.param("附件1：甲表\n附件2：关于乙的说明\n\n云澜市财政局\n2024年3月5日\n附件1\n云澜市民政局\n2023年1月9日", id="both"),
    pytest.param("云澜市财政局\n2024年3月5日\n抄送：市委办公室。\n云澜市财政局办公室 2024年3月6日印发", id="an imprint below it"),
    pytest.param("云澜市财政局（印章）\n2024年3月5日（星期二）\n（此件公开发布）", id="a stamp and a weekday"),
    pytest.param("云 澜 市 财 政 局\n二〇二四年三月五日", id="spread over the line"),
    pytest.param("云澜市财政局    2024年3月5日", id="on one line"),
    pytest.param("2024年3月5日\n云澜市财政局", id="the date above"),
    pytest.param("云澜市财政局\n局长 张三\n2024年3月5日", id="who signed by name"),
    pytest.param("云澜市财政局\n二○二四年三月\n五日", id="a date on two lines"),
    pytest.param("一、报名时间\n2024年2月1日\n二、截止日期：\n2024年2月9日\n云澜市财政局\n2024年3月5日", id="dates in the text"),
    pytest.param("数据截至\n2024年1月31日\n云澜市财政局\n2024年3月5日", id="a balance date"),
])  # fmt: skip
def test_the_signature_stands_before_the_annexes(below: str) -> None:
    document = document_of_text(f"{NOTICE}{below}")
    assert document.issuers == ("云澜市财政局",)
    assert document.written_on == date(2024, 3, 5)


def test_a_date_in_the_text_is_no_signature() -> None:
    document = document_of_case("06_first_date_line.txt")
    assert document.written_on == date(2024, 5, 28)
    assert document_of_case("06_toc_dates.txt").written_on is None


@pytest.mark.parametrize("text", [
    pytest.param("云澜市招聘公告\n现公布如下。\n一、报名时间\n2024年6月9日\n二、笔试时间\n2024年6月20日\n三、其他事项另行公告。", id="a schedule"),
    pytest.param("云澜市招聘公告\n现公布如下。\n报名截止时间：\n2024年6月9日\n云澜市人才中心", id="a deadline above a name"),
    pytest.param("云澜文史\n目　录\n某某会议纪要 ………… 12\n1986年5月4日\n某某讲话 ………… 15\n1986年5月9日", id="contents"),
    pytest.param("云澜市财政局报告\n现报告如下。\n资产负债表\n截至\n2023年12月31日\n货币资金若干。", id="a balance sheet"),
    pytest.param("云澜市电价公告\n新的电价自\n2024年7月1日\n起执行，请知悉。", id="half a sentence"),
])  # fmt: skip
def test_a_date_on_a_line_of_its_own_is_none_where_the_text_goes_on_with_it(text: str) -> None:
    assert document_of_text(text).written_on is None


@pytest.mark.parametrize(("signed", "issuers"), [
    pytest.param("云澜市财政局    云澜市民政局\n2024年3月5日", ("云澜市财政局", "云澜市民政局"), id="in columns"),
    pytest.param("云 澜 市 财 政 局  云 澜 市 民 政 局\n2024年3月5日", ("云澜市财政局", "云澜市民政局"), id="in columns, spread"),
    pytest.param("云澜市财政局 云澜市民政局\n2024年3月5日 2024年3月5日", ("云澜市财政局", "云澜市民政局"), id="dates in columns"),
    pytest.param("云澜市财政局\n2024年3月1日\n云澜市民政局\n2024年3月5日", ("云澜市财政局", "云澜市民政局"), id="a date each"),
    pytest.param("中共云澜市委\n云澜市人民政府\n2024年3月5日", ("中共云澜市委", "云澜市人民政府"), id="party and government"),
    pytest.param("云澜市财政局\n国家税务总局云澜市税务局\n2024年3月5日", ("云澜市财政局", "云澜市税务局"), id="a dispatched office"),
    pytest.param("云澜市燃气有限公司\n2024年3月5日", ("云澜市燃气有限公司",), id="a company"),
    pytest.param("价格司\n2024年3月5日", (), id="a unit of somebody's"),
])  # fmt: skip
def test_all_who_sign_are_issuers(signed: str, issuers: tuple[str, ...]) -> None:
    document = document_of_text(f"关于有关事项的公告\n现公告如下。\n{signed}")
    assert (document.issuers, document.written_on) == (issuers, date(2024, 3, 5))


def test_the_region_of_a_joint_paper_of_party_and_government_is_the_place() -> None:
    assert document_of_case("08_party_and_government.txt").region == "四川省"


@pytest.mark.parametrize(("title", "region"), [
    ("中共云澜市委 云澜市人民政府关于生态的意见", "云澜市"),
    ("中共广州市委办公厅关于学习的通知", "广东省广州市"),
    ("中共中央 国务院关于农村的决定", "全国"),
    ("政协丽水市委员会关于提案的决定", "浙江省丽水市"),
])  # fmt: skip
def test_a_party_office_is_of_its_place(title: str, region: str) -> None:
    assert document_of_text(f"{title}\n各区：\n正文如下。").region == region
