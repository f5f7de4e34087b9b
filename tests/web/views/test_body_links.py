"""Links in the text of a document: none is lost where hits, lines and labels cross them."""

from __future__ import annotations

import re
from functools import partial

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from search.related import BodyLink
from search.results import Marks, SectionLink
from tests.support.work import work_of
from tests.web.html_page import page, words
from web.views.body import GOES_ON, Block, Run, blocks

# --- any body, any marks, any links ------------------------------------------------------

PARTS = st.sampled_from(
    [
        "第一条",
        "第二章",
        "《公积金条例》",
        "职工",
        "。",
        "：",
        "\n",
        "\r\n",
        " ",
        "\u3000",
        "<b>",
        "\u200b",
    ]
)


def _ranges(draw: st.DrawFn, longest: int) -> list[tuple[int, int]]:
    edges = sorted(draw(st.sets(st.integers(0, longest), max_size=16)))
    return list(zip(edges[::2], edges[1::2], strict=False))


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, Marks, tuple[BodyLink, ...], tuple[SectionLink, ...]]:
    """A body, with ascending hits and ascending links anywhere, and sections."""
    body = "".join(draw(st.lists(PARTS, max_size=30)))
    marks = tuple(_ranges(draw, len(body)))
    links = tuple(
        BodyLink(low, high, f"d{at}", "a1" if at % 2 else "", "后来的文本" if at % 3 else "")
        for at, (low, high) in enumerate(_ranges(draw, len(body)))
    )
    starts = [found.start() for found in re.finditer("第", body)]
    sections = tuple(SectionLink(f"a{n}", 4, body[at : at + 3], at) for n, at in enumerate(starts))
    return body, marks, links, sections


def _runs(found: tuple[Block, ...]) -> list[Run]:
    return [run for block in found for run in (*block.label, *block.rest)]


def _words(run: Run) -> str:
    return "".join(text for text, _ in run.pieces)


def _bare(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=150)
@given(bodies())
def test_hits_and_links_both_survive(
    found: tuple[str, Marks, tuple[BodyLink, ...], tuple[SectionLink, ...]],
) -> None:
    body, marks, links, sections = found
    shown = blocks(body, marks, sections, links)
    runs = _runs(shown)
    pieces = [piece for run in runs for piece in run.pieces]
    assert _bare("".join(text for text, _ in pieces)) == _bare(body)
    marked = _bare("".join(body[low:high] for low, high in marks))
    assert _bare("".join(text for text, hit in pieces if hit)) == marked
    for link in links:
        of_it = [run for run in runs if re.match(rf"/documents/{link.id}(#|$)", run.url)]
        assert _bare("".join(map(_words, of_it))) == _bare(body[link.start : link.end])
        assert {run.note for run in of_it} <= {link.note}
    assert _bare("".join(_words(run) for run in runs if run.url)) == _bare(
        "".join(body[link.start : link.end] for link in links)
    )
    numbers = [hit for _, hit in pieces if hit > 0]
    assert numbers == list(range(1, len(numbers) + 1))
    bare = _runs(blocks(body, marks, sections))
    assert len(numbers) == sum(hit > 0 for run in bare for _, hit in run.pieces), (
        "links add no hits"
    )
    assert tuple(numbers) == sum((block.numbers for block in shown), ())


@pytest.mark.parametrize(
    ("mark", "pieces"),
    [
        ((0, 2), [("甲乙", 1), ("丙丁", 0), ("戊", 0)]),
        ((1, 3), [("甲", 0), ("乙", 1), ("丙", GOES_ON), ("丁", 0), ("戊", 0)]),
        ((3, 5), [("甲乙", 0), ("丙", 0), ("丁", 1), ("戊", GOES_ON)]),
        ((1, 5), [("甲", 0), ("乙", 1), ("丙丁", GOES_ON), ("戊", GOES_ON)]),
        ((2, 4), [("甲乙", 0), ("丙丁", 1), ("戊", 0)]),
    ],
    ids=["before", "into", "out-of", "around", "the-same"],
)
def test_a_hit_is_cut_where_a_link_begins_or_ends(
    mark: tuple[int, int], pieces: list[tuple[str, int]]
) -> None:
    shown = blocks("甲乙丙丁戊", (mark,), (), (BodyLink(2, 4, "x"),))
    assert [piece for run in _runs(shown) for piece in run.pieces] == pieces


def test_work_grows_with_the_length_of_text_links_and_hits() -> None:
    """A line of ten thousand links, and as many lines of one."""

    def read(times: int, line: str) -> None:
        body = line * times
        places = [found.start() for found in re.finditer("条例", body)]
        links = tuple(BodyLink(at, at + 2, "x") for at in places)
        marks = tuple((at + 1, at + 3) for at in places)
        _runs(blocks(body, marks, (), links))

    for line in ("《条例》，", "依照《条例》。\n"):
        once, ten = (work_of(partial(read, times, line)) for times in (200, 2000))
        assert ten < 12 * once


# --- the page ----------------------------------------------------------------------------


def test_a_name_leads_to_the_document_and_the_article(client: FlaskClient) -> None:
    tree = page(client, "/documents/law-1")
    links = tree.xpath("//article//a[contains(@class, 'ref')]")
    assert links[0].get("href") == "/documents/sample-1#s2"
    assert links[0].text_content() == "住房公积金账户"
    assert not links[0].get("title")
    later = tree.xpath("//article//a[@class='ref later']")
    assert {link.get("title") for link in later} == {"引用的是当时的文本，本站只收录2019年的。"}
    assert {link.get("href") for link in later} == {"/documents/sample-1"}, "no 条 of a later text"
    assert "虚线" in words(tree, "//p[contains(@class, 'legend')]")[0]


def test_hits_stand_within_links(client: FlaskClient) -> None:
    tree = page(client, "/documents/law-1?q=公积金账户内")
    inside = tree.xpath("//article//a[contains(@class, 'ref')]/mark")
    behind = tree.xpath("//article//mark[not(ancestor::a)]")
    assert inside[0].text_content() == "公积金账户"
    assert inside[0].get("id") == "hit-1"
    assert behind[0].text_content() == "内"
    assert behind[0].get("id") is None, "one hit has one place"
    assert len(tree.xpath("//article//mark[@id]")) == 47


def test_an_article_says_how_often_it_is_cited(client: FlaskClient) -> None:
    tree = page(client, "/documents/law-1")
    (article,) = tree.xpath("//*[@id='a12']")
    (times,) = article.xpath("./a[@class='times']")
    assert "被引用 13" in times.text_content()
    assert times.get("href") == "/documents/law-1/relations?kind=cited_by&article=a12"
    assert len(tree.xpath("//a[@class='times']")) == 3
