"""Text files: a labelled header as information-disclosure sites export it, then the text."""

from __future__ import annotations

from index.readers.extract import Extract


def parse_text(text: str, name: str) -> Extract:
    """The lines of a text; what they are is told for all formats by ``interpret``."""
    return Extract(name, lines=text.split("\n"))
