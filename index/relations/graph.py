"""The file ``relations`` of a generation: what follows from the statements of all documents, as arrays.

It knows documents by their numbers there, removed ones included, for whom it says nothing. *Rows* are mentions, by
the document that makes them and then by place. A generation that differs little from an earlier one links the file of
that as ``relations-ground`` and has what differs in its own (``overlay``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

from index.disk import Identity, disk
from index.document import Validity
from index.errors import MALFORMED, damaged
from index.relations.columns import INTERVALS, KINDS, NONE
from index.relations.consistency import ensure_consistent
from index.relations.labels import Labels
from index.relations.model import End, Held, Interval
from index.relations.overlay import COLUMNS, TABLE, Ground, Laid, Overlay, changes, counted, laid
from index.relations.rows import Table
from index.segment import GROUND, RELATIONS, digest
from index.segment.blocks import BlockFile, BlockWriter
from index.statements.model import Article, How, Kind, Span

__all__ = ["NONE", "STATES", "VERSION", "Graph", "Row", "open_graph"]

VERSION = 1
"""Raise it when joins decide otherwise than before: then all is derived anew at the next publication."""
Array = npt.NDArray[Any]
U32 = npt.NDArray[np.uint32]
F32 = npt.NDArray[np.float32]
I8 = npt.NDArray[np.int8]

_KINDS, _HOWS, _HELDS = tuple(Kind), tuple(How), tuple(Held)  # each is numbered from 0 on
STATES = (*Validity,)
"""The states of :meth:`Graph.states`, by their codes."""


class Row(NamedTuple):
    """A mention, and the document it means.

    Attributes:
        source, to: who mentions, and whom; ``to`` is -1 where nothing is held, or it is the document itself.
        kind, how: see ``index.statements.model``.
        held, safe: see ``index.relations.model.Edge``.
        start, end: in the body of ``source``; for ``How.HEADING`` in its title.
        articles: the 条 named.
        name: what no document held is known as; empty where ``to`` is one, or it is the document itself.
    """

    source: int
    to: int
    kind: Kind
    how: How
    held: Held
    safe: bool
    start: int
    end: int
    articles: tuple[Article, ...]
    name: str


class Graph:
    """The relations of a generation.

    Attributes:
        documents: how many there are, removed ones included.
        work, text: uint32[documents]: the smallest number of a text of the same work, of a print of the
            same text; a removed document's is its own.
        cited: float32[documents]: ln(1 + documents that cite it); see ``index.relations.cited``.
        intervals: arrays of ``INTERVALS``, one value a document.
        overlay: what the rows are made of, where they are changes of others.
        ground: what these others are; else what a later graph may be made of changes of. None for nothing.

    Args:
        arrays: all of them, by name.
        file: where they stand, if they do.

    Raises:
        LookupError: there are not all.
    """

    def __init__(
        self,
        arrays: Mapping[str, Array],
        file: BlockFile | None = None,
        overlay: Overlay | None = None,
        ground: Ground | None = None,
    ) -> None:
        self.arrays = arrays
        self.overlay = overlay
        self.ground = overlay.ground if overlay else ground
        self._file = file
        self.work: U32 = arrays["work"]
        self.text: U32 = arrays["text"]
        self.cited: F32 = arrays["cited"]
        self.documents = len(self.work)
        self.intervals = {name: arrays[f"interval.{name}"] for name in INTERVALS}

    def equals(self, other: Graph) -> bool:
        """Whether all is the same."""
        return all(np.array_equal(own, other.arrays[name]) for name, own in self.arrays.items())

    def is_as_opened(self) -> bool:
        """Whether nobody has cut or written its files since."""
        ground = self.ground.file if self.ground else None
        return all(file.is_as_opened() for file in (self._file, ground) if file)

    # --- mentions -----------------------------------------------------------------------------

    @cached_property
    def table(self) -> Table:
        """The rows with their 条 and names."""
        return Table(self.arrays)

    @property
    def rows(self) -> Mapping[str, Array]:
        """Arrays of ``ROWS``, one value a row."""
        return self.table.rows

    @cached_property
    def firsts(self) -> npt.NDArray[np.int64]:
        """int64[documents + 1]: the first row of each document, and the number of rows."""
        return np.searchsorted(self.rows["source"], np.arange(self.documents + 1))

    @cached_property
    def incoming_rows(self) -> npt.NDArray[np.int64]:
        """int64: the rows that mean a document, by that document, then as they stand."""
        to = self.rows["to"]
        order = np.argsort(to, kind="stable")
        return order[: int(np.searchsorted(to[order], NONE))]

    @cached_property
    def _incoming_firsts(self) -> npt.NDArray[np.int64]:
        to = self.rows["to"][self.incoming_rows]
        return np.searchsorted(to, np.arange(self.documents + 1))

    def rows_of(self, number: int) -> npt.NDArray[np.int64]:
        """int64: the rows of a document's own mentions."""
        return np.arange(self.firsts.item(number), self.firsts.item(number + 1))

    def rows_to(self, number: int) -> npt.NDArray[np.int64]:
        """int64: the rows that mean a document, ascending."""
        firsts = self._incoming_firsts
        return self.incoming_rows[firsts.item(number) : firsts.item(number + 1)]

    def row(self, at: int) -> Row:
        """One row as values."""
        source, to, kind, how, held, safe, start, length, articles, name = [
            column.item(at) for column in self._read
        ]
        return Row(
            source=source,
            to=-1 if to == NONE else to,
            kind=_KINDS[kind],
            how=_HOWS[how],
            held=_HELDS[held],
            safe=safe,
            start=start,
            end=start + length,
            articles=self.articles(at) if articles else (),
            name="" if name == NONE else self.name(name),
        )

    @cached_property
    def _read(self) -> list[Array]:
        """The columns that a row is read from."""
        names = "source to kind how held safe start length articles name"
        return [self.rows[name] for name in names.split()]

    def articles(self, at: int) -> tuple[Article, ...]:
        """The 条 that a row names."""
        firsts = self.table.article_firsts
        first, last = firsts.item(at), firsts.item(at + 1)
        numbers = self.arrays["article"][first:last].tolist()
        return tuple(map(Article, numbers, self.arrays["of"][first:last].tolist()))

    def edges(self, number: int) -> list[Row]:
        """The mentions of a document, by place."""
        return [self.row(at) for at in self.rows_of(number).tolist()]

    def incoming(self, number: int) -> list[Row]:
        """The mentions that mean a document, by the number of who makes them, then by place."""
        return [self.row(at) for at in self.rows_to(number).tolist()]

    # --- names of what is not held --------------------------------------------------------------

    def name(self, number: int) -> str:
        """A name of the pool."""
        return self.table.name(number)

    @cached_property
    def waiting(self) -> npt.NDArray[np.int64]:
        """int64[names]: how many documents name each."""
        named = self.rows["name"] != NONE
        wide = self.rows["name"][named].astype(np.uint64) << np.uint64(32)
        pairs = np.unique(wide | self.rows["source"][named])
        names = (pairs >> np.uint64(32)).astype(np.int64)
        return np.bincount(names, minlength=len(self.arrays["name_ends"]))

    def counted(self) -> tuple[int, int]:
        """How many rows mean a document, and how many names are those of none."""
        if self.overlay:
            return counted(self.overlay)
        return int(np.count_nonzero(self.rows["to"] != NONE)), int(np.count_nonzero(self.waiting))

    def unresolved(self, limit: int | None = None) -> list[tuple[str, int]]:
        """What is named and not held, with how many documents name it, the most first."""
        order = np.argsort(-self.waiting, kind="stable")[:limit]
        return [(self.name(at), int(self.waiting[at])) for at in order.tolist()]

    # --- works and texts --------------------------------------------------------------------------

    def work_of(self, number: int) -> list[int]:
        """The texts of the work of a document, itself included, ascending."""
        return self._works.members(number)

    def text_of(self, number: int) -> list[int]:
        """The prints of the text of a document, itself included, ascending."""
        return self._texts.members(number)

    @cached_property
    def _works(self) -> Labels:
        return Labels(self.work)

    @cached_property
    def _texts(self) -> Labels:
        return Labels(self.text)

    # --- validity -----------------------------------------------------------------------------------

    def interval(self, number: int) -> Interval:
        """When a document is in force."""
        return Interval(*[kind(*[one.item(number) for one in own]) for kind, own in self._fields])

    @cached_property
    def _fields(self) -> list[tuple[Callable[..., Any], list[Array]]]:
        """The kinds of the fields of an interval, and the columns that each is made of."""
        spans = ("start", "end")
        return [
            (kind, [self.intervals[f"{name}.{end}"] for end in spans])
            if kind is Span
            else (kind, [self.intervals[name]])
            for name, kind in KINDS.items()
        ]

    def states(self, day: int) -> I8:
        """int8[documents]: the state of each on a day, as its place in ``STATES``; see
        ``index.relations.model.Interval.state``."""
        own = self.intervals
        ended = np.zeros(len(End), np.int8)
        for how in End:
            ended[how] = STATES.index(Interval(ends=1, how=how).state(1))
        code = {state: np.int8(STATES.index(state)) for state in STATES}
        states = np.where(own["known"], code[Validity.IN_FORCE], code[Validity.UNSTATED])
        states[(own["begins"] != 0) & (own["begins"] > day)] = code[Validity.NOT_YET]
        states[(own["doubted"] != 0) & (own["doubted"] <= day)] = code[Validity.DISPUTED]
        over = (own["ends"] != 0) & (own["ends"] <= day)
        states[over] = ended[own["how"][over]]
        return states.astype(np.int8)

    # --- the file -------------------------------------------------------------------------------------

    @property
    def is_as_now(self) -> bool:
        """Whether the software that derived them decided as this does."""
        return self._file is None or self._file.meta["version"] == VERSION

    def write(self, folder: Path, base: Path | None = None) -> None:
        """Write the file of the parts in ``folder``.

        Args:
            base: the folder of the generation that this is made of, where it lies over a ground.
        """
        ground = self.overlay.ground.file if self.overlay else None
        with BlockWriter(folder / RELATIONS) as file:
            file.meta = {"version": VERSION, "of": digest(folder)}
            arrays = self.arrays
            if self.overlay and ground and base:
                held = GROUND if GROUND in disk.names(base) else RELATIONS
                disk.link(base / held, folder / GROUND)
                file.meta["ground"] = ground.seal
                arrays = changes(self.overlay, self.arrays)
            for name, array in arrays.items():
                file.add(name, array)


