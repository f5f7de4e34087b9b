"""From hit to hit of a document: numbers in the text, and links that work without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from index.document import PolicyDocument, Section
from search.request import SearchRequest
from search.results import DocumentView, Marks, SectionLink
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.reading import page
from web.app import create_app
from web.views.body import Block, blocks
from web.views.document import document_page

DOCUMENT = "/documents/sample-1"
QUERY = "政府网站"


def _hits(tree: HtmlElement) -> list[HtmlElement]:
    """The hits of the body, in the order of the text."""
    return list(tree.xpath("//article//mark"))


def _nav(tree: HtmlElement) -> HtmlElement:
    nav: HtmlElement
    (nav,) = tree.xpath("//nav[@aria-label='检索词的位置']")
    return nav


def _links(tree: HtmlElement) -> dict[str, str]:
    """The links a visitor sees: what they say, and where they lead."""
    links = _nav(tree).xpath(".//a[@href][not(@hidden)]")
    assert not _nav(tree).xpath(".//a[not(@href)][not(@hidden)]"), "a link that leads nowhere"
    assert not _nav(tree).xpath(".//a[@href=''] | .//a[@hidden][@href]")
    return {link.text_content(): str(link.get("href")) for link in links}


def _said(tree: HtmlElement) -> str:
    """What the nav says to a visitor, without what is hidden."""
    texts = _nav(tree).xpath(".//*[@role='status']//text()[not(ancestor::*[@hidden])]")
    return "".join(map(str, texts))


def _at(url: str) -> tuple[int, str]:
    """The hit that an address names in its query, and its fragment."""
    parts = urlsplit(url)
    (number,) = (value for name, value in parse_qsl(parts.query) if name == "hit")
    return int(number), parts.fragment


def _open(client: FlaskClient, hit: object = None, q: str = QUERY) -> HtmlElement:
    params = [("q", q)] + ([] if hit is None else [("hit", str(hit))])
    return page(client, f"{DOCUMENT}?{urlencode(params)}")


@pytest.fixture
def last(documents: list[PolicyDocument]) -> int:
    """How many hits the document has."""
    return documents[0].body.count(QUERY)


# --- the numbers -------------------------------------------------------------------------


def _assert_numbered(tree: HtmlElement) -> int:
    """Every hit has its number, and the nav says how many there are; that number."""
    hits = _hits(tree)
    assert [hit.get("id") for hit in hits] == [f"hit-{n}" for n in range(1, len(hits) + 1)]
    assert not tree.xpath("//mark[@id][not(ancestor::article)]")
    told = re.search(r"([\d,]+) 处", _said(tree))
    assert told
    assert int(told[1].replace(",", "")) == len(hits)
    return len(hits)


def test_hits_are_numbered_in_the_order_of_the_text(client: FlaskClient, last: int) -> None:
    tree = _open(client)
    assert _assert_numbered(tree) == last > 3
    assert {hit.text_content() for hit in _hits(tree)} == {QUERY}


@pytest.mark.parametrize("q", ["职工 条", "第一条", "住房公积金 第二条 总则", "的"])
def test_hits_in_headings_labels_and_paragraphs_are_all_numbered(
    client: FlaskClient, documents: list[PolicyDocument], q: str
) -> None:
    tree = page(client, f"/documents/law-1?{urlencode({'q': q})}")
    pattern = "|".join(q.split())
    assert _assert_numbered(tree) == len(re.findall(pattern, documents[1].body))
    assert {hit.text_content() for hit in _hits(tree)} <= set(q.split())


def test_hits_of_the_title_are_marked_but_not_numbered(client: FlaskClient) -> None:
    tree = _open(client)
    assert tree.xpath("//h1/mark")
    assert not tree.xpath("//h1/mark/@id")


@pytest.mark.parametrize(
    "url",
    [
        DOCUMENT,
        f"{DOCUMENT}?hit=3",
        f"{DOCUMENT}?q=&hit=1",
        f"{DOCUMENT}?q=没有这个词&hit=1",
        "/documents/bare-1?q=政府网站&hit=1",
        "/documents/sample-2?q=信息内容",
    ],
    ids=["no-query", "hit-alone", "empty-query", "not-found", "no-body", "title-alone"],
)
def test_without_hits_in_the_body_there_is_no_nav(client: FlaskClient, url: str) -> None:
    tree = page(client, url)
    assert not tree.xpath("//nav[@aria-label='检索词的位置']")
    assert not tree.xpath("//*[starts-with(@id, 'hit-')]")
    assert "上一处" not in tree.text_content()
    assert "下一处" not in tree.text_content()


# --- the links ---------------------------------------------------------------------------


@pytest.mark.parametrize("hit", [None, 0, "", "00"], ids=repr)
def test_before_the_first_hit_a_link_leads_to_it(client: FlaskClient, hit: object) -> None:
    tree = _open(client, hit)
    links = _links(tree)
    assert list(links) == ["下一处"]
    assert _at(links["下一处"]) == (1, "hit-1")
    assert "这是第" not in _said(tree)


def test_each_hit_leads_to_the_one_before_and_the_one_behind(
    client: FlaskClient, last: int
) -> None:
    for at in range(1, last + 1):
        tree = _open(client, at)
        links = _links(tree)
        expected = {}
        if at > 1:
            expected["上一处"] = (at - 1, f"hit-{at - 1}")
        if at < last:
            expected["下一处"] = (at + 1, f"hit-{at + 1}")
        assert {name: _at(url) for name, url in links.items()} == expected
        assert f"这是第 {at} 处" in _said(tree)
        assert f"{last} 处" in _said(tree)


def test_following_the_links_visits_every_hit_once(client: FlaskClient, last: int) -> None:
    tree = _open(client)
    seen = []
    while links := [link for name, link in _links(tree).items() if name != "上一处"]:
        address, fragment = links[0].split("#")
        tree = page(client, address)
        (target,) = tree.xpath(f"//*[@id='{fragment}']")
        assert target in _hits(tree)
        seen.append(fragment)
        assert len(seen) <= last
    assert seen == [f"hit-{n}" for n in range(1, last + 1)]
    while "上一处" in _links(tree):
        address, fragment = _links(tree)["上一处"].split("#")
        tree = page(client, address)
        assert seen[-2] == fragment
        seen.pop()
    assert seen == ["hit-1"]


@pytest.mark.parametrize("beyond", [1, 2, 1000, 10**7])
def test_beyond_the_last_hit_one_is_at_the_last(
    client: FlaskClient, last: int, beyond: int
) -> None:
    tree = _open(client, last + beyond)
    assert {name: _at(url) for name, url in _links(tree).items()} == {
        "上一处": (last - 1, f"hit-{last - 1}")
    }
    assert f"这是第 {last} 处" in _said(tree)


def test_a_single_hit_has_nothing_before_or_behind(client: FlaskClient) -> None:
    tree = _open(client, 1, q="集约高效")
    assert _assert_numbered(tree) == 1
    assert _links(tree) == {}
    assert _at(_links(_open(client, q="集约高效"))["下一处"]) == (1, "hit-1")


@pytest.mark.parametrize(
    "hit",
    [
        "-1",
        "1e9",
        "９",
        "１",
        "²",
        "٣",
        str(10**20),
        "9" * 5000,
        "1.0",
        "+1",
        " 1",
        "0x1",
        "一",
        "\x00",
        "1\n",
        HOSTILE,
        "None",
        "NaN",
        "hit-1",
    ],
    ids=lambda hit: ascii(hit[:12]),
)
def test_garbage_for_a_hit_never_fails(client: FlaskClient, last: int, hit: str) -> None:
    tree = _open(client, hit)
    assert _assert_numbered(tree) == last
    assert {_at(url)[0] for url in _links(tree).values()} <= set(range(1, last + 1))


def test_a_hit_said_twice_never_fails(client: FlaskClient, last: int) -> None:
    for query in ("hit=1&hit=2", "hit=x&hit=2", "hit=2&hit=x", "hit=&hit=", "hit"):
        tree = page(client, f"{DOCUMENT}?q={QUERY}&{query}")
        assert _assert_numbered(tree) == last
        assert {_at(url)[0] for url in _links(tree).values()} <= {1, 2, 3}


def test_the_links_keep_the_words_of_the_query(documents: list[PolicyDocument]) -> None:
    odd = replace(documents[0], id="a/b ?#&", body="C&C#1 与 C&C#1 及 C&C#1", sections=())
    view = FakeEngine([odd]).document(odd.id, "C&C#1")
    assert view
    hits = document_page(view, "C&C#1", 2).hits
    assert hits
    for url, number in ((hits.previous_url, 1), (hits.next_url, 3)):
        assert _at(url) == (number, f"hit-{number}")
        parts = urlsplit(url)
        assert parts.path == "/documents/" + quote(odd.id, safe="")
        assert SearchRequest.from_params(parse_qsl(parts.query)).q == "C&C#1"


def test_a_place_in_the_text_is_no_page_of_its_own(client: FlaskClient) -> None:
    assert _open(client, 3).xpath("//link[@rel='canonical']/@href") == [DOCUMENT]


# --- hits that cross something -----------------------------------------------------------


class Marking(FakeEngine):
    """Marks what it is told to."""

    def __init__(self) -> None:
        super().__init__([])
        self.view: DocumentView | None = None

    def document(self, id: str, q: str = "") -> DocumentView | None:
        return self.view


def _view(body: str, marks: Marks, offsets: dict[int, str] | None = None) -> DocumentView:
    """A document of that body, marked there, with sections of those labels at those offsets."""
    named = sorted((offsets or {}).items())
    sections = tuple(Section(4, label, "", at) for at, label in named)
    links = tuple(SectionLink(f"a{n}", 4, label, at) for n, (at, label) in enumerate(named, 1))
    document = PolicyDocument(id="x", title="题", body=body, sections=sections)
    return DocumentView(document, links, (), marks)


Reader = Callable[[DocumentView], HtmlElement]


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A function that prints a view as a page."""
    engine = Marking()
    client = create_app(engine).test_client()

    def read(view: DocumentView) -> HtmlElement:
        engine.view = view
        return page(client, "/documents/x?q=x")

    return read


