"""The JSON twins of the pages: the same addresses with ``.json``, the same values."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from web import urls
from web.context import (
    asked,
    asked_back,
    asked_day,
    asked_everything,
    asked_name,
    asked_relations,
    asked_words,
    engine,
    moved,
    originals,
)
from web.protect import wordings
from web.site import page_values
from web.site.pairs import first_unknown, moved_pair
from web.views.about import about_view
from web.views.browse import browse_view
from web.views.document import Asked
from web.views.relations import AskedRelations
from web.views.standing import Day

blueprint = Blueprint("api", __name__)


@blueprint.get("/index.json")
def home() -> ResponseReturnValue:
    """The newest documents, ways to browse."""
    return jsonify(asdict(page_values.home(engine())))


@blueprint.get("/search.json")
def search() -> ResponseReturnValue:
    """The results of a search."""
    return jsonify(asdict(page_values.results(engine(), asked())))


@blueprint.get("/suggest.json")
def suggest() -> ResponseReturnValue:
    """What may be meant by what is being typed."""
    found = engine().suggest(asked_words())
    return jsonify(suggestions=[asdict(one) for one in found])


@blueprint.get("/documents/<id>.json")
def document(id: str) -> ResponseReturnValue:
    """One document, with the ranges of the words of ``q``."""
    visit = Asked(asked_words(), 0, asked_back(), Day(*asked_day()))
    view = page_values.document(engine(), id, visit, originals())
    if view is None:
        elsewhere = moved(id, partial(urls.document, suffix=".json"))
        return elsewhere or (jsonify(error=wordings.no_document_brief(id)), 404)
    return jsonify(asdict(view))


@blueprint.get("/documents/<id>/relations.json")
def relations(id: str) -> ResponseReturnValue:
    """All documents that are one thing to a document, by pages."""
    asked_kind = AskedRelations(*asked_relations())
    view = page_values.relations(engine(), id, asked_kind, Day(*asked_day()))
    if view is None:
        elsewhere = moved(id, partial(urls.relations, suffix=".json"))
        return elsewhere or (jsonify(error=wordings.no_document_brief(id)), 404)
    return jsonify(asdict(view))


@blueprint.get("/documents/<id>/compare/<other>.json")
def compare(id: str, other: str) -> ResponseReturnValue:
    """Two documents side by side, with what either side alone has."""
    view = page_values.compare(engine(), id, other, asked_everything())
    if view is None:
        missing = jsonify(error=wordings.no_document_brief(first_unknown(id, other))), 404
        return moved_pair(id, other, ".json") or missing
    return jsonify(asdict(view))


@blueprint.get("/browse.json")
def browse() -> ResponseReturnValue:
    """All values of all facets, of everything or of one search."""
    return jsonify(asdict(browse_view(engine(), asked(), asked_name())))


@blueprint.get("/help.json")
def help() -> ResponseReturnValue:
    """The ways of asking."""
    return jsonify(asdict(page_values.help_page(engine())))


@blueprint.get("/about.json")
def about() -> ResponseReturnValue:
    """What the index holds, and every requirement."""
    return jsonify(asdict(about_view(engine().status())))
