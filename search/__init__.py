"""Requests, the query language, ranking, facets and snippets; knows nothing of HTTP or files.

The rooms, in the order a request walks through them: ``request`` (what is asked) →
``grammar`` (what was typed) → ``plan`` (what must match, what ranks) → ``executor`` over
``postings`` → ``relax`` (the ladder) → ``pins`` and ``order`` → ``facets``, ``snippets`` →
``results`` (what is answered). ``whoosh_engine`` leads the way over a ``snapshot`` of one
generation.
"""

from pathlib import Path

from search.lay import NO_TABLE, read_lay, shipped, with_rows
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
    Tally,
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
    "Tally",
    "open_engine",
]


def open_engine(folder: Path, lay: Path | None = None, literal: bool = False) -> Engine:
    """The engine over the index in ``folder``.

    Args:
        lay: an operator's own table of lay words; see ``search.lay.read_lay``.
        literal: whether words are looked for as typed alone.

    Raises:
        index.errors.ZhengceError: there is no index there, or it cannot be served, or ``lay``
            cannot be used.
    """
    table = NO_TABLE if literal else with_rows(read_lay(lay)) if lay else shipped()
    return WhooshEngine(folder, table=table)
