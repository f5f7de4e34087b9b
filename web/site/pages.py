"""The HTML pages a visitor sees, one route each; what they print is made in ``web.views``."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web import urls
from web.context import (
    asked,
    asked_back,
    asked_day,
    asked_everything,
    asked_hit,
    asked_name,
    asked_relations,
    asked_words,
    engine,
    moved,
    noted,
    originals,
)
from web.site import page_values
from web.site.error_pages import unknown_document
from web.site.pairs import first_unknown, moved_pair
from web.views.about import about_view
from web.views.browse import browse_view
from web.views.document import Asked
from web.views.relations import AskedRelations
from web.views.standing import Day

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The search box, the newest documents, ways to browse."""
    return render_template("home.html", view=page_values.home(engine()))


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """The results of a search."""
    view = page_values.results(engine(), asked(), noted, whole=False)
    return render_template("results.html", view=view)


@blueprint.get("/documents/<id>")
def document(id: str) -> ResponseReturnValue:
    """One document, the words of ``q`` marked."""
    view = page_values.document(
        engine(),
        id,
        Asked(asked_words(), asked_hit(), asked_back(), Day(*asked_day())),
        originals(),
        whole=False,
    )
    if view is None:
        return moved(id, urls.document) or unknown_document(id)
    return render_template("document.html", view=view)


@blueprint.get("/documents/<id>/relations")
def relations(id: str) -> ResponseReturnValue:
    """All documents that are one thing to a document, by pages."""
    view = page_values.relations(
        engine(), id, AskedRelations(*asked_relations()), Day(*asked_day())
    )
    if view is None:
        return moved(id, urls.relations) or unknown_document(id)
    return render_template("relations.html", view=view)


@blueprint.get("/documents/<id>/compare/<other>")
def compare(id: str, other: str) -> ResponseReturnValue:
    """Two documents side by side."""
    view = page_values.compare(engine(), id, other, asked_everything())
    if view is None:
        return moved_pair(id, other) or unknown_document(first_unknown(id, other))
    return render_template("compare.html", view=view)


@blueprint.get("/browse", strict_slashes=False)
def browse() -> ResponseReturnValue:
    """All values of all facets, of everything or of one search."""
    return render_template("browse.html", view=browse_view(engine(), asked(), asked_name()))


@blueprint.get("/help")
def help() -> ResponseReturnValue:
    """How to search."""
    return render_template("help.html", view=page_values.help_page(engine()))


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """What the site is, and which rules it meets."""
    return render_template("about.html", view=about_view(engine().status()))


@blueprint.get("/favicon.ico")
def icon() -> ResponseReturnValue:
    """What browsers ask for where no page names an icon."""
    return redirect(url_for("static", filename="icon.svg"))
