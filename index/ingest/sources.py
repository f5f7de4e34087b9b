"""The files that sources hold: folders walked in a stable order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import SourceError


def files_under(
    paths: Sequence[Path], leave_out: Path | None = None
) -> Iterator[tuple[Path, Path]]:
    """Every file to read as ``(root, file)``, absolute, in a stable order, each file once.

    A folder is walked without following links to folders; hidden files and folders (names
    that begin with a dot) are passed over, and so is ``leave_out``, the index itself. A file
    named outright has its folder for root. A folder that cannot be listed is given as if it
    were a file: reading it says why.

    Raises:
        SourceError: a path does not exist.
    """
    seen: set[Path] = set()
    own = leave_out.resolve() if leave_out else None
    for path in paths:
        if not path.exists():
            raise SourceError(f"找不到 {path}。请检查路径是否正确。")
        root = path.resolve() if path.is_dir() else path.parent.resolve()
        for found in sorted(_walk(root, own)) if path.is_dir() else [root / path.name]:
            if found not in seen:
                seen.add(found)
                yield root, found


def _walk(folder: Path, own: Path | None) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith(".") or entry == own:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry, own)
        elif not entry.is_dir():
            yield entry
