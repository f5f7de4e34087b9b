"""Text files: a labelled header as information-disclosure sites export it, then the text."""

from __future__ import annotations

from index.readers.extract import Found


def parse_text(text: str, name: str) -> Found:
    """The lines of a text; what they are is told for all formats by ``stated``."""
    return Found(name, lines=text.split("\n"))
