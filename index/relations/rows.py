"""Tables of rows: made of edges, renumbered from one generation to the next, put together."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from index.relations.columns import NONE, ROWS
from index.relations.graph import Graph, pooled
from index.relations.model import Edge
from index.statements.model import How, Mention, Statements

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


def kept(graph: Graph, numbers: Int64s, clean: npt.NDArray[np.bool_]) -> Arrays:
    """The rows of the documents ``clean``, all documents under other numbers.

    Args:
        numbers: int64[documents]: the new number of each; those of ``clean``, and of whom they mean, must
            have one.
        clean: bool[documents].
    """
    rows = clean[graph.rows["source"]]
    arrays = {f"row.{name}": values[rows] for name, values in graph.rows.items()}
    of = np.repeat(rows, graph.rows["articles"])
    arrays["article"], arrays["of"] = graph.arrays["article"][of], graph.arrays["of"][of]
    arrays["row.source"] = numbers[arrays["row.source"]].astype(np.uint32)
    to = arrays["row.to"]
    meant = to != NONE
    to[meant] = numbers[to[meant]]
    names = arrays["row.name"]
    used = np.unique(names[names != NONE])
    place = np.zeros(len(graph.arrays["name_ends"]), np.uint32)
    place[used] = np.arange(len(used), dtype=np.uint32)
    return _renamed(arrays, place) | pooled([graph.name(at) for at in used.tolist()])


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
    begins = np.cumsum(counts) - counts
    times = counts[order]
    places = np.repeat(begins[order] - (np.cumsum(times) - times), times) + np.arange(times.sum())
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
