"""The public API, version 1: read-only, strict, open to pages of any other site.

``openapi.yaml`` is its contract and is served with it; the page ``/api`` explains it to people.
Parameters are read in ``parameters``, answers are made in ``mapping``.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from search.request import SearchRequest
from web import text, urls
from web.api_v1 import parameters
from web.api_v1.mapping import (
    document_answer,
    facets_answer,
    search_answer,
    status_answer,
    suggest_answer,
)
from web.api_v1.parameters import BadParameters
from web.api_v1.problems import problem
from web.api_v1.relation_mapping import asked_blocks, relations_answer
from web.context import engine, moved, site_url
from web.protect import wordings

blueprint = Blueprint("v1", __name__, url_prefix=urls.API_V1)

CONTRACT = Path(__file__).with_name("openapi.yaml")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


@blueprint.get("/search")
def search() -> Response:
    """The results of a search."""
    asked = parameters.search_request(parameters.read(request.query_string, parameters.SEARCH))
    return _sent(search_answer(engine().search(asked), site_url()))


@blueprint.get("/facets")
def facets() -> Response:
    """The complete lists of the values of facets, of everything or of one search."""
    pairs = parameters.read(request.query_string, parameters.FACET_LISTS)
    names = [value for name, value in pairs if name == "facet"]
    tally = engine().facets(parameters.search_request(pairs))
    return _sent(facets_answer(tally, names, site_url()))


@blueprint.get("/documents/<id>")
def document(id: str) -> ResponseReturnValue:
    """One document, with the ranges of the words of ``q``."""
    pairs = parameters.read(request.query_string, parameters.DOCUMENT)
    q, on = SearchRequest.from_params(pairs).q, parameters.day_asked(pairs)
    view = engine().document(id, q, on)
    if view is None:
        return moved(id, urls.api_document) or problem(404, wordings.API_NO_DOCUMENT)
    return _sent(document_answer(view, q, on, engine().origin(id), site_url()))


@blueprint.get("/documents/<id>/relations")
def relations(id: str) -> ResponseReturnValue:
    """What a document and others are to one another: a page of each kind, or of one."""
    pairs = parameters.read(request.query_string, parameters.RELATIONS)
    asked = parameters.relations_request(pairs)
    view = engine().document(id, "", asked.on)
    if view is None:
        return moved(id, urls.api_relations) or problem(404, wordings.API_NO_DOCUMENT)
    blocks = asked_blocks(engine(), view, asked)
    return _sent(relations_answer(view, blocks, asked, site_url()))


@blueprint.get("/suggest")
def suggest() -> Response:
    """What may be meant by what is being typed."""
    pairs = parameters.read(request.query_string, parameters.SUGGEST)
    q = SearchRequest.from_params(pairs).q
    return _sent(suggest_answer(engine().suggest(q), site_url()))


@blueprint.get("/status")
def status() -> Response:
    """What the index holds."""
    parameters.read(request.query_string, parameters.NONE)
    return _sent(status_answer(engine().status()))


@blueprint.get("/openapi.yaml")
def contract() -> Response:
    """The contract, for programs that make clients of it."""
    parameters.read(request.query_string, parameters.NONE)
    return Response(CONTRACT.read_bytes(), content_type="application/yaml")


@blueprint.errorhandler(BadParameters)
def bad_parameters(error: BadParameters) -> Response:
    """400, with every fault."""
    names = dict.fromkeys(fault.parameter for fault in error.faults)
    return problem(400, wordings.bad_parameters(names), error.faults)


@blueprint.after_app_request
def open_to_all(response: Response) -> Response:
    """Pages of other sites may read what is below ``/api/v1``, errors included."""
    if not request.path.startswith(f"{urls.API_V1}/"):
        return response
    response.headers.update(CORS)
    if request.method == "OPTIONS" and response.status_code == 200:
        response.status_code = 204
        response.headers.update(PREFLIGHT)
        response.headers.remove("Content-Type")
        response.headers.remove("Content-Length")
    return response


def _sent(answer: object) -> Response:
    return Response(text.json_bytes(answer), content_type="application/json")
