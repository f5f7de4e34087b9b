"""The page of one document: metadata, contents, body, what stands behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from index.document import PolicyDocument, Validity
from tests.web.fakes import FakeEngine
from tests.web.html_page import page, words
from web.site.app import create_app


def test_metadata_stand_in_the_order_of_the_catalogue(client: FlaskClient) -> None:
    tree = page(client, "/documents/sample-1")
    assert words(tree, "//dl[@class='metadata']//dt")[:9] == [
        "索引号",
        "主题分类",
        "发文机关",
        "成文日期",
        "标题",
        "发文字号",
        "发布日期",
        "施行日期",
        "有效性",
    ]


def test_a_document_has_contents_source_attachments_and_doubts(client: FlaskClient) -> None:
    tree = page(client, "/documents/sample-1?q=政府网站")
    for anchor in tree.xpath("//nav[@class='toc']//a/@href"):
        assert tree.xpath(f"//article//*[@id='{anchor[1:]}']"), anchor
    assert words(tree, "//article/h2") == ["一、总体要求", "二、职责分工", "三、工作措施"]
    assert words(tree, "//section[@aria-labelledby='attachments']//li") == [
        "政府网站年度检查指标.xlsx",
        "报送表（样式）",
    ]
    source = "https://www.example.gov.cn/2023/05/18/content_1.html"
    assert set(tree.xpath(f"//a[@href='{source}']/@rel")) == {"noopener noreferrer external"}
    (doubt,) = words(tree, "//div[@role='note']")
    assert doubt.startswith("存疑")
    assert "相差 3 天" in doubt
    assert set(words(tree, "//article//mark")) == {"政府网站"}
    assert words(tree, "//p[@class='cite']")[0].startswith("《示例市人民政府办公室关于印发")


def test_a_letter_is_set_as_a_letter(client: FlaskClient) -> None:
    tree = page(client, "/documents/sample-1")
    assert words(tree, "//p[@class='addressee']") == ["各区县人民政府，市政府各部门："]
    assert words(tree, "//p[@class='signature']") == ["示例市人民政府办公室", "2023年5月15日"]


@pytest.mark.parametrize(
    ("validity", "label"),
    [
        (Validity.IN_FORCE, "有效期至"),
        (Validity.REPEALED, "废止日期"),
        (Validity.EXPIRED, "失效日期"),
        (Validity.UNSTATED, "废止日期"),
    ],
)
def test_the_day_a_document_ends_is_named_by_its_validity(
    documents: list[PolicyDocument], validity: Validity, label: str
) -> None:
    document = replace(documents[0], validity=validity, repealed_on=date(2030, 1, 1))
    tree = page(create_app(FakeEngine([document])).test_client(), "/documents/sample-1")
    assert words(tree, f"//dt[text()='{label}']/following-sibling::dd") == ["2030年1月1日"]


def test_joint_signatures_stand_together(documents: list[PolicyDocument]) -> None:
    body = "正文。\n请按此执行，不得有误。\n市财政局\n市税务局\n2024年1月2日\n附件名单"
    document = replace(documents[0], body=body, sections=())
    tree = page(create_app(FakeEngine([document])).test_client(), "/documents/sample-1")
    signed = words(tree, "//p[@class='signature']")
    assert signed == ["市财政局", "市税务局", "2024年1月2日"]


def test_a_repealed_document_says_so_and_names_the_other_texts(client: FlaskClient) -> None:
    tree = page(client, "/documents/law-3")
    assert "自2002年3月24日起废止" in words(tree, "//section[@class='banner ended']")[0]
    texts = words(tree, "//ol[@class='history']/li/p[@class='when']")
    assert texts[:2] == ["1999年4月3日 已废止 本页", "2002年3月24日 已被修改"]
    assert texts[3] == "2019年3月24日 有效"


def test_other_texts_are_named_where_nothing_more_is_known_of_them(
    documents: list[PolicyDocument],
) -> None:
    tree = page(create_app(FakeEngine(documents)).test_client(), "/documents/law-3")
    versions = words(tree, "//ul[@class='versions']/li")
    assert versions == ["发布 2019-03-24 有效", "发布 2002-03-24 已被修改"]


def test_a_document_without_body_says_so(client: FlaskClient) -> None:
    tree = page(client, "/documents/bare-1")
    assert "没有正文" in words(tree, "//article")[0]
    assert not tree.xpath("//nav[@class='toc']")
