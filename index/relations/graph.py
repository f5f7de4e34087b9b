"""The file ``relations`` of a generation: what follows from the statements of all documents, as arrays.

It is written anew with each generation and knows documents by their numbers there, removed ones included, for
whom it says nothing. *Rows* are mentions, by the document that makes them and then by place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index.document import Validity
from index.errors import MALFORMED, damaged
from index.relations.columns import INTERVALS, KINDS, NONE, ROWS
from index.relations.consistency import ensure_consistent
from index.relations.labels import Labels
from index.relations.model import End, Held, Interval
from index.segment import RELATIONS, digest
from index.segment.blocks import BlockFile, BlockWriter
from index.statements.model import Article, How, Kind, Span

__all__ = ["NONE", "STATES", "VERSION", "Graph", "Row", "open_graph", "pooled"]

VERSION = 1
"""Raise it when joins decide otherwise than before: then all is derived anew at the next publication."""
Array = npt.NDArray[Any]
U32 = npt.NDArray[np.uint32]
F32 = npt.NDArray[np.float32]
I8 = npt.NDArray[np.int8]

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
        rows: arrays of ``ROWS``, one value a row.
        intervals: arrays of ``INTERVALS``, one value a document.

    Args:
        arrays: what :meth:`write` writes, by name.
        file: where they stand, if they do.

    Raises:
        ValueError, LookupError: they are not what :meth:`write` writes.
    """

    def __init__(self, arrays: Mapping[str, Array], file: BlockFile | None = None) -> None:
        self.arrays = arrays
        self._file = file
        self.work: U32 = arrays["work"]
        self.text: U32 = arrays["text"]
        self.cited: F32 = arrays["cited"]
        self.documents = len(self.work)
        self.rows = {name: arrays[f"row.{name}"] for name in ROWS}
        self.intervals = {name: arrays[f"interval.{name}"] for name in INTERVALS}

    def equals(self, other: Graph) -> bool:
        """Whether all is the same."""
        return all(np.array_equal(own, other.arrays[name]) for name, own in self.arrays.items())

    def is_as_opened(self) -> bool:
        """Whether nobody has cut or written its file since."""
        return self._file is None or self._file.is_as_opened()

    # --- mentions -----------------------------------------------------------------------------

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

    @cached_property
    def article_firsts(self) -> npt.NDArray[np.int64]:
        """int64[rows + 1]: the first 条 of each row in ``article`` and ``of``, and how many there are."""
        return np.concatenate(([0], np.cumsum(self.rows["articles"], dtype=np.int64)))

    def rows_of(self, number: int) -> npt.NDArray[np.int64]:
        """int64: the rows of a document's own mentions."""
        return np.arange(self.firsts.item(number), self.firsts.item(number + 1))

    def rows_to(self, number: int) -> npt.NDArray[np.int64]:
        """int64: the rows that mean a document, ascending."""
        firsts = self._incoming_firsts
        return self.incoming_rows[firsts.item(number) : firsts.item(number + 1)]

    def row(self, at: int) -> Row:
        """One row as values."""
        rows = self.rows
        to, name = rows["to"].item(at), rows["name"].item(at)
        start = rows["start"].item(at)
        return Row(
            source=rows["source"].item(at),
            to=-1 if to == NONE else to,
            kind=Kind(rows["kind"].item(at)),
            how=How(rows["how"].item(at)),
            held=Held(rows["held"].item(at)),
            safe=rows["safe"].item(at),
            start=start,
            end=start + rows["length"].item(at),
            articles=self.articles(at),
            name="" if name == NONE else self.name(name),
        )

    def articles(self, at: int) -> tuple[Article, ...]:
        """The 条 that a row names."""
        first, last = self.article_firsts.item(at), self.article_firsts.item(at + 1)
        if first == last:
            return ()
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
        ends = self.arrays["name_ends"]
        start = int(ends[number - 1]) if number else 0
        return self.arrays["names"][start : int(ends[number])].tobytes().decode("utf-8")

    @cached_property
    def waiting(self) -> npt.NDArray[np.int64]:
        """int64[names]: how many documents name each."""
        named = self.rows["name"] != NONE
        wide = self.rows["name"][named].astype(np.uint64) << np.uint64(32)
        pairs = np.unique(wide | self.rows["source"][named])
        names = (pairs >> np.uint64(32)).astype(np.int64)
        return np.bincount(names, minlength=len(self.arrays["name_ends"]))

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
        return Interval(*(kind(*(one.item(number) for one in own)) for kind, own in self._fields))

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

    def write(self, folder: Path) -> None:
        """Write the file of the parts in ``folder``."""
        with BlockWriter(folder / RELATIONS) as file:
            file.meta = {"version": VERSION, "of": digest(folder)}
            for name, array in self.arrays.items():
                file.add(name, array)


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
        arrays = {name: file.whole(name) for name in file.names()}
        ensure_consistent(arrays, documents)
        return Graph(arrays, file)
    except MALFORMED as error:
        raise damaged(path) from error


def pooled(names: Sequence[str]) -> dict[str, Array]:
    """The arrays of the pool of names: its bytes, and uint32 where each ends."""
    raw = [name.encode("utf-8", "replace") for name in names]
    ends = np.cumsum([len(one) for one in raw], dtype=np.uint32)
    return {"names": np.frombuffer(b"".join(raw), np.uint8), "name_ends": ends}
