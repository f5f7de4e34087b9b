"""Derives the relations of a generation, from those of the one before or from nothing; the result is the same.

A document's groups, edges and interval follow from its own statements and from what it finds under the keys in
``index.statements.keys``. So who comes, goes or changes touches those that share a key with it, or with a text of
its work; all others are left as they are (``overlay``), or copied under new numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.relations.cited import cited, cited_anew
from index.relations.columns import DOCUMENTS, INTERVALS, NONE
from index.relations.graph import Graph, open_graph
from index.relations.groups import Groups, all_buckets, buckets, joins
from index.relations.intervals import interval
from index.relations.labels import Labels
from index.relations.library import Documents
from index.relations.model import Edge, Interval
from index.relations.overlay import Laid, Mentions, Overlay, mentions, over_nothing
from index.relations.resolve import Named, by_name, resolved
from index.relations.rows import Arrays, Gatherer, Table, picked, put_together
from index.relations.shares import FEWEST, Alone, Shares
from index.relations.survivors import survivors
from index.segment import Terms, open_terms
from index.statements.model import Kind

Array = npt.NDArray[Any]
Int64s = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
MANY, _SHARE = 1_000, 4
"""When more documents than this, and than one in so many, have come or gone, all is derived from nothing."""
_LAID = 4
"""When more than one in so many rows has changed, or of the documents, a generation has all of its own again."""
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
    graph.write(folder, base)
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
        self._below = _laid(graph)
        self._then.group(Labels(graph.work))
        self._map = survivors(before, terms)
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
        found, lost = mentions(rows), self._lost(dirty)
        columns = {"work": work, "text": text, "cited": self._cited(work, found, dirty, lost)}
        columns |= self._intervals(found, dirty, lost, ending)
        if rows.differs() * _LAID > 1:
            return Graph(columns | rows.whole())
        return Graph(Laid(columns, rows), overlay=rows)

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
        many, moved = min(len(before), len(labels)), self._moved
        labels[:many] = before[:many]
        labels[moved[moved < many]] = moved[moved < many]
        of_moved = np.zeros(len(before), np.bool_)
        of_moved[before[moved]] = True  # they may be called by another of them now
        some = np.flatnonzero(of_moved[before] & (self._map >= 0))
        least = np.full(len(before), NONE, np.uint32)
        np.minimum.at(least, before[some], self._map[some].astype(np.uint32))
        labels[self._map[some]] = least[before[some]]
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

    def _rows(self, dirty: list[int], ending: dict[int, list[Edge]]) -> Overlay:
        """The rows of all documents: of those that are ``dirty`` resolved anew, of others as they were.

        Args:
            ending: is given the edges of the former that amend or repeal.
        """
        below = self._below
        clean = (self._map >= 0) & ~self._marked(dirty)
        there = np.flatnonzero(below.numbers >= 0)  # of the ground, who is in what was before
        numbers = np.full(len(below.numbers), -1)
        numbers[there] = self._map[below.numbers[there]]
        stays = np.zeros(len(below.numbers), np.bool_)
        stays[there] = clean[below.numbers[there]]
        moves = stays & ~below.void & (numbers != np.arange(len(numbers)))
        ground = below.ground.table
        rows = put_together(
            picked(ground, np.flatnonzero(moves[ground.rows["source"]]), numbers),
            picked(below.table, np.flatnonzero(clean[below.table.rows["source"]]), self._map),
        )
        for own, ends in self._shares.done(rows_of, dirty, self._now):
            rows = put_together(rows, own)
            ending.update(ends)
        void = below.void | ~stays | moves
        return Overlay(below.ground, numbers, void, Table(rows))

    def _lost(self, dirty: list[int]) -> Mentions:
        """The mentions of before that are not any more: of those that went or are ``dirty``."""
        gone = (self._map < 0) | self._marked(dirty)
        return mentions(self._below).of(gone)

    def _cited(self, work: U32, found: Mentions, dirty: list[int], lost: Mentions) -> Array:
        """float32[documents]: how often each is cited."""
        name = self._now.terms.column("work")
        if self._all:
            return cited(found, work, name)
        values = np.zeros(len(work), np.float32)
        self._carry("cited", self._before.cited, values)
        fresh = np.zeros(len(work), np.bool_)
        fresh[dirty] = True
        own = found.of(fresh)
        meant = self._map[lost.to[lost.to != NONE]]
        removed = np.flatnonzero(~self._now.terms.counts)  # nobody knows what was said of these
        touched = np.concatenate((dirty, removed, own.to[own.to != NONE], meant[meant >= 0]))
        waiting = np.concatenate([some.works[some.name[some.name != NONE]] for some in (own, lost)])
        cited_anew(values, found, work, name, touched.astype(np.int64), waiting)
        return values

    # --- intervals --------------------------------------------------------------------------------

    def _intervals(
        self, found: Mentions, dirty: list[int], lost: Mentions, ending: dict[int, list[Edge]]
    ) -> dict[str, Array]:
        """The columns of the intervals: those that may have changed anew."""
        columns = _no_intervals(len(self._back))
        for name, values in self._before.intervals.items():
            self._carry(name, values, columns[f"interval.{name}"])
        meant = self._meant(found, dirty, lost)
        texts = {text for number in meant for text in self._now.members(number)}
        title = self._now.terms.column("work")
        numbers = sorted({*dirty, *texts}, key=title.__getitem__)  # namesakes are read together
        ended = _ended_by(found, texts.union(*map(self._now.members, dirty)), len(self._back))
        shares = self._shares.done(intervals_of, numbers, self._now, ended, ending)
        for number, one in zip(numbers, chain.from_iterable(shares), strict=True):
            _put(columns, number, one)
        return columns

    def _carry(self, name: str, before: Array, values: Array) -> None:
        """Give the documents that there were the values they had: nearly all stand where they stood."""
        many, moved = min(len(before), len(values)), self._moved
        nothing = values[-1:].copy()
        values[:many] = before[:many]
        values[moved[moved < many]] = nothing
        there = moved[self._map[moved] >= 0]
        values[self._map[there]] = before[there]
        if name in DOCUMENTS:
            told = np.flatnonzero(values >= 0)
            values[told] = self._map[values[told]]

    @cached_property
    def _moved(self) -> Int64s:
        """int64: the documents of before that have no number now, or another."""
        return np.flatnonzero(self._map != np.arange(len(self._map)))

    def _meant(self, found: Mentions, dirty: list[int], lost: Mentions) -> set[int]:
        """Whom those that are ``dirty`` mean, and whom they and those that went meant before."""
        fresh = np.zeros(len(self._back), np.bool_)
        fresh[dirty] = True
        now = found.of(fresh).to
        meant = self._map[lost.to[lost.to != NONE]].tolist()
        return {*now[now != NONE].tolist(), *meant} - {-1}

    def _marked(self, some: Sequence[int]) -> npt.NDArray[np.bool_]:
        """bool[documents of before]: which of them are now among ``some``."""
        marked = np.zeros(len(self._back) + 1, np.bool_)  # the last is whoever is gone
        marked[some] = True
        found: npt.NDArray[np.bool_] = marked[self._map]
        return found


def _laid(graph: Graph) -> Overlay:
    """The rows of before over their ground; over nothing where they have none."""
    if graph.overlay:
        return graph.overlay
    if not graph.ground:
        return over_nothing(graph.table, graph.arrays)
    none = Table({name: values[:0] for name, values in graph.table.arrays.items()})
    every = np.arange(graph.documents)
    return Overlay(graph.ground, every, np.zeros(len(every), np.bool_), none)


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


def _ended_by(found: Mentions, texts: Iterable[int], documents: int) -> dict[int, set[int]]:
    """Of those of ``texts`` that others amend or repeal, which these are."""
    wanted = np.zeros(documents, np.bool_)
    wanted[[*texts]] = True
    rows = np.flatnonzero(np.isin(found.kind, _ENDING) & (found.to != NONE))
    rows = rows[wanted[found.to[rows]]]
    ended: dict[int, set[int]] = {}
    for to, source in zip(found.to[rows].tolist(), found.source[rows].tolist(), strict=True):
        ended.setdefault(to, set()).add(source)
    return ended


def _ending_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Those that amend or repeal."""
    return [edge for edge in edges if edge.mention.kind in _ENDING]


def _is_mostly_new(numbers: Int64s, before: Terms, now: Terms) -> bool:
    """Whether so much has changed that deriving all is quicker."""
    same, live = int((numbers >= 0).sum()), int(now.counts.sum())
    changed = int(before.counts.sum()) + live - 2 * same
    return changed > MANY and _SHARE * changed > live


def _put(columns: Mapping[str, Array], number: int, found: Interval) -> None:
    for name in INTERVALS:
        field, _, end = name.partition(".")
        value = getattr(found, field)
        columns[f"interval.{name}"][number] = getattr(value, end) if end else value


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
