"""One generation of an index on this machine, as the façade reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.conventions.index_number import Joints, usual_joints
from index.document import PolicyDocument
from index.relations.graph import Graph
from index.segment import Terms
from index.store.generation import Generation
from index.store.origin import Origin
from index.store.withdrawals import NONE, Withdrawals
from search.backend.reading import CHECKED, FacetCounts, Found, Question, Reading, Rows
from search.backend.selection import Selection, Titled
from search.embedded import sorting
from search.embedded.arrays.postings import Docs, Floats, Mask
from search.embedded.arrays.top_k import best
from search.embedded.changed import changed, titles
from search.embedded.lines import distinct
from search.embedded.rank.score import NOBODY, Ranked, scores_of
from search.embedded.relating import EmbeddedRelations
from search.embedded.sets import Sets
from search.embedded.snapshot import Snapshot
from search.language.heard import Changed, Title
from search.query.tree import Tree
from search.request import SearchRequest, Sort
from search.results import Score, Status, Withdrawn

_FEW_TITLES = 16
"""So many titles are read as quickly as one letter more is looked for in them."""


class EmbeddedReading(EmbeddedRelations):
    """Keeps the :class:`search.backend.reading.Reading` protocol over arrays.

    Args:
        withdrawals: documents that count no more, as if they had never been there.
        whole, graph: the parts and relations of the generation, where they are open already.
        told: bytes that are kept of its terms; see ``search.embedded.arrays.kept``.
    """

    def __init__(
        self,
        generation: Generation,
        today: date,
        withdrawals: Withdrawals = NONE,
        whole: Terms | None = None,
        graph: Graph | None = None,
        told: int | None = None,
    ) -> None:
        super().__init__(Snapshot(generation, today, withdrawals, whole, graph, told))
        self._sets = Sets(self._snapshot)
        self._status: Status | None = None
        self.generation = generation.number
        self.documents = self._snapshot.documents
        self.has_passages = self._snapshot.has_passages

    def is_as_opened(self) -> bool:
        """Whether nobody has cut or written the files that are read since they were opened."""
        return self._snapshot.is_as_opened()

    def is_of(self, generation: Generation, today: date) -> bool:
        """Whether this is that generation, as it is on that day."""
        return (self._snapshot.generation, self._snapshot.today) == (generation, today)

    def under(self, withdrawals: Withdrawals) -> EmbeddedReading:
        """The same with other documents withdrawn; no file is opened for it."""
        held = self._snapshot
        opened = held.whole, held.graph
        return EmbeddedReading(held.generation, held.today, withdrawals, *opened, held.told)

    # --- the vocabulary: see search.query.units.Vocabulary -----------------------------------

    @cached_property
    def issuers(self) -> tuple[str, ...]:
        """Every canonical issuer."""
        return tuple(self._issued)

    @cached_property
    def _issued(self) -> dict[str, int]:
        return self._snapshot.postings.often("issuer")

    def shares(self, words: Sequence[str]) -> list[float]:
        """At most this share of the documents has each word in its body; exact for two characters."""
        return self._snapshot.shares(words)

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term, removed ones included."""
        return self._snapshot.postings.frequency(field, term)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """How many documents have each of some terms."""
        return self._snapshot.postings.frequencies(field, terms)

    def idf(self, frequency: int) -> float:
        """The inverse document frequency of what so many documents have."""
        return self._snapshot.executor.idf(frequency)

    def begun(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, and how many documents have each; one may come several times."""
        return self._snapshot.postings.begun(field, prefix)

    def joints(self) -> frozenset[Joints]:
        """How the parts of its index numbers are joined."""
        return usual_joints(self.begun("number", ""))

    def issued(self, issuer: str) -> int:
        """How many documents have a canonical issuer."""
        return self._issued.get(issuer, 0)

    # --- sets: counted, filtered, ordered -----------------------------------------------------

    def counts(self, selections: Sequence[Selection]) -> list[int]:
        """How many documents each of some sets has."""
        return [len(self._sets.docs(selection)) for selection in selections]

    def reach(self, selections: Sequence[Selection], least: int) -> list[bool]:
        """Whether each of some sets has so many documents or more."""
        return [count >= least for count in self.counts(selections)]

    def members(self, selections: Sequence[Selection]) -> list[list[int]]:
        """The documents of each of some small sets, ascending."""
        return [self._sets.docs(selection).tolist() for selection in selections]

    def find(self, question: Question) -> Found:
        """Find, filter, count and order."""
        docs = self._sets.docs(question.selection)
        asked = self._asked(docs, question)
        counts, left = self._filtered(docs if asked is None else docs[asked], question.request)
        if left is not None and not left.any():  # nothing is scored for nothing
            return _Found(self._snapshot, NOBODY, counts, self._rows(NOBODY.docs))
        found = self._sets.ranked(question.selection, question.ranking)
        if asked is not None:
            found = found.kept(asked)
        if left is not None:
            found = found.kept(left)
        first = self._ordered(found, question)
        return _Found(self._snapshot, found, counts, self._rows(first))

    def tally(self, question: Question) -> tuple[int, FacetCounts]:
        """How many are left by all filters, and the counts of every facet."""
        docs = self._sets.docs(question.selection)
        if (asked := self._asked(docs, question)) is not None:
            docs = docs[asked]
        counts, left = self._filtered(docs, question.request)
        return len(docs) if left is None else int(np.count_nonzero(left)), counts

    def _asked(self, docs: Docs, question: Question) -> Mask | None:
        """bool[n]: which documents another query and the day asked for leave; None for all."""
        asked = None
        if question.within is not None:
            asked = np.isin(docs, self._sets.docs(question.within))
        if day := question.request.on:
            in_force = self._snapshot.in_force(day).take(docs)
            asked = in_force if asked is None else asked & in_force
        return asked

    def _filtered(self, docs: Docs, request: SearchRequest) -> tuple[FacetCounts, Mask | None]:
        """The facets of some documents, and bool[n]: which all filters leave; None for all."""
        snapshot = self._snapshot
        selections = snapshot.facets.selections(request)
        period = _in_period(snapshot.days.take(docs), request)
        combos = snapshot.facets.combos(docs)
        counts = snapshot.facets.counted(combos, selections, period)
        left = period
        if selections:
            within = snapshot.facets.within(selections, combos)
            left = within if period is None else period & within
        return counts, left

    def _ordered(self, found: Ranked, question: Question) -> Docs:
        """The first of what was found, in the order asked for."""
        dates = self._snapshot.dates.take(found.docs)
        if question.request.sort is Sort.OLDEST:
            return sorting.oldest(found.docs, dates)
        if question.request.sort is Sort.NEWEST:
            return sorting.newest(found.docs, dates)
        scores = found.scores
        lifted = [
            (lift.tier, self._titled(found.docs, scores, lift.documents))
            if isinstance(lift.documents, Titled)
            else (lift.tier, self._sets.docs(lift.documents))
            for lift in question.lifts
        ]
        tiers = sorting.tiers_of(found.docs, lifted, self._snapshot.documents)
        return sorting.by_score(found.docs, scores, dates, tiers)

    def _titled(self, docs: Docs, scores: Floats, wanted: Titled) -> Docs:
        """Of the best documents those whose title has some letters; only titles are read that have the
        rarest of these somewhere."""
        first = np.sort(docs[best(scores, CHECKED)])
        often = {letter: self.frequency("title_chars", letter) for letter in wanted.letters}
        for letter in sorted(often, key=often.__getitem__):
            if len(first) <= _FEW_TITLES:
                break
            has = self._snapshot.postings.having("title_chars", letter, first)
            first = first.take(has.nonzero()[0])
        names = zip(first.tolist(), self._snapshot.names(first), strict=True)
        return np.array([doc for doc, name in names if wanted.letters in name], np.uint32)

    def _rows(self, docs: Docs) -> Rows:
        snapshot = self._snapshot
        graph = snapshot.relations
        columns = (snapshot.lines, graph.text, snapshot.dates, snapshot.standing)
        return Rows(docs.tolist(), *(column.take(docs).tolist() for column in columns))

    # --- some of the best ---------------------------------------------------------------------

    def best(self, tree: Tree, limit: int) -> Rows:
        """The best by the scores of a tree alone: one whose weights are of one document."""
        return self._rows(self._snapshot.executor.top(tree, limit, is_once=True).docs)

    def most_cited(self, tree: Tree, limit: int) -> list[int]:
        """Of the documents that a tree matches those cited most often."""
        docs = self._snapshot.executor.run(tree).docs
        first = np.argsort(-self._snapshot.authority.take(docs), kind="stable")[:limit]
        numbers: list[int] = docs[first].tolist()
        return numbers

    def titles(self, tree: Tree, limit: int) -> list[str]:
        """Titles as they are looked up of documents that a tree matches, one for each version."""
        docs = self._snapshot.executor.run(tree).docs
        once = np.unique(self._snapshot.versions.take(docs), return_index=True)[1]
        return self._snapshot.names(docs[once][:limit])

    def titles_by_citation(self) -> list[Title]:
        """Every title, once; the most cited first."""
        return titles(self._snapshot, self._snapshot.postings.every)

    def changed(self, before: Reading) -> Changed | None:
        """What is other than in another generation; None where that is much."""
        if not isinstance(before, EmbeddedReading):
            return None
        return changed(before.snapshot, self._snapshot)

    @property
    def snapshot(self) -> Snapshot:
        """The arrays that are read."""
        return self._snapshot

    # --- documents ----------------------------------------------------------------------------

    def number_of(self, id: str) -> int | None:
        """The number of the document with that id."""
        return self._snapshot.number_of(id)

    def rows(self, numbers: Sequence[int]) -> Rows:
        """Some documents as rows."""
        return self._rows(np.array(numbers, np.uint32))

    def cards(self, numbers: Sequence[int]) -> list[PolicyDocument]:
        """Documents without their bodies."""
        return self._snapshot.cards(numbers)

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        return self._snapshot.body(number)

    def listing(self, first: int, count: int) -> list[PolicyDocument]:
        """``count`` of all documents without their bodies, from the ``first`` on."""
        return self._snapshot.listing(self._snapshot.postings.every[first : first + count])

    def origin(self, id: str) -> Origin | None:
        """The file a document was read from."""
        return self._snapshot.origin(id)

    def moved(self, id: str) -> str | None:
        """The id that a document has now which had ``id`` before."""
        return self._snapshot.moved.get(id)

    def first_id(self, id: str) -> str:
        """The id that a document had at first."""
        return self._snapshot.first_ids.get(id, id)

    def withdrawn(self, id: str) -> Withdrawn | None:
        """What is to be said of a document that was withdrawn."""
        found = self._snapshot.withdrawals.get(id)
        return Withdrawn(found.at, found.notice) if found else None

    def status(self, damage: str) -> Status:
        """What it holds; ``damage`` is said of newer generations."""
        known = self._status
        if known is None or known.damage != damage:  # else what every request asks for
            known = self._status = self._stated(damage)
        return known

    def _stated(self, damage: str) -> Status:
        manifest, held = self._snapshot.generation.manifest, self._snapshot.held
        return Status(
            documents=held.documents,
            with_body=held.with_body,
            generation=self.generation,
            built_at=manifest.built_at,
            rejected=manifest.rejected,
            warnings=held.warnings,
            newest=held.newest,
            fingerprint=manifest.fingerprint,
            damage=damage,
            reasons=self._snapshot.reasons,
            held=tuple((Path(source).name, count) for source, count in manifest.held.items()),
            revision=self._snapshot.withdrawals.revision,
            states=self._snapshot.counted.states,
            relations=self._snapshot.counted.relations,
            unresolved=self._snapshot.counted.unresolved,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found, under all filters; see ``search.backend.reading.Found``."""

    _snapshot: Snapshot
    _ranked: Ranked
    counts: FacetCounts
    rows: Rows

    @property
    def total(self) -> int:
        """How many documents are left by all filters."""
        return len(self._ranked.docs)

    @property
    def groups(self) -> int:
        """How many lines they fold into."""
        return distinct(self._snapshot.lines.take(self._ranked.docs), self._snapshot.documents)

    def scores(self, numbers: Sequence[int]) -> list[Score]:
        """What the scores of some of the documents are made of."""
        return scores_of(self._snapshot, self._ranked, np.array(numbers, np.uint32))


def _in_period(days: npt.NDArray[np.int32], request: SearchRequest) -> Mask | None:
    """bool[len(days)]: which days lie in the period asked for; None if none is."""
    if not request.has_period:
        return None
    first = request.date_from.first.toordinal() if request.date_from else 1
    last = request.date_to.last.toordinal() if request.date_to else date.max.toordinal()
    return (days >= first) & (days <= last)
