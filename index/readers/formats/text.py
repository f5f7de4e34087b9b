"""Text files: a labelled header as information-disclosure sites export it, then the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from index.readers.extract import Extract
from index.readers.options import Options
from index.text.encodings import decode


def read(content: BinaryIO, name: str, _: Options) -> Iterator[Extract]:
    """The one document of a text file."""
    yield parse_text(decode(content.read()), name)


def parse_text(text: str, name: str) -> Extract:
    """The lines of a text; what they are is told for all formats by ``interpret``."""
    return Extract(name, lines=text.split("\n"))
