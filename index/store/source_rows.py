"""The table of sources: every file that was read, what it was like, and what came of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of the table of sources: a file, what it was like, and what came of it.

    Attributes:
        root, path: the folder that was indexed (absolute) and the file's path within it.
        size, mtime_ns, ctime_ns, sha256: of the file before it was read.
        ids: the documents it gave, in order; one file may hold thousands.
        digests: for each of them, :meth:`index.document.PolicyDocument.digest`.
        duplicates: ids of documents it gave that another file had given before.
    """

    root: str
    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    sha256: str
    ids: tuple[str, ...]
    digests: tuple[str, ...]
    duplicates: tuple[str, ...] = ()


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


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise OSError(f"no regular file: {path}")  # a pipe or a device may have no end
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
