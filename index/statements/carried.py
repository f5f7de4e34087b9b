"""What a document carries: the titles of what it prints (印发、转发、批转、发布), and of what it interprets."""

from __future__ import annotations


def carried(title: str, body: str) -> tuple[str, ...]:
    """The titles of what a document of this title and body prints, as written."""
    return ()
