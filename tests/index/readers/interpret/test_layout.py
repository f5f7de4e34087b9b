"""What stands where in an official document: number, signature, promulgation, attachments."""

from __future__ import annotations

from datetime import date

import pytest

from index.document import Attachment, PolicyDocument, Validity
from index.readers.formats.text import parse_text
from index.readers.interpret.attachments import annexes
from index.readers.interpret.document import document_of
from index.readers.interpret.heading.head import read_head
from index.readers.interpret.heading.promulgation import read_promulgation
from index.readers.interpret.self_description import own_number
from index.readers.interpret.signature import find_signature


def read(text: str) -> PolicyDocument:
    document = document_of(parse_text(text, "a.txt"))
    assert isinstance(document, PolicyDocument)
    return document


@pytest.mark.parametrize(
    ("before", "number"),
    [
        pytest.param(100, "云政发〔2024〕3号", id="at the head"),
        pytest.param(150, "", id="later on"),
    ],
)
def test_a_number_on_a_line_of_its_own_is_the_documents_own_at_its_head(
    before: int, number: str
) -> None:
    assert own_number("正" * before + "\n云政发〔2024〕3号\n正文") == number


def test_star_marks_of_secrecy_belong_to_no_number() -> None:
    head = read_head(["★云财〔2024〕8号", "关于预算的通知", "各区：", "正文。"])
    assert (head.number, head.title) == ("云财〔2024〕8号", "关于预算的通知")


@pytest.mark.parametrize("stamp", ["", "（印章）", "（公章）", "（代章）"])
def test_who_signed_is_named_without_the_stamp_in_their_order(stamp: str) -> None:
    lines = ["正文。", "云澜市财政局" + stamp, "云澜市税务局", "2024年3月5日"]
    signature = find_signature(lines)
    assert signature is not None
    assert signature.issuers == ("云澜市财政局", "云澜市税务局")
    assert signature.day == date(2024, 3, 5)


def test_of_several_orders_the_last_is_the_number() -> None:
    found = read_promulgation(
        ["（2001年1月2日云澜市人民政府令第5号公布 根据2010年2月3日云澜市人民政府令第9号修订）"]
    )
    assert found is not None
    assert (found.doc_number, found.published_on) == ("云澜市人民政府令第9号", date(2010, 2, 3))


@pytest.mark.parametrize(
    ("printed", "doubted"),
    [
        pytest.param("云政发〔2024〕3号", False, id="the same"),
        pytest.param("云政发 2024 3", False, id="the same in another form"),
        pytest.param("云政发〔2024〕4号", True, id="another"),
    ],
)
def test_a_number_that_differs_from_the_texts_own_is_doubted(printed: str, doubted: bool) -> None:
    text = f"名称: 关于办公的通知\n文号: {printed}\n\n云政发〔2024〕3号\n各单位：正文。"
    assert any("不一致" in warning for warning in read(text).warnings) == doubted


def test_several_topics_are_parted_and_one_is_a_path() -> None:
    document = read("名称: 办法\n主题分类: 财政;税务\\减免；工业/民航\n\n正文。")
    assert document.topics == (("财政",), ("税务", "减免"), ("工业", "民航"))


@pytest.mark.parametrize(
    ("printed", "validity"),
    [("有效", Validity.IN_FORCE), ("失效", Validity.EXPIRED), ("有效期五年", Validity.UNSTATED)],
)
def test_a_validity_is_what_is_printed_as_a_whole(printed: str, validity: Validity) -> None:
    assert read(f"名称: 办法\n有效性: {printed}\n\n正文。").validity is validity


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        pytest.param("附件：1.甲表\n2.乙表", ["甲表", "乙表"], id="numbers that count on"),
        pytest.param("附件：1.甲表\n3.丙表", ["甲表"], id="a number left out"),
        pytest.param("附件：甲表。", ["甲表"], id="a single one"),
        pytest.param("见附件。", [], id="none"),
    ],
)
def test_attachments_are_numbered_on(body: str, titles: list[str]) -> None:
    assert annexes(f"正文。\n{body}\n") == tuple(map(Attachment, titles))
