"""What of a generation is to be seen on a cluster: its documents without withdrawn ones, and their serials."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.relations.columns import NONE
from index.relations.derive import derive
from index.relations.graph import Graph, open_graph
from index.relations.labels import lines
from index.segment import Terms, open_terms
from index.store.generation import Generation
from index.store.origin import rows_by_id
from index.store.source_rows import SourceRow
from index.store.withdrawals import Withdrawals

Int64s = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Shown:
    """A generation opened to be published.

    Attributes:
        generation, withdrawals: which it is, and what of it is not to be seen.
        terms, graph: its parts and relations, without what was withdrawn.
        serials: int64[documents]: what the cluster calls each by; -1 for those that are not there. They ascend
            with the numbers, unless an update has given some of them.
    """

    generation: Generation
    withdrawals: Withdrawals
    terms: Terms
    graph: Graph
    serials: Int64s

    @cached_property
    def live(self) -> Int64s:
        """int64[n], ascending: the numbers of the documents that are to be seen."""
        return self.terms.counts.nonzero()[0]

    @cached_property
    def lines(self) -> U32:
        """uint32[documents]: the first document of the line of each."""
        return lines(self.graph.work, self.graph.text)

    @cached_property
    def alone(self) -> npt.NDArray[np.bool_]:
        """bool[documents]: whether nobody else is in the line of each."""
        own = self.lines[self.live]
        alone: npt.NDArray[np.bool_] = np.bincount(own, minlength=len(self.serials))[self.lines] < 2
        return alone

    @cached_property
    def cited(self) -> Int64s:
        """int64[documents]: how many documents cite each."""
        return np.rint(np.expm1(self.graph.cited.astype(np.float64))).astype(np.int64)

    @cached_property
    def sources(self) -> dict[str, SourceRow]:
        """Id of a document -> the row of the file that gave it.

        Raises:
            IndexDamaged: the table of sources cannot be read.
        """
        return rows_by_id(self.generation)

    @cached_property
    def former(self) -> dict[str, list[str]]:
        """Id of a document -> the ids that it had before.

        Raises:
            IndexDamaged: the table of former ids cannot be read.
        """
        found: defaultdict[str, list[str]] = defaultdict(list)
        for former in self.generation.former():
            if former.now:
                found[former.now].append(former.id)
        return found

    def called(self, serials: Int64s) -> Shown:
        """The same under other serials; what was worked out of it stays."""
        other = replace(self, serials=serials)
        vars(other).update(
            {name: one for name, one in vars(self).items() if name not in vars(other)}
        )
        return other

    def serial(self, number: int) -> int:
        """The serial of a document; -1 for none (-1, or ``NONE`` of an array)."""
        return -1 if number in (-1, NONE) else self.serials.item(number)


def opened(generation: Generation, withdrawals: Withdrawals) -> Shown:
    """A generation as it is published for the first time: a document's serial is its number.

    Raises:
        IndexDamaged: it is not what was written.
    """
    whole = open_terms(generation.terms)
    graph = open_graph(generation.terms, len(whole.counts))
    terms = whole.without(withdrawals.by_id)
    if terms.hidden is not None:
        graph = derive(terms, (whole, graph))
    serials = np.where(terms.counts, np.arange(len(terms.counts)), -1)
    return Shown(generation, withdrawals, terms, graph, serials)
