"""What readers do grows as what they read (n·log n), and one document has bounded fields.

Work is counted (``tests.support.work``), not timed. Hostile parts stand in every field of a
record, in the lines of a text and in the elements of a page. ``GROWTH=full`` makes many more.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from io import BytesIO

import pytest

from index.document import PolicyDocument, Rejected
from index.errors import Unreadable
from index.readers import NO_OPTIONS, Kind, limits, refusals
from index.readers.extract import Extract
from index.readers.interpret.document import document_of
from index.readers.kinds import reader_of
from tests.support.work import work_of

CASES = 200 if os.environ.get("GROWTH") == "full" else 2
SIZE = 1_500
FIELDS = (
    "title", "issuer", "category", "doc_no", "region", "status", "published_date", "body",
    "index_no", "url", "genre",
)  # fmt: skip
PARTS = (
    "号 ", "(a、", "（", "(a)", "1.甲\n", "1.甲\n乙\n", "一、\n", "第一条 甲\n", " ", "\n", " / ", ";",
    "市财政局 ", "2020年1月1日、", "自发布之日起施行", "《甲", "《甲乙》", "(试行)", "国务院令 第", "标题:a ",
    "附件:\n1.甲\n", "某市财政局\n二〇二〇年\n", "www.a/", "〔2017", "20 1", "打印\n", "文 号", "目录\n第一章 总则\n",
)  # fmt: skip
ELEMENTS = (
    "<div class=nav>x</div>y", "<script></script>x", "<p>甲乙", "<div class=content>", "<td>标题",
    "<h1>甲", "<a href=x.pdf>y</a>", "<footer>x", "<div id=zoom>", "<table><tr><td><div>",
    "<div class=nav>", "<span>x</span>", "<br>", "<meta name=url content=http://a/>", "&amp;", "<",
)  # fmt: skip

Made = Callable[[int], bytes]


def records(part: str, field: str) -> Made:
    def made(size: int) -> bytes:
        row = {
            "title": "关于某事的通知",
            "body": "正文",
            field: "甲" + part * (size // len(part)) + "乙",
        }
        return json.dumps([row], ensure_ascii=False).encode()

    return made


def texts(before: str, part: str) -> Made:
    return lambda size: f"{before}{part * (size // len(part))}乙".encode()


def read(kind: Kind, content: bytes) -> None:
    for item in reader_of(kind)(BytesIO(content), "x", NO_OPTIONS):
        if isinstance(item, Extract):
            document_of(item)


def grows_too_fast(kind: Kind, made: Made) -> bool:
    read(kind, made(SIZE))  # tables are made and patterns are compiled once
    allowed = 6 * work_of(lambda: read(kind, made(SIZE))) + 20_000
    return work_of(lambda: read(kind, made(4 * SIZE)), allowed + 1) > allowed


@pytest.mark.parametrize("part", PARTS)
def test_texts_and_records(part: str) -> None:
    chance = random.Random(part)
    for _ in range(CASES):
        whole = part + "".join(chance.choices(PARTS, k=chance.randrange(3)))
        field = chance.choice(FIELDS)
        assert not grows_too_fast(Kind.TEXT, texts(chance.choice(("标题\n", "标题")), whole)), whole
        assert not grows_too_fast(Kind.JSON, records(whole, field)), (field, whole)


@pytest.mark.parametrize("part", ELEMENTS)
def test_pages(part: str) -> None:
    chance = random.Random(part)
    for _ in range(CASES):
        whole = part + "".join(chance.choices(ELEMENTS, k=chance.randrange(3)))
        assert not grows_too_fast(Kind.HTML, texts("<html><body>", whole)), whole


def test_a_text_that_is_too_long_is_refused() -> None:
    lines = ["关于某事的通知", "甲" * limits.CHARACTERS]
    assert document_of(Extract("x", lines=lines)) == Rejected("x", "", refusals.TOO_MANY_CHARACTERS)


def test_titles_and_values_are_cut_with_a_warning() -> None:
    title, value = "关于" * limits.TITLE_CHARACTERS, "甲" * (limits.VALUE_CHARACTERS + 1)
    printed = [("title", "标题", title), *[("views", "浏览量", value)] * (limits.VALUES + 1)]
    printed.insert(1, ("issuers", "发文机关", "、".join(f"第{n}局" for n in range(900))))
    made = document_of(Extract("x", printed=printed, lines=["正文"], verbatim=True))
    assert isinstance(made, PolicyDocument)
    assert len(made.title) == limits.TITLE_CHARACTERS
    assert len(made.issuers) == limits.ISSUERS
    assert all(len(text) <= limits.VALUE_CHARACTERS for _, text in made.as_printed)
    assert {"标题", "著录信息"} <= {warning.partition("超过")[0] for warning in made.warnings}


def test_a_header_with_many_parameters_is_read_at_once() -> None:
    def message(size: int) -> bytes:
        head = "MIME-Version: 1.0\nContent-Type: multipart/related;" + "a=b;" * (size // 4)
        return f"{head}\n\n<p>甲".encode()

    def tried(content: bytes) -> None:
        with pytest.raises(Unreadable, match="MHTML"):
            read(Kind.MHTML, content)

    few = work_of(lambda: tried(message(4 * SIZE)))
    assert work_of(lambda: tried(message(16 * SIZE))) < 2 * few
