"""What a result page, a document page and a comparison print, asked of the engine: HTML and JSON share it."""

from __future__ import annotations

from collections.abc import Callable

from search.engine import Engine
from search.request import SearchRequest
from search.results import SearchResult
from web.views.compare import ComparePage, compare_page
from web.views.document import DocumentPage, document_page
from web.views.results import ResultsView, results_view


def results(
    engine: Engine, request: SearchRequest, note: Callable[[SearchResult], None] | None = None
) -> ResultsView:
    """The result page of ``request``.

    Args:
        note: is told of the search; only for what a visitor typed.
    """

    def count(other: SearchRequest) -> int:
        return engine.facets(other).total

    result = engine.search(request)
    if note:
        note(result)
    return results_view(result, count)


def document(
    engine: Engine, id: str, q: str, hit: int = 0, originals: bool = True
) -> DocumentPage | None:
    """The page of a document, at one of the hits of ``q``; None if there is none of that id.

    Args:
        originals: whether files are handed out.
    """
    view = engine.document(id, q)
    return document_page(view, q, hit, engine.origin(id), originals) if view else None


def compare(engine: Engine, old: str, new: str, everything: bool) -> ComparePage | None:
    """The page of two documents side by side; None if there is none of one of the ids.

    Args:
        everything: whether what did not change is shown too.
    """
    compared = engine.compare(old, new)
    return compare_page(compared, everything) if compared else None
