"""The files of a run beside the places that the index knows: what is where now.

A file is one place however it is named: relative, through a link, from another root. What is
named through a link stays so, since the link is what an operator points elsewhere. A file that
was moved takes its row along, and need not be read again unless its name says another format.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import IndexDamaged
from index.ingest.identity import Ids, known_of
from index.ingest.known import is_as_before
from index.ingest.moves import Move, moves
from index.ingest.recall import Recalled
from index.ingest.sources import Sight
from index.readers import SourceFile
from index.store.former_ids import Former
from index.store.generation import Generation
from index.store.source_rows import SourceRow

Rows = Mapping[Path, SourceRow]


@dataclass(frozen=True, slots=True)
class Places:
    """What :func:`found_again` found.

    Attributes:
        rows: of each place that is known, as the files stand now.
        moved: files that stood elsewhere before.
        overwritten: rows of places where another file stands now, which was moved there.
        adrift: these, and those of places that hold nothing any more for certain.
    """

    rows: dict[Path, SourceRow]
    moved: list[Move]
    overwritten: list[SourceRow]
    adrift: list[SourceRow]

    def gave(self, place: Path) -> bool:
        """Whether a file gave anything before the run."""
        row = self.rows.get(place)
        return bool(row and row.ids)


def found_again(
    files: Sequence[SourceFile],
    rows: Rows,
    sight: Sight,
    doubtful: Collection[Path] = (),
    is_rebuilt: bool = False,
) -> Places:
    """Put files and rows together.

    Args:
        files: as :meth:`Memory.names` names them.
        rows: as the index has them.
        sight: of what nothing can be said the content alone is recognised.
        doubtful: places of which something could not be read: they are read again.
        is_rebuilt: whether all that is none of ``files`` is gone: a rebuild holds nothing else.
    """
    listed = {file.path: file for file in files}
    arrived = [file for file in files if not _is_same(file, rows.get(file.path))]
    changed = [file.path for file in arrived if file.path in rows]
    absent = [place for place in rows if place not in listed] if arrived else []
    barred = [] if is_rebuilt else [place for place in absent if sight.is_barred(place)]
    gone = [place for place in absent if is_rebuilt or sight.is_gone(place)]
    moved = moves(rows, [*changed, *gone, *barred], arrived)
    taken = {move.old for move in moved}
    now = {place: row for place, row in rows.items() if place not in taken}
    overwritten = [now[move.new] for move in moved if move.new in now]
    for move in moved:
        file, row = listed[move.new], rows[move.old]
        again = row.size == -1 or move.old in doubtful
        now[move.new] = _at(file, row, again or move.old.suffix.lower() != move.new.suffix.lower())
    left = [rows[place] for place in gone if place not in taken]
    return Places(now, moved, overwritten, [*left, *overwritten])


def ids_of(places: Places, memory: Memory, again: Collection[Path]) -> Ids:
    """What gives ids to the documents of the files that are read ``again``."""
    return Ids(
        {place: known_of(row) for place, row in places.rows.items() if place in again},
        [known for row in places.adrift for known in known_of(row)],
        Recalled(memory.generation),
        memory.former,
        frozenset(digest for row in memory.rows for digest in row.digests),
    )


def _is_same(file: SourceFile, row: SourceRow | None) -> bool:
    """Whether a file holds what it held, be it to be read again or not."""
    if row is None or is_as_before(file, row):
        return row is not None
    try:
        return (row.size == -1 or bool(row.held)) and file.sha256 == row.sha256
    except OSError:
        return False


def _at(file: SourceFile, row: SourceRow, again: bool) -> SourceRow:
    """``row`` at the place of ``file``; ``again``: to be read whatever it is."""
    status = file.status
    moved = replace(row, root=str(file.root), path=file.name, held=())
    if status is None or again:
        return replace(moved, size=-1)
    return replace(
        moved,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
    )


class Memory:
    """What the index remembers of files and ids.

    Args:
        generation: that remembers it; None if there is none.
        is_whole: whether all of it must be there.

    Attributes:
        generation: as given.
        rows, rejected: its tables, by the names that files have from this run on.
        former: the ids that no document had.

    Raises:
        IndexDamaged: what must be there is not.
    """

    def __init__(self, generation: Generation | None, is_whole: bool) -> None:
        self.generation = generation
        self.rows = list(generation.sources()) if generation else []
        self.rejected: list[dict[str, str]] = []
        self.former: list[Former] = []
        with nullcontext() if is_whole else suppress(IndexDamaged):
            self.rejected = list(generation.rejected()) if generation else []
            self.former = list(generation.former()) if generation else []

    @property
    def doubtful(self) -> set[Path]:
        """The places of which something could not be read."""
        return {Path(row["root"]) / row["path"] for row in self.rejected}

    def names(self, files: Sequence[SourceFile]) -> list[SourceFile]:
        """``files`` by the names that they have in the index; where a root of the run is a link to
        one of the index, it is the index that learns its name."""
        roots = {file.root for file in files}
        links = {root: real for root in roots if (real := _real(root)) != root}
        learnt = {
            str(old): str(link / old.relative_to(real))
            for old in map(Path, {row.root for row in self.rows} if links else ())
            for link, real in links.items()
            if old.is_relative_to(real) and old == _real(old)
        }
        if learnt:
            taken = {row.place for row in self.rows}
            self.rows = [_renamed(row, learnt, taken) for row in self.rows]
            self.rejected = [
                row | {"root": learnt.get(row["root"], row["root"])} for row in self.rejected
            ]
        return list(_as_known(files, {row.place: row for row in self.rows}))


def _renamed(row: SourceRow, learnt: Mapping[str, str], taken: Collection[Path]) -> SourceRow:
    root = learnt.get(row.root, row.root)
    return row if Path(root) / row.path in taken else replace(row, root=root)


def _as_known(files: Sequence[SourceFile], rows: Rows) -> Iterator[SourceFile]:
    """The folder that a file is named from: once known, it stays."""
    held = {Path(row.root) for row in rows.values()} | {file.root for file in files}
    leads = {root: _real(root) for root in held}
    plain = all(real == root for root, real in leads.items())
    by_real = {} if plain else {leads[Path(row.root)] / row.path: at for at, row in rows.items()}
    for file in files:
        place = file.path
        if place not in rows and by_real:
            place = by_real.get(leads[file.root] / file.path.relative_to(file.root), place)
        row = rows.get(place)
        yield file.under(Path(row.root), place) if row else file


def _real(root: Path) -> Path:
    return Path(os.path.realpath(root))
