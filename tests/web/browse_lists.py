"""The page of complete lists, for tests: a collection, and what the page lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from flask.testing import FlaskClient
from lxml.html import HtmlElement

from index.document import UNSTATED, PolicyDocument
from search.engine import Engine
from search.request import FACETS, SearchRequest
from search.results import Facet, FacetValue, Tally
from tests.engine_contract.plain_library import in_states
from tests.web.fakes import FakeEngine
from tests.web.html_page import page, words
from web.site.app import create_app

Counts = dict[str, dict[str, int]]


def values_of(document: PolicyDocument) -> dict[str, set[str]]:
    """What a document counts under, facet by facet."""
    topics = {"/".join(path[:depth]) for path in document.topics for depth in (1, 2)}
    found = {
        "issuer": set(document.issuers),
        "year": {str(document.day.year)} if document.day else set(),
        "genre": {document.genre} - {""},
        "topic": topics,
        "region": {document.region} - {""},
        "validity": {document.validity.value},
    }
    return {name: values or {UNSTATED} for name, values in found.items()}


def counts_of(documents: Sequence[PolicyDocument]) -> Counts:
    counts = {name: Counter[str]() for name in FACETS}
    for document in documents:
        for name, values in values_of(document).items():
            counts[name].update(values)
    return {name: dict(of) for name, of in counts.items()}


class Catalogue(FakeEngine):
    """The fake engine, its tally complete as the protocol promises: both levels of the topics."""

    def facets(self, request: SearchRequest) -> Tally:
        tally = super().facets(request)
        every = super().search(replace(request, selected=without(request, "topic"), size=100))
        found = {hit.document.id for hit in every.hits}
        assert every.total == len(found), "more than one page: the counts would be wrong"
        counts = counts_of([d for d in self.documents if d.id in found])["topic"]
        chosen = request.values("topic")
        counts |= {value: 0 for value in chosen if value not in counts}
        topics = tuple(
            FacetValue(
                value, value.rpartition("/")[2], count, value in chosen, depth=value.count("/")
            )
            for value, count in sorted(counts.items(), key=lambda one: (one[0] == UNSTATED, one))
        )
        facets = (
            Facet("topic", facet.label, topics) if facet.name == "topic" else facet
            for facet in tally.facets
        )
        return replace(tally, facets=tuple(facets))


def without(request: SearchRequest, facet: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(pair for pair in request.selected if pair[0] != facet)


def document_of(id: str, **fields: object) -> PolicyDocument:
    return PolicyDocument(**{"id": id, "title": f"文件{id}", **fields})  # type: ignore[arg-type]


_STATED = [
    document_of(
        "1",
        body="公积金提取",
        issuers=("市财政局", "市税务局"),
        genre="通知",
        topics=(("财政、金融", "税务"), ("科技、教育", "科技")),
        region="甲市",
        written_on=date(2019, 5, 1),
    ),
    document_of(
        "2",
        body="公积金",
        issuers=("市财政局",),
        genre="意见",
        topics=(("财政、金融", "预算"), ("财政、金融", "税务")),
        region="甲市",
        written_on=date(2020, 5, 12),
    ),
    document_of("3", body="公积金", genre="ＡＢ规则", written_on=date(2020, 1, 2)),
    document_of("4", genre="AI 发展 规划", topics=(("卫生",),), published_on=date(2023, 1, 1)),
    document_of("5", issuers=("市财政局",), genre="體育通則"),
    document_of("6", issuers=("市财政局",), genre="通知", written_on=date(2020, 12, 31)),
]
COLLECTION = tuple(in_states(_STATED, date.today()))
"""With the states that an index finds them in."""


def site_of(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def number_of(text: str) -> int:
    return int(text.replace(",", "").removesuffix("件").strip())


Row = tuple[str, int, bool]
"""A label, the count beside it, and whether it stands on the second level."""


def lists_of(tree: HtmlElement) -> dict[str, list[Row]]:
    """What the page lists, facet by facet."""
    return {
        section.get("aria-labelledby", ""): [
            (
                item.xpath("./a")[0].text_content(),
                number_of(words(item, "./span[@class='count']")[0]),
                "second" in item.get("class", "").split(),
            )
            for item in section.xpath(".//ul/li")
        ]
        for section in tree.xpath("//main//section")
    }


def labels_of(tree: HtmlElement, facet: str = "") -> list[str]:
    return [row[0] for name, rows in lists_of(tree).items() if facet in ("", name) for row in rows]


def browse_page(client: FlaskClient, **params: object) -> HtmlElement:
    return page(client, f"/browse?{urlencode(params, doseq=True)}")


def assert_complete(tree: HtmlElement, expected: Counts) -> None:
    lists = lists_of(tree)
    assert list(lists) == [name for name in FACETS if expected[name]]
    for name, counts in expected.items():
        rows = [(value.rpartition("/")[2], n, "/" in value) for value, n in counts.items()]
        assert sorted(lists[name]) == sorted(rows), name
