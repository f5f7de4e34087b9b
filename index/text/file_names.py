"""Names of files, whose bytes need not be UTF-8: shown to people, and sent as JSON and back."""

from __future__ import annotations

import os
import shlex
from pathlib import Path


def printable(name: str) -> str:
    """A file name as it can be shown: bytes that are no UTF-8 become question marks."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def pasteable(word: str) -> str:
    """A word of a command as a shell takes it (POSIX; ``$'…'`` for what cannot be shown)."""
    if word.isprintable():
        return shlex.quote(word)
    shown = (
        chr(byte) if 32 <= byte < 127 and byte not in b"\\'" else f"\\{byte:03o}"
        for byte in os.fsencode(word)
    )
    return f"$'{''.join(shown)}'"


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
