"""Tables of rows: made of edges, renumbered from one generation to the next, put together."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from index.relations.columns import NONE, ROWS
from index.relations.model import Edge
from index.statements.model import How, Mention, Statements
from index.statements.names import work_number

Array = npt.NDArray[Any]
Int64s = npt.NDArray[np.int64]
Arrays = dict[str, Array]
"""The arrays of rows, of their 条 and of the pool of names, as :class:`Graph` has them."""


class Gatherer:
    """Gathers the rows of documents, to be given in ascending order."""

    def __init__(self) -> None:
        self._rows = array("I")
        self._articles = array("I")
        self._names: dict[str, int] = {}

    def add(self, number: int, says: Statements, edges: Sequence[Edge]) -> None:
        """Add the edges of the next document, by place."""
        own = {*says.identity.names, says.identity.number}
        for edge in edges:
            said = edge.mention
            name = "" if edge.to >= 0 else _waiting(said, own)
            at = self._names.setdefault(name, len(self._names)) if name else NONE
            to = edge.to if edge.to >= 0 else NONE
            length, articles = said.end - said.start, len(said.articles)
            how = (int(said.kind), int(said.how), int(edge.held), int(edge.safe))
            self._rows.extend((number, to, at, *how, said.start, length, articles))
            self._articles.extend(chain.from_iterable(said.articles))

    def arrays(self) -> Arrays:
        """What was gathered."""
        table = np.frombuffer(self._rows, np.uint32).reshape(-1, len(ROWS))
        arrays: Arrays = {
            f"row.{name}": table[:, at].astype(kind) for at, (name, kind) in enumerate(ROWS.items())
        }
        articles = np.frombuffer(self._articles, np.uint32).reshape(-1, 2)
        arrays["article"], arrays["of"] = (
            articles[:, 0].astype(np.uint16),
            articles[:, 1].astype(np.uint8),
        )
        names = sorted(self._names)
        place = np.empty(len(names), np.uint32)
        place[[self._names[name] for name in names]] = np.arange(len(names), dtype=np.uint32)
        return _renamed(arrays, place) | pooled(names)


def _waiting(said: Mention, own: set[str]) -> str:
    """What a mention of a document that is not held names it by; empty for what is no whole name."""
    name = said.name or said.number
    return "" if said.how in (How.BARE, How.SEQUEL) or name in own else name


class Table:
    """Rows opened, with their 条 and the pool of names.

    Attributes:
        rows: arrays of ``ROWS``, one value a row.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = arrays
        self.rows = {name: arrays[f"row.{name}"] for name in ROWS}

    @cached_property
    def article_firsts(self) -> Int64s:
        """int64[rows + 1]: the first 条 of each row in ``article`` and ``of``, and how many there are."""
        return np.concatenate(([0], np.cumsum(self.rows["articles"], dtype=np.int64)))

    def name(self, number: int) -> str:
        """A name of the pool."""
        ends = self.arrays["name_ends"]
        start = int(ends[number - 1]) if number else 0
        return self.arrays["names"][start : int(ends[number])].tobytes().decode("utf-8")

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each name of the pool stands."""
        return {name: at for at, name in enumerate(names_of(self.arrays))}

    @cached_property
    def works(self) -> npt.NDArray[np.uint64]:
        """uint64[names]: ``index.statements.names.work_number`` of each name of the pool."""
        return np.array([work_number(one) for one in names_of(self.arrays)], np.uint64)


def picked(table: Table, at: Int64s, numbers: Int64s) -> Arrays:
    """Some rows, all documents under other numbers.

    Args:
        at: int64[n], ascending: which rows.
        numbers: int64[documents]: the new number of each; who makes these rows, and whom they mean, must
            have one.
    """
    arrays = {f"row.{name}": values[at] for name, values in table.rows.items()}
    places = spread(table.article_firsts[at], arrays["row.articles"].astype(np.int64))
    arrays["article"], arrays["of"] = table.arrays["article"][places], table.arrays["of"][places]
    arrays["row.source"] = numbers[arrays["row.source"]].astype(np.uint32)
    to = arrays["row.to"]
    meant = to != NONE
    to[meant] = numbers[to[meant]]
    names = arrays["row.name"]
    used = np.unique(names[names != NONE])
    place = np.zeros(len(table.arrays["name_ends"]), np.uint32)
    place[used] = np.arange(len(used), dtype=np.uint32)
    return _renamed(arrays, place) | pooled(list(map(table.name, used.tolist())))


def spread(firsts: Int64s, counts: Int64s) -> Int64s:
    """int64: ``firsts[i], firsts[i] + 1, …``, ``counts[i]`` of each, one behind the other."""
    skipped = firsts - (np.cumsum(counts) - counts)
    places: Int64s = np.repeat(skipped, counts) + np.arange(counts.sum())
    return places


def put_together(one: Arrays, other: Arrays) -> Arrays:
    """The rows of two tables that share no document, by document."""
    names = [names_of(one), names_of(other)]
    every = sorted({*names[0], *names[1]})
    at = {name: place for place, name in enumerate(every)}
    parts = [
        _renamed(arrays, np.array([at[name] for name in own], np.uint32))
        for arrays, own in zip((one, other), names, strict=True)
    ]
    pool = ("names", "name_ends")
    whole = {
        name: np.concatenate([part[name] for part in parts])
        for name in parts[0]
        if name not in pool
    }
    order = np.argsort(whole["row.source"], kind="stable")
    counts = whole["row.articles"].astype(np.int64)
    places = spread((np.cumsum(counts) - counts)[order], counts[order])
    arrays = {name: whole[name][order] for name in whole if name.startswith("row.")}
    arrays["article"], arrays["of"] = whole["article"][places], whole["of"][places]
    return arrays | pooled(every)


def names_of(arrays: Mapping[str, Array]) -> list[str]:
    """The names of a pool, by their places."""
    raw, start, names = arrays["names"].tobytes(), 0, []
    for end in arrays["name_ends"].tolist():
        names.append(raw[start:end].decode("utf-8"))
        start = end
    return names


def _renamed(arrays: Arrays, place: npt.NDArray[np.uint32]) -> Arrays:
    """The rows with the names of the pool in other places."""
    names = arrays["row.name"].copy()
    waiting = names != NONE
    names[waiting] = place[names[waiting]]
    return arrays | {"row.name": names}


def pooled(names: Sequence[str]) -> dict[str, Array]:
    """The arrays of the pool of names: its bytes, and uint32 where each ends."""
    raw = [name.encode("utf-8", "replace") for name in names]
    ends = np.cumsum([len(one) for one in raw], dtype=np.uint32)
    return {"names": np.frombuffer(b"".join(raw), np.uint8), "name_ends": ends}
