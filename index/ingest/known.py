"""What an index knows of files: their rows, and whether one is as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.readers import SourceFile
from index.store.source_rows import SourceRow, is_unchanged
from index.store.withdrawals import NONE, Withdrawals


def rows_by_place(
    rows: Sequence[SourceRow], outdated: bool, erased: Withdrawals = NONE
) -> dict[Path, SourceRow]:
    """File -> its row; none of them is as before when all were read in another way, nor is one
    of which something was withheld that is not ``erased`` any more."""
    known = (
        replace(row, size=-1) if outdated or not erased.tokens.issuperset(row.withheld) else row
        for row in rows
    )
    return {row.place: row for row in known}


def is_as_before(file: SourceFile, row: SourceRow | None) -> bool:
    """Whether a file need not be read: it is what it was when ``row`` was written."""
    if row is None or row.held or file.status is None:
        return False
    try:
        return is_unchanged(row, file.status, lambda: file.sha256)
    except OSError:
        return False


def with_held(before: SourceRow, now: SourceRow | None, ids: Collection[str]) -> SourceRow:
    """The row of a file that keeps some documents it gives no more. As long as it gives nothing
    else instead, its row stays as it was; else it is to be read again whatever it is like.

    Args:
        before, now: its row as it was, and as it would be without them; None if it is gone.
        ids: of the documents, out of ``before``.
    """
    kept = {id: it for id, it in before.documents.items() if id in ids}
    row = now or replace(before, duplicates=()).giving({})
    own = row.documents | kept
    is_as_it_was = own == before.documents
    if is_as_it_was and row.duplicates == before.duplicates:
        return replace(before, held=tuple(kept))
    return replace(row, size=-1, held=tuple(kept)).giving(own)


def row_of(
    file: SourceFile, documents: Mapping[str, tuple[str, str]], duplicates: Collection[str]
) -> SourceRow | None:
    """The row of a file that was read; None for one that cannot be read at all.

    Its size and times are those before it was read: a change made meanwhile is noticed by the
    next run.

    Args:
        documents: what it gave, and what is kept of it: id -> digest and name.
    """
    try:
        digest = file.sha256
    except OSError:
        return None
    if file.status is None:
        return None
    return SourceRow(
        root=str(file.root),
        path=file.name,
        size=file.status.st_size,
        mtime_ns=file.status.st_mtime_ns,
        ctime_ns=file.status.st_ctime_ns,
        sha256=digest,
        ids=(),
        digests=(),
        duplicates=tuple(sorted(duplicates)),
    ).giving(documents)


def sharing(
    rows: Mapping[Path, SourceRow],
    again: Collection[Path],
    absent: Collection[str],
    is_there: Callable[[Path], bool],
) -> set[Path]:
    """``again``, the files that are read again, and those that share a document with one of them.

    Args:
        absent: ids of documents that no file will give: of files that are gone.
        is_there: whether a file can be read at all.
    """
    found = set(again)
    while True:
        ids = {id for place in found if place in rows for id in rows[place].ids}
        ids.update(absent)
        more = {
            place
            for place in rows.keys() - found
            if not ids.isdisjoint(rows[place].duplicates) and is_there(place)
        }
        if not more:
            return found
        found |= more
