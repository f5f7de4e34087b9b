"""The files that sources hold, and what an earlier run knows of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import SourceError
from index.store import SourceRow


def files_under(paths: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Every file to read as ``(root, file)``, absolute, in a stable order, each file once.

    A folder is walked without following links to folders; hidden files and folders (names
    that begin with a dot) are passed over. A file named outright has its folder for root.

    Raises:
        SourceError: a path does not exist or cannot be listed.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise SourceError(f"找不到 {path}。请检查路径是否正确。")
        root = path.resolve() if path.is_dir() else path.parent.resolve()
        for found in sorted(_walk(root)) if path.is_dir() else [root / path.name]:
            if found not in seen:
                seen.add(found)
                yield root, found


def source_row(root: Path, path: Path, documents: dict[str, str]) -> SourceRow:
    """The row of a file that was read and gave ``documents`` (id -> digest)."""
    status = path.stat()
    return SourceRow(
        root=str(root),
        path=path.relative_to(root).as_posix(),
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        sha256=_sha256(path),
        ids=tuple(documents),
        digests=tuple(documents.values()),
    )


def is_unchanged(row: SourceRow, path: Path) -> bool:
    """Whether a file is what it was when ``row`` was written; its bytes decide in doubt."""
    try:
        status = path.stat()
        if status.st_size != row.size:
            return False
        return status.st_mtime_ns == row.mtime_ns or _sha256(path) == row.sha256
    except OSError:
        return False


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        raise SourceError(f"无法列出文件夹 {folder}（{error.strerror}）。请检查权限。") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        elif not entry.is_dir():
            yield entry


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
