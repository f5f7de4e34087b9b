"""What the executor has no rule for, answered by Whoosh itself over our segments."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from index.segment import Terms
from search.embedded.arrays.matches import Matches
from search.embedded.whoosh.reader import Columns, open_searcher
from search.query.tree import Tree
from search.weights import Weight


def matches(searcher: Any, query: Tree) -> Matches:
    """What Whoosh itself finds."""
    hits = searcher.search(query, limit=None, scored=True)
    found = sorted((hit.docnum, hit.score or 0.0) for hit in hits)
    docs = np.array([doc for doc, _ in found], np.uint32)
    return Matches(docs, np.array([score for _, score in found], np.float32))


class Fallback:
    """Whoosh's own searcher over a generation, for what the executor has no rule for; it is opened
    when it is first asked. It knows nobody who has it, so a generation goes with its last reader."""

    def __init__(self, terms: Terms, weights: Mapping[str, Weight], numbers: Columns) -> None:
        self._terms = terms
        self._weights = weights
        self._numbers = numbers

    def __call__(self, query: Tree) -> Matches:
        """What Whoosh itself finds."""
        return matches(self._searcher, query)

    @cached_property
    def _searcher(self) -> Any:
        return open_searcher(self._terms, self._weights, self._numbers)
