"""Pages that are damaged, huge or nested: nothing of their text is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from lxml.html import HtmlElement

from index.errors import Unreadable
from index.readers.extract import Extract
from index.readers.formats.html import parse_html
from index.readers.page.lines import has_few
from tests.support.work import work_of


class _Cell:
    """A cell of very many paragraphs; counts how many of them are looked at."""

    tag = "td"

    def __init__(self) -> None:
        self.looked_at = 0

    def __len__(self) -> int:
        raise AssertionError("counted for each of its paragraphs")

    def __iter__(self) -> Iterator[_Cell]:
        for _ in range(10_000):
            self.looked_at += 1
            yield self


HEAD = "<html><head><title>云澜市财政补助办法</title></head>"


def page(body: str) -> Extract:
    return parse_html(f"{HEAD}<body>{body}</body></html>", "a.html")


@pytest.mark.parametrize(
    "odd", ["\x0b", "\x0c", "\ufffe", "\uffff", "&#1;", "&#xFFFF;", "&#xD800;"]
)
@pytest.mark.parametrize("chrome", ["<nav>首页</nav>", "<script>x</script>", ""])
def test_characters_that_xml_does_not_know_beside_what_is_removed(odd: str, chrome: str) -> None:
    extract = page(f"<p>补助{odd}办法{chrome}全文{odd}</p>")
    assert extract.lines[0].startswith("补助")
    assert "全文" in extract.lines[-1]  # browsers end a paragraph where a <nav> begins
    assert len(extract.lines) == 1 + chrome.startswith("<nav")
    assert "首页" not in "".join(extract.lines)


@pytest.mark.parametrize("odd", ["\x0c", "\uffff", "&#12;"])
def test_such_characters_behind_the_text(odd: str) -> None:
    text = "各区县财政局应当认真执行。" * 9
    assert page(f"甲{odd}<div id=zoom><p>{text}</p></div>{odd}乙").lines == [text]


def test_a_page_whose_text_stands_in_its_root() -> None:
    text = "各区县财政局应当认真执行。" * 9
    extract = parse_html(f"{HEAD}<body><p>甲</p></body><p>{text}</p></html>", "a.html")
    assert text in "".join(extract.lines)


@pytest.mark.parametrize(
    "before",
    ["<font>" * 600, "<div>" * 1_500, f'<img src="data:{"a" * 11_000_000}">', f"<!--{'a' * 11_000_000}-->"],
    ids=["fonts", "divs", "picture", "comment"],
)  # fmt: skip
def test_what_stands_behind_much_else_is_read(before: str) -> None:
    assert page(f"{before}<p>各区县：</p><p>完。</p>").lines[-1] == "完。"


@pytest.mark.parametrize("before", ["", "</p><zz>" * 300])
def test_what_the_parser_leaves_out_is_said(before: str) -> None:
    with pytest.raises(Unreadable, match="嵌套过深"):
        page(f"{before}{'<i>' * 3_000}全文")


def test_a_cell_is_not_gone_through_for_each_of_its_paragraphs() -> None:
    cell = _Cell()
    assert not has_few(cast(HtmlElement, cell))
    assert cell.looked_at < 5


def test_rows_within_rows_are_read_once() -> None:
    def work(rows: int) -> int:
        return work_of(lambda: page("<table>" + "<tr><td><div>甲" * rows))

    assert work(600) < 6 * work(150)
