"""Names of files, whose bytes need not be UTF-8: shown to people, and sent as JSON and back."""

from __future__ import annotations

import os
from pathlib import Path


def printable(name: str) -> str:
    """A file name as it can be shown: bytes that are no UTF-8 become question marks."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def escaped(path: Path) -> str:
    """A path as JSON can hold it."""
    return os.fsencode(path).decode("latin-1").encode("unicode_escape").decode("ascii")


def unescaped(text: str) -> Path:
    """The inverse of :func:`escaped`."""
    return Path(
        text.encode("ascii")
        .decode("unicode_escape")
        .encode("latin-1")
        .decode("utf-8", "surrogateescape")
    )
