"""Derives the relations of a generation, from those of the one before or from nothing; the result is the same.

A document's groups, edges and interval follow from its own statements and from what it finds under the keys in
``index.statements.keys``. So who comes, goes or changes touches those that share a key with it, or with a text of
its work; all others are copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.relations.cited import cited
from index.relations.columns import DOCUMENTS, INTERVALS, NONE
from index.relations.graph import Graph, open_graph
from index.relations.groups import Groups, all_buckets, buckets, joins
from index.relations.intervals import interval
from index.relations.labels import Labels
from index.relations.library import Documents
from index.relations.model import Edge, Interval
from index.relations.resolve import Named, by_name, resolved
from index.relations.rows import Arrays, Gatherer, kept, put_together
from index.relations.shares import FEWEST, Alone, Shares
from index.segment import Terms, open_terms
from index.statements.model import Kind

Array = npt.NDArray[Any]
Int64s = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
MANY, _SHARE = 1_000, 4
"""When more documents than this, and than one in so many, have come or gone, all is derived from nothing."""
_NAMES = 1 << 14
"""So many names are remembered with whom they mean."""
_ENDING = (Kind.REPEALS, Kind.AMENDS)


def relate(folder: Path, base: Path | None = None, shares: Shares | None = None) -> Graph:
    """Write the relations of the parts in ``folder``, going on from those in ``base``.

    Args:
        shares: who does what is done for each document by itself, where that is much.

    Raises:
        IndexDamaged: those of ``base`` are not what was written.
    """
    terms = open_terms(folder)
    before = None
    if base:
        known = open_terms(base)
        held = open_graph(base, len(known.counts))
        before = (known, held) if held.is_as_now else None
    graph = derive(terms, before, shares)
    graph.write(folder)
    return graph


def derive(
    terms: Terms, before: tuple[Terms, Graph] | None = None, shares: Shares | None = None
) -> Graph:
    """The relations of ``terms``.

    Args:
        before: other terms, and their relations.
        shares: who does what is done for each document by itself, where that is much.
    """
    known, graph = before or (_NOTHING, _empty())
    return _Derivation(terms, known, graph, shares).graph()


class _Derivation:
    """One derivation.

    ``_map`` leads from the numbers of before to those of now, -1 for who is gone or says something else;
    ``_back`` is its inverse.
    """

    def __init__(self, terms: Terms, before: Terms, graph: Graph, shares: Shares | None) -> None:
        self._now, self._then = Documents(terms), Documents(before)
        self._before = graph
        self._then.group(Labels(graph.work))
        self._map = _survivors(before, terms)
        if _is_mostly_new(self._map, before, terms):
            self._map[:] = -1
        self._back = np.full(len(terms.counts), -1, np.int64)
        self._back[self._map[self._map >= 0]] = np.flatnonzero(self._map >= 0)
        self._live = np.flatnonzero(terms.counts)
        self._added: list[int] = self._live[self._back[self._live] < 0].tolist()
        self._removed = np.flatnonzero(before.counts & (self._map < 0)).tolist()
        self._all = len(self._added) == len(self._live)
        is_much = self._all and len(self._live) >= FEWEST
        self._shares = shares if shares and is_much else Alone()

    def graph(self) -> Graph:
        """The relations."""
        seeds = self._seeds()
        near = self._near(seeds, self._before.work)
        works, texts = self._grouped(near)
        work = self._labels(self._before.work, works)
        text = self._labels(self._before.text, texts)
        groups = Labels(work)
        self._now.group(groups)
        dirty = sorted(self._dirty(groups, near))
        ending: dict[int, list[Edge]] = {}
        rows = self._rows(dirty, ending)
        arrays = {
            "work": work,
            "text": text,
            "cited": cited(rows, work, self._now.terms.columns.work),
        } | rows
        graph = Graph(arrays | _no_intervals(len(work)))
        self._intervals(graph, dirty, ending)
        return graph

    # --- groups -----------------------------------------------------------------------------------

    def _seeds(self) -> set[int]:
        """Of the documents of before those that share a key with one that came or went."""
        seeds = set(self._removed)
        if not self._all:
            for key in self._came_or_went(self._added):
                seeds.update(self._then.known(key))
                seeds.update(self._back[list(self._now.known(key))].tolist())
        return seeds - {-1}

    def _came_or_went(self, touched: Iterable[int]) -> set[str]:
        """The keys of some documents, and of those that went."""
        keys = {key for number in touched for key in self._now.keys(number)}
        return keys | {key for number in self._removed for key in self._then.keys(number)}

    def _near(self, seeds: set[int], labels: Array) -> list[int]:
        """Whoever may be in another group than before: who came, and the groups of ``seeds``."""
        if self._all:
            return self._added
        members = Labels(labels).members
        old = {other for number in seeds for other in members(number)}
        return sorted({*self._added, *self._map[list(old)].tolist()} - {-1})

    def _grouped(self, near: list[int]) -> tuple[dict[int, int], dict[int, int]]:
        """The labels of those that are ``near`` by their works, and by their texts."""
        found = all_buckets(self._now.terms) if self._all else buckets(self._now, near)
        works, texts = Groups(near), Groups(near)
        for made in self._shares.done(joins, found, self._now):
            works.join_all(made.works)
            texts.join_all(made.texts)
        return works.labels(), texts.labels()

    def _labels(self, before: Array, found: dict[int, int]) -> U32:
        """uint32: the label of every document: of those that are near as ``found``, of others as before."""
        labels = np.arange(len(self._back), dtype=np.uint32)
        old = self._map >= 0
        least = np.full(len(self._map), NONE, np.uint32)
        np.minimum.at(least, before[old], self._map[old].astype(np.uint32))
        labels[self._map[old]] = least[before[old]]
        labels[list(found)] = list(found.values())
        return labels

    # --- mentions ---------------------------------------------------------------------------------

    def _dirty(self, groups: Labels, near: list[int]) -> set[int]:
        """Whose mentions may mean others than before."""
        if self._all:
            return set(near)
        touched = {number for number in near if not self._is_as_before(groups, number)}
        dirty = set(touched)
        for key in self._came_or_went(touched):
            if self._now.known(key) or self._then.known(key):
                dirty |= self._now.touching(key)
        return dirty

    def _is_as_before(self, groups: Labels, number: int) -> bool:
        """Whether a document is what it was, and its work has the texts it had."""
        old = int(self._back[number])
        members = groups.members(number)
        return old >= 0 and sorted(self._map[self._then.members(old)].tolist()) == members

    def _rows(self, dirty: list[int], ending: dict[int, list[Edge]]) -> Arrays:
        """The rows of all documents: of those that are ``dirty`` resolved anew, of others as they were.

        Args:
            ending: is given the edges of the former that amend or repeal.
        """
        clean = (self._map >= 0) & ~_marked(self._map, dirty)
        rows = kept(self._before, self._map, clean)
        for own, ends in self._shares.done(rows_of, dirty, self._now):
            rows = put_together(rows, own)
            ending.update(ends)
        return rows

    # --- intervals --------------------------------------------------------------------------------

    def _intervals(self, graph: Graph, dirty: list[int], ending: dict[int, list[Edge]]) -> None:
        """Fill in the intervals: those that may have changed anew."""
        for name, values in graph.intervals.items():
            self._copy(name, values)
        meant = {text for number in self._meant(graph, dirty) for text in self._now.members(number)}
        title = self._now.terms.columns.work
        numbers = sorted({*dirty, *meant}, key=title.__getitem__)  # namesakes are read together
        shares = self._shares.done(intervals_of, numbers, self._now, _ended_by(graph), ending)
        for number, found in zip(numbers, chain.from_iterable(shares), strict=True):
            _put(graph, number, found)

    def _copy(self, name: str, values: Array) -> None:
        kept = self._map >= 0
        old = self._before.intervals[name][kept]
        if name in DOCUMENTS:
            old = np.where(old >= 0, np.append(self._map, -1)[old], -1)
        values[self._map[kept]] = old

    def _meant(self, graph: Graph, dirty: list[int]) -> set[int]:
        """Whom those that are ``dirty`` mean, and whom they and those that went meant before."""
        now = graph.rows["to"][np.isin(graph.rows["source"], dirty)]
        gone = (self._map < 0) | _marked(self._map, dirty)
        then = self._before.rows["to"][gone[self._before.rows["source"]]]
        meant = self._map[then[then != NONE]].tolist()
        return {*now[now != NONE].tolist(), *meant} - {-1}


def rows_of(documents: Documents, numbers: Sequence[int]) -> tuple[Arrays, dict[int, list[Edge]]]:
    """The rows of some documents, and of each the edges that amend or repeal."""
    rows, ending = Gatherer(), {}
    named = _names_of(documents)
    for number in numbers:
        edges = _edges(documents, number, named)
        rows.add(number, documents.entry(number).says, edges)
        ending[number] = _ending_edges(edges)
    return rows.arrays(), ending


def intervals_of(
    documents: Documents,
    numbers: Sequence[int],
    sources: Mapping[int, set[int]],
    ending: Mapping[int, list[Edge]],
) -> list[Interval]:
    """The interval of each of some documents.

    Args:
        sources: of each document that others amend or repeal, which these are.
        ending: of some documents, the edges that do; of others they are resolved.
    """
    known, named = dict(ending), _names_of(documents)

    def incoming(texts: list[int]) -> Iterator[tuple[int, Edge]]:
        """Who amends or repeals one of some texts, by id and then by place."""
        found = set().union(*(sources.get(text, ()) for text in texts))
        for source in sorted(found, key=documents.terms.id):
            if source not in known:
                known[source] = _ending_edges(_edges(documents, source, named))
            yield from ((source, edge) for edge in known[source] if edge.to in texts)

    return [interval(it, documents, [*incoming(documents.members(it))]) for it in numbers]


def _names_of(documents: Documents) -> Named:
    """What looks up the documents of a name, of each once: many name the same."""
    return lru_cache(_NAMES)(partial(by_name, documents))


def _edges(documents: Documents, number: int, named: Named) -> list[Edge]:
    """The mentions of a document resolved, by place."""
    found = resolved(documents.entry(number), documents, named)
    return sorted(found, key=lambda it: (it.mention.start, it.mention.end))


def _ended_by(graph: Graph) -> dict[int, set[int]]:
    """Of each document that others amend or repeal, which these are."""
    rows = np.isin(graph.rows["kind"], _ENDING) & (graph.rows["to"] != NONE)
    found: dict[int, set[int]] = {}
    for to, source in zip(
        *(graph.rows[name][rows].tolist() for name in ("to", "source")), strict=True
    ):
        found.setdefault(to, set()).add(source)
    return found


def _ending_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Those that amend or repeal."""
    return [edge for edge in edges if edge.mention.kind in _ENDING]


