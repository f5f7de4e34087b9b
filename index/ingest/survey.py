"""What lies before a run: how many records, and whether more than one process is worth its start."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import IndexDamaged, IndexMissing
from index.ingest.known import is_as_before, rows_by_place
from index.ingest.report import RejectedRow
from index.readers import PLAIN, Options, SourceFile
from index.store.generation import Generation
from index.store.store import Store

PARALLEL_FROM = 500
"""So many records make a second process worth its start …"""
PARALLEL_FROM_HEAVY = 20
"""… and so many PDFs, Word files and the like, which take longer to read."""
MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies before a run, about.

    Attributes:
        records: of all files, as progress counts them.
        to_read: those among them in files that are new or changed.
        heavy: how many of these files are of kinds that take long.
    """

    records: int
    to_read: int
    heavy: int

    @property
    def processes(self) -> int:
        """How many are worth their start."""
        is_long = self.to_read >= PARALLEL_FROM or self.heavy >= PARALLEL_FROM_HEAVY
        return min(os.cpu_count() or 1, MOST_PROCESSES) if is_long else 1


def survey(
    files: Sequence[SourceFile], store: Store, options: Options | None = None, anew: bool = False
) -> Survey:
    """Look at ``files``; those that the index has as they are, are not opened.

    Args:
        options: as the run will have them.
        anew: whether the run reads all of them again.
    """
    base = None if anew else _base(store)
    read_before = base.manifest.reading if base else {}
    wanted = options.to_json() if options else Options.from_json(read_before).to_json()
    rows = rows_by_place(list(base.sources()) if base else [], read_before != wanted)
    doubtful = {RejectedRow(**row).place for row in base.rejected()} if base else set()
    records = to_read = heavy = 0
    for file in files:
        if file.passed_over:
            continue
        row = rows.get(file.path)
        if row and file.path not in doubtful and is_as_before(file, row):
            records += max(len(row.ids), 1)
        else:
            to_read += file.records
            heavy += file.kind not in PLAIN
    return Survey(records + to_read, to_read, heavy)


def _base(store: Store) -> Generation | None:
    """The generation that the run will go on from; if it cannot, it says why itself."""
    try:
        return store.current()
    except (IndexMissing, IndexDamaged):
        return None
