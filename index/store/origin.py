"""Which file a document was read from: what the table of sources says, turned around."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.store.generation import Generation
from index.store.source_rows import SourceRow, is_unchanged


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a document was read from.

    Attributes:
        name: its path within the folder that was indexed.
        modified: when it was last changed before it was read.
        file: absolute, where the file holds this document alone and is still what it was when
            it was read; else None.
    """

    name: str
    modified: datetime
    file: Path | None


def rows_by_id(generation: Generation) -> dict[str, SourceRow]:
    """Document id -> the row of the file that gave it.

    Raises:
        IndexDamaged: the table of sources cannot be read.
    """
    return {id: row for row in generation.sources() for id in row.ids}


def origin_of(row: SourceRow) -> Origin:
    """The file of ``row`` as it is now."""
    return Origin(
        name=row.path,
        modified=datetime.fromtimestamp(row.mtime_ns / 1e9, UTC),
        file=_whole_file(row),
    )


def _whole_file(row: SourceRow) -> Path | None:
    """Asked for every page of a document: no more is asked of the system than it takes."""
    if len(row.ids) != 1 or row.duplicates:
        return None
    root = os.path.realpath(row.root)
    try:
        file = _real(root, row.path)
        status = os.stat(file)
        is_within = file.startswith(root.rstrip("/") + "/") and stat.S_ISREG(status.st_mode)
        is_same = is_within and is_unchanged(row, status, lambda: _sha256(file))
    except OSError:
        return None
    return Path(file) if is_same else None


def _real(root: str, path: str) -> str:
    """The file ``path`` of ``root``, without links: these are looked for below ``root``, which has none.

    Raises:
        OSError: there is none.
    """
    at = root
    for part in path.split("/"):
        at = f"{at}/{part}"
        if part in ("", ".", "..") or stat.S_ISLNK(os.lstat(at).st_mode):
            return os.path.realpath(os.path.join(root, path))
    return at


def _sha256(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
