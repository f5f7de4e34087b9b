"""Errors are Chinese pages, and nothing that is typed or read can do harm."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn
from urllib.parse import quote, urlencode

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.document import PolicyDocument
from index.errors import IndexMissing
from search.engine import Engine
from search.request import FACETS, SearchRequest
from search.results import Status
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.html_page import page, titles, words
from web.site.app import create_app

# --- errors ------------------------------------------------------------------------------


def test_unknown_addresses_and_documents_are_chinese_pages(client: FlaskClient) -> None:
    assert words(page(client, "/nowhere", 404), "//h1") == ["没有这个网页"]
    tree = page(client, f"/documents/{quote(HOSTILE.replace('/', ''))}", 404)
    assert words(tree, "//h1") == ["没有找到这份文件"]
    assert tree.xpath("//form[@role='search']")
    assert "没有标识为" in client.get("/documents/none.json").get_json()["error"]
    assert client.get("/none.json").status_code == 404
    assert client.get("/none.json").is_json


def test_a_wrong_method_is_a_chinese_page_that_names_the_right_ones(client: FlaskClient) -> None:
    response = client.post("/search", data={"q": "政府网站"})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "这个网址不能这样访问" in response.text


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (400, "请求无法识别"),
        (413, "请求过长"),
        (414, "网址过长"),
        (429, "请求过于频繁"),
        (500, "网站出了差错"),
    ],
)
def test_any_other_error_is_a_chinese_page(fake_engine: Engine, code: int, title: str) -> None:
    app = create_app(fake_engine)
    app.add_url_rule("/broken", view_func=lambda: abort(code))
    app.add_url_rule("/broken.json", endpoint="twin", view_func=lambda: abort(code))
    client = app.test_client()
    assert words(page(client, "/broken", code), "//h1") == [title]
    assert client.get("/broken.json").get_json()["error"]


def test_a_defect_is_a_page_without_its_details(documents: list[PolicyDocument]) -> None:
    class Broken(FakeEngine):
        def search(self, request: SearchRequest) -> NoReturn:
            raise RuntimeError("secret")

    app = create_app(Broken(documents))
    app.logger.disabled = True
    client = app.test_client()
    response = client.get("/search?q=a")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    app.logger.disabled = False


def test_an_index_that_cannot_be_read_is_said(documents: list[PolicyDocument]) -> None:
    class Missing(FakeEngine):
        def status(self) -> Status:
            raise IndexMissing("还没有索引，请先建立索引。")

    client = create_app(Missing(documents)).test_client()
    assert words(page(client, "/", 503), "//h1") == ["暂时不能检索"]
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").get_json() == {
        "status": "unavailable"
    }  # the operator reads the log


# --- hostile input -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["q", "in", "sort", "page", "size", "from", "to", "x", *FACETS])
def test_a_hostile_parameter_is_text(client: FlaskClient, name: str) -> None:
    for path in ("/search", "/browse", "/documents/sample-1", "/help", "/"):
        page(client, f"{path}?{urlencode({name: HOSTILE})}")


def test_a_hostile_document_is_text(client: FlaskClient) -> None:
    tree = page(client, "/documents/hostile-1?q=政府网站")
    assert words(tree, "//h1") == [f"恶意{HOSTILE}"]
    assert "49" not in words(tree, "//h1")[0], "a template was evaluated"
    assert not tree.xpath("//article//a | //section[@aria-labelledby='attachments']//a")
    found = page(client, f"/search?{urlencode({'q': '恶意', 'genre': HOSTILE})}")
    assert titles(found) == [f"恶意{HOSTILE}"]
    page(client, f"/browse?{urlencode({'genre': HOSTILE})}")


def test_a_source_cannot_smuggle_an_address(
    documents: list[PolicyDocument], client: FlaskClient
) -> None:
    addresses = [
        "javascript:alert(1)",
        "//evil.example",
        "data:text/html,x",
        "http://[",
        "java\nscript:alert(1)",
    ]
    for address in addresses:
        document = replace(documents[0], source_url=address)
        tree = page(create_app(FakeEngine([document])).test_client(), "/documents/sample-1")
        assert "查看来源网页" not in tree.text_content(), address


VALUES = st.one_of(
    st.text(max_size=40).map(lambda text: quote(text, errors="replace")),
    st.binary(max_size=30).map(quote),
    st.integers(-(10**12), 10**30).map(str),
    st.sampled_from([quote(HOSTILE), "%00", "%ED%A0%80", "%EF%BF%BF", "%", "%zz", quote("未注明")]),
)
NAMES = st.sampled_from(["q", "in", "sort", "page", "size", "from", "to", "unknown", *FACETS])


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_nothing_a_visitor_types_is_an_error(app: Flask, params: list[tuple[str, str]]) -> None:
    client = app.test_client()
    query = "&".join(f"{name}={value}" for name, value in params)
    for path in ("/search", "/browse", "/documents/sample-1"):
        page(client, f"{path}?{query}")
    assert client.get(f"/search.json?{query}").status_code == 200


def test_a_query_of_a_hundred_thousand_characters_is_cut(client: FlaskClient) -> None:
    tree = page(client, "/search?q=" + quote("政" * 100_000))
    assert len(tree.xpath("//input[@id='q']/@value")[0]) == 200
    assert "检索词超过 200 个字" in words(tree, "//div[@role='note']")[0]
