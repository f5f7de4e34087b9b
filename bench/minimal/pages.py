"""Minimal pages over another engine: a form, the count, six facets, ten cards with two excerpts each.

A query is cut into words; documents that hold all of them are found, else those that hold any. There are no
pins, ladder, corrections, filters, versions of one text, relations, states by day, limits, headers of security,
preferences or twins: whoever writes a page in an afternoon has as much.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from flask import Flask, render_template, request

from bench.minimal.found import Page

ENGINES = {
    "tantivy": ("tantivy_page", "TantivyPage"),
    "FTS5": ("fts5_page", "Fts5Page"),
    "stock Whoosh": ("whoosh_page", "WhooshPage"),
}
"""Name -> module and class."""


def create_app(page: Page) -> Flask:
    """The site: home, results, documents, and whether it is ready."""
    app = Flask(__name__)

    @app.get("/")
    def home() -> str:
        return render_template("home.html")

    @app.get("/search")
    def results() -> str:
        query = request.args.get("q", "")
        return render_template("results.html", query=query, found=page.search(query))

    @app.get("/documents/<path:id>")
    def document(id: str) -> str:
        card, body = page.document(id)
        return render_template("document.html", card=card, lines=body.split("\n"))

    @app.get("/readyz")
    def ready() -> str:
        return "ready"

    return app


def engine(name: str) -> type[Page]:
    """The class of an engine, made from the folder of its index.

    Raises:
        ImportError: it is not installed.
    """
    module, kind = ENGINES[name]
    found: type[Page] = getattr(importlib.import_module(f"bench.minimal.{module}"), kind)
    return found


def open_page(name: str, folder: str) -> Flask:
    """What gunicorn serves."""
    return create_app(engine(name)(Path(folder)))