def _bare(text: str) -> str:
    """``text`` without white space, which lines lose at their ends."""
    return "".join(text.split())


def _marked(body: str, marks: Marks) -> str:
    return _bare("".join(body[start:end] for start, end in marks))


@pytest.mark.parametrize(
    ("body", "marks", "offsets", "pieces"),
    [
        ("甲乙\n丙丁", ((1, 4),), {}, ["乙", "丙"]),
        ("甲乙\n\n \n丙丁", ((1, 7),), {}, ["乙", "丙"]),
        ("甲\n乙\n丙", ((0, 5),), {}, ["甲", "乙", "丙"]),
        ("第一条　职工", ((2, 6),), {0: "第一条"}, ["条", "　职工"]),
        ("第一条职工\n第二条职工", ((2, 4), (8, 10)), {0: "第一条", 6: "第二条"}, list("条职条职")),
        ("第一条职工", ((0, 3),), {0: "第一条"}, ["第一条"]),
        ("第一条职工", ((3, 5),), {0: "第一条"}, ["职工"]),
        ("第一条职工", ((0, 2), (3, 5)), {0: "第一条"}, ["第一", "职工"]),
        ("  甲  \n  乙", ((0, 9),), {}, ["甲", "乙"]),
        ("甲乙丙", ((0, 1), (1, 2)), {}, ["甲", "乙"]),
        ("甲\r\n乙", ((0, 4),), {}, ["甲", "乙"]),
    ],
    ids=[
        "line",
        "blank-lines",
        "three",
        "label",
        "labels",
        "in-label",
        "behind-label",
        "label-and-behind",
        "edges",
        "touching",
        "crlf",
    ],
)
def test_a_hit_that_crosses_an_edge_is_cut_there(
    reader: Reader, body: str, marks: Marks, offsets: dict[int, str], pieces: list[str]
) -> None:
    tree = reader(_view(body, marks, offsets))
    _assert_numbered(tree)
    assert [hit.text_content() for hit in _hits(tree)] == pieces
    assert _bare(tree.xpath("//article")[0].text_content()) == _bare(body)


