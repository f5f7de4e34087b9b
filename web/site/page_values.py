"""What a result page, a document page and a comparison print, asked of the engine: HTML and JSON share it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app

from search.engine import Engine
from search.request import SearchRequest
from search.results import SearchResult
from web.views.compare import ComparePage, compare_page
from web.views.document import Asked, DocumentPage, document_page, prints_of
from web.views.help import HelpView, help_of
from web.views.home import HomeView, home_view
from web.views.once import Once
from web.views.relations import CITED_BY, AskedRelations, RelationsPage, relations_page
from web.views.results import ResultsView, results_view
from web.views.standing import TODAY, Day

_HOME, _HELP = "zhengce.home", "zhengce.help"
"""Under which names an application keeps the values of pages that are the same for everybody."""


def register(app: Flask) -> None:
    """Let ``app`` make its home page and its help page once for each state of the index."""
    app.extensions[_HOME] = Once(home_view)
    app.extensions[_HELP] = Once(help_of)


def home(engine: Engine) -> HomeView:
    """The home page over what is served."""
    return cast("Once[HomeView]", current_app.extensions[_HOME]).of(engine)


def results(
    engine: Engine,
    request: SearchRequest,
    note: Callable[[SearchResult], None] | None = None,
    *,
    whole: bool = True,
) -> ResultsView:
    """The result page of ``request``.

    Args:
        note: is told of the search; only for what a visitor typed.
        whole: whether also what no page prints (:func:`web.views.results.results_view`).
    """

    def count(other: SearchRequest) -> int:
        return engine.facets(other).total

    result = engine.search(request)
    if note:
        note(result)
    return results_view(result, count, whole=whole)


def document(
    engine: Engine, id: str, asked: Asked, originals: bool = True, *, whole: bool = True
) -> DocumentPage | None:
    """The page of a document as it is asked for; None if there is none of that id.

    Args:
        originals: whether files are handed out.
        whole: whether all of its record is wanted, which only its JSON prints.
    """
    view = engine.document(id, asked.q, asked.day.on)
    if view is None:
        return None
    files = {one.id: file for one in prints_of(view) if (file := engine.origin(one.id))}
    return document_page(view, asked, engine.origin(id), originals, files, whole=whole)


def relations(
    engine: Engine, id: str, asked: AskedRelations, day: Day = TODAY
) -> RelationsPage | None:
    """A page of all documents that are one thing to a document: those of the kind asked for, else of
    the first kind that it has any of; None if there is no document of that id."""
    view = engine.document(id, "", day.on)
    if view is None:
        return None
    told = view.relations
    kinds = [block.kind for block in told.blocks] if told else []
    kind = asked.kind if asked.kind in kinds else next(iter(kinds), "")
    cited = dict(told.cited) if told and kind == CITED_BY else {}
    article = asked.article if asked.article in cited else ""
    block = engine.related(id, kind, asked.page, day.on, article) if kind else None
    return relations_page(view, block, AskedRelations(kind, asked.page, article), day)


def compare(engine: Engine, old: str, new: str, everything: bool) -> ComparePage | None:
    """The page of two documents side by side; None if there is none of one of the ids.

    Args:
        everything: whether what did not change is shown too.
    """
    compared = engine.compare(old, new)
    return compare_page(compared, everything) if compared else None


def help_page(engine: Engine) -> HelpView:
    """The help page, whose examples find something in what is served."""
    return cast("Once[HelpView]", current_app.extensions[_HELP]).of(engine)