_GROUNDS: WeakValueDictionary[Identity, Ground] = WeakValueDictionary()
"""A file as it was then -> what it is, opened: generations that link it share what is open."""


def open_graph(folder: Path, documents: int) -> Graph:
    """The relations of the generation whose parts are in ``folder``, every byte checked.

    Raises:
        IndexDamaged: there are none, or they are not what was written.
    """
    path = folder / RELATIONS
    try:
        file = BlockFile(path)
        if file.meta["of"] != digest(folder):
            raise ValueError("of other parts")
        if "ground" not in file.meta:
            ground = _ground(path, file)
            arrays = {**ground.columns, **ground.table.arrays}
            if ground.documents != documents:
                raise ValueError("of other documents")
            return Graph(arrays, ground.file, None, ground)
        ground = _ground(folder / GROUND)
        if not ground.file or ground.file.seal != file.meta["ground"]:
            raise damaged(folder / GROUND)
        arrays = {name: file.whole(name) for name in file.names()}
        columns, overlay = laid(arrays, ground, documents)
        ensure_consistent({**columns, **overlay.table.arrays}, documents)
        return Graph(Laid(columns, overlay), file, overlay)
    except MALFORMED as error:
        raise damaged(path) from error


def _ground(path: Path, file: BlockFile | None = None) -> Ground:
    """Whole relations, opened.

    Args:
        file: the same, if it is open.
    """
    key = disk.identity(path)
    if key is None:
        raise damaged(path)
    if (found := _GROUNDS.get(key)) is None:
        file = file or BlockFile(path)
        arrays = {name: file.whole(name) for name in file.names()}
        ensure_consistent(arrays, len(arrays["work"]))
        columns = {name: arrays[name] for name in COLUMNS}
        table = Table({name: arrays[name] for name in TABLE})
        found = _GROUNDS[key] = Ground(table, columns, file)
    return found
