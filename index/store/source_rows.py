"""The table of sources: every file that was read, what it was like, and what came of it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

LISTS = ("ids", "digests", "duplicates", "held", "withheld", "names")
"""The fields of a row that hold several values."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of the table of sources: a file, what it was like, and what came of it.

    Attributes:
        root, path: the folder that was indexed (absolute) and the file's path within it.
        size, mtime_ns, ctime_ns, sha256: of the file before it was read.
        ids: the documents it gave, in order; one file may hold thousands.
        digests: for each of them, :meth:`index.document.PolicyDocument.digest`.
        duplicates: ids of documents it gave that another file had given before.
        held: those of ``ids`` that it gives no more, and that stay until somebody accepts the
            loss; see ``index.ingest.guard``.
        names: for each of ``ids`` the id that the document gives itself, empty where it gives itself
            none; none at all where these are the ids.
        withheld: tokens of documents it gave that were withdrawn and erased; see
            :func:`index.store.withdrawals.token`.
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
    held: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def documents(self) -> dict[str, tuple[str, str]]:
        """Id -> digest and name of each document."""
        pairs = zip(self.digests, self.names or self.ids, strict=True)
        return dict(zip(self.ids, pairs, strict=True))

    def giving(self, documents: Mapping[str, tuple[str, str]]) -> SourceRow:
        """This row with other documents: id -> digest and name."""
        ids = tuple(documents)
        names = tuple(name for _, name in documents.values())
        return replace(
            self,
            ids=ids,
            digests=tuple(digest for digest, _ in documents.values()),
            names=() if names == ids else names,
        )

    @property
    def place(self) -> Path:
        """The file."""
        return Path(self.root) / self.path


def held_back(rows: Iterable[SourceRow], sources: Iterable[str]) -> dict[str, dict[Path, int]]:
    """What is held back: source -> file -> how many of the documents it gave."""
    known = [*map(Path, sources)]
    found: dict[str, dict[Path, int]] = defaultdict(dict)
    for row in rows:
        if row.held:
            above = (source for source in known if row.place.is_relative_to(source))
            found[str(next(above, row.root))][row.place] = len(row.held)
    return dict(found)


def is_unchanged(row: SourceRow, status: os.stat_result, sha256: Callable[[], str]) -> bool:
    """Whether a file is what it was when ``row`` was written; its bytes decide in doubt.

    Args:
        status: of the file now.
        sha256: hashes it; asked only where the times do not tell.

    Raises:
        OSError: it cannot be hashed.
    """
    if status.st_size != row.size:
        return False
    times = (status.st_mtime_ns, status.st_ctime_ns)
    return times == (row.mtime_ns, row.ctime_ns) or sha256() == row.sha256
