"""The form for 长者模式 and 繁體 on every page, and what it may carry."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as lxml_html
from lxml.html import HtmlElement

from index.document import PolicyDocument
from search.request import SearchRequest
from search.results import SearchResult
from tests.web.fakes import FakeEngine
from tests.web.html_page import assert_harmless, assert_well_formed, page, words
from tests.web.reading_preferences import PAGES, tree_of, turned, with_cookie
from web.site.app import create_app

# --- the form on every page --------------------------------------------------------------


def _form(tree: HtmlElement) -> HtmlElement:
    form: HtmlElement
    (form,) = tree.xpath("//form[@action='/reading']")
    assert form.get("method") == "post"
    assert not form.get("enctype")
    return form


def _same(one: str, other: str) -> bool:
    """Whether two addresses ask for the same, however they are escaped."""
    return quote(one, safe="/?&=%+#") == quote(other, safe="/?&=%+#")


@pytest.mark.parametrize("url", PAGES)
def test_every_page_carries_the_form_that_leads_back_to_it(client: FlaskClient, url: str) -> None:
    form = _form(tree_of(client, url))
    (back,) = form.xpath(".//input[@type='hidden'][@name='back']/@value")
    assert _same(back, url)
    assert form.xpath(".//button/@value") == ["elder", "traditional"]
    assert words(form, ".//button") == ["长者模式", "繁體"]
    location = turned(client, "elder", back)
    assert _same(location, url)
    assert tree_of(client, location).get("class") == "elder"


@pytest.mark.parametrize(
    "id", ["a b", "a?b", "a#b", "a%b", "a%2Fb", "a\\b", "a&b=c", "a\u3000b", "é+1"]
)
def test_the_form_leads_back_to_a_document_of_any_name(
    documents: list[PolicyDocument], id: str
) -> None:
    named = replace(documents[0], id=id, title="名字古怪的文件")
    client = create_app(FakeEngine([named])).test_client()
    address = f"/documents/{quote(id, safe='')}?q=a"
    response = client.get(address)
    if response.status_code == 404:
        pytest.skip("no address leads to such a document")
    (back,) = _form(lxml_html.document_fromstring(response.text)).xpath(".//input/@value")
    tree = page(client, turned(client, "elder", back))
    assert words(tree, "//h1") == ["名字古怪的文件"]
    assert tree.xpath("//input[@id='q']/@value") == ["a"]


@pytest.mark.parametrize("q", ["what?", "a??", "?", "a&b", "a#b", "100%", "+", "政?"])
@pytest.mark.parametrize("is_quoted", [True, False], ids=["quoted", "as-typed"])
def test_the_form_leads_back_to_the_words_of_the_query(
    client: FlaskClient, q: str, is_quoted: bool
) -> None:
    sent = quote(q, safe="") if is_quoted else quote(q, safe="?")
    (back,) = _form(page(client, f"/search?q={sent}")).xpath(".//input/@value")
    tree = page(client, turned(client, "elder", back))
    assert tree.xpath("//input[@id='q']/@value") == [q]


def test_a_very_long_address_is_still_answered(client: FlaskClient) -> None:
    (back,) = _form(page(client, "/search?q=" + "a" * 6000)).xpath(".//input/@value")
    page(client, turned(client, "elder", back))


def test_the_form_of_an_error_page_works(client: FlaskClient) -> None:
    (back,) = _form(page(client, "/nowhere?a=b", 404)).xpath(".//input/@value")
    tree = page(client, turned(client, "traditional", back), 404)
    assert words(tree, "//h1") == ["沒有這個網頁"]
    assert tree.get("lang") == "zh-Hant"


def test_the_form_of_the_page_of_a_defect_works(documents: list[PolicyDocument]) -> None:
    class Broken(FakeEngine):
        def search(self, request: SearchRequest) -> SearchResult:
            raise RuntimeError

    app = create_app(Broken(documents))
    app.logger.disabled = True
    client = with_cookie(app, "elder-traditional")
    tree = page(client, "/search?q=a", 500)
    assert tree.get("class") == "elder"
    assert tree.get("lang") == "zh-Hant"
    assert _form(tree).xpath(".//input/@value") == ["/search?q=a"]


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data"], ids=["plain", "multipart"]
)
@pytest.mark.parametrize("cookie", ["", "elder-traditional"])
def test_a_body_of_20_kilobytes_is_refused_in_chinese(app: Flask, kind: str, cookie: str) -> None:
    client = with_cookie(app, cookie)
    sent = {"turn": "elder", "back": "/" + "a" * 20_000}
    response = client.post("/reading", data=sent, content_type=kind)
    assert response.status_code == 413
    assert "Set-Cookie" not in response.headers
    assert_well_formed(response.text)
    tree = lxml_html.document_fromstring(response.text)
    assert_harmless(tree)
    assert words(tree, "//h1") == ["請求過長" if cookie else "请求过长"]
    (back,) = _form(tree).xpath(".//input[@name='back']/@value")
    assert client.get(back).status_code == 200, "the address of a POST cannot be led back to"
