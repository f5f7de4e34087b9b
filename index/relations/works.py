"""Which documents are texts of one work: versions of a law, not yearly notices of one title."""

from __future__ import annotations

from index.relations.model import Entry


def same_work(a: Entry, b: Entry) -> bool:
    """Whether two documents that share a key are texts of one work; symmetric."""
    return bool(set(a.says.identity.names) & set(b.says.identity.names))
