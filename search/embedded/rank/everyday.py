"""What is asked about in everyday words: which documents have the article."""

from __future__ import annotations

import numpy as np

from search.backend.selection import AskedArticles
from search.embedded.rank.some import NONE, Some
from search.embedded.snapshot import Snapshot


def asked_about(snapshot: Snapshot, articles: AskedArticles) -> Some:
    """The documents that have one of ``articles``, and what the best of these adds to their score."""
    best: dict[int, float] = {}
    for having, score in zip(snapshot.with_articles(articles.places), articles.scores, strict=True):
        for doc in having:
            if best.get(doc, 0.0) <= score:
                best[doc] = score
    if not best:
        return NONE
    docs = np.array(list(best), np.uint32)
    order = docs.argsort()
    scores = np.array(list(best.values()), np.float32)
    return Some(docs[order], np.float32(snapshot.works_weigh.everyday) * scores[order])
