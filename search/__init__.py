"""Requests, the query language, ranking, facets and snippets; knows nothing of HTTP or files.

The rooms, in the order a request walks through them: ``request`` (what is asked) →
``grammar`` (what was typed) → ``plan`` (what must match, what ranks) → ``executor`` over
``postings`` → ``relax`` (the ladder) → ``pins`` and ``order`` → ``facets``, ``snippets`` →
``results`` (what is answered). ``whoosh_engine`` leads the way over a ``snapshot`` of one
generation.
"""

from pathlib import Path

from search.request import FACETS, Scope, SearchRequest, Sort
from search.results import (
    DocumentView,
    Engine,
    Facet,
    FacetValue,
    Hit,
    Relaxation,
    SearchResult,
    Snippet,
    Status,
)
from search.whoosh_engine import WhooshEngine

__all__ = [
    "FACETS",
    "DocumentView",
    "Engine",
    "Facet",
    "FacetValue",
    "Hit",
    "Relaxation",
    "Scope",
    "SearchRequest",
    "SearchResult",
    "Snippet",
    "Sort",
    "Status",
    "open_engine",
]


def open_engine(folder: Path) -> Engine:
    """The engine over the index in ``folder``.

    Raises:
        index.errors.ZhengceError: there is no index there, or it cannot be served.
    """
    return WhooshEngine(folder)
