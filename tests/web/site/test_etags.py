"""What a browser has already is not made again; what has changed is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import metadata

import pytest
from flask.testing import FlaskClient

from index.document import PolicyDocument
from index.errors import IndexMissing
from index.store.origin import Origin
from search.request import SearchRequest
from search.results import DocumentView, SearchResult, Status, Suggestion, Tally
from tests.web.fakes import FakeEngine
from web.site import etags
from web.site.app import create_app


class CountingEngine(FakeEngine):
    """Counts what it is asked, its status apart."""

    asked = 0
    generation = 7

    def search(self, request: SearchRequest) -> SearchResult:
        self.asked += 1
        return super().search(request)

    def document(self, id: str, q: str = "", on: date | None = None) -> DocumentView | None:
        self.asked += 1
        return super().document(id, q, on)

    def facets(self, request: SearchRequest) -> Tally:
        self.asked += 1
        return super().facets(request)

    def listing(self, first: int, count: int) -> tuple[PolicyDocument, ...]:
        self.asked += 1
        return super().listing(first, count)

    def origin(self, id: str) -> Origin | None:
        self.asked += 1
        return super().origin(id)

    def moved(self, id: str) -> str | None:
        self.asked += 1
        return super().moved(id)

    def first_id(self, id: str) -> str:
        self.asked += 1
        return super().first_id(id)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        self.asked += 1
        return super().suggest(typed)

    def status(self) -> Status:
        return replace(super().status(), generation=self.generation)


TAGGED = [
    "/api",
    "/api/v1/search?q=a",
    "/api/v1/facets",
    "/",
    "/index.json",
    "/search?q=政府网站",
    "/search.json?q=政府网站",
    "/search.csv?q=政府网站",
    "/search.xlsx?q=政府网站",
    "/search.atom?q=政府网站",
    "/suggest.json?q=示例",
    "/suggestions?q=示例",
    "/documents/sample-1?q=政府网站",
    "/documents/sample-1.json",
    "/browse",
    "/browse.json",
    "/help",
    "/help.json",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/opensearch.xml",
    "/robots.txt",
]


@pytest.fixture
def engine(documents: list[PolicyDocument]) -> CountingEngine:
    return CountingEngine(documents)


@pytest.fixture
def client(engine: CountingEngine) -> FlaskClient:
    return create_app(engine).test_client()


def _tag(
    client: FlaskClient, url: str = "/search?q=政府网站", headers: dict[str, str] | None = None
) -> str:
    with client.get(url, headers=headers) as response:
        assert response.status_code == 200
        tag = response.headers["ETag"]
        assert tag.startswith('W/"')
        return tag


@pytest.mark.parametrize("url", TAGGED)
def test_what_a_browser_has_is_not_made_again(
    client: FlaskClient, engine: CountingEngine, url: str
) -> None:
    known = _tag(client, url)
    asked = engine.asked
    response = client.get(url, headers={"If-None-Match": f'"other", {known}'})
    assert response.status_code == 304
    assert response.data == b""
    assert engine.asked == asked
    assert response.headers["ETag"] == known
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in response.headers["Vary"]
    assert "Content-Security-Policy" in response.headers
    assert client.head(url, headers={"If-None-Match": known}).status_code == 304


def test_a_page_says_that_a_cookie_changes_it(client: FlaskClient) -> None:
    assert "Cookie" in client.get("/").headers["Vary"]


@pytest.mark.parametrize("known", ["*", 'W/"other"', "garbage", '"', ""])
def test_another_tag_is_answered_in_full(client: FlaskClient, known: str) -> None:
    assert client.get("/help", headers={"If-None-Match": known}).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/status",
        "/status.json",
        "/healthz",
        "/api/v1/status",
        "/api/v1/openapi.yaml",
        "/api/v1/documents/none",
        "/nowhere",
        "/documents/none",
        "/documents/none.json",
        "/documents/none/original",
        "/sitemap-9.xml",
    ],
)
def test_what_watches_the_server_and_errors_have_no_tag(client: FlaskClient, url: str) -> None:
    response = client.get(url, headers={"If-None-Match": "*"})
    assert response.status_code != 304
    assert "ETag" not in response.headers


def test_static_files_have_tags_of_their_own(client: FlaskClient) -> None:
    with client.get("/static/zhengce.css") as response:
        assert not response.headers["ETag"].startswith("W/")


def test_a_tag_is_of_one_address(client: FlaskClient) -> None:
    assert len({_tag(client, url) for url in TAGGED}) == len(TAGGED)


def test_a_new_generation_is_a_new_page(client: FlaskClient, engine: CountingEngine) -> None:
    known = _tag(client)
    engine.generation += 1
    response = client.get("/search?q=政府网站", headers={"If-None-Match": known})
    assert response.status_code == 200
    assert response.headers["ETag"] != known


def test_a_new_day_is_a_new_page(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls(2099, 1, 1)

    known = _tag(client)
    monkeypatch.setattr(etags, "date", Tomorrow)
    assert _tag(client) != known


def test_the_way_of_reading_is_a_page_of_its_own(client: FlaskClient) -> None:
    known = _tag(client)
    client.set_cookie("reading", "elder")
    assert _tag(client) != known
    client.set_cookie("reading", "nothing-that-is-known")
    assert _tag(client) == known
    client.set_cookie("other", "1")
    assert _tag(client) == known


@pytest.mark.parametrize(
    "config",
    [
        {"SITE_NAME": "别的名称"},
        {"SITE_URL": "https://zhengce.example.gov.cn"},
        {"EDITION": "2"},
    ],
)
def test_another_setting_is_another_page(
    client: FlaskClient, engine: CountingEngine, config: dict[str, object]
) -> None:
    assert _tag(create_app(engine, config).test_client()) != _tag(client)
    assert _tag(create_app(engine).test_client()) == _tag(client)


def test_another_program_is_another_page(
    client: FlaskClient, engine: CountingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "999")
    assert _tag(create_app(engine).test_client()) != _tag(client)


def test_an_index_that_cannot_be_read_has_no_tag(documents: list[PolicyDocument]) -> None:
    class Missing(FakeEngine):
        def status(self) -> Status:
            raise IndexMissing("还没有索引，请先建立索引。")

    client = create_app(Missing(documents)).test_client()
    response = client.get("/search?q=政府网站")
    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert "ETag" not in client.get("/").headers
