"""What an editor's page lists: rows under headings, the same on the page and in the CSV file; no Flask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from index.errors import IndexMissing
from index.store.generation import Generation
from index.store.store import Store
from index.text.file_names import pasteable
from search.engine import Engine
from web.export.tables import Column, cleaned


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells, and the address on the public site of what it is about (``/documents/…``), empty where
    it has none there."""

    cells: tuple[str, ...]
    address: str = ""

    @property
    def cleaned(self) -> tuple[str, ...]:
        """The cells, each on one line, without what is not seen."""
        return tuple(map(cleaned, self.cells))


@dataclass(frozen=True)
class Table:
    """What a room lists now.

    Attributes:
        total: how many lines there are.
        some: from the first line (0 …) and a count to these lines; asked for no more than a page at a time.
        note: what is to be said of it as a whole (Chinese); empty: nothing.
        is_known: whether it can be told at all; else ``note`` says why not, and where it can.
        step: so many lines are asked for at a time where all are wanted.
    """

    total: int
    some: Callable[[int, int], Iterable[Line]]
    note: str = ""
    is_known: bool = True
    step: int = 1000

    @classmethod
    def of(cls, lines: Sequence[Line], note: str = "") -> Table:
        """A table that is there as a whole."""
        return cls(len(lines), lambda first, count: lines[first : first + count], note)

    @classmethod
    def unknown(cls, note: str) -> Table:
        """What cannot be told here, and where it can."""
        return cls(0, lambda first, count: (), note, is_known=False)

    def every(self) -> Iterator[Line]:
        """All lines."""
        for first in range(0, self.total, self.step):
            yield from self.some(first, self.step)


@dataclass(frozen=True)
class Desk:
    """Where an editor's pages have what they show from.

    Attributes:
        folder: of the index on this machine, the ledger.
        engine: what answers the site: over the same folder, or over a cluster.
        over_cluster: whether it is the latter.
        query_log: what ``zhengce serve --query-log`` writes; None: none is kept, or it is not known where.
    """

    folder: Path
    engine: Engine
    over_cluster: bool = False
    query_log: Path | None = None
    kept: dict[str, tuple[object, object]] = field(default_factory=dict)

    @cached_property
    def store(self) -> Store:
        """The index folder."""
        return Store(self.folder)

    def generation(self) -> Generation:
        """The newest generation of the ledger.

        Raises:
            IndexMissing: this machine has none; it says where to ask.
            index.errors.ZhengceError: it cannot be opened.
        """
        try:
            return self.store.current()
        except IndexMissing as error:
            if not self.over_cluster:
                raise
            raise IndexMissing(
                "这一项只有写索引的机器知道，集群上没有。请在那台机器上运行 zhengce desk，"
                "或用 --index 指明索引文件夹。"
            ) from error

    def once(self, name: str, made: Callable[[Generation], object]) -> object:
        """What ``made`` makes of the newest generation, made once for each."""
        generation, stamp = self.generation(), self.store.current_stamp()
        known = self.kept.get(name)
        if known is None or known[0] != stamp:
            known = self.kept[name] = stamp, made(generation)
        return known[1]

    def command(self, *words: str) -> str:
        """A command as it is typed, over this index: ``zhengce sync … --index …``."""
        ours = ["--index", str(self.folder.resolve())]
        return " ".join(map(pasteable, ["zhengce", *words, *ours]))


@dataclass(frozen=True)
class Room:
    """One page: what it is called in an address and to people, what stands in its columns, and a sentence on it.

    Attributes:
        next_step: what an editor does about all of it (Chinese); rows may say more.
        links: which column is the link to the public page.
    """

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    table: Callable[[Desk], Table]
    links: int = 0
    next_step: str = ""
