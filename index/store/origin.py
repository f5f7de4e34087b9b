"""Which file a document was read from: what the table of sources says, turned around."""

from __future__ import annotations

import hashlib
import os
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
    is_alone = len(row.ids) == 1 and not row.duplicates
    root = Path(os.path.realpath(row.root))
    file = Path(os.path.realpath(root / row.path))
    if not (is_alone and file.is_relative_to(root) and os.path.isfile(file)):
        return None
    try:
        same = is_unchanged(row, file.stat(), lambda: _sha256(file))
    except OSError:
        return None
    return file if same else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
