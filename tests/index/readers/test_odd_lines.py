"""A document is never lost by a line of its text, and nothing beside it is."""

from __future__ import annotations

import io
import json
import math
from datetime import date
from pathlib import Path

import pytest

from index.conventions import doc_number
from index.document import PolicyDocument, Rejected
from index.readers import read_file
from index.readers.extract import Extract
from index.readers.formats.html import parse_html
from index.readers.interpret.document import document_of
from index.readers.interpret.heading.promulgation import read_promulgation
from index.readers.layout.lines import Mark, Sheet
from index.readers.layout.pages import read_pages
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
    assert read_pages([Sheet(1, 210.0, 297.0, marks)]).lines == ["甲"]


@pytest.mark.parametrize("width", [math.nan, math.inf, -math.inf, 0.0, 210.0])
@pytest.mark.parametrize("height", [math.nan, math.inf, -math.inf, 0.0, 297.0])
def test_a_page_without_measures_is_read(width: float, height: float) -> None:
    marks = [
        Mark("甲", 50.0 + 5 * at, 50.0, 5.0, 5.0, turn) for at in range(20) for turn in range(4)
    ]
    assert "甲" in "".join(read_pages([Sheet(1, width, height, marks)] * 2).lines)


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


CUT = "各单位：正文".encode()[:-1]
"""A character cut in half, as databases cut a field that is too long."""


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.txt", "a.html"])
def test_a_character_cut_in_half_costs_that_character(tmp_path: Path, name: str) -> None:
    text = "各单位：现就有关事项通知如下，请认真遵照执行，确保群众办事便利。" * 3
    rows = [{"title": "甲", "body": text}, {"title": "乙", "body": text + "CUT"}]
    given = {
        "a.jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in rows),
        "a.json": json.dumps(rows, ensure_ascii=False),
        "a.csv": "标题,正文\n" + "\n".join(",".join(row.values()) for row in rows),
        "a.txt": f"甲的通知\n{text}CUT",
        "a.html": f"<html><title>甲的通知</title><body><p>{text}CUT</p></body></html>",
    }[name]
    path = tmp_path / name
    path.write_bytes(given.encode().replace(b"CUT", CUT))
    *before, last = documents(list(read_file(path, tmp_path)))
    assert last.body.endswith("正\ufffd")
    assert "1 个字符无法识别" in " ".join(last.warnings)
    assert not any("无法识别" in text for document in before for text in document.warnings)


@pytest.mark.parametrize(
    "odd", ["\ue000\ue001" * 900, "ÎÒÃÇ" * 900, "\U0001f600" * 900, "ཀ" * 900, "ابتث" * 900]
)
@pytest.mark.parametrize("name", ["a.json", "a.csv"])
def test_a_record_of_odd_characters_does_not_cost_its_list(
    tmp_path: Path, name: str, odd: str
) -> None:
    rows = [{"title": "甲", "body": "正文。"}, {"title": "乙", "body": odd}]
    path = tmp_path / name
    path.write_text(
        json.dumps(rows, ensure_ascii=False)
        if name == "a.json"
        else "标题,正文\n" + "\n".join(",".join(row.values()) for row in rows),
        encoding="utf-8",
    )
    assert [document.title for document in documents(list(read_file(path, tmp_path)))] == [
        "甲",
        "乙",
    ]
