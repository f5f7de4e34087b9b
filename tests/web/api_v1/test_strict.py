"""The public API is strict, open to other sites, and none of its errors is a page."""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import quote

import pytest
from flask import abort
from flask.testing import FlaskClient

from index.document import PolicyDocument
from index.errors import IndexMissing
from search.engine import Engine
from search.request import (
    MAX_QUERY,
    MAX_SELECTED,
    SearchRequest,
)
from search.results import Status
from tests.web.api_client import (
    API,
    OPERATIONS,
    assert_problem,
    load_contract,
    validator,
)
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.html_page import page
from web.protect.limits import MAX_FAULTS, MAX_PARAMETERS
from web.protect.refusals import problem_type
from web.site.app import create_app


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    return load_contract()


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
    pytest.param("/search", "on=2015-06", ["on"], id="no-day"),
    pytest.param("/search", "on=2015-02-29", ["on"], id="no-such-day-on"),
    pytest.param("/search", "fold=no", ["fold"], id="fold"),
    pytest.param("/facets", "fold=0", ["fold"], id="nothing-to-fold"),
    pytest.param("/documents/law-1", "on=x", ["on"], id="document-on"),
    pytest.param("/documents/law-1/relations", "kind=colour", ["kind"], id="kind"),
    pytest.param("/documents/law-1/relations", "q=a", ["q"], id="relations-q"),
    pytest.param(
        "/documents/law-1/relations", "kind=cites&page=101", ["page"], id="relations-page"
    ),
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
    pytest.param("/search", "a=b&" * (MAX_PARAMETERS + 1), ["?"], id="too-many-parameters"),
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
    found = assert_problem(client.get(f"{API}{path}?{query}"), 400)
    assert [one["parameter"] for one in found["errors"]] == named
    assert all(one["message"].endswith("。") for one in found["errors"])
    assert found["type"] == "/api#error-400"
    assert all(name in found["detail"] for name in named)


@pytest.mark.parametrize(
    "query",
    [
        case.values[1]
        for case in BAD
        if case.values[0] == "/search" and str(case.values[1]).count("&") < MAX_PARAMETERS
    ],
)
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
    found = assert_problem(client.get(f"{API}/search?{query}"), 400)
    assert len(found["errors"]) <= MAX_FAULTS
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
        found = assert_problem(client.get(path), 404)
        assert found["type"] == "/api#error-404"


def test_a_document_that_is_not_there_is_a_problem(client: FlaskClient) -> None:
    found = assert_problem(client.get(f"{API}/documents/none"), 404)
    assert found["title"] == "没有这份文件"
    assert "errors" not in found


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", OPERATIONS)
def test_the_api_is_read_only(client: FlaskClient, method: str, path: str) -> None:
    response = client.open(API + path.replace("{id}", "sample-1"), method=method)
    assert_problem(response, 405)
    assert {one.strip() for one in response.headers["Allow"].split(",")} == {
        "GET",
        "HEAD",
        "OPTIONS",
    }


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 414, 418, 429, 500, 503])
def test_any_error_below_api_is_a_problem(fake_engine: Engine, code: int) -> None:
    app = create_app(fake_engine)
    app.add_url_rule("/api/broken", view_func=lambda: abort(code))
    found = assert_problem(app.test_client().get("/api/broken"), code)
    assert found["type"] == problem_type(code)


def test_a_defect_is_a_problem_without_its_details(documents: list[PolicyDocument]) -> None:
    class Broken(FakeEngine):
        def search(self, request: SearchRequest) -> NoReturn:
            raise RuntimeError("secret")

    app = create_app(Broken(documents))
    app.logger.disabled = True
    response = app.test_client().get(f"{API}/search")
    assert_problem(response, 500)
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
    assert_problem(response, 503)
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
        found = assert_problem(response, status)
        validator(contract, "Problem").validate(found)
        assert found["type"] == problem_type(status)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
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
