"""Names: the key under which a title is known and cited, so that equal keys mean one work."""

from __future__ import annotations

from index.conventions.works import cited_as


def key_of(title: str) -> str:
    """The key of a title or of a name that cites it."""
    return cited_as(title)
