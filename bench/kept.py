"""What is dear to build is kept for the next run, and never half."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path


def kept(folder: Path, build: Callable[[Path], object]) -> Path:
    """A folder that ``build`` makes where it is not there yet; what an interrupted run left is made anew."""
    if not folder.exists():
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.parent.mkdir(parents=True, exist_ok=True)
        build(part)
        part.rename(folder)
    return folder
