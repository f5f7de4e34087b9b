"""One search has many addresses, and all of them one answer; each that says something has its own."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from tests.web.cache.counting import CountingEngine
from web.cache.spelling import respelt

Q = quote("政府 网站")
PAGE = f"/search?q={Q.replace('%20', '+')}"


@pytest.mark.parametrize(
    "address",
    [
        f"/search?q={Q}",
        f"/search?q={Q.lower()}",
        f"/search?q=+{Q}++",
        f"/search?in=all&q={Q}&page=1&sort=relevance&from=&to=",
        f"/search?utm_source=wechat&q={Q}&spm=1.2.3",
        f"/search?q=first&q={Q}",
    ],
)
def test_addresses_of_one_search_share_its_answer(
    engine: CountingEngine, client: FlaskClient, address: str
) -> None:
    page = client.get(PAGE)
    other = client.get(address)
    assert other.data == page.data
    assert other.headers["ETag"] == page.headers["ETag"]
    assert engine.searches == 1


@pytest.mark.parametrize("first", [f"/search?page=1&q={Q}", f"/search.json?page=1&q={Q}"])
def test_whichever_comes_first(engine: CountingEngine, client: FlaskClient, first: str) -> None:
    path = first.partition("?")[0]
    assert client.get(first).data == client.get(f"{path}?q={Q}").data
    assert engine.searches == 1


@pytest.mark.parametrize(
    "more",
    ["&page=2", "&sort=newest", "&in=title", "&size=20", "&literal=1", "&fold=0", "&year=2020"],
)
def test_what_asks_for_something_else_has_its_own(
    engine: CountingEngine, client: FlaskClient, more: str
) -> None:
    client.get(PAGE)
    client.get(PAGE + more)
    assert engine.searches == 2


def test_what_was_cut_down_is_said_to_whom_it_concerns(
    engine: CountingEngine, client: FlaskClient
) -> None:
    long = "/search?q=" + "a" * 201
    cut = client.get("/search?q=" + "a" * 200)
    said = client.get(long)
    assert ("200 个字" in cut.text, "200 个字" in said.text) == (False, True)
    assert engine.searches == 2


@pytest.mark.parametrize(
    "path", ["/browse", "/documents/sample-1", "/api/v1/search", "/search.csv"]
)
def test_addresses_that_ask_for_more_than_a_search_are_left_alone(path: str) -> None:
    environ = EnvironBuilder(path, query_string={"page": "1", "q": "a"}).get_environ()
    assert respelt(environ) is None
    assert respelt({**environ, "PATH_INFO": "/search"})
