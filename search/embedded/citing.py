"""Who names a work: through the texts of it that are held, and by names that no document held has."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from index.relations.graph import Graph
from index.segment import Terms
from index.statements import keys
from search.embedded.arrays.postings import Docs
from search.query.tree import Citing


def citing(graph: Graph, terms: Terms, query: Citing) -> Docs:
    """uint32[n], ascending: the documents that name a work, its own texts left out."""
    held = [
        *terms.having("known_as", keys.title(query.name)),
        *terms.having("known_as", keys.number(query.number)),
    ]
    names = [at for name in (query.name, query.number) if (at := _named(graph, name)) >= 0]
    if not held and not names:
        return np.empty(0, np.uint32)
    is_text = np.isin(graph.work, graph.work[held])
    table = graph.rows
    meant = [graph.rows_to(text) for text in is_text.nonzero()[0].tolist()]
    meant += [np.isin(table["name"], names).nonzero()[0]] if names else []
    rows = np.concatenate(meant)
    rows = rows[np.isin(table["kind"][rows], query.kinds)]
    docs: Docs = np.unique(table["source"][rows])
    kept: Docs = docs[~is_text[docs]]
    return kept


def _named(graph: Graph, name: str) -> int:
    """The place of a name in the pool of those that no document has; -1 if it is not there."""
    count = len(graph.arrays["name_ends"])
    at = bisect_left(range(count), name, key=graph.name)
    return at if name and at < count and graph.name(at) == name else -1