@pytest.mark.parametrize("mark", [(1, 2), (1, 4), (3, 5), (5, 6)], ids=str)
def test_a_hit_of_white_space_between_lines_is_none(reader: Reader, mark: tuple[int, int]) -> None:
    tree = reader(_view("甲 \n \n 乙", (mark,)))
    assert not _hits(tree)
    assert not tree.xpath("//nav[@aria-label='检索词的位置']")


# --- any body, any marks -----------------------------------------------------------------

PARTS = st.sampled_from(
    [
        "第一条",
        "第二十条之一",
        "第一章",
        "一、",
        "职工",
        "公积金",
        "。",
        "：",
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "\u3000",
        "\t",
        "<b>",
        "&amp;",
        "2024年1月2日",
        "市财政局",
        "a",
        "\U00020000",
        "\u200b",
    ]
)


@st.composite
def marked_views(draw: st.DrawFn) -> DocumentView:
    """A body of parts that matter, ascending marks that do not touch, sections anywhere."""
    body = "".join(draw(st.lists(PARTS, max_size=30)))
    edges = sorted(draw(st.sets(st.integers(0, len(body)), max_size=16)))
    marks = tuple(zip(edges[::2], edges[1::2], strict=False))
    labels = [m.start() for m in re.finditer("第|一、", body)]
    places = st.sampled_from(labels) if labels else st.nothing()
    starts = draw(st.sets(places | st.integers(0, max(len(body) - 1, 0)), max_size=6))
    return _view(body, marks, {at: body[at : at + 3] for at in starts})


