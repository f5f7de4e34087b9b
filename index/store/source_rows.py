"""The table of sources: every file that was read, what it was like, and what came of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of the table of sources: a file, what it was like, and what came of it.

    Attributes:
        root, path: the folder that was indexed (absolute) and the file's path within it.
        size, mtime_ns, ctime_ns, sha256: of the file before it was read.
        ids: the documents it gave, in order; one file may hold thousands.
        digests: for each of them, :meth:`index.document.PolicyDocument.digest`.
        duplicates: ids of documents it gave that another file had given before.
        names: for each of them the id that it gives itself, empty where it gives itself none;
            none at all where these are the ids.
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
    names: tuple[str, ...] = ()

    @property
    def documents(self) -> Iterator[tuple[str, str]]:
        """Id and digest of each document."""
        return zip(self.ids, self.digests, strict=True)

    def with_only(self, ids: Collection[str]) -> SourceRow:
        """This row as one that gave only some of its documents."""
        at = [number for number, id in enumerate(self.ids) if id in ids]
        return replace(
            self,
            ids=tuple(self.ids[number] for number in at),
            digests=tuple(self.digests[number] for number in at),
            names=tuple(self.names[number] for number in at) if self.names else (),
        )


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
