"""A document is never lost by a line of its text, and nothing beside it is."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest

from index.conventions import doc_number
from index.document import PolicyDocument, Rejected
from index.readers.extract import Extract
from index.readers.formats.html import parse_html
from index.readers.interpret.document import document_of
from index.readers.interpret.promulgation import read_promulgation
from index.readers.layout.lines import Mark, Sheet
from index.readers.layout.paragraphs import paragraphs
from tests.support.workbooks import documents, read_json, read_jsonl

ODD = [
    pytest.param("（2018年修订）", id="a year alone"),
    pytest.param("（二〇一八年修正）", id="a year in Chinese"),
    pytest.param("（2018年2月30日公布）", id="a day that is in no calendar"),
    pytest.param("\u200b \u200b", id="spaces between zero-width"),
    pytest.param("\u2060\u200d\ufeff", id="zero-width"),
    pytest.param("\u202e\u200f", id="marks of direction"),
    pytest.param("\ue000", id="private use"),
    pytest.param("\ud800", id="a lone surrogate"),
    pytest.param("\x00", id="NUL"),
    pytest.param("٢٠١٨年٣月٤日", id="digits of another script"),
    pytest.param("〔٢٠١٨〕٣号", id="a number in digits of another script"),
    pytest.param("9" * 5_000 + "年1月1日", id="a year of 5,000 digits"),
    pytest.param("http://[x/a.pdf", id="an address that is none"),
    pytest.param("（", id="a bracket"),
]


def text_of(value: str) -> PolicyDocument:
    lines = ["关于甲的通知", value, "各单位：", "正文。", value]
    document = document_of(Extract("a.txt", lines=lines))
    assert isinstance(document, PolicyDocument)
    return document


@pytest.mark.parametrize("value", ODD)
def test_a_line_costs_nothing(value: str) -> None:
    document = text_of(value)
    assert document.title.startswith("关于甲的通知")  # a remark below it is part of it
    assert "正文。" in document.body


@pytest.mark.parametrize("value", ODD)
def test_a_value_costs_nothing_and_nobody_beside_it(value: str) -> None:
    odd = dict.fromkeys(("body", "doc_no", "issuer", "category", "genre", "written_date", "status", "region", "url", "index_no", "published_date"), value)  # fmt: skip
    records = [{"id": "a", "title": "甲", "body": "甲。"}, {"id": "b", "title": "乙", **odd},
               {"id": "c", "title": "丙", "body": "丙。"}]  # fmt: skip
    array = documents(list(read_json(json.dumps(records).encode(), "a.json")))
    lines = "\n".join(map(json.dumps, records)).encode()
    assert documents(list(read_jsonl(io.BytesIO(lines), "a.json")))[2].body == "丙。"
    assert [document.title for document in array] == ["甲", "乙", "丙"]


def test_a_promulgation_without_a_day_is_none() -> None:
    assert read_promulgation(["（2018年修订）"]) is None
    found = read_promulgation(["（2018年3月4日修订）"])
    assert found
    assert found.published_on == date(2018, 3, 4)


def test_a_link_that_leads_nowhere_keeps_its_name() -> None:
    page = (
        '<html><head><link rel="canonical" href="http://[x/a.html"><meta name="Url" '
        'content="http://[::1/b.html"></head><body><div id="zoom"><p>' + "正文。" * 30 + "</p>"
        '<a href="http://[x/a.pdf">申请表</a><a href="http://y.example/b.doc?v=1">说明</a>'
        '<a href="c.zip">附表</a><a href="https://c.zip">网站</a></div></body></html>'
    )
    attachments = parse_html(page, "a.html").attachments
    assert [(item.title, item.url) for item in attachments] == [
        ("申请表", ""), ("说明", "http://y.example/b.doc?v=1"), ("附表", ""),
    ]  # fmt: skip


def test_a_number_without_two_parts_is_none() -> None:
    assert doc_number.parse("〔٤٤〕٣号") is None
    assert doc_number.parse("(4٤)3号") is None


def test_a_list_in_a_list_however_deep_is_text() -> None:
    deep = '{"id": "a", "title": "甲", "body": ' + "[" * 900 + '"正文"' + "]" * 900 + "}"
    (document,) = documents(list(read_jsonl(io.BytesIO(deep.encode()), "a.jsonl")))
    assert document.body == "正文"


def test_a_number_of_any_length_is_text() -> None:
    digits = "7" * 9_000
    for items in (
        read_jsonl(io.BytesIO(f'{{"title": "甲", "body": {digits}}}'.encode()), "a.jsonl"),
        read_json(f'[{{"title": "甲", "body": {digits}}}]'.encode(), "a.json"),
    ):
        (document,) = documents(list(items))
        assert document.body == digits


def test_a_column_of_nothing_visible_on_a_page_costs_nothing() -> None:
    marks = [
        Mark("", 50.0, 50.0, 5.0, 5.0), Mark("", 60.0, 50.0, 5.0, 5.0),
        Mark("甲", 70.0, 50.0, 5.0, 5.0),
    ]  # fmt: skip
    assert paragraphs([Sheet(1, 210.0, 297.0, marks)]) == ["甲"]


def test_what_is_left_out_says_who_it_was() -> None:
    values = [("index_number", "索引号", "YL/1"), ("source_url", "网址", "https://y.example/a")]
    for own, printed, id in (
        ("a/1", values, "a-1"),
        ("", values, "YL-1"),
        ("", values[1:], "y.example-a"),
        ("", [], ""),
    ):
        left = document_of(Extract("a.csv", "第 2 行", printed=list(printed), own_id=own))
        assert isinstance(left, Rejected)
        assert left.id == id
