"""How much of what was read and computed of terms is kept in memory: by the number of documents, or as told.

A common term is an array of every document, and a question has twenty of them: what is kept has to grow with the
documents, or no query finds what the one before had computed.
"""

from __future__ import annotations

LEAST = 48 * 2**20
EACH = 100
"""Bytes for each document, where that is more."""


def kept_bytes(documents: int, told: int | None = None) -> int:
    """Bytes of postings, and as many of scores, that are kept.

    Args:
        told: of both together, as an operator says; None: by ``documents``.

    >>> kept_bytes(10_000), kept_bytes(1_000_000), kept_bytes(1_000_000, 2**20)
    (50331648, 100000000, 524288)
    """
    return max(LEAST, EACH * documents) if told is None else told // 2
