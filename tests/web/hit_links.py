"""A document with hits, for tests: its numbers and its links."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask.testing import FlaskClient
from lxml.html import HtmlElement

from tests.web.html_page import page

DOCUMENT = "/documents/sample-1"
QUERY = "政府网站"


def hits_of(tree: HtmlElement) -> list[HtmlElement]:
    """The hits of the body, in the order of the text."""
    return list(tree.xpath("//article//mark"))


def nav_of(tree: HtmlElement) -> HtmlElement:
    nav: HtmlElement
    (nav,) = tree.xpath("//nav[@aria-label='检索词的位置']")
    return nav


def links_of(tree: HtmlElement) -> dict[str, str]:
    """The links a visitor sees: what they say, and where they lead."""
    links = nav_of(tree).xpath(".//a[@href][not(@hidden)]")
    assert not nav_of(tree).xpath(".//a[not(@href)][not(@hidden)]"), "a link that leads nowhere"
    assert not nav_of(tree).xpath(".//a[@href=''] | .//a[@hidden][@href]")
    return {link.text_content(): str(link.get("href")) for link in links}


def said_by(tree: HtmlElement) -> str:
    """What the nav says to a visitor, without what is hidden."""
    texts = nav_of(tree).xpath(".//*[@role='status']//text()[not(ancestor::*[@hidden])]")
    return "".join(map(str, texts))


def place_of(url: str) -> tuple[int, str]:
    """The hit that an address names in its query, and its fragment."""
    parts = urlsplit(url)
    (number,) = (value for name, value in parse_qsl(parts.query) if name == "hit")
    return int(number), parts.fragment


def opened_at(client: FlaskClient, hit: object = None, q: str = QUERY) -> HtmlElement:
    params = [("q", q)] + ([] if hit is None else [("hit", str(hit))])
    return page(client, f"{DOCUMENT}?{urlencode(params)}")


def assert_numbered(tree: HtmlElement) -> int:
    """Every hit has its number, hits of one text ascending ones, and the nav says how many there are;
    that number."""
    hits = hits_of(tree)
    found = [int(str(hit.get("id")).removeprefix("hit-")) for hit in hits]
    assert sorted(found) == list(range(1, len(hits) + 1))
    for text in {hit.text_content() for hit in hits}:
        alike = [at for at, hit in zip(found, hits, strict=True) if hit.text_content() == text]
        assert alike == sorted(alike)
    assert not tree.xpath("//mark[@id][not(ancestor::article)]")
    told = re.search(r"([\d,]+) 处", said_by(tree))
    assert told
    assert int(told[1].replace(",", "")) == len(hits)
    return len(hits)
