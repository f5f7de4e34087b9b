"""The contract of the public API lists what there is, and the page ``/api`` explains it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from index.document import PolicyDocument, Validity
from index.errors import IndexMissing
from search.related import KINDS
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
from tests.web.api_client import (
    API,
    OPERATIONS,
    load_contract,
    validator,
)
from tests.web.fakes import FakeEngine
from tests.web.html_page import page, words
from web.api_v1 import card_shapes, parameters, relation_shapes, shapes
from web.api_v1.routes import CONTRACT
from web.protect import wordings
from web.protect.refusals import problem_type
from web.site.app import create_app
from web.views.relations import KINDS as HEADINGS


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    return load_contract()


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
    assert schemas["RelationKind"]["enum"] == list(KINDS) == list(HEADINGS)
    for name in ("in", "sort", "page", "size"):
        default = SearchRequest.from_params([(name, str(listed[name]["default"]))])
        assert default == SearchRequest()


def test_the_contract_describes_every_field_of_every_answer(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    rooms = (shapes, card_shapes, relation_shapes)
    classes = {one for room in rooms for one in vars(room).values() if isinstance(one, type)}
    answers = [one for one in classes if is_dataclass(one)]
    for shape in (*answers, parameters.Fault):
        schema = schemas[shape.__name__]
        names = [field.name for field in fields(shape)]
        assert list(schema["properties"]) == schema["required"] == names, shape
        assert schema["additionalProperties"] is False
    known = {shape.__name__ for shape in answers}
    assert {name for name in schemas if name.endswith("Answer")} == known


def test_the_examples_of_the_contract_keep_to_it(contract: dict[str, Any]) -> None:
    for name, example in contract["components"]["examples"].items():
        validator(contract, f"{name}Answer").validate(example["value"])
    for response in contract["components"]["responses"].values():
        content = response["content"]["application/problem+json"]
        if "example" in content:
            validator(contract, "Problem").validate(content["example"])


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


# --- the page ----------------------------------------------------------------------------


def test_the_page_explains_every_parameter_and_every_error(
    client: FlaskClient, contract: dict[str, Any]
) -> None:
    tree = page(client, "/api")
    assert words(tree, "//h1") == ["开放接口"]
    known = {**parameters.SEARCH, **parameters.FACET_LISTS, **parameters.RELATIONS}
    assert words(tree, "//dl[@class='lessons'][2]//dt") == list(known)
    shown = words(tree, "//dl[@class='lessons'][1]//dd/p[1]/code")
    assert sorted(shown) == sorted(contract["paths"])
    for status in (*wordings.API, 418):
        path, _, anchor = problem_type(status).partition("#")
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
    commands = words(tree, "//dl[@class='lessons'][1]//dd/p[last()]/code")
    assert all(re.fullmatch(r"curl '?http://localhost/api/v1/\S+", one) for one in commands)


def test_the_page_is_there_without_documents_and_without_an_index() -> None:
    class Missing(FakeEngine):
        def listing(self, first: int, count: int) -> tuple[PolicyDocument, ...]:
            raise IndexMissing("没有索引。")

    for engine in (FakeEngine([]), Missing([])):
        tree = page(create_app(engine).test_client(), "/api")
        of_documents = [path for path in OPERATIONS if "{id}" in path]
        assert len(tree.xpath("//p[@class='tries']/a")) == len(OPERATIONS) - len(of_documents)


def test_the_page_fits_a_phone_and_is_accessible(
    look: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    for width in (320, 375, 1280):
        opened = look("/api", width=width)
        wide = opened.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
    assert axe(opened) == []
