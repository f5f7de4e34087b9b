"""Relations by plain loops: every document is read, and every pair that shares a key is compared.

The joins themselves are the pure functions of ``index.relations``; what is plain here is how they are put
together. The backend in plain Python and the scan both look up relations in this.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import combinations
from math import log1p

from index.document import PolicyDocument, Validity
from index.relations.intervals import interval
from index.relations.model import Edge, Entry, Interval
from index.relations.reprints import same_text
from index.relations.resolve import resolved
from index.relations.works import same_work
from index.statements import keys
from index.statements.model import How, Kind
from index.statements.names import key_of
from index.statements.read import statements_of


class PlainLibrary:
    """Keeps the :class:`index.relations.model.Library` protocol over documents, numbered from 0.

    Attributes:
        works, texts: of each document the group it belongs to, as its smallest number.
        edges: of each document whom it names, by place.
    """

    def __init__(self, documents: Sequence[PolicyDocument]) -> None:
        self._entries = [
            Entry(number, one.id, statements_of(one)) for number, one in enumerate(documents)
        ]
        self._names = [key_of(one.title) for one in documents]
        self._known: dict[str, list[int]] = defaultdict(list)
        for entry in sorted(self._entries, key=lambda entry: entry.id):
            for key in keys.known_as(entry.says):
                self._known[key].append(entry.number)
        self.works = self._groups(same_work)
        self.texts = self._groups(same_text)
        self.edges = [sorted(resolved(entry, self), key=_place) for entry in self._entries]

    def entry(self, number: int) -> Entry:
        """A document."""
        return self._entries[number]

    def known(self, key: str) -> Sequence[int]:
        """The documents known under a key, ascending by id."""
        return self._known.get(key, ())

    def work(self, number: int) -> Sequence[int]:
        """The texts of the work of a document, by day, undated ones first."""
        return sorted(members(self.works, number), key=self._day)

    def _day(self, number: int) -> tuple[int, str]:
        entry = self._entries[number]
        return entry.says.timeline.day, entry.id

    def _groups(self, same: Callable[[Entry, Entry], bool]) -> list[int]:
        pairs = {pair for sharing in self._known.values() for pair in combinations(sharing, 2)}
        return connected(
            len(self._entries),
            ((a, b) for a, b in pairs if same(self._entries[a], self._entries[b])),
        )

    # --- what follows -------------------------------------------------------------------------

    def incoming(self, number: int) -> Iterator[tuple[int, Edge]]:
        """Who names a document, by id, and where."""
        for entry in sorted(self._entries, key=lambda entry: entry.id):
            for edge in self.edges[entry.number]:
                if edge.to == number:
                    yield entry.number, edge

    @cached_property
    def intervals(self) -> list[Interval]:
        """When each document is in force."""
        return [self._interval(number) for number in range(len(self._entries))]

    def _interval(self, number: int) -> Interval:
        """Of whom amends or repeals any text of its work, by id and by place."""
        ending, texts = (Kind.REPEALS, Kind.AMENDS), members(self.works, number)
        found = [
            (entry.number, edge)
            for entry in sorted(self._entries, key=lambda entry: entry.id)
            for edge in self.edges[entry.number]
            if edge.to in texts and edge.mention.kind in ending
        ]
        return interval(number, self, found)

    def state(self, number: int, day: date) -> Validity:
        """The state of a document on a day."""
        return self.intervals[number].state(day.toordinal())

    @cached_property
    def lines(self) -> list[int]:
        """Of each document the line it stands on where lines are folded, as its smallest number."""
        pairs = [*enumerate(self.works), *enumerate(self.texts)]
        return connected(len(self._entries), pairs)

    @cached_property
    def cited(self) -> list[int]:
        """How many documents name the work of each, or all that bears its name, whichever are more;
        those of the work or the name itself left out."""
        by_work: dict[int, set[int]] = defaultdict(set)
        by_name: dict[str, set[int]] = defaultdict(set)
        for source, edges in enumerate(self.edges):
            for edge in edges:
                held = edge.to >= 0
                if held and self.works[source] != self.works[edge.to]:
                    by_work[self.works[edge.to]].add(source)
                name = self._names[edge.to] if held else self.lacking(source, edge)
                if name and name != self._names[source]:
                    by_name[name].add(source)
        return [
            max(len(by_work[work]), len(by_name[name]))
            for work, name in zip(self.works, self._names, strict=True)
        ]

    def lacking(self, number: int, edge: Edge) -> str:
        """The name that a mention gives of what no document held is; empty where it gives none."""
        said, own = edge.mention, self._entries[number].says.identity
        name = said.name or said.number
        is_no_name = said.how in (How.BARE, How.SEQUEL) or name in (*own.names, own.number)
        return "" if edge.to >= 0 or is_no_name else name

    @cached_property
    def authority(self) -> list[float]:
        """From 0 to 1 for the most cited."""
        most = max(log1p(max(self.cited, default=0)), 1.0)
        return [log1p(often) / most for often in self.cited]


def in_states(documents: Sequence[PolicyDocument], day: date) -> list[PolicyDocument]:
    """Documents with the states that they are in on a day, for those who derive none."""
    library = PlainLibrary(documents)
    return [
        replace(document, validity=library.state(number, day))
        for number, document in enumerate(documents)
    ]


def members(groups: Sequence[int], number: int) -> list[int]:
    """The documents of a document's group, ascending."""
    return [other for other, group in enumerate(groups) if group == groups[number]]


def connected(
    documents: int, pairs: Iterator[tuple[int, int]] | list[tuple[int, int]]
) -> list[int]:
    """Of each document the smallest number that pairs connect it with."""
    group = [*range(documents)]
    for one, other in pairs:
        if group[one] != group[other]:
            low, high = sorted((group[one], group[other]))
            group = [low if at == high else at for at in group]
    return group


def _place(edge: Edge) -> tuple[int, int]:
    return edge.mention.start, edge.mention.end
