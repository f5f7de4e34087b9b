"""What is asked, as every engine, page and command takes it; and the bounds of a period in it."""

from index.document import UNSTATED
from search.request.search_request import (
    BY_RELEVANCE,
    DEFAULT_SIZE,
    FACETS,
    MAX_CLAUSES,
    MAX_QUERY,
    MAX_SELECTED,
    MAX_SIZE,
    MAX_WINDOW,
    Part,
    Scope,
    SearchRequest,
    Sort,
    typed,
)

__all__ = [
    "BY_RELEVANCE",
    "DEFAULT_SIZE",
    "FACETS",
    "MAX_CLAUSES",
    "MAX_QUERY",
    "MAX_SELECTED",
    "MAX_SIZE",
    "MAX_WINDOW",
    "UNSTATED",
    "Part",
    "Scope",
    "SearchRequest",
    "Sort",
    "typed",
]