def _survivors(before: Terms, now: Terms) -> Int64s:
    """int64[documents of before]: the number each has now, if it says the same as then; else -1."""
    numbers = np.full(len(before.counts), -1, np.int64)
    old, new = np.flatnonzero(before.counts), np.flatnonzero(now.counts)
    one, other = before.columns.uid[old], now.columns.uid[new]
    order = np.argsort(other)
    ids = other[order]
    if not len(ids) or (ids[1:] == ids[:-1]).any():
        return numbers
    at = order[np.searchsorted(ids, one).clip(max=len(ids) - 1)]
    same = (other[at] == one) & (now.columns.says[new[at]] == before.columns.says[old])
    numbers[old[same]] = new[at[same]]
    return numbers


def _is_mostly_new(numbers: Int64s, before: Terms, now: Terms) -> bool:
    """Whether so much has changed that deriving all is quicker."""
    same, live = int((numbers >= 0).sum()), int(now.counts.sum())
    changed = int(before.counts.sum()) + live - 2 * same
    return changed > MANY and _SHARE * changed > live


def _marked(numbers: Int64s, some: Sequence[int]) -> npt.NDArray[np.bool_]:
    """bool: which of ``numbers`` are among ``some``."""
    marked: npt.NDArray[np.bool_] = np.isin(numbers, np.array(some, np.int64))
    return marked


def _put(graph: Graph, number: int, found: Interval) -> None:
    for name, values in graph.intervals.items():
        field, _, end = name.partition(".")
        value = getattr(found, field)
        values[number] = getattr(value, end) if end else value


def _no_intervals(documents: int) -> dict[str, Array]:
    """The intervals of documents of which nothing is known."""
    nothing = Interval()
    return {
        f"interval.{name}": np.full(documents, getattr(nothing, name, 0), kind)
        for name, kind in INTERVALS.items()
    }


def _empty() -> Graph:
    nothing = np.empty(0, np.uint32)
    groups = {"work": nothing, "text": nothing, "cited": nothing.astype(np.float32)}
    return Graph(groups | Gatherer().arrays() | _no_intervals(0))


_NOTHING = Terms((), np.zeros(1, np.int64), np.empty(0, np.bool_))
