"""Addresses of static files that change with their content, so browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

DIGITS = 12


def asset_urls(folder: Path, base: str) -> Mapping[str, str]:
    """The name of each file in ``folder`` -> its address under ``base``.

    The files are read once, here.
    """
    return {
        path.name: f"{base}/{path.name}?v={_digest(path)}"
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGITS]
