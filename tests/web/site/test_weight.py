"""What a page weighs and asks for: a page, its style and its script, packed, within 55 KB."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from search.request import FACETS, SearchRequest
from search.results import Facet, FacetValue, SearchResult, Snippet
from tests.web.fakes import FakeEngine
from web.site.app import create_app

BUDGET = 55 * 1024
"""Bytes of a first visit, packed."""
FILES = "//link[@rel='stylesheet']/@href | //script/@src | //img/@src | //iframe/@src"
"""What a browser needs to show a page."""
SAMPLE = "各地区各部门要高度重视政府网站建设管理工作，加强组织领导，明确责任分工，健全工作机制，确保各项任务落到实处"


class FullEngine(FakeEngine):
    """Answers with as much as a page shows: facets with all their values, two long excerpts a hit."""

    def search(self, request: SearchRequest) -> SearchResult:
        result = super().search(request)
        facets = (
            Facet(name, label, tuple(_values(number)))
            for number, (name, label) in enumerate(FACETS.items())
        )
        hits = (replace(hit, snippets=tuple(_snippets(at))) for at, hit in enumerate(result.hits))
        return replace(result, facets=tuple(facets), hits=tuple(hits))


def _values(facet: int) -> Iterator[FacetValue]:
    for number in range(40):
        name = "".join(chr(0x4E00 + 97 * facet + 31 * number + 7 * at) for at in range(8))
        yield FacetValue(name, name, 10_000 - number)


def _snippets(hit: int) -> Iterator[Snippet]:
    for number in range(2):
        start = 7 * (hit + number) % len(SAMPLE)
        words = (SAMPLE[start:] + SAMPLE + SAMPLE)[:110]
        yield Snippet(words, ((3, 5), (40, 42), (80, 84)), f"第{hit}条", f"a{hit}")


@pytest.fixture(scope="module")
def site() -> FlaskClient:
    return create_app(FullEngine.related_documents(), {"TESTING": True}).test_client()


@pytest.mark.parametrize("path", ["/", "/search?q=政府网站", "/documents/law-1?q=住房"])
def test_a_first_visit_is_three_requests_within_the_budget(site: FlaskClient, path: str) -> None:
    page = site.get(path)
    files = html.fromstring(page.text).xpath(FILES)
    assert len(files) == 2, files
    assert sum(map(_packed, (page, *(site.get(file) for file in files)))) < BUDGET


def test_the_page_that_was_weighed_is_a_full_one(site: FlaskClient) -> None:
    tree = html.fromstring(site.get("/search?q=政府网站").text)
    assert len(tree.xpath("//details[starts-with(@class, 'facet')]")) == len(FACETS)
    assert len(tree.xpath("//ol[@class='hits']/li")) >= 5
    assert len(tree.xpath("//p[@class='snippet']")) >= 10


def test_what_a_page_asks_for_is_kept_for_good(site: FlaskClient) -> None:
    for file in html.fromstring(site.get("/").text).xpath(FILES):
        with site.get(file) as answer:
            assert "immutable" in answer.headers["Cache-Control"]


def _packed(answer: TestResponse) -> int:
    with answer:
        return len(gzip.compress(answer.data, 6))
