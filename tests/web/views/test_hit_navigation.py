"""From hit to hit of a document: numbers in the text, and links that work without a script."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from index.document import PolicyDocument
from search.request import SearchRequest
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.hit_links import (
    DOCUMENT,
    QUERY,
    assert_numbered,
    hits_of,
    links_of,
    opened_at,
    place_of,
    said_by,
)
from tests.web.html_page import page
from web.views.document import Asked, document_page


@pytest.fixture
def last(documents: list[PolicyDocument]) -> int:
    """How many hits the document has."""
    return documents[0].body.count(QUERY)


# --- the numbers -------------------------------------------------------------------------


def test_hits_are_numbered_in_the_order_of_the_text(client: FlaskClient, last: int) -> None:
    tree = opened_at(client)
    assert assert_numbered(tree) == last > 3
    assert {hit.text_content() for hit in hits_of(tree)} == {QUERY}


@pytest.mark.parametrize("q", ["职工 条", "第一条", "住房公积金 第二条 总则", "的"])
def test_hits_in_headings_labels_and_paragraphs_are_all_numbered(
    client: FlaskClient, documents: list[PolicyDocument], q: str
) -> None:
    tree = page(client, f"/documents/law-1?{urlencode({'q': q})}")
    pattern = "|".join(q.split())
    assert assert_numbered(tree) == len(re.findall(pattern, documents[1].body))
    assert {hit.text_content() for hit in hits_of(tree)} <= set(q.split())


def test_hits_of_the_title_are_marked_but_not_numbered(client: FlaskClient) -> None:
    tree = opened_at(client)
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
    tree = opened_at(client, hit)
    links = links_of(tree)
    assert list(links) == ["下一处"]
    assert place_of(links["下一处"]) == (1, "hit-1")
    assert "/" not in said_by(tree)


def test_each_hit_leads_to_the_one_before_and_the_one_behind(
    client: FlaskClient, last: int
) -> None:
    for at in range(1, last + 1):
        tree = opened_at(client, at)
        links = links_of(tree)
        expected = {}
        if at > 1:
            expected["上一处"] = (at - 1, f"hit-{at - 1}")
        if at < last:
            expected["下一处"] = (at + 1, f"hit-{at + 1}")
        assert {name: place_of(url) for name, url in links.items()} == expected
        assert f"{at}/{last} 处" in said_by(tree)


def test_following_the_links_visits_every_hit_once(client: FlaskClient, last: int) -> None:
    tree = opened_at(client)
    seen = []
    while links := [link for name, link in links_of(tree).items() if name != "上一处"]:
        address, fragment = links[0].split("#")
        tree = page(client, address)
        (target,) = tree.xpath(f"//*[@id='{fragment}']")
        assert target in hits_of(tree)
        seen.append(fragment)
        assert len(seen) <= last
    assert seen == [f"hit-{n}" for n in range(1, last + 1)]
    while "上一处" in links_of(tree):
        address, fragment = links_of(tree)["上一处"].split("#")
        tree = page(client, address)
        assert seen[-2] == fragment
        seen.pop()
    assert seen == ["hit-1"]


@pytest.mark.parametrize("beyond", [1, 2, 1000, 10**7])
def test_beyond_the_last_hit_one_is_at_the_last(
    client: FlaskClient, last: int, beyond: int
) -> None:
    tree = opened_at(client, last + beyond)
    assert {name: place_of(url) for name, url in links_of(tree).items()} == {
        "上一处": (last - 1, f"hit-{last - 1}")
    }
    assert f"{last}/{last} 处" in said_by(tree)


def test_a_single_hit_has_nothing_before_or_behind(client: FlaskClient) -> None:
    tree = opened_at(client, 1, q="集约高效")
    assert assert_numbered(tree) == 1
    assert links_of(tree) == {}
    assert place_of(links_of(opened_at(client, q="集约高效"))["下一处"]) == (1, "hit-1")


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
    tree = opened_at(client, hit)
    assert assert_numbered(tree) == last
    assert {place_of(url)[0] for url in links_of(tree).values()} <= set(range(1, last + 1))


def test_a_hit_said_twice_never_fails(client: FlaskClient, last: int) -> None:
    for query in ("hit=1&hit=2", "hit=x&hit=2", "hit=2&hit=x", "hit=&hit=", "hit"):
        tree = page(client, f"{DOCUMENT}?q={QUERY}&{query}")
        assert assert_numbered(tree) == last
        assert {place_of(url)[0] for url in links_of(tree).values()} <= {1, 2, 3}


def test_the_links_keep_the_words_of_the_query(documents: list[PolicyDocument]) -> None:
    odd = replace(documents[0], id="a/b ?#&", body="C&C#1 与 C&C#1 及 C&C#1", sections=())
    view = FakeEngine([odd]).document(odd.id, "C&C#1")
    assert view
    hits = document_page(view, Asked("C&C#1", 2)).hits
    assert hits
    for url, number in ((hits.previous_url, 1), (hits.next_url, 3)):
        assert place_of(url) == (number, f"hit-{number}")
        parts = urlsplit(url)
        assert parts.path == "/documents/" + quote(odd.id, safe="")
        assert SearchRequest.from_params(parse_qsl(parts.query)).q == "C&C#1"


def test_a_place_in_the_text_is_no_page_of_its_own(client: FlaskClient) -> None:
    assert opened_at(client, 3).xpath("//link[@rel='canonical']/@href") == [DOCUMENT]
