"""A body that is but a part: said by the record, or told by how it breaks off."""

from __future__ import annotations

import io
import json

import pytest

from index.document import PolicyDocument
from index.readers.interpret.excerpt import breaks_off
from tests.support.workbooks import one, read_jsonl

SENTENCE = "为做好今年防汛工作，保障人民群众生命财产安全，现就有关事项通知如下，请认真遵照执行。"


def record(**values: str) -> PolicyDocument:
    row = {"id": "a", "title": "关于防汛的通知", "body": SENTENCE} | values
    return one(list(read_jsonl(io.BytesIO(json.dumps(row, ensure_ascii=False).encode()), "a")))


@pytest.mark.parametrize(
    ("kind", "is_excerpt"),
    [("excerpt", True), ("Summary", True), ("摘要", True), ("full", False), ("none", False), ("", False)],
)  # fmt: skip
def test_a_record_says_so(kind: str, is_excerpt: bool) -> None:
    document = record(body_kind=kind)
    assert document.is_excerpt is is_excerpt
    assert PolicyDocument.from_json(document.to_json()).is_excerpt is is_excerpt


@pytest.mark.parametrize(
    "end",
    ["确保安全度汛，各单位……", "确保安全度汛，各单位…", "各单位要切实加强......", "各单位…[查看全文]", "各单位要\n查看全文>>",
     "各单位要切实…查看更多", "在本页阅读全文", "点击查看全文 》", "要加强领导... 全文"],
)  # fmt: skip
def test_a_text_that_breaks_off(end: str) -> None:
    assert breaks_off(f"{SENTENCE}\n{SENTENCE}{end}", is_record=True)
    assert record(body=SENTENCE + end).is_excerpt


@pytest.mark.parametrize(
    "end",
    ["特此通知。", "2024年3月1日", "附件：防汛预案", "第一章……………………3", "（以下略）", "查看更多", "如……等。",
     "附件下载", "联系电话：0000-1234567", "各单位"],
)  # fmt: skip
def test_a_text_that_ends(end: str) -> None:
    assert not breaks_off(f"{SENTENCE}\n{SENTENCE}\n{end}", is_record=True)


@pytest.mark.parametrize("size", [500, 1_000, 8_000, 1_024, 4_095, 32_767])
def test_a_record_as_long_as_a_program_lets_it_be(size: int) -> None:
    text = (SENTENCE * (size // len(SENTENCE) + 1))[:size]
    whole = text[:-2] + "行。"
    cut = text[:-2] + "将由"
    assert breaks_off(cut, is_record=True)
    assert not breaks_off(whole, is_record=True)
    assert not breaks_off(cut, is_record=False), "of a file the length is its own"
    assert not breaks_off(cut + "各级", is_record=True)


def test_a_column_of_a_database_is_full() -> None:
    text = (SENTENCE * 2_000).encode()[:65_535].decode("utf-8", "ignore")
    assert breaks_off(text.removesuffix("。"), is_record=True) or text.endswith("。")
