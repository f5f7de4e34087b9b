"""Which documents are one text: printed by several sources, listed twice, as record and as file."""

from __future__ import annotations

from index.relations.model import Entry


def same_text(a: Entry, b: Entry) -> bool:
    """Whether two documents that share a key are the same text of the same work; symmetric."""
    return a.says.identity == b.says.identity and a.says.timeline.day == b.says.timeline.day
