"""The public API as a client asks it, and its contract: what the tests of it share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import jsonschema_rs
import yaml
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from web.api_v1 import parameters
from web.api_v1.routes import CONTRACT

API = "/api/v1"
OPERATIONS: dict[str, Mapping[str, parameters.Parameter]] = {
    "/search": parameters.SEARCH,
    "/facets": parameters.FACET_LISTS,
    "/documents/{id}": parameters.DOCUMENT,
    "/documents/{id}/relations": parameters.RELATIONS,
    "/suggest": parameters.SUGGEST,
    "/status": parameters.NONE,
    "/openapi.yaml": parameters.NONE,
}


def load_contract() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return loaded


def get(client: FlaskClient, path: str, **params: object) -> dict[str, Any]:
    response = client.get(f"{API}{path}?{urlencode(params, doseq=True)}")
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    found: dict[str, Any] = response.get_json()
    return found


def path_of(address: str) -> str:
    """The path and query of an absolute address."""
    parts = urlsplit(address)
    assert parts.scheme
    assert parts.hostname
    return f"{parts.path}?{parts.query}"


def assert_problem(response: TestResponse, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    found: dict[str, Any] = response.get_json(force=True)
    assert found["status"] == status
    assert re.search(r"[\u4e00-\u9fff]", found["title"])
    assert found["detail"].endswith("。")
    return found


def validator(contract: dict[str, Any], name: str) -> jsonschema_rs.Draft202012Validator:
    """Holds a value against a schema of the contract."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
