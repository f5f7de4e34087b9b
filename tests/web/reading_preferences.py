"""How a visitor reads, for tests: turning a preference, pages read so."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as lxml_html
from lxml.html import HtmlElement

from tests.web.html_page import assert_harmless, assert_well_formed

PAGES = [
    pytest.param("/", id="home"),
    pytest.param("/search", id="everything"),
    pytest.param("/search?q=政府网站&genre=通报&from=2003&to=2010-05&page=1", id="results"),
    pytest.param("/search?q=没有这样的词", id="nothing"),
    pytest.param("/search?q=a%26b%3Dc%23d%2Be&q=%22%3E%3Cb%3E", id="escapes"),
    pytest.param("/documents/sample-1?q=政府网站&hit=2", id="document"),
    pytest.param("/documents/hostile-1", id="hostile"),
    pytest.param("/browse?named=局", id="browse"),
    pytest.param("/help", id="help"),
    pytest.param("/status", id="status"),
    pytest.param("/nowhere?a=1", id="404"),
    pytest.param("/documents/none?q=政", id="no-document"),
]


def tree_of(client: FlaskClient, url: str) -> HtmlElement:
    """The page at ``url`` whatever its status."""
    response = client.get(url)
    assert response.mimetype == "text/html"
    assert_well_formed(response.text)
    tree = lxml_html.document_fromstring(response.text)
    assert_harmless(tree)
    return tree


def turned(client: FlaskClient, turn: str, back: str = "/") -> str:
    """Use the form; the address it leads to."""
    response = client.post("/reading", data={"turn": turn, "back": back})
    assert response.status_code == 303
    return response.headers["Location"]


def cookie_of(client: FlaskClient) -> set[str]:
    """What the browser keeps of it."""
    cookie = client.get_cookie("reading")
    return set(cookie.value.split("-")) if cookie else set()


def with_cookie(app: Flask, value: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("reading", value)
    return client


def state_of(tree: HtmlElement) -> dict[str, str]:
    """What the two buttons say of themselves."""
    return dict(
        zip(
            tree.xpath("//button[@name='turn']/@value"),
            tree.xpath("//button[@name='turn']/@aria-pressed"),
            strict=True,
        )
    )