def _pieces(found: tuple[Block, ...]) -> list[tuple[str, int]]:
    return [piece for block in found for piece in (*block.label, *block.rest)]


@settings(max_examples=60)
@given(marked_views())
def test_numbers_ascend_and_no_character_is_lost(view: DocumentView) -> None:
    body = view.document.body
    shown = document_page(view, "x")
    assert shown.blocks == blocks(body, view.body_marks, view.sections)
    pieces = _pieces(shown.blocks)
    assert _bare("".join(text for text, _ in pieces)) == _bare(body)
    for block in shown.blocks:
        assert "".join(text for text, _ in (*block.label, *block.rest)) == block.text.text
    numbers = [number for _, number in pieces if number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert _bare("".join(t for t, n in pieces if n)) == _marked(body, view.body_marks)
    assert (shown.hits.last if shown.hits else 0) == len(numbers)


@settings(max_examples=30)
@given(marked_views())
def test_any_page_is_numbered_and_complete(reader: Reader, view: DocumentView) -> None:
    tree = reader(view)
    body, (article,) = view.document.body, tree.xpath("//article")
    ids = [hit.get("id") for hit in _hits(tree)]
    assert ids == [f"hit-{n}" for n in range(1, len(ids) + 1)]
    assert "".join(_bare(hit.text_content()) for hit in _hits(tree)) == _marked(
        body, view.body_marks
    )
    if _bare(body):
        assert _bare(article.text_content()) == _bare(body)
    if ids:
        _assert_numbered(tree)
    else:
        assert not tree.xpath("//nav[@aria-label='检索词的位置']")


@settings(max_examples=60)
@given(view=marked_views(), hit=st.integers(0, 40))
def test_from_any_place_the_links_lead_one_on(view: DocumentView, hit: int) -> None:
    hits = document_page(view, "x", hit).hits
    if hits is None:
        return
    assert hits.at == min(hit, hits.last)
    assert bool(hits.previous_url) == (hits.at > 1)
    assert bool(hits.next_url) == (hits.at < hits.last)
    if hits.previous_url:
        assert _at(hits.previous_url) == (hits.at - 1, f"hit-{hits.at - 1}")
    if hits.next_url:
        assert _at(hits.next_url) == (hits.at + 1, f"hit-{hits.at + 1}")
