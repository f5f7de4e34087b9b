"""Hostile words in every field, name and query are words, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from flask import Flask
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from index.store.origin import Origin
from search.request import FACETS
from tests.web.browsing import unfold, width_of
from tests.web.fakes import FakeEngine
from tests.web.hostility import (
    HARM,
    IN_ADDRESS,
    PAYLOADS,
    SOME,
    STORED,
    TRIED,
    TURNED,
    WatchingTabs,
    assert_unharmed,
    hostile,
    query_of,
    twin_of,
)
from web.site.app import create_app
from web.text import plain


@pytest.fixture(scope="module")
def hostile_site(serve: Callable[[Flask], str]) -> str:
    """The address of a site over documents of which each holds one payload everywhere."""
    documents = [hostile(name) for name in STORED]
    engine = FakeEngine([*documents, *map(twin_of, documents)])
    for document in documents:
        name = plain(document.genre)
        engine.origins[document.id] = Origin(name, datetime(2024, 1, 1, tzinfo=UTC), None)
    return serve(create_app(engine))


@pytest.fixture(scope="module")
def hostile_tabs(browser: Browser, hostile_site: str) -> Iterator[WatchingTabs]:
    kept = WatchingTabs(browser, hostile_site)
    yield kept
    kept.close()


@pytest.fixture
def look_at(hostile_tabs: WatchingTabs) -> Iterator[Callable[..., Page]]:
    yield hostile_tabs.look
    hostile_tabs.console.check()


# --- documents ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TRIED)
def test_a_hostile_document_is_words(look_at: Callable[..., Page], name: str) -> None:
    page = look_at(f"/documents/hostile-{name}?q={quote('政府网站')}&hit=1")
    assert_unharmed(page)
    said = page.locator("h1").evaluate("heading => heading.textContent")
    assert said == plain(hostile(name).title).replace("\r\n", "\n")


@pytest.mark.parametrize("name", TRIED)
def test_a_hostile_document_among_results_is_words(look_at: Callable[..., Page], name: str) -> None:
    page = look_at(f"/search?{query_of(('q', f'恶意{name}'))}")
    expect(page.locator("#found")).to_contain_text(re.compile(r"找到 \d+ 件"))
    assert_unharmed(page)


@pytest.mark.parametrize("path", ["/", "/search?size=100", "/browse", "/status", "/about", "/api"])
@pytest.mark.parametrize("reading", ["", "elder-traditional"])
def test_all_hostile_documents_together_are_words(
    look_at: Callable[..., Page], path: str, reading: str
) -> None:
    assert_unharmed(look_at(path, 1280, reading))


@pytest.mark.parametrize("name", SOME)
def test_hostile_words_are_words_in_traditional_characters(
    look_at: Callable[..., Page], name: str
) -> None:
    assert_unharmed(
        look_at(f"/documents/hostile-{name}?q={quote('政府网站')}", 1280, "traditional")
    )
    assert_unharmed(look_at(f"/search?{query_of(('q', PAYLOADS[name]))}", 1280, "traditional"))


@pytest.mark.parametrize("name", TRIED)
def test_a_hostile_suggestion_is_words(look_at: Callable[..., Page], name: str) -> None:
    page = look_at("/")
    page.set_viewport_size({"width": 375, "height": 800})
    page.locator("#q").fill(f"恶意{name}")
    offered = page.get_by_role("option")
    expect(offered.first).to_be_visible()
    texts = offered.evaluate_all("items => items.map(item => item.firstChild.textContent)")
    assert plain(hostile(name).title) in map(plain, texts)
    assert page.evaluate(HARM) == []
    assert width_of(page) == 375
    assert page.locator("[role=listbox]").evaluate("l => l.scrollWidth - l.clientWidth") == 0


# --- what visitors type ---------------------------------------------------------------------


@pytest.mark.parametrize("name", TRIED)
def test_a_hostile_question_is_words(look_at: Callable[..., Page], name: str) -> None:
    text = PAYLOADS[name]
    names = ["q", "within", "from", "to", "in", "sort", "page", "size", "literal", *FACETS, text]
    assert_unharmed(look_at(f"/search?{query_of(*((one, text) for one in names))}"))
    assert_unharmed(look_at(f"/search?{query_of(('q', f'政府网站 {text}'), ('within', text))}"))


@pytest.mark.parametrize("name", TRIED)
def test_a_hostile_name_is_words_on_every_other_page(
    look_at: Callable[..., Page], name: str
) -> None:
    text = PAYLOADS[name]
    names = ["named", "q", "within", "from", "hit", "issuer", "genre"]
    given = query_of(*((one, text) for one in names))
    for path in ("/browse", "/documents/hostile-script", "/help"):
        assert_unharmed(look_at(f"{path}?{given}"))


@pytest.mark.parametrize("name", TRIED)
def test_a_hostile_address_is_words(look_at: Callable[..., Page], name: str) -> None:
    """Also where it is read back to the visitor: there is no such document, no such page."""
    part = quote(PAYLOADS[name][:IN_ADDRESS], safe="", errors="surrogatepass")
    for path in (f"/documents/{part}", f"/x{part}"):
        page = look_at(path)
        assert page.locator("h1").inner_text().startswith("没有")
        assert_unharmed(page)


@pytest.mark.parametrize("name", ["script", "double-quote", "bidi", "template", "closing"])
def test_a_hostile_name_typed_into_a_filter_is_words(
    look_at: Callable[..., Page], name: str
) -> None:
    """The field that narrows a long list builds what it shows from the data of the page."""
    page = look_at("/search?size=100")
    field = page.get_by_label("输入名称查找发文机关")
    field.fill(PAYLOADS[name])
    said = page.get_by_role("group", name="发文机关").get_by_role("status")
    expect(said).to_have_text(re.compile(r"找到 \d+ 个"))
    assert page.evaluate(HARM) == []
    assert_unharmed(page)


# --- nothing beside it is turned around -----------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/documents/hostile-bidi?q=政府网站", id="document"),
        pytest.param("/search?q=恶意bidi", id="results"),
        pytest.param("/search?{bidi}", id="question"),
        pytest.param("/browse?named=乙丙丁", id="browse"),
        pytest.param("/browse?{bidi}", id="browse-nothing"),
        pytest.param("/documents/甲\u202e乙丙丁 abc\u2067def", id="no-document"),
        pytest.param("/documents/hostile-script?{bidi}", id="way-back"),
    ],
)
def test_a_change_of_direction_ends_with_the_words_that_bring_it(
    look_at: Callable[..., Page], path: str
) -> None:
    """A title or a query with U+202E turns nothing but itself: not a date, not a count."""
    text = PAYLOADS["bidi"]
    given = query_of(("q", text), ("named", text), ("within", text), ("genre", text))
    page = unfold(look_at(path.replace("{bidi}", given)))
    assert page.evaluate(TURNED, text) == []


# --- what is taken away ---------------------------------------------------------------------


@pytest.mark.parametrize("name", TRIED)
def test_no_hostile_answer_to_a_program_is_a_page(look_at: Callable[..., Page], name: str) -> None:
    """Data is sent as data, whole and well-formed; a browser that opens it runs nothing."""
    page = look_at("/help")
    query = query_of(("q", f"恶意{name}"))
    for path in (
        f"/search.json?{query}",
        f"/documents/hostile-{name}.json?{query}",
        f"/browse.json?{query_of(('q', PAYLOADS[name]), ('named', PAYLOADS[name]))}",
        f"/suggest.json?{query}",
        f"/api/v1/search?{query}",
        f"/api/v1/documents/hostile-{name}",
        f"/api/v1/facets?{query}",
    ):
        answer = page.request.get(path)
        assert answer.ok, path
        assert answer.headers["content-type"].startswith("application/json"), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        json.loads(answer.body())
    feed = page.request.get(f"/search.atom?{query}")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    tags = {etree.QName(element).localname for element in etree.fromstring(feed.body()).iter()}
    assert tags <= {
        *("feed", "id", "title", "updated", "author", "name", "generator"),
        *("link", "entry", "category", "summary"),
    }
    for suffix in ("csv", "xlsx"):
        table = page.request.get(f"/search.{suffix}?{query}")
        assert table.ok
        assert table.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["/search.json", "/search.atom", "/documents/hostile-svg.json"])
def test_data_opened_in_a_browser_runs_nothing(look_at: Callable[..., Page], path: str) -> None:
    page = look_at(path)
    assert page.evaluate("() => 'pwned' in window") is False
    assert page.evaluate("() => document.querySelectorAll('img, iframe, animate').length") == 0
