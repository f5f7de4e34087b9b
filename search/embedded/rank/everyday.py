"""What is asked about in everyday words: which documents have the article."""

from __future__ import annotations

import numpy as np

from search.backend.selection import AskedArticles
from search.embedded.rank.some import NONE, Some
from search.embedded.snapshot import Snapshot


def asked_about(snapshot: Snapshot, articles: AskedArticles) -> Some:
    """The documents that have one of ``articles``, and what the best of these adds to their score."""
    if not articles.numbers:
        return NONE
    docs, which = snapshot.having(articles.among).of(articles.numbers)
    having, first = np.unique(
        docs, return_index=True
    )  # the best of several: that which comes first
    scores = np.array(articles.scores, np.float32).take(which.take(first))
    return Some(having, np.float32(snapshot.works_weigh.everyday) * scores)
