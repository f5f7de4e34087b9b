"""Pages that pretend to end what they open: a parser that believed them would take minutes or gigabytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from index.document import Rejected
from index.errors import Unreadable
from index.readers import Item, limits
from index.readers.formats.html import parse_html
from index.readers.page import content, naming, tree
from index.readers.page.lines import Line
from tests.support.cases import read_bytes

TEXT = "<p>为了规范政务公开工作，保障公民、法人和其他组织依法获取信息，制定本办法。</p>" * 4
TITLE = "<title>关于做好节水工作的通知</title>"
MANY = 3_000
FORMATS = {
    "in comments": "<p><b a={}><!--</b>-->",
    "in values": '<p><b a="</b>{}">',
    "in scripts": "<p><b a={}><script></b></script>",
    "in fields": "<p><b a={}><textarea></b></textarea>",
    "outside a table": "<p><td><b a={}></td></b>",
    "behind fences": "<p><b a={}><object></b></object>",
}
DEPTHS = {
    "in comments": "<div><!--</div>-->",
    "in values": '<div a="</div>">',
    "across": "<span><div></span></div>",
    "behind fences": "<div><object></div></object>",
    "outside a table": "<td><div></td>",
    "in drawings": "<svg><title><g></title></g></svg><div>",
    "of lists": "<li><dd>",
}


@pytest.mark.parametrize("kind", FORMATS)
def test_formats_that_are_never_ended_are_not_written_anew_in_each_paragraph(kind: str) -> None:
    opened = "".join(map(FORMATS[kind].format, range(MANY)))
    page = tree.tree_of(f"{TITLE}<body>{TEXT}{opened}{TEXT}")
    assert page is not None
    assert sum(1 for _ in page.iter()) < 20 * MANY


@pytest.mark.parametrize("kind", DEPTHS)
def test_a_page_deeper_than_it_says_is_not_searched_at_each_tag(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: bytes) -> None:
        raise AssertionError

    monkeypatch.setattr(tree, "LexborHTMLParser", refused)
    with suppress(Unreadable):
        parse_html(f"{TITLE}<body>{TEXT}{DEPTHS[kind] * MANY}{TEXT}", "a.html")


@pytest.mark.parametrize(
    "tag", ["<p>甲<b>乙</b>", "<h1>甲<br>", "<li><p>甲", "<div><ul><li>甲<li>乙</ul></div>", "<dl><dt>甲<dd>乙</dl>",
            "<table><tr><td><p>甲<td>乙<tr><th>丙</table>", "<svg><g><path d=M0 /></g></svg>甲",
            "<select><option>甲<option>乙</select>", "<!-- <div> --><script>'<div>'</script>甲"],
)  # fmt: skip
def test_a_long_page_in_order_is_read_as_browsers_do(
    tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def parser(page: bytes) -> LexborHTMLParser:
        asked.append(len(page))
        return LexborHTMLParser(page)

    monkeypatch.setattr(tree, "LexborHTMLParser", parser)
    assert tree.tree_of(f"{TITLE}<body>{tag * 6_000}") is not None
    assert asked


@pytest.mark.parametrize("form", ["a{}=1 ", "a{} ", "a{}='>' ", 'a{}="<b>"'])
def test_a_tag_with_thousands_of_attributes_keeps_none(form: str) -> None:
    crowd = "".join(map(form.format, range(20_000)))
    extract = parse_html(f"{TITLE}<body><div {crowd}>{TEXT}</div>", "a.html")
    page = tree.tree_of(f"<body><div {crowd}>{TEXT}</div>")
    assert page is not None
    assert max(len(element.attrib) for element in page.iter()) < 2_000
    assert "政务公开工作" in extract.lines[0]


def test_a_page_that_the_parser_gives_up_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(_: bytes) -> None:
        raise SelectolaxError("Can't parse HTML.")

    monkeypatch.setattr(tree, "LexborHTMLParser", failing)
    assert "政务公开工作" in parse_html(f"{TITLE}<body>{TEXT}", "a.html").lines[0]


def test_a_title_with_thousands_of_parts_is_sought_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sought: list[str] = []

    def shown(lines: Sequence[Line], name: str, within: range) -> Iterator[tuple[int, int]]:
        sought.append(name)
        return naming.shown(lines, name, within)

    monkeypatch.setattr(content, "shown", shown)
    whole = "".join(f"关于第{n}号堤防的通知_" for n in range(5_000))
    parse_html(f"<title>{whole}</title><body>{TEXT}", "a.html")
    assert len(sought) < 50
    assert max(map(len, sought)) <= limits.VALUE_CHARACTERS


Items = Callable[[str], list[Item]]


@pytest.fixture
def items_of(tmp_path: Path) -> Items:
    """What is read of a page or XML called a workbook."""
    return lambda data: list(read_bytes(tmp_path, "清单.xls", data.encode()))


def test_a_table_that_deceives_the_parser_is_refused_by_name(items_of: Items) -> None:
    opened = "".join(map(FORMATS["in comments"].format, range(MANY)))
    [item] = items_of(f"<html><body><table><tr><td>标题{opened}</table></body></html>")
    assert isinstance(item, Rejected)
    assert "嵌套过深" in item.reason


def test_a_table_that_the_parser_gives_up_is_refused_by_name(
    items_of: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: bytes) -> None:
        raise SelectolaxError("Can't parse HTML.")

    monkeypatch.setattr(tree, "LexborHTMLParser", failing)
    [item] = items_of("<html><body><table><tr><td>标题</table></body></html>")
    assert isinstance(item, Rejected)
    assert "过大" in item.reason


def test_rows_of_thousands_of_empty_cells_are_refused_before_memory_is_full(
    items_of: Items,
) -> None:
    names = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    row = '<Row><Cell ss:Index="16000"><Data>甲</Data></Cell></Row>'
    sheet = f'<Worksheet ss:Name="a"><Table>{row * 2_000}</Table></Worksheet>'
    [item] = items_of(
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {names}>{sheet}</Workbook>'
    )
    assert isinstance(item, Rejected)
    assert "空行空列" in item.reason
