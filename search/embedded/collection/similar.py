"""More like this: documents that share the telling words of one."""

from __future__ import annotations

from collections import Counter

import numpy as np
from whoosh import query as wq

from index.schema.fields import text_field
from index.text.analysis import Analyzer
from search.embedded.arrays.postings import Docs
from search.embedded.snapshot import Snapshot

READ = 4000
"""So many characters of the body are read: what comes later says little of the subject."""
_TITLE = 5
"""A word of the title counts like so many in the body."""
_WORDS = 30
_COMMON = 0.2
"""A word that this share of the documents has tells nothing."""


def similar(snapshot: Snapshot, analyzer: Analyzer, doc: int, limit: int) -> Docs:
    """The documents most like ``doc``: none of its own title, each title once.

    Returns:
        uint32[n], n at most ``limit``, best first.
    """
    counts: Counter[str] = analyzer.words(snapshot.body(doc)[:READ])
    for word in analyzer.words(snapshot.card(doc).title):
        counts[word] += _TITLE
    terms = _telling(snapshot, counts)
    if not terms:
        return np.empty(0, np.uint32)
    tree = wq.Or(
        [
            wq.Term(text_field(zone, "words"), word, boost=weight)
            for word, weight in terms
            for zone in ("title", "body")
        ]
    )
    first = snapshot.executor.top(tree, 8 * limit).docs
    versions = snapshot.versions.take(first)
    once = np.sort(np.unique(versions, return_index=True)[1])
    others: Docs = first[once][versions[once] != snapshot.versions[doc]][:limit]
    return others


def _telling(snapshot: Snapshot, counts: Counter[str]) -> list[tuple[str, float]]:
    """The words that say the most of a document, and how much: frequency times idf, in tenths,
    for scores are kept by weight."""
    body = text_field("body", "words")
    weighed: list[tuple[float, str]] = []
    for word, count in counts.items():
        frequency = snapshot.postings.frequency(body, word) if len(word) > 1 else 0
        if 1 < frequency < _COMMON * snapshot.documents:
            weighed.append((min(count, 2 * _TITLE) * snapshot.executor.idf(frequency), word))
    weighed.sort(reverse=True)
    most = weighed[0][0] if weighed else 1.0
    return [(word, max(round(weight / most, 1), 0.1)) for weight, word in weighed[:_WORDS]]
