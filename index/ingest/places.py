"""The files of a run beside the places that the index knows: what is where now.

A file is one place however it is named: relative, through a link, from another root. What is
named through a link stays so, since the link is what an operator points elsewhere. A file that
was moved takes its row with it, and need not be read again unless its name says another format.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.ingest.moves import Move, moves
from index.readers import SourceFile
from index.store.source_rows import SourceRow, is_unchanged

Rows = Mapping[Path, SourceRow]
TO_READ = -1
"""The size in the row of a file that is to be read again whatever it is."""


@dataclass(frozen=True, slots=True)
class Places:
    """What :func:`found_again` found.

    Attributes:
        files: those of the run, by the names that the index has for them.
        rows: of each place that is known, as the files stand now.
        overwritten: rows of places where another file stands now, which was moved there.
        moved: files that stood elsewhere before.
        renamed: roots of the index that are named by a link now.
        gone: places that hold nothing any more; looked for where files are new or changed.
    """

    files: list[SourceFile]
    rows: dict[Path, SourceRow]
    overwritten: list[SourceRow]
    moved: list[Move]
    gone: list[Path]
    renamed: Mapping[str, str]


def found_again(
    files: Sequence[SourceFile],
    rows: Rows,
    is_gone: Callable[[Path], bool],
    doubtful: Collection[Path] = (),
) -> Places:
    """Put files and rows together.

    Args:
        rows: as the index has them.
        is_gone: of a place that is none of ``files``.
        doubtful: places of which something could not be read: they are read again.
    """
    renamed = _links(files, rows)
    rows = _through_links(rows, renamed)
    files = list(_as_known(files, rows))
    listed = {file.path: file for file in files}
    arrived = [file for file in files if not is_as_before(file, rows.get(file.path))]
    arrived = [file for file in arrived if not _holds(file, rows.get(file.path))]
    changed = [file.path for file in arrived if file.path in rows]
    absent = (place for place in rows if place not in listed) if arrived else ()
    gone = [place for place in absent if is_gone(place)]
    moved = moves(rows, [*changed, *gone], arrived)
    taken = {move.old for move in moved}
    now = {place: row for place, row in rows.items() if place not in taken}
    overwritten = [now[move.new] for move in moved if move.new in now]
    for move in moved:
        file, row = listed[move.new], rows[move.old]
        again = (
            row.size == TO_READ
            or move.old in doubtful
            or move.old.suffix.lower() != move.new.suffix.lower()
        )
        now[move.new] = at(file, row, again)
    left = [place for place in gone if place not in taken]
    return Places(files, now, overwritten, moved, left, renamed)


def is_as_before(file: SourceFile, row: SourceRow | None) -> bool:
    """Whether a file need not be read: it is what it was when ``row`` was written."""
    if row is None or file.status is None:
        return False
    try:
        return is_unchanged(row, file.status, lambda: file.sha256)
    except OSError:
        return False


def rows_by_place(rows: Sequence[SourceRow], outdated: bool) -> dict[Path, SourceRow]:
    """File -> its row; none of them is as before when all were read in another way."""
    known = (replace(row, size=TO_READ) if outdated else row for row in rows)
    return {Path(row.root) / row.path: row for row in known}


def is_gone(place: Path) -> bool:
    """Whether nothing is there; what cannot be looked at is not gone."""
    try:
        place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def is_left_out(_: Path) -> bool:
    """A rebuild holds what it reads and nothing else."""
    return True


def row_of(
    file: SourceFile, given: dict[str, str], duplicates: set[str], names: tuple[str, ...]
) -> SourceRow | None:
    """The row of a file that was read; None for one that cannot be read at all.

    Its size and times are those before it was read: a change made meanwhile is noticed by the
    next run.
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
        ids=tuple(given),
        digests=tuple(given.values()),
        duplicates=tuple(sorted(duplicates)),
        names=() if names == tuple(given) else names,
    )


def _holds(file: SourceFile, row: SourceRow | None) -> bool:
    """Whether a file that is to be read again whatever it is, is what it was."""
    try:
        return row is not None and row.size == TO_READ and file.sha256 == row.sha256
    except OSError:
        return False


def at(file: SourceFile, row: SourceRow, again: bool) -> SourceRow:
    """``row`` at the place of ``file``; ``again``: to be read whatever it is."""
    status = file.status
    if status is None or again:
        return replace(row, root=str(file.root), path=file.name, size=TO_READ)
    return replace(
        row,
        root=str(file.root),
        path=file.name,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
    )


def _links(files: Sequence[SourceFile], rows: Rows) -> dict[str, str]:
    """Roots in ``rows`` that roots of this run lead to, and what they are called from there."""
    roots = {file.root for file in files}
    links = {root: real for root in roots if (real := root.resolve()) != root}
    held = {Path(row.root) for row in rows.values()} if links else set()
    return {
        str(old): str(link / old.relative_to(real))
        for link, real in links.items()
        for old in held
        if old.is_relative_to(real) and old == old.resolve()
    }


def _through_links(rows: Rows, renamed: Mapping[str, str]) -> Rows:
    """``rows`` under other roots, but for files that these have already."""
    if not renamed:
        return rows
    made: dict[Path, SourceRow] = {}
    for place, row in rows.items():
        root = renamed.get(row.root, row.root)
        other = Path(root) / row.path
        if other in rows:
            made[place] = row
        else:
            made[other] = replace(row, root=root)
    return made


def _as_known(files: Sequence[SourceFile], rows: Rows) -> Iterator[SourceFile]:
    """The folder that a file is named from: once known, it stays."""
    leads: dict[Path, Path] = {}

    def real(root: Path) -> Path:
        if root not in leads:
            leads[root] = root.resolve()
        return leads[root]

    held = {Path(row.root) for row in rows.values()} | {file.root for file in files}
    plain = all(real(root) == root for root in held)
    by_real = {} if plain else {real(Path(row.root)) / row.path: at for at, row in rows.items()}
    for file in files:
        place = file.path
        if place not in rows and by_real:
            place = by_real.get(real(file.root) / file.path.relative_to(file.root), place)
        row = rows.get(place)
        yield file.under(Path(row.root), place) if row else file
