"""The files that sources hold, and what an earlier run knows of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import SourceError
from index.store.generation import SourceRow


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


def source_row(root: Path, path: Path) -> SourceRow:
    """The row of a file that is about to be read; what it gives is filled in afterwards.

    A change made while it is being read is then noticed by the next run.
    """
    status = path.stat()
    return SourceRow(
        root=str(root),
        path=path.relative_to(root).as_posix(),
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
        sha256=_sha256(path),
        ids=(),
        digests=(),
    )


def is_unchanged(row: SourceRow, path: Path) -> bool:
    """Whether a file is what it was when ``row`` was written; its bytes decide in doubt."""
    try:
        status = path.stat()
        if status.st_size != row.size:
            return False
        times = (status.st_mtime_ns, status.st_ctime_ns)
        return times == (row.mtime_ns, row.ctime_ns) or _sha256(path) == row.sha256
    except OSError:
        return False


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


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise OSError(f"no regular file: {path}")  # a pipe or a device may have no end
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
