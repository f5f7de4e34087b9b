"""The public API says what the engine says, and its answers lead on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from index.document import PolicyDocument
from search.engine import Engine
from search.request import (
    SearchRequest,
)
from search.results import Facet
from tests.web.api_client import (
    API,
    get,
    load_contract,
    path_of,
    validator,
)
from tests.web.fakes import HOSTILE
from tests.web.html_page import page, titles
from web.site.app import create_app


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    return load_contract()


# --- what the engine says ----------------------------------------------------------------

SEARCHES: list[dict[str, Any]] = [
    {},
    {"q": "政府网站", "size": 3, "page": 2},
    {"q": "政府网站", "genre": ["通报", "意见"], "from": "2005", "sort": "newest"},
    {"q": "示政办发〔2023〕47号"},
    {"q": "政府网站 住房公积金 没有"},
    {"q": "官网"},
    {"q": "官网", "literal": "1"},
    {"q": "网占"},
    {"q": "示例市 政府网站"},
    {"q": "恶意", "genre": HOSTILE},
    {"q": "没有这样的词"},
    {"q": "政府网站", "page": 100},
]


@pytest.mark.parametrize("params", SEARCHES, ids=lambda params: urlencode(params, doseq=True)[:60])
def test_a_search_says_what_the_engine_says(
    client: FlaskClient, fake_engine: Engine, contract: dict[str, Any], params: dict[str, Any]
) -> None:
    pairs = [
        (k, str(v)) for k, vs in params.items() for v in (vs if isinstance(vs, list) else [vs])
    ]
    result = fake_engine.search(SearchRequest.from_params(pairs))
    found = get(client, "/search", **params)
    validator(contract, "SearchAnswer").validate(found)
    for name in ("total", "generation", "last_page", "elapsed_ms"):
        assert found[name] == getattr(result, name)
    assert (found["page"], found["size"]) == (result.request.page, result.request.size)
    assert (found["terms"], found["notices"]) == ([*result.terms], [*result.notices])
    assert (found["suggestion"] or "") == result.suggestion
    assert [one["text"] for one in found["wordings"]] == [one.text for one in result.wordings]
    assert [one["label"] for one in found["narrowings"]] == [one.label for one in result.narrowings]
    for hit, said in zip(found["hits"], result.hits, strict=True):
        _assert_same_document(hit, said.document)
        assert hit["title_marks"] == [[*mark] for mark in said.title_marks]
        assert hit["pin"] == said.pin
        assert (hit["score"] or {}).get("total") == (said.score.total if said.score else None)
        for snippet, window in zip(hit["snippets"], said.snippets, strict=True):
            assert snippet["text"] == window.text
            assert snippet["marks"] == [[*mark] for mark in window.marks]
            assert (snippet["label"], snippet["anchor"]) == (window.label, window.anchor)
            assert snippet["url"].endswith(f"#{window.anchor}" if window.anchor else "")
    _assert_same_facets(found["facets"], result.facets)
    relaxation = result.relaxation
    assert (found["relaxation"] or {}).get("message") == (relaxation and relaxation.message)
    steps = (found["relaxation"] or {"steps": []})["steps"]
    assert [one["total"] for one in steps] == [
        s.total for s in (relaxation.steps if relaxation else ())
    ]


def test_a_document_is_given_whole(
    client: FlaskClient, documents: list[PolicyDocument], contract: dict[str, Any]
) -> None:
    for document in documents[:12]:
        found = get(client, f"/documents/{document.id}", q="政府网站")
        validator(contract, "DocumentAnswer").validate(found)
        _assert_same_document(found, document)
        assert found["body"] == document.body
        for name in ("title", "body"):
            for start, end in found[f"{name}_marks"]:
                assert found[name][start:end] == "政府网站"
        assert [found["body"][part["offset"] :][:2] for part in found["sections"]] == [
            document.body[part.offset :][:2] for part in document.sections
        ]
        assert [one["title"] for one in found["attachments"]] == [
            one.title for one in document.attachments
        ]
        assert found["contact"] == {
            "office": document.contact.office,
            "phone": document.contact.phone,
        }
        assert found["warnings"] == [*document.warnings]
        assert [(one["label"], one["value"]) for one in found["as_printed"]] == [
            *document.as_printed
        ]


def test_versions_and_similar_documents_are_named(client: FlaskClient) -> None:
    found = get(client, "/documents/law-1")
    assert [one["id"] for one in found["versions"]] == ["law-2", "law-3"]
    assert {one["validity"] for one in found["versions"]} == {"已被修改", "已废止"}
    assert get(client, "/documents/sample-1")["similar"]


def test_a_source_cannot_smuggle_an_address(client: FlaskClient) -> None:
    found = get(client, "/documents/hostile-1")
    assert found["source_url"] is None
    assert found["attachments"][0]["url"] is None
    assert found["title"] == f"恶意{HOSTILE}", "texts are plain, and not escaped"


def test_lists_of_facets_are_those_of_the_engine(
    client: FlaskClient, fake_engine: Engine, contract: dict[str, Any]
) -> None:
    tally = fake_engine.facets(SearchRequest(q="政府网站"))
    found = get(client, "/facets", q="政府网站")
    validator(contract, "FacetsAnswer").validate(found)
    assert (found["total"], found["generation"]) == (tally.total, tally.generation)
    _assert_same_facets(found["facets"], tally.facets)
    chosen = get(client, "/facets", q="政府网站", facet=["year", "genre"])
    assert [one["name"] for one in chosen["facets"]] == ["year", "genre"]
    assert client.get(path_of(chosen["links"]["self"])).get_json() == chosen


def test_suggestions_are_those_of_the_engine(
    client: FlaskClient, fake_engine: Engine, contract: dict[str, Any]
) -> None:
    said = fake_engine.suggest("超长")
    found = get(client, "/suggest", q="超长")
    validator(contract, "SuggestAnswer").validate(found)
    assert [(one["kind"], one["text"], one["total"]) for one in found["suggestions"]] == [
        (one.kind, one.text, one.total) for one in said
    ]
    for one in found["suggestions"]:
        assert client.get(path_of(one["url"])).status_code == 200
    assert get(client, "/suggest", q="")["suggestions"] == []


def test_the_status_is_that_of_the_engine(
    client: FlaskClient, fake_engine: Engine, contract: dict[str, Any]
) -> None:
    status, found = fake_engine.status(), get(client, "/status")
    validator(contract, "StatusAnswer").validate(found)
    for name in ("documents", "with_body", "rejected", "warnings", "generation", "fingerprint"):
        assert found[name] == getattr(status, name)
    assert found["built_at"] == "2026-11-23T09:30:00+00:00"
    assert found["newest"] == "2026-10-01"


def _assert_same_document(found: dict[str, Any], document: PolicyDocument) -> None:
    for name in ("id", "title", "doc_number", "index_number", "genre", "region"):
        assert found[name] == getattr(document, name)
    assert found["issuers"] == [*document.issuers]
    assert found["topics"] == [[*path] for path in document.topics]
    assert found["validity"] == document.validity.value
    for name, day in found["dates"].items():
        assert day == (getattr(document, name) and getattr(document, name).isoformat())


def _assert_same_facets(found: list[dict[str, Any]], facets: Sequence[Facet]) -> None:
    shown = [
        (facet["name"], facet["label"], *(tuple(value.values()) for value in facet["values"]))
        for facet in found
    ]
    assert shown == [
        (
            facet.name,
            facet.label,
            *((v.value, v.label, v.count, v.selected, v.depth) for v in facet.values),
        )
        for facet in facets
    ]


# --- links -------------------------------------------------------------------------------


@pytest.mark.parametrize("params", SEARCHES, ids=lambda params: urlencode(params, doseq=True)[:60])
def test_an_answer_leads_to_itself_and_to_its_page(
    client: FlaskClient, params: dict[str, Any]
) -> None:
    found = get(client, "/search", **params)
    assert client.get(path_of(found["links"]["self"])).get_json() == found
    shown = page(client, path_of(found["links"]["html"]))
    assert titles(shown) == [hit["title"] for hit in found["hits"]]
    for narrowing in found["narrowings"]:
        assert client.get(path_of(narrowing["url"])).get_json()["total"] == narrowing["total"]


def test_pages_can_be_turned_to_the_end_and_back(client: FlaskClient) -> None:
    def turned(address: str, way: str) -> Iterator[list[str]]:
        while address:
            found = client.get(address).get_json()
            yield [hit["id"] for hit in found["hits"]]
            address = path_of(found["links"][way]) if found["links"][way] else ""

    there = list(turned(f"{API}/search?q=政府网站&size=7", "next"))
    back = list(turned(f"{API}/search?q=政府网站&size=7&page={len(there)}", "previous"))
    assert back == there[::-1]
    ids = [id for one in there for id in one]
    assert len(ids) == len(set(ids)) == get(client, "/search", q="政府网站")["total"]


def test_addresses_are_those_of_the_site(fake_engine: Engine) -> None:
    client = create_app(fake_engine, {"SITE_URL": "https://example.gov.cn"}).test_client()
    found = get(client, "/search", q="政府网站")
    assert found["links"]["self"].startswith(f"https://example.gov.cn{API}/search?q=")
    assert found["hits"][0]["url"].startswith("https://example.gov.cn/documents/")
    document = get(client, "/documents/sample-1", q="政府网站")
    assert client.get(path_of(document["links"]["self"])).get_json() == document
    assert page(client, path_of(document["links"]["html"])).xpath("//mark")
