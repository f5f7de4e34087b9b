"""The public API: it keeps to its contract, is strict, and says what the engine says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jsonschema_rs
import pytest
import yaml
from flask import Flask, abort
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from index.document import PolicyDocument, Validity
from index.errors import IndexMissing
from search.request import (
    FACETS,
    MAX_QUERY,
    MAX_SELECTED,
    MAX_SIZE,
    MAX_WINDOW,
    Scope,
    SearchRequest,
    Sort,
)
from search.results import Engine, Status
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.reading import page, titles, words
from web import parameters
from web.app import create_app
from web.problem import WORDS, kind
from web.v1 import CONTRACT
from web.views import answers

API = "/api/v1"
OPERATIONS: dict[str, Mapping[str, parameters.Parameter]] = {
    "/search": parameters.SEARCH,
    "/facets": parameters.FACET_LISTS,
    "/documents/{id}": parameters.DOCUMENT,
    "/suggest": parameters.SUGGEST,
    "/status": parameters.NONE,
    "/openapi.yaml": parameters.NONE,
}


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return loaded


def _get(client: FlaskClient, path: str, **params: Any) -> Any:
    response = client.get(f"{API}{path}?{urlencode(params, doseq=True)}")
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    return response.get_json()


def _assert_problem(response: TestResponse, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    found: dict[str, Any] = response.get_json(force=True)
    assert found["status"] == status
    assert re.search(r"[\u4e00-\u9fff]", found["title"])
    assert found["detail"].endswith("。")
    return found


# --- the contract ------------------------------------------------------------------------


def test_the_contract_is_served_as_yaml(client: FlaskClient) -> None:
    response = client.get(f"{API}/openapi.yaml")
    assert response.content_type == "application/yaml"
    assert response.data == CONTRACT.read_bytes()
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_contract_lists_exactly_the_paths_there_are(
    app: Flask, contract: dict[str, Any]
) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("v1.")}
    assert {re.sub(r"<(\w+)>", r"{\1}", rule) for rule in rules} == set(contract["paths"])
    assert set(contract["paths"]) == {API + path for path in OPERATIONS}
    assert all(set(path) == {"get"} for path in contract["paths"].values())


@pytest.mark.parametrize("path", OPERATIONS)
def test_the_contract_lists_exactly_the_parameters_there_are(
    contract: dict[str, Any], path: str
) -> None:
    listed = _parameters(contract, path)
    known = OPERATIONS[path]
    assert list(listed) == list(known)
    for name, parameter in known.items():
        assert listed[name].get("required", False) == parameter.required, name
        assert (listed[name]["schema"].get("type") == "array") == parameter.repeats, name
        assert listed[name]["description"], name


def test_the_contract_has_the_limits_and_choices_of_the_code(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    listed = {name: one["schema"] for name, one in _parameters(contract, "/search").items()}
    assert schemas["QueryText"]["maxLength"] == schemas["FilterValue"]["maxLength"] == MAX_QUERY
    assert listed["size"]["maximum"] == MAX_SIZE
    assert listed["page"]["maximum"] == MAX_WINDOW
    assert {listed[name]["maxItems"] for name in FACETS} == {MAX_SELECTED}
    assert listed["in"]["enum"] == [one.value for one in Scope]
    assert listed["sort"]["enum"] == [one.value for one in Sort]
    assert schemas["Validity"]["enum"] == [one.value for one in Validity]
    assert schemas["FacetName"]["enum"] == list(FACETS)
    for name in ("in", "sort", "page", "size"):
        default = SearchRequest.from_params([(name, str(listed[name]["default"]))])
        assert default == SearchRequest()


def test_the_contract_describes_every_field_of_every_answer(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    shapes = [one for one in vars(answers).values() if is_dataclass(one)]
    for shape in (*shapes, parameters.Fault):
        schema = schemas[shape.__name__]
        names = [field.name for field in fields(shape)]
        assert list(schema["properties"]) == schema["required"] == names, shape
        assert schema["additionalProperties"] is False
    known = {shape.__name__ for shape in shapes}
    assert {name for name in schemas if name.endswith("Answer")} == known


def test_the_examples_of_the_contract_keep_to_it(contract: dict[str, Any]) -> None:
    for name, example in contract["components"]["examples"].items():
        _validator(contract, f"{name}Answer").validate(example["value"])
    for response in contract["components"]["responses"].values():
        content = response["content"]["application/problem+json"]
        if "example" in content:
            _validator(contract, "Problem").validate(content["example"])


@pytest.mark.parametrize("path", OPERATIONS)
def test_the_contract_names_every_kind_of_answer(contract: dict[str, Any], path: str) -> None:
    operation = contract["paths"][API + path]["get"]
    assert {"200", "400", "405", "429", "default"} <= set(operation["responses"])
    assert ("404" in operation["responses"]) == ("{" in path)


def _parameters(contract: dict[str, Any], path: str) -> dict[str, Any]:
    """The parameters in the query of an operation, by name."""
    listed = contract["paths"][API + path]["get"].get("parameters", [])
    found = [_resolved(contract, one) for one in listed]
    return {one["name"]: one for one in found if one["in"] == "query"}


def _resolved(contract: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    found = contract
    for part in node["$ref"].split("/")[1:]:
        found = found[part]
    return found


def _validator(contract: dict[str, Any], name: str) -> Any:
    schema = {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


# --- strictness --------------------------------------------------------------------------

NUL = "%00"
BAD = [
    pytest.param("/search", "colour=red", ["colour"], id="unknown"),
    pytest.param("/search", "q%20=a", ["q "], id="unknown-almost"),
    pytest.param("/search", "facet=genre", ["facet"], id="of-another-operation"),
    pytest.param("/facets", "page=1&size=1", ["page", "size"], id="no-pages-of-facets"),
    pytest.param("/facets", "facet=colour", ["facet"], id="unknown-facet"),
    pytest.param("/search", "in=body", ["in"], id="scope"),
    pytest.param("/search", "in=ALL", ["in"], id="scope-case"),
    pytest.param("/search", "sort=", ["sort"], id="sort-empty"),
    pytest.param("/search", f"validity={quote('有効')}", ["validity"], id="validity"),
    pytest.param("/search", "year=23", ["year"], id="year"),
    pytest.param("/search", "year=２０２３", ["year"], id="year-wide"),
    pytest.param("/search", "literal=true", ["literal"], id="literal"),
    pytest.param("/search", "page=0", ["page"], id="page-0"),
    pytest.param("/search", "page=-1", ["page"], id="page-negative"),
    pytest.param("/search", "page=1.0", ["page"], id="page-fraction"),
    pytest.param("/search", "page=%2B1", ["page"], id="page-plus"),
    pytest.param("/search", "page=01", ["page"], id="page-zeros"),
    pytest.param("/search", "page=１", ["page"], id="page-wide"),
    pytest.param("/search", "page=", ["page"], id="page-empty"),
    pytest.param("/search", f"page={10**30}", ["page"], id="page-without-end"),
    pytest.param("/search", "page=101", ["page"], id="window"),
    pytest.param("/search", "page=11&size=100", ["page"], id="window-size"),
    pytest.param("/search", "size=101", ["size"], id="size"),
    pytest.param("/search", "size=0", ["size"], id="size-0"),
    pytest.param("/search", "from=2023-02-30", ["from"], id="no-such-day"),
    pytest.param("/search", "from=2023-13", ["from"], id="no-such-month"),
    pytest.param("/search", "to=2023%E5%B9%B4", ["to"], id="date-in-words"),
    pytest.param("/search", "to=", ["to"], id="date-empty"),
    pytest.param("/search", "from=2023-05&to=2023-04", ["from"], id="from-behind-to"),
    pytest.param("/search", f"q={'a' * (MAX_QUERY + 1)}", ["q"], id="q-long"),
    pytest.param("/search", f"within={'a' * (MAX_QUERY + 1)}", ["within"], id="within-long"),
    pytest.param("/search", f"genre={'a' * (MAX_QUERY + 1)}", ["genre"], id="value-long"),
    pytest.param("/search", "genre=", ["genre"], id="value-empty"),
    pytest.param("/search", "genre=%20%E3%80%80", ["genre"], id="value-blank"),
    pytest.param("/search", f"q=a{NUL}", ["q"], id="nul"),
    pytest.param("/search", "q=a%0Ab", ["q"], id="line-break"),
    pytest.param("/search", "q=%EF%BF%BF", ["q"], id="no-character"),
    pytest.param("/search", f"genre=a{NUL}", ["genre"], id="value-nul"),
    pytest.param("/search", "q=%FF", ["?"], id="no-utf-8"),
    pytest.param("/search", "q=%ED%A0%80", ["?"], id="surrogate"),
    pytest.param("/search", "q=a&q=b", ["q"], id="twice"),
    pytest.param("/search", "page=1&page=1", ["page"], id="page-twice"),
    pytest.param("/search", "genre=a&" * (MAX_SELECTED + 1), ["genre"], id="too-many-values"),
    pytest.param("/search", "genre=a&region=b&" * 26, ["genre", "region"], id="of-two-facets"),
    pytest.param("/search", "a=b&" * (parameters.MAX_PAIRS + 1), ["?"], id="too-many-parameters"),
    pytest.param("/suggest", "", ["q"], id="required"),
    pytest.param("/suggest", "q=a&page=1", ["page"], id="suggest"),
    pytest.param("/documents/sample-1", "hit=1", ["hit"], id="document"),
    pytest.param("/documents/none", f"q={NUL}", ["q"], id="document-that-is-not-there"),
    pytest.param("/status", "verbose=1", ["verbose"], id="status"),
    pytest.param("/openapi.yaml", "v=1", ["v"], id="contract"),
    pytest.param("/search", "page=0&sort=x&y=1", ["y", "page", "sort"], id="all-are-named"),
]


@pytest.mark.parametrize(("path", "query", "named"), BAD)
def test_what_is_not_in_the_contract_is_refused(
    client: FlaskClient, path: str, query: str, named: list[str]
) -> None:
    found = _assert_problem(client.get(f"{API}{path}?{query}"), 400)
    assert [one["parameter"] for one in found["errors"]] == named
    assert all(one["message"].endswith("。") for one in found["errors"])
    assert found["type"] == "/api#error-400"
    assert all(name in found["detail"] for name in named)


@pytest.mark.parametrize("query", [case.values[1] for case in BAD if case.values[0] == "/search"])
def test_the_page_takes_what_the_api_refuses(client: FlaskClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "q=",
        f"q={quote('政' * MAX_QUERY)}",
        f"q={quote(HOSTILE)}",
        "q=政府网站",  # not encoded, as curl sends it
        "q=a+b%20c",
        "from=2024-02-29&to=2024",
        "from=2023-05&to=2023-05-01",
        "page=10&size=100",
        "page=1000&size=1",
        "genre=a&" * MAX_SELECTED,
        "year=未注明&year=2023",
        "literal=0",
        f"q={quote('𠮷😀')}",
    ],
)
def test_what_is_in_the_contract_is_taken_without_a_remark(client: FlaskClient, query: str) -> None:
    response = client.get(f"{API}/search?{query}")
    assert response.status_code == 200, response.text
    assert response.get_json()["notices"] == []


def test_a_fault_does_not_repeat_what_is_long(client: FlaskClient) -> None:
    query = "&".join(f"{'x' * 500}{n}=1" for n in range(100))
    found = _assert_problem(client.get(f"{API}/search?{query}"), 400)
    assert len(found["errors"]) <= parameters.MAX_FAULTS
    assert len(str(found)) < 20_000


# --- errors ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1", "/api/v1/", "/api/v2/search", "/api/x.json", "/api/v1/search/",
     "/api/v1/documents/", "/api/v1/documents/a/b", f"/api/{quote(HOSTILE)}"],
)  # fmt: skip
def test_there_are_no_pages_of_errors_below_api(client: FlaskClient, path: str) -> None:
    if path == "/api/":
        page(client, path)
    else:
        found = _assert_problem(client.get(path), 404)
        assert found["type"] == "/api#error-404"


def test_a_document_that_is_not_there_is_a_problem(client: FlaskClient) -> None:
    found = _assert_problem(client.get(f"{API}/documents/none"), 404)
    assert found["title"] == "没有这份文件"
    assert "errors" not in found


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", OPERATIONS)
def test_the_api_is_read_only(client: FlaskClient, method: str, path: str) -> None:
    response = client.open(API + path.replace("{id}", "sample-1"), method=method)
    _assert_problem(response, 405)
    assert {one.strip() for one in response.headers["Allow"].split(",")} == {
        "GET",
        "HEAD",
        "OPTIONS",
    }


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 414, 418, 429, 500, 503])
def test_any_error_below_api_is_a_problem(fake_engine: Engine, code: int) -> None:
    app = create_app(fake_engine)
    app.add_url_rule("/api/broken", view_func=lambda: abort(code))
    found = _assert_problem(app.test_client().get("/api/broken"), code)
    assert found["type"] == kind(code)


def test_a_defect_is_a_problem_without_its_details(documents: list[PolicyDocument]) -> None:
    class Broken(FakeEngine):
        def search(self, request: SearchRequest) -> None:  # type: ignore[override]
            raise RuntimeError("secret")

    app = create_app(Broken(documents))
    app.logger.disabled = True
    response = app.test_client().get(f"{API}/search")
    _assert_problem(response, 500)
    assert "secret" not in response.text
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    app.logger.disabled = False


def test_an_index_that_cannot_be_read_is_a_problem(documents: list[PolicyDocument]) -> None:
    class Missing(FakeEngine):
        def status(self) -> Status:
            raise IndexMissing("/srv/index: zhengce index …")

    app = create_app(Missing(documents))
    app.logger.disabled = True
    response = app.test_client().get(f"{API}/status")
    _assert_problem(response, 503)
    assert "/srv" not in response.text
    app.logger.disabled = False


def test_a_wrong_host_and_too_many_requests_are_problems(
    fake_engine: Engine, contract: dict[str, Any]
) -> None:
    elsewhere = create_app(fake_engine, {"ALLOWED_HOSTS": ("example.cn",)}).test_client()
    elsewhere.application.logger.disabled = True
    often = create_app(fake_engine, {"RATE": 0.001}).test_client()
    often.get(f"{API}/status")
    for response, status in (
        (elsewhere.get(f"{API}/status"), 400),
        (often.get(f"{API}/status"), 429),
    ):
        found = _assert_problem(response, status)
        _validator(contract, "Problem").validate(found)
    elsewhere.application.logger.disabled = False


# --- other sites -------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*OPERATIONS, "/nowhere", "/search?page=0"])
def test_pages_of_other_sites_may_read_every_answer(client: FlaskClient, path: str) -> None:
    response = client.get(API + path.replace("{id}", "sample-1"), headers={"Origin": "null"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "path", ["/", "/search", "/search.json", "/suggest.json", "/api", "/api/v2", "/status.json"]
)
def test_nothing_else_is_open_to_other_sites(client: FlaskClient, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(path).headers


@pytest.mark.parametrize("path", OPERATIONS)
def test_a_browser_may_ask_beforehand(client: FlaskClient, path: str) -> None:
    asked = {"Origin": "https://example.com", "Access-Control-Request-Method": "GET",
             "Access-Control-Request-Headers": "x-requested-with"}  # fmt: skip
    response = client.options(API + path.replace("{id}", "sample-1"), headers=asked)
    assert response.status_code == 204
    assert response.data == b""
    assert "GET" in response.headers["Allow"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Headers"] == "*"


def test_a_head_request_is_answered_as_get_without_its_body(client: FlaskClient) -> None:
    for path in (f"{API}/search?q=政府网站", f"{API}/search?page=0", f"{API}/documents/none"):
        got, head = client.get(path), client.head(path)
        assert head.status_code == got.status_code
        assert head.content_type == got.content_type
        assert head.data == b""


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
    found = _get(client, "/search", **params)
    _validator(contract, "SearchAnswer").validate(found)
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
        found = _get(client, f"/documents/{document.id}", q="政府网站")
        _validator(contract, "DocumentAnswer").validate(found)
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
    found = _get(client, "/documents/law-1")
    assert [one["id"] for one in found["versions"]] == ["law-2", "law-3"]
    assert {one["validity"] for one in found["versions"]} == {"已修改", "废止"}
    assert _get(client, "/documents/sample-1")["similar"]


def test_a_source_cannot_smuggle_an_address(client: FlaskClient) -> None:
    found = _get(client, "/documents/hostile-1")
    assert found["source_url"] is None
    assert found["attachments"][0]["url"] is None
    assert found["title"] == f"恶意{HOSTILE}", "texts are plain, and not escaped"


def test_lists_of_facets_are_those_of_the_engine(
    client: FlaskClient, fake_engine: Engine, contract: dict[str, Any]
) -> None:
    tally = fake_engine.facets(SearchRequest(q="政府网站"))
    found = _get(client, "/facets", q="政府网站")
    _validator(contract, "FacetsAnswer").validate(found)
    assert (found["total"], found["generation"]) == (tally.total, tally.generation)
    _assert_same_facets(found["facets"], tally.facets)
    chosen = _get(client, "/facets", q="政府网站", facet=["year", "genre"])
    assert [one["name"] for one in chosen["facets"]] == ["year", "genre"]
    assert client.get(_path(chosen["links"]["self"])).get_json() == chosen


def test_suggestions_are_those_of_the_engine(
    client: FlaskClient, fake_engine: Engine, contract: dict[str, Any]
) -> None:
    said = fake_engine.suggest("超长")
    found = _get(client, "/suggest", q="超长")
    _validator(contract, "SuggestAnswer").validate(found)
    assert [(one["kind"], one["text"], one["total"]) for one in found["suggestions"]] == [
        (one.kind, one.text, one.total) for one in said
    ]
    for one in found["suggestions"]:
        assert client.get(_path(one["url"])).status_code == 200
    assert _get(client, "/suggest", q="")["suggestions"] == []


def test_the_status_is_that_of_the_engine(
    client: FlaskClient, fake_engine: Engine, contract: dict[str, Any]
) -> None:
    status, found = fake_engine.status(), _get(client, "/status")
    _validator(contract, "StatusAnswer").validate(found)
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


def _assert_same_facets(found: list[dict[str, Any]], facets: Any) -> None:
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


def _path(address: str) -> str:
    parts = urlsplit(address)
    assert parts.scheme
    assert parts.hostname
    return f"{parts.path}?{parts.query}"


# --- links -------------------------------------------------------------------------------


@pytest.mark.parametrize("params", SEARCHES, ids=lambda params: urlencode(params, doseq=True)[:60])
def test_an_answer_leads_to_itself_and_to_its_page(
    client: FlaskClient, params: dict[str, Any]
) -> None:
    found = _get(client, "/search", **params)
    assert client.get(_path(found["links"]["self"])).get_json() == found
    shown = page(client, _path(found["links"]["html"]))
    assert titles(shown) == [hit["title"] for hit in found["hits"]]
    for narrowing in found["narrowings"]:
        assert client.get(_path(narrowing["url"])).get_json()["total"] == narrowing["total"]


def test_pages_can_be_turned_to_the_end_and_back(client: FlaskClient) -> None:
    def turned(address: str, way: str) -> Iterator[list[str]]:
        while address:
            found = client.get(address).get_json()
            yield [hit["id"] for hit in found["hits"]]
            address = _path(found["links"][way]) if found["links"][way] else ""

    there = list(turned(f"{API}/search?q=政府网站&size=7", "next"))
    back = list(turned(f"{API}/search?q=政府网站&size=7&page={len(there)}", "previous"))
    assert back == there[::-1]
    ids = [id for one in there for id in one]
    assert len(ids) == len(set(ids)) == _get(client, "/search", q="政府网站")["total"]


def test_addresses_are_those_of_the_site(fake_engine: Engine) -> None:
    client = create_app(fake_engine, {"SITE_URL": "https://example.gov.cn"}).test_client()
    found = _get(client, "/search", q="政府网站")
    assert found["links"]["self"].startswith(f"https://example.gov.cn{API}/search?q=")
    assert found["hits"][0]["url"].startswith("https://example.gov.cn/documents/")
    document = _get(client, "/documents/sample-1", q="政府网站")
    assert client.get(_path(document["links"]["self"])).get_json() == document
    assert page(client, _path(document["links"]["html"])).xpath("//mark")


# --- the page ----------------------------------------------------------------------------


def test_the_page_explains_every_parameter_and_every_error(
    client: FlaskClient, contract: dict[str, Any]
) -> None:
    tree = page(client, "/api")
    assert words(tree, "//h1") == ["开放接口"]
    known = {**parameters.SEARCH, **parameters.FACET_LISTS}
    assert words(tree, "//dl[@class='metadata rows'][1]//dt") == list(known)
    shown = words(tree, "//dl[@class='lessons']//dd/p[1]/code")
    assert sorted(shown) == sorted(contract["paths"])
    for status in (*WORDS, 418):
        path, _, anchor = kind(status).partition("#")
        assert path == "/api"
        assert len(tree.xpath(f"//*[@id='{anchor}']")) == 1
    assert tree.xpath("//*[@id='parameters']")
    assert tree.xpath("//link[@rel='canonical']/@href") == ["/api"]


def test_every_example_of_the_page_is_answered(client: FlaskClient) -> None:
    tree = page(client, "/api")
    examples = tree.xpath("//p[@class='tries']/a/@href")
    assert len(examples) == len(OPERATIONS)
    for example in examples:
        assert client.get(example).status_code == 200, example
    commands = words(tree, "//dl[@class='lessons']//dd/p[last()]/code")
    assert all(re.fullmatch(r"curl '?http://localhost/api/v1/\S+", one) for one in commands)


def test_the_page_is_there_without_documents_and_without_an_index() -> None:
    class Missing(FakeEngine):
        def listing(self, first: int, count: int) -> tuple[PolicyDocument, ...]:
            raise IndexMissing("没有索引。")

    for engine in (FakeEngine([]), Missing([])):
        tree = page(create_app(engine).test_client(), "/api")
        assert len(tree.xpath("//p[@class='tries']/a")) == len(OPERATIONS) - 1


def test_the_page_fits_a_phone_and_is_accessible(
    look: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    for width in (320, 375, 1280):
        opened = look("/api", width=width)
        wide = opened.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
    assert axe(opened) == []
