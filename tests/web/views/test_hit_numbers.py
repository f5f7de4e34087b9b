"""Hits that cross lines and labels, any body and any marks: numbers ascend, no text is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from index.document import PolicyDocument, Section
from search.results import DocumentView, Marks, SectionLink
from tests.web.fakes import FakeEngine
from tests.web.hit_links import (
    assert_numbered,
    hits_of,
    place_of,
)
from tests.web.html_page import page
from web.site.app import create_app
from web.views.body import Block, blocks
from web.views.document import Asked, document_page

# --- hits that cross something -----------------------------------------------------------


class Marking(FakeEngine):
    """Marks what it is told to."""

    def __init__(self) -> None:
        super().__init__([])
        self.view: DocumentView | None = None

    def document(self, id: str, q: str = "", on: date | None = None) -> DocumentView | None:
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
    assert_numbered(tree)
    assert [hit.text_content() for hit in hits_of(tree)] == pieces
    assert _bare(tree.xpath("//article")[0].text_content()) == _bare(body)


@pytest.mark.parametrize("mark", [(1, 2), (1, 4), (3, 5), (5, 6)], ids=str)
def test_a_hit_of_white_space_between_lines_is_none(reader: Reader, mark: tuple[int, int]) -> None:
    tree = reader(_view("甲 \n \n 乙", (mark,)))
    assert not hits_of(tree)
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
    return [piece for block in found for run in (*block.label, *block.rest) for piece in run.pieces]


@settings(max_examples=60)
@given(marked_views())
def test_every_hit_has_a_number_and_no_character_is_lost(view: DocumentView) -> None:
    body = view.document.body
    shown = document_page(view, Asked("x"))
    assert shown.blocks == blocks(body, view.body_marks, view.sections, q="x")
    pieces = _pieces(shown.blocks)
    assert _bare("".join(text for text, _ in pieces)) == _bare(body)
    for block in shown.blocks:
        assert "".join(text for text, _ in _pieces((block,))) == block.text.text
    numbers = [number for _, number in pieces if number]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert _bare("".join(t for t, n in pieces if n)) == _marked(body, view.body_marks)
    assert (shown.hits.last if shown.hits else 0) == len(numbers)


@settings(max_examples=30)
@given(marked_views())
def test_any_page_is_numbered_and_complete(reader: Reader, view: DocumentView) -> None:
    tree = reader(view)
    body, (article,) = view.document.body, tree.xpath("//article")
    ids = [hit.get("id") for hit in hits_of(tree)]
    assert set(ids) == {f"hit-{n}" for n in range(1, len(ids) + 1)}
    assert len(set(ids)) == len(ids)
    assert "".join(_bare(hit.text_content()) for hit in hits_of(tree)) == _marked(
        body, view.body_marks
    )
    if _bare(body):
        assert _bare(article.text_content()) == _bare(body)
    if ids:
        assert_numbered(tree)
    else:
        assert not tree.xpath("//nav[@aria-label='检索词的位置']")


@settings(max_examples=60)
@given(view=marked_views(), hit=st.integers(0, 40))
def test_from_any_place_the_links_lead_one_on(view: DocumentView, hit: int) -> None:
    hits = document_page(view, Asked("x", hit)).hits
    if hits is None:
        return
    assert hits.at == min(hit, hits.last)
    assert bool(hits.previous_url) == (hits.at > 1)
    assert bool(hits.next_url) == (hits.at < hits.last)
    if hits.previous_url:
        assert place_of(hits.previous_url) == (hits.at - 1, f"hit-{hits.at - 1}")
    if hits.next_url:
        assert place_of(hits.next_url) == (hits.at + 1, f"hit-{hits.at + 1}")
