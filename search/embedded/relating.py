"""Relations looked up in the arrays of a generation's graph; see ``search.backend.relating``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from index.document import Validity
from index.relations.graph import NONE, STATES, Graph, Row
from index.relations.model import Interval
from index.relations.rows import spread
from index.statements.model import Article, Kind, Statements
from search.backend.relating import Days, Lacking, Link, Linked
from search.embedded.snapshot import Snapshot

Rows = npt.NDArray[np.int64]
_SHIFT = np.uint64(32)
_KINDS = np.zeros(max(Kind) + 1, np.bool_)
"""bool[kinds]: none of them."""


_KEPT = 256
"""Of so many documents it is remembered which kinds of relations they have: each page asks a dozen times."""


class EmbeddedRelations:
    """Keeps the :class:`search.backend.relating.Relating` protocol over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._graph = snapshot.relations
        self._held: Callable[[int, bool], frozenset[int]] = lru_cache(_KEPT)(
            partial(_held, snapshot.relations)
        )

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of some documents."""
        return [self._snapshot.id(number) for number in numbers]

    def statements(self, number: int) -> Statements:
        """What a document says."""
        return self._snapshot.statements(number)

    def articles(self, number: int) -> tuple[Article, Article]:
        """The first and last 条 of a document."""
        return self._snapshot.articles(number)

    def links(self, number: int) -> list[Link]:
        """Whom a document names, by place."""
        return [_link(row) for row in self._graph.edges(number)]

    def between(self, source: int, to: int) -> list[Link]:
        """Where one document names another, by place."""
        rows = self._graph.rows_of(source)
        rows = rows[self._graph.rows["to"][rows] == to]
        return [_link(self._graph.row(at)) for at in rows.tolist()]

    def linked(
        self,
        number: int,
        kinds: Collection[Kind],
        incoming: bool,
        first: int,
        count: int,
        article: Article | None = None,
    ) -> Linked:
        """Some of the documents that a document names, or that name it, one print of each; the newest
        first."""
        if self._held(number, incoming).isdisjoint(kinds):  # of a dozen blocks nearly all
            return Linked(0, [])
        table = self._graph.rows
        rows = self._graph.rows_to(number) if incoming else self._graph.rows_of(number)
        wanted = _KINDS.copy()
        wanted[list(kinds)] = True
        rows = rows[wanted[table["kind"][rows]] & (table["to"][rows] != NONE)]
        if article:
            naming, named = self._articles(rows)
            rows = naming[named == np.uint64(article.number << 8 | article.of)]
        docs = np.unique(table["source" if incoming else "to"][rows])
        docs = docs[np.lexsort((docs, -self._snapshot.dates[docs]))]
        _, firsts = np.unique(self._graph.text[docs], return_index=True)
        firsts.sort()
        return Linked(len(firsts), docs[firsts[first : first + count]].tolist())

    def _articles(self, rows: Rows) -> tuple[Rows, npt.NDArray[np.uint64]]:
        """Every 条 that some rows name safely: the row, and the 条 as one number."""
        table = self._graph.rows
        rows = rows[table["safe"][rows] & (table["articles"][rows] > 0)]
        counts = table["articles"][rows].astype(np.int64)
        at = spread(self._graph.table.article_firsts[rows], counts)
        wide = self._graph.arrays["article"][at].astype(np.uint64) << np.uint64(8)
        return np.repeat(rows, counts), wide | self._graph.arrays["of"][at]

    def cited_articles(self, number: int, kinds: Collection[Kind]) -> list[tuple[Article, int]]:
        """The 条 of a document that others name safely, and how many name each."""
        table, rows = self._graph.rows, self._graph.rows_to(number)
        if not len(rows):
            return []
        rows, wide = self._articles(rows[np.isin(table["kind"][rows], list(kinds))])
        naming = self._graph.text[table["source"][rows]].astype(np.uint64)
        pairs = np.unique(wide << _SHIFT | naming)
        named, often = np.unique(pairs >> _SHIFT, return_counts=True)
        return [
            (Article(one >> 8, one & 0xFF), times)
            for one, times in zip(named.tolist(), often.tolist(), strict=True)
        ]

    def interval(self, number: int) -> Interval:
        """When a document is in force."""
        return self._graph.interval(number)

    def days(self, numbers: Sequence[int]) -> list[Days]:
        """The days of the intervals of some documents."""
        own, at = self._graph.intervals, np.array(numbers, np.int64)
        return list(map(Days, *(own[name].take(at).tolist() for name in Days._fields)))

    def states(self, numbers: Sequence[int], day: int) -> list[Validity]:
        """The states of some documents on a day."""
        codes = self._snapshot.states(day)[np.array(numbers, np.int64)]
        return [STATES[code] for code in codes.tolist()]

    def stated(self, numbers: Sequence[int]) -> list[Validity]:
        """What the sources of some documents say."""
        return [self._snapshot.stated[number] for number in numbers]

    def work(self, number: int) -> list[int]:
        """The texts of the work of a document."""
        return self._graph.work_of(number)

    def prints(self, number: int) -> list[int]:
        """The prints of the text of a document."""
        return self._graph.text_of(number)

    def lacking(self, limit: int) -> list[Lacking]:
        """The names that no document held has, the one most documents give first."""
        names, waiting = self._graph.rows["name"], self._graph.waiting
        order = np.argsort(names, kind="stable")
        most = np.argsort(-waiting, kind="stable")[:limit]
        firsts = np.searchsorted(names[order], most)
        ends = np.searchsorted(names[order], most, "right")
        return [
            self._lacking(int(waiting[name]), order[first:end])
            for name, first, end in zip(most.tolist(), firsts.tolist(), ends.tolist(), strict=True)
            if waiting[name]
        ]

    def _lacking(self, documents: int, rows: Rows) -> Lacking:
        table = self._graph.rows
        pairs = np.unique(table["kind"][rows].astype(np.uint64) << _SHIFT | table["source"][rows])
        kinds, often = np.unique(pairs >> _SHIFT, return_counts=True)
        named = dict(zip(map(Kind, kinds.tolist()), often.tolist(), strict=True))
        return Lacking(documents, named, _link(self._graph.row(int(rows[0]))))


def _link(row: Row) -> Link:
    """A row as the façade sees it: without the name of the pool."""
    return Link(*row[:-1])


def _held(graph: Graph, number: int, incoming: bool) -> frozenset[int]:
    """The kinds of what a document says of those that are held, or these of it."""
    rows = graph.rows_to(number) if incoming else graph.rows_of(number)
    if not len(rows):
        return frozenset()
    table = graph.rows
    return frozenset(table["kind"][rows[table["to"][rows] != NONE]].tolist())
