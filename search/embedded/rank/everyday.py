"""What is asked about in everyday words: which documents have the article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.backend.selection import AskedArticle
from search.embedded.arrays.postings import Docs, Floats
from search.embedded.snapshot import Snapshot


def asked_about(snapshot: Snapshot, articles: Sequence[AskedArticle], docs: Docs) -> Floats:
    """float32[n]: the score of the best of ``articles`` that each of ``docs`` has."""
    scores = np.zeros(len(docs), np.float32)
    best: dict[int, float] = {}
    for asked in articles:
        for doc in snapshot.with_article(asked.work, asked.article):
            if best.get(doc, 0.0) <= asked.score:
                best[doc] = asked.score
    if not best or not len(docs):
        return scores
    has = np.array(list(best), np.uint32)
    at = docs.searchsorted(has).clip(max=len(docs) - 1)
    is_found = docs[at] == has
    scores[at[is_found]] = np.array(list(best.values()), np.float32)[is_found]
    return scores
