"""Where little of a page is kept another reader is asked, and what is left aside is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.errors import Unreadable
from index.readers.formats.html import parse_html
from index.readers.page import second_opinion
from index.readers.page.furniture import judge
from index.readers.page.lines import Line, lines_of
from index.readers.page.tree import tree_of
from tests.support.cases import read_bytes

TITLE = "云澜市水务局关于开展节水宣传活动的通知"
TEXT = [
    "各区水务局，局属各单位：",
    "为提高全社会节水意识，现就开展节水宣传活动有关事项通知如下，请认真组织实施。",
    "一、突出宣传重点，采取群众喜闻乐见的形式，广泛宣传节水知识。",
    "二、加强组织领导，明确责任分工，确保活动取得实效，并及时报送总结。",
]
PAGE = (
    f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
    f"{''.join(f'<p>{line}</p>' for line in TEXT)}</article></body></html>"
)


def seen(html: str) -> list[Line]:
    tree = tree_of(html)
    assert tree is not None
    lines = lines_of(tree)[0]
    judge(lines)
    return lines


def test_the_other_reader_is_taken_where_ours_kept_little() -> None:
    assert second_opinion.better(PAGE, [TEXT[0]], seen(PAGE))[-len(TEXT) :] == TEXT


def test_the_other_reader_is_not_asked_where_ours_kept_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: pytest.fail("asked"))
    assert second_opinion.better(PAGE, TEXT[1:], seen(PAGE)) == TEXT[1:]


@pytest.mark.parametrize(
    "found", [None, "", "首页", "版权所有 云澜市水务局，未经许可不得转载，违者必究，特此声明。"]
)
def test_the_other_reader_is_not_taken_where_it_found_no_more(
    monkeypatch: pytest.MonkeyPatch, found: str | None
) -> None:
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: found)
    assert second_opinion.better(PAGE, [TEXT[0]], seen(PAGE)) == [TEXT[0]]


def test_less_than_a_third_is_said(tmp_path: Path) -> None:
    menu = "".join(f"<li><a href={n}>云澜市第{n}号专题宣传栏目</a></li>" for n in range(40))
    [item] = read_bytes(
        tmp_path, "a.html", PAGE.replace("<body>", f"<body><ul>{menu}</ul>").encode()
    )
    assert isinstance(item, PolicyDocument)
    assert item.body == "\n".join(TEXT)
    [warning] = item.warnings
    found = re.fullmatch(r"只采用了网页文字的百分之 (\d+)，请对照原文。", warning)
    assert found
    assert int(found[1]) < 34


def test_a_page_that_is_kept_is_not_doubted() -> None:
    assert parse_html(PAGE, "a.html").warnings == []


def test_text_that_is_hidden_is_read_where_there_is_no_other() -> None:
    text = "".join(f"<p>{line}</p>" for line in TEXT)
    for hidden in (
        f"<div style='display: none'>{text}</div>",
        f"<noscript>{text}</noscript>",
        f"<textarea>{text}</textarea>",
    ):
        extract = parse_html(f"<title>{TITLE}</title><body><p>正在加载</p>{hidden}", "a.html")
        assert TEXT[2] in "".join(extract.lines)
    extract = parse_html(
        PAGE.replace("</article>", "<p hidden>藏起来的</p><del>删去的</del></article>"), "a.html"
    )
    assert extract.lines == TEXT


@pytest.mark.parametrize(
    "deep",
    [
        "<div>" * 300_000,
        "<div><p>" * 100_000,
        "<ul><li>" * 100_000,
        "".join(f"<p><b id=a{n}><object></b></object></p>" for n in range(20_000)),
        "".join(f"<p><font size={n}></p>" for n in range(9_000)) + "<p>甲" * 9_000,
        "<b><table><tr><td></b>" * 20_000,
    ],
    ids=["div", "div p", "lists", "formats behind fences", "formats for each paragraph", "tables"],
)
def test_what_a_parser_of_html5_would_take_minutes_for_is_read_or_refused(deep: str) -> None:
    try:
        lines = parse_html(f"{deep}<p>全文</p>", "a.html").lines
    except Unreadable:
        return  # 嵌套过深: said, and nothing of it is lost in silence
    assert lines[-1:] in ([], ["全文"])
