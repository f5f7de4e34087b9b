"""Whose paper it is where neither label, signature nor letterhead say."""

from __future__ import annotations

from datetime import date

import pytest

from index.document import PolicyDocument
from index.readers.extract import Extract
from index.readers.interpret.document import document_of
from tests.support.cases import document_of_case, document_of_text


def labelled(
    *printed: tuple[str, str], title: str = "办事指南", path: str = "a.html"
) -> PolicyDocument:
    pairs = [(field, field, value) for field, value in printed]
    document = document_of(Extract(path, title=title, printed=pairs, lines=["正文如下。"]))
    assert isinstance(document, PolicyDocument)
    return document


def test_values_of_other_labels_are_no_issuers() -> None:
    assert document_of_case("09_issuer_swallows_labels.html").issuers == ("云泽市人民政府",)


@pytest.mark.parametrize(("value", "issuers"), [
    ("云澜市财政局 公开方式：主动公开", ("云澜市财政局",)), ("我局", ()), ("本网站", ()), ("云澜市人民政府门户网站", ()),
    ("关于认真贯彻落实国务院", ()), ("各县区人民政府", ()), ("云澜街道", ("云澜街道",)), ("现将有关事项通知如下。", ()),
    ("云澜市财政局-云澜市财政局", ("云澜市财政局",)), ("云 澜 市 财 政 局", ("云澜市财政局",)),
])  # fmt: skip
def test_what_a_label_of_issuers_says(value: str, issuers: tuple[str, ...]) -> None:
    document = labelled(("issuers", value))
    assert document.issuers == issuers
    assert any("不是机关名称" in warning for warning in document.warnings) == (
        issuers == () or "公开" in value
    )


@pytest.mark.parametrize(("printed", "path", "issuer"), [
    ((("issuers", "市财政局"), ("site", "云澜市财政局门户网站")), "a.html", "云澜市财政局"),
    ((("issuers", "区教育局"), ("site", "广州市天河区人民政府")), "a.html", "广州市天河区教育局"),
    ((("issuers", "市教育局"), ("site", "天河区人民政府")), "a.html", "广州市教育局"),
    ((("issuers", "市财政局"),), "广州市/政策/a.html", "广州市财政局"),
    ((("issuers", "市财政局"),), "政策/a.html", "市财政局"),
    ((("issuers", "区教育局"), ("site", "朝阳区教育局")), "a.html", "朝阳区教育局"),
])  # fmt: skip
def test_a_place_left_out_is_that_of_the_site_or_the_folder(
    printed: tuple[tuple[str, str], ...], path: str, issuer: str
) -> None:
    assert labelled(*printed, path=path).issuers == (issuer,)


def test_a_known_place_in_the_title_completes_an_assembly() -> None:
    law = document_of_text(
        "广州市停车条例\n（2014年8月29日 市十二届人大常委会第二十一次会议通过）\n第一条 正文。\n第二条 正文。"
    )
    assert law.issuers == ("广州市人民代表大会常务委员会",)
    plan = labelled(("issuers", "自治区人民政府"), title="关于印发宁夏空间规划的通知")
    assert plan.issuers == ("宁夏回族自治区人民政府",)


@pytest.mark.parametrize(("source", "issuers"), [
    ("云澜市水务局", ("云澜市水务局",)), ("云澜市水务局网站", ("云澜市水务局",)), ("云澜日报", ()), ("本站", ()),
    ("综合自云澜日报、云澜市第一医院、云澜发布", ()), ("张三", ()), ("云澜发布公众号", ()),
])  # fmt: skip
def test_a_source_is_an_issuer_only_where_it_is_authorities_alone(
    source: str, issuers: tuple[str, ...]
) -> None:
    assert labelled(("source", source)).issuers == issuers


@pytest.mark.parametrize(("text", "issuers"), [
    pytest.param("云澜市创新大赛章程\n云澜市创新大赛组委会\n为了办好大赛，制定本章程。", ("云澜市创新大赛组委会",), id="under the title"),
    pytest.param("论文格式要求\n（云澜大学学位办公室，2017年修订稿）\n论文应当如下。", ("云澜大学学位办公室",), id="in brackets"),
    pytest.param("幼儿园评估标准\n填报日期：\n云 澜 市 教 育 局 制\n二○一○年十一月\n说明如下。", ("云澜市教育局",), id="on a cover"),
    pytest.param("视听服务项目采购文件\n采 购 人：云澜市燃气有限公司\n二○二六年五月\n正文如下。", ("云澜市燃气有限公司",), id="who buys"),
    pytest.param("广州市教育局2024年工作要点\n今年工作如下。", ("广州市教育局",), id="at the head of the title"),
    pytest.param("政府工作报告\n各位代表：\n现在，我代表云澜市人民政府，向大会报告工作，请予审议。", ("云澜市人民政府",), id="a report"),
    pytest.param("中华人民共和国甲法\n第十三届全国人大一次会议表决通过了《中华人民共和国甲法》。\n第一条 正文。", ("全国人民代表大会",), id="passed, without a day"),
    pytest.param("云澜市民政局：\n来信收悉，现答复如下。", (), id="whom it is written to"),
    pytest.param("活动简报\n活动持续开展，效果良好。\n云澜市第二医院\n医院组织了义诊。", (), id="a heading in the text"),
    pytest.param("关于广州市燃气有限公司发行公司债券核准的批复\n现批复如下。", (), id="whom it is about"),
    pytest.param("中国西部发展报告\n报告如下。", (), id="a part of the country"),
    pytest.param("广州市停车条例释义\n本书如下。", (), id="a place alone"),
])  # fmt: skip
def test_what_else_tells_whose_paper_it_is(text: str, issuers: tuple[str, ...]) -> None:
    assert document_of_text(text).issuers == issuers


def test_number_and_day_stand_in_brackets_under_a_title() -> None:
    text = "云澜市财政局关于预算的通知\n（云财〔2024〕8号　2024年3月5日）\n各区：\n请执行。"
    assert (document_of_text(text).doc_number, document_of_text(text).written_on) == (
        "云财〔2024〕8号",
        date(2024, 3, 5),
    )


def test_a_signature_into_which_the_annex_has_run_is_found() -> None:
    text = "关于预算的通知\n请遵照执行。云澜市财政局二〇二四年三月五日附：甲办法为了规范，制定本办法。\n一、总则"
    assert (document_of_text(text).issuers, document_of_text(text).written_on) == (
        ("云澜市财政局",),
        date(2024, 3, 5),
    )
