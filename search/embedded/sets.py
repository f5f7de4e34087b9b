"""Selections turned into arrays: the documents they describe, and how these are scored."""

from __future__ import annotations

from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from search.backend.selection import (
    Either,
    Matching,
    Numbered,
    Ranking,
    Scoring,
    Selection,
    Sharing,
    Units,
    Without,
)
from search.embedded.arrays.docs import places
from search.embedded.arrays.postings import Docs
from search.embedded.rank.score import Near, Ranked, Ranker
from search.embedded.rank.some import stand
from search.embedded.snapshot import Snapshot


class Sets:
    """The sets of one generation; what was worked out for a selection is remembered as long as
    the selection is in use. Safe for several threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._ranker = Ranker(snapshot)
        self._lock = Lock()
        self._docs: WeakKeyDictionary[Selection, Docs] = WeakKeyDictionary()
        self._ranked: WeakKeyDictionary[Scoring, Ranked] = WeakKeyDictionary()
        self._shares: WeakKeyDictionary[Units, npt.NDArray[np.float64]] = WeakKeyDictionary()

    def docs(self, selection: Selection) -> Docs:
        """uint32[n], ascending: the documents of a selection."""
        with self._lock:
            known = self._docs.get(selection)
        if known is not None:
            return known
        found = self._found(selection)
        with self._lock:
            self._docs[selection] = found
        return found

    def ranked(self, selection: Selection, ranking: Ranking) -> Ranked:
        """The documents of a selection, scored."""
        if isinstance(selection, Scoring) and selection.ranking is ranking:
            docs = self.docs(selection)
            with self._lock:
                known = self._ranked[selection]
            assert known.docs is docs
            return known
        return self._ranker.ranked(ranking, self.docs(selection))

    def _found(self, selection: Selection) -> Docs:
        match selection:
            case Matching(tree):
                return self._snapshot.executor.docs(tree)
            case Numbered(numbers):
                return np.array(sorted(set(numbers)), np.uint32)
            case Either(one, other):
                return self._marked((self.docs(one), True), (self.docs(other), True))
            case Without(one, other):
                return self._marked((self.docs(one), True), (self.docs(other), False))
            case Sharing(of, units, least):
                allowed = self.docs(of)
                return allowed[self._share(units)[allowed] >= least]
            case Scoring():
                return self._scored(selection)

    def _marked(self, *marks: tuple[Docs, bool]) -> Docs:
        """uint32[n], ascending: the documents whose last mark says so."""
        held = np.zeros(self._snapshot.documents, np.bool_)
        for docs, mark in marks:
            held[docs] = mark
        return np.flatnonzero(held).astype(np.uint32)

    def _scored(self, scoring: Scoring) -> Docs:
        also = np.empty(0, np.uint32) if scoring.also is None else self.docs(scoring.also)
        found = self._near(scoring, also)
        if scoring.among is not None:
            found = found.kept(places(found.docs, self.docs(scoring.among))[1])
        scores = found.scores
        best = max(float(scores.max(initial=0)), scoring.least)
        near = scores >= np.float32(scoring.floor * best)
        near[stand(also, found.docs)] = True
        found = found.kept(near)
        with self._lock:
            self._ranked[scoring] = found
        return found.docs

    def _near(self, scoring: Scoring, also: Docs) -> Ranked:
        """What ``scoring`` is of, scored; what does not score enough for it may be left out."""
        of, ranking = scoring.of, scoring.ranking
        if scoring.among is not None or isinstance(of, Scoring):
            return self.ranked(of, ranking)
        near = Near(scoring.floor, scoring.least, also)
        return self._ranker.ranked(ranking, self.docs(of), near)

    def _share(self, units: Units) -> npt.NDArray[np.float64]:
        """float64[documents]: each document's share of the idf of the units that occur at all."""
        with self._lock:
            known = self._shares.get(units)
        if known is not None:
            return known
        executor = self._snapshot.executor
        carried = np.zeros(executor.documents)
        whole = 0.0
        for unit in units.each:
            docs = self.docs(unit)
            if len(docs):
                idf = executor.idf(len(docs))
                carried[docs] += idf
                whole += idf
        share: npt.NDArray[np.float64] = carried / (whole or 1.0)
        with self._lock:
            self._shares[units] = share
        return share
