"""Addresses of static files that change with their content, so browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

DIGITS = 12


def asset_urls(folder: Path, base: str) -> Callable[[str], str]:
    """A function from a file name in ``folder`` to its address under ``base``.

    The files are read once, here.
    """
    known = {
        path.name: f"{base}/{path.name}?v={_digest(path)}"
        for path in sorted(folder.iterdir())
        if path.is_file()
    }

    def asset_url(name: str) -> str:
        return known[name]

    return asset_url


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGITS]
