"""The files that sources hold: folders walked in a stable order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import SourceError
from index.readers import SourceFile


def files_under(paths: Sequence[Path], leave_out: Path | None = None) -> Iterator[SourceFile]:
    """Every file to read, absolute, in a stable order, each once.

    A folder is walked without following links to folders; hidden files and folders (names
    that begin with a dot) are passed over, and so is ``leave_out``, the index itself. A file
    named outright has its folder for root. A folder that cannot be listed is given as if it
    were a file: reading it says why.

    Raises:
        SourceError: a path does not exist.
    """
    seen: set[Path] = set()
    own = str(leave_out.resolve()) if leave_out else ""
    for path in paths:
        if not path.exists():
            raise SourceError(f"找不到 {path}。请检查路径是否正确。")
        is_folder = path.is_dir()
        root = path.resolve() if is_folder else path.parent.resolve()
        names = map(Path, _walk(str(root), own)) if is_folder else [root / path.name]
        for found in sorted(names):
            if found not in seen:
                seen.add(found)
                yield SourceFile(root, found)


def _walk(folder: str, own: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            listed = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        yield folder
        return
    for entry in listed:
        if entry.path == own:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, own)
        elif not os.path.isdir(entry.path):  # a link that goes in circles is a file, too
            yield entry.path
