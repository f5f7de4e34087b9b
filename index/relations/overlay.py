"""The relations of a generation as changes of those of an earlier one.

One changed document changes few rows of all; so a generation links the whole file of an earlier one (its *ground*)
and writes what differs: what is said of the documents that are new, gone, or make other mentions, and which have other
numbers. These are few, since new parts stand behind the old ones; when parts are merged they may be all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index.relations.columns import INTERVALS, NONE, ROWS
from index.relations.rows import Arrays, Table, picked, put_together, spread
from index.segment.blocks import BlockFile

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
COLUMNS = ("work", "text", "cited", *(f"interval.{name}" for name in INTERVALS))
"""One value a document."""
TABLE = (*(f"row.{name}" for name in ROWS), "article", "of", "names", "name_ends")
"""The rows, their 条 and the pool of names."""


@dataclass(frozen=True, eq=False)
class Ground:
    """What a generation's relations are changes of.

    Attributes:
        table: the rows of the earlier generation.
        columns: arrays of :data:`COLUMNS`, of its documents.
        file: where all stands; None for nowhere.
    """

    table: Table
    columns: Mapping[str, Array]
    file: BlockFile | None = None

    @property
    def documents(self) -> int:
        """How many documents it has."""
        return len(self.columns["work"])


class Overlay:
    """Rows laid over those of a ground.

    Attributes:
        ground: the earlier relations.
        numbers: int64[documents of the ground]: the number of each now, -1 for who is gone.
        void: bool[documents of the ground]: whose rows there count no more.
        table: the rows of these and of those who are new.
    """

    def __init__(self, ground: Ground, numbers: Int64s, void: Mask, table: Table) -> None:
        self.ground = ground
        self.numbers = numbers
        self.void = void
        self.table = table

    @cached_property
    def voided(self) -> Int64s:
        """int64: the rows of the ground that count no more, ascending."""
        docs, source = np.flatnonzero(self.void), self.ground.table.rows["source"]
        firsts = source.searchsorted(docs)
        return spread(firsts, source.searchsorted(docs, side="right") - firsts)

    def differs(self) -> float:
        """How much there is beside the ground: rows, or documents with other numbers, as a share of its own."""
        rows, own = self.ground.table.rows["source"], self.table.rows["source"]
        moved = np.count_nonzero(self.numbers != np.arange(len(self.numbers)))
        return max(len(own) / max(len(rows), 1), moved / max(len(self.numbers), 1))

    def whole(self) -> Arrays:
        """The arrays of :data:`TABLE` as if there were no ground."""
        numbers = np.where(self.numbers < 0, NONE, self.numbers)
        stays = np.flatnonzero(~self.void[self.ground.table.rows["source"]])
        ground = picked(self.ground.table, stays, numbers)
        return put_together(ground, {name: self.table.arrays[name] for name in TABLE})


class Laid(Mapping[str, Array]):
    """All arrays of a generation's relations; its rows are put together when they are first looked at.

    Args:
        columns: arrays of :data:`COLUMNS`, of all documents.
    """

    def __init__(self, columns: Mapping[str, Array], overlay: Overlay) -> None:
        self._columns = columns
        self._overlay = overlay

    @cached_property
    def _rows(self) -> Arrays:
        return self._overlay.whole()

    def __getitem__(self, name: str) -> Array:
        return self._columns[name] if name in self._columns else self._rows[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._columns
        yield from TABLE

    def __len__(self) -> int:
        return len(self._columns) + len(TABLE)


class Mentions(NamedTuple):
    """Of some rows, in no order, who makes them, whom they mean and how, and the name of whom no document is:
    a place in ``works``, or ``NONE``. Rows of ``NONE`` are none.

    Attributes:
        works: uint64[names]: ``index.statements.names.work_number`` of the names.
    """

    source: U32
    to: U32
    kind: npt.NDArray[np.uint8]
    name: U32
    works: npt.NDArray[np.uint64]

    def of(self, sources: Mask) -> Mentions:
        """Those that some documents make.

        Args:
            sources: bool[documents].
        """
        at = np.flatnonzero(np.append(sources, False).take(self.source, mode="clip"))
        return Mentions(self.source[at], self.to[at], self.kind[at], self.name[at], self.works)


def mentions(overlay: Overlay) -> Mentions:
    """All rows that count; in place of the others stand rows of nobody (``NONE``) that mean nobody."""
    ground, own = overlay.ground.table, overlay.table
    source = np.concatenate((ground.rows["source"], own.rows["source"]))
    to = np.concatenate((ground.rows["to"], own.rows["to"]))
    name = np.concatenate((ground.rows["name"], own.rows["name"]))
    above = name[len(ground.rows["name"]) :]
    above[above != NONE] += np.uint32(len(ground.works))
    _renumber(to[: len(ground.rows["to"])], overlay.numbers)
    void = overlay.voided
    source[void], to[void], name[void] = NONE, NONE, NONE
    kind = np.concatenate((ground.rows["kind"], own.rows["kind"]))
    return Mentions(source, to, kind, name, np.concatenate((ground.works, own.works)))


def _renumber(to: U32, numbers: Int64s) -> None:
    """Put the numbers of now in the place of those of the ground."""
    moved = np.append(numbers != np.arange(len(numbers)), False)
    at = np.flatnonzero(moved.take(to, mode="clip"))
    to[at] = numbers[to[at]]


def counted(overlay: Overlay) -> tuple[int, int]:
    """How many rows mean a document, and how many names are those of none; no row is put together for it."""
    found, below = mentions(overlay), overlay.ground.table
    waiting = np.zeros(len(found.works), np.bool_)
    waiting[found.name[found.name != NONE]] = True
    own = np.flatnonzero(waiting[len(below.works) :]).tolist()
    twice = (below.places.get(overlay.table.name(at)) for at in own)
    again = sum(place is not None and bool(waiting[place]) for place in twice)
    return int(np.count_nonzero(found.to != NONE)), int(np.count_nonzero(waiting)) - again


def changes(overlay: Overlay, columns: Mapping[str, Array]) -> Arrays:
    """What is written of relations beside their ground."""
    ground = overlay.ground
    documents = len(columns["work"])
    before = min(ground.documents, documents)
    changed = np.ones(documents, np.bool_)
    changed[:before] = False
    for name in COLUMNS:
        changed[:before] |= columns[name][:before] != ground.columns[name][:before]
    docs = np.flatnonzero(changed)
    moved = np.flatnonzero(overlay.numbers != np.arange(ground.documents))
    return {
        **{name: columns[name][docs] for name in COLUMNS},
        **{name: overlay.table.arrays[name] for name in TABLE},
        "docs": docs.astype(np.uint32),
        "moved": moved.astype(np.uint32),
        "numbers": overlay.numbers[moved].astype(np.uint32),
        "void": np.flatnonzero(overlay.void).astype(np.uint32),
    }


def laid(arrays: Mapping[str, Array], ground: Ground, documents: int) -> tuple[Arrays, Overlay]:
    """The columns of all documents, and the rows, of what :func:`changes` gave.

    Raises:
        ValueError, LookupError: it cannot be that.
    """
    before, docs = min(ground.documents, documents), arrays["docs"]
    if not np.array_equal(docs[docs >= before], np.arange(before, documents)):
        raise ValueError("of other documents")
    columns: Arrays = {}
    for name in COLUMNS:
        column = ground.columns[name][:before]
        columns[name] = np.concatenate((column, np.zeros(documents - before, column.dtype)))
        columns[name][docs] = arrays[name]
    numbers = np.arange(ground.documents)
    found = arrays["numbers"]
    if not ((found < documents) | (found == NONE)).all():
        raise ValueError("numbers out of range")
    numbers[arrays["moved"]] = np.where(found == NONE, -1, found.astype(np.int64))
    void = np.zeros(ground.documents, np.bool_)
    void[arrays["void"]] = True
    table = Table({name: arrays[name] for name in TABLE})
    return columns, Overlay(ground, numbers, void, table)


def over_nothing(table: Table, columns: Mapping[str, Array]) -> Overlay:
    """Rows laid over no ground: all of them.

    Args:
        columns: of some documents, whose kinds alone matter.
    """
    none = {name: table.arrays[name][:0] for name in TABLE}
    ground = Ground(Table(none), {name: columns[name][:0] for name in COLUMNS})
    return Overlay(ground, np.empty(0, np.int64), np.empty(0, np.bool_), table)
