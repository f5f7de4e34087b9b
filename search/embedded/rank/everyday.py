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
    if not len(docs):
        return scores
    for asked in articles:
        has = snapshot.with_article(asked.work, asked.article)
        at = docs.searchsorted(has).clip(max=len(docs) - 1)
        at = at[docs[at] == has]
        scores[at] = np.maximum(scores[at], np.float32(asked.score))
    return scores
