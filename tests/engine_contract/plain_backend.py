"""A backend in plain Python: what an engine needs of one, with nothing else in the way.

``search.facade.engine.SearchEngine`` over this is a whole engine, and is held to the contract like
any other (``engines.Plain``). Whoever writes a backend for another machine may read this first: it
keeps :class:`search.backend.reading.Reading` over a list of documents, by sets of numbers and sorting.

From top to bottom: the sets that selections describe, how documents are scored, how a question
is answered, and the look-ups. Every number of the ranking comes from ``search.weights``, every
value of a document from ``index.schema.columns``. Nothing is remembered between two calls; a
backend may keep what it worked out for a selection as long as that is in use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from math import inf

from index.conventions.index_number import Joints, usual_joints
from index.document import PolicyDocument, Validity
from index.schema.columns import row_of
from index.schema.fields import text_field
from index.store.origin import Origin
from index.text.analysis import Analyzer
from search.backend.reading import (
    CHECKED,
    OVER,
    FacetCounts,
    Found,
    Question,
    Reading,
    Rows,
    standing,
)
from search.backend.selection import (
    Either,
    Matching,
    Numbered,
    Ranking,
    Scoring,
    Selection,
    Sharing,
    Titled,
    Units,
    Without,
)
from search.language.heard import Changed, Title
from search.query.tiers import NO_TIER
from search.query.tree import Tree
from search.request import FACETS, MAX_WINDOW, Sort
from search.results import Score, Status, Withdrawn
from search.weights import (
    ENDED,
    FINE_DOCUMENTS,
    PASSAGE,
    PASSAGE_CHARACTERS,
    PASSAGE_DOCUMENTS,
    PASSAGE_PAIRS,
    works,
)
from tests.engine_contract.plain_everyday import asked_about
from tests.engine_contract.plain_found import PlainFound
from tests.engine_contract.plain_relating import PlainRelations
from tests.engine_contract.plain_terms import PlainTerms
from tests.web.fake_facets import counted, keeps

Scores = Mapping[int, Score]
"""Documents and what their scores are made of."""


class PlainReading(PlainRelations):
    """Keeps the :class:`search.backend.reading.Reading` protocol over documents, numbered from 0."""

    generation = 1

    def __init__(
        self,
        documents: Sequence[PolicyDocument],
        analyzer: Analyzer,
        today: date,
        withdrawn: Mapping[str, Withdrawn] | None = None,
    ) -> None:
        self._withdrawn = withdrawn or {}
        documents = [one for one in documents if one.id not in self._withdrawn]
        super().__init__(documents)
        self._documents = [
            replace(document, validity=self.library.state(number, today))
            for number, document in enumerate(documents)
        ]
        self._rows = [row_of(document) for document in self._documents]
        self._numbers = {document.id: number for number, document in enumerate(documents)}
        self._terms = PlainTerms(documents, analyzer, self.citing)
        self._fingerprint = analyzer.fingerprint
        self.documents = len(documents)
        self.has_passages = self._terms.has_passages
        self._works = works(self.has_passages)
        self.issuers = tuple(name for name, _ in self.begun("issuer", ""))
        self._cited = self.library.cited

    # --- the sets that selections describe ----------------------------------------------------

    def counts(self, selections: Sequence[Selection]) -> list[int]:
        """How many documents each of some sets has."""
        return [len(self._set(selection)) for selection in selections]

    def reach(self, selections: Sequence[Selection], least: int) -> list[bool]:
        """Whether each of some sets has so many documents or more."""
        return [len(self._set(selection)) >= least for selection in selections]

    def members(self, selections: Sequence[Selection]) -> list[list[int]]:
        """The documents of each of some small sets, ascending."""
        return [sorted(self._set(selection)) for selection in selections]

    def _set(self, selection: Selection) -> set[int]:
        match selection:
            case Matching(tree):
                return self._terms.matching(tree)
            case Numbered(numbers):
                return {*numbers}
            case Either(one, other):
                return self._set(one) | self._set(other)
            case Without(one, other):
                return self._set(one) - self._set(other)
            case Sharing(of, units, least):
                share = self._shares(units)
                return {number for number in self._set(of) if share[number] >= least}
            case Scoring():
                return {*self._near(selection)}

    def _shares(self, units: Units) -> Mapping[int, float]:
        """Which share of the idf of all units that occur at all a document carries."""
        carried: dict[int, float] = defaultdict(float)
        whole = 0.0
        for having in filter(None, map(self._set, units.each)):
            idf = self.idf(len(having))
            whole += idf
            for number in having:
                carried[number] += idf
        return defaultdict(float, {number: idf / whole for number, idf in carried.items()})

    def _near(self, scoring: Scoring) -> Scores:
        """What scores at least a share of the best; ``also`` belongs to it in any case."""
        found = self._scored(scoring.of, scoring.ranking)
        if scoring.among is not None:
            found = _only(found, self._set(scoring.among))
        best = max([scoring.least, *(score.total for score in found.values())])
        near = {number for number, score in found.items() if score.total >= scoring.floor * best}
        if scoring.also is not None:
            near |= self._set(scoring.also)
        return _only(found, near)

    # --- scores -------------------------------------------------------------------------------

    def _scored(self, selection: Selection, ranking: Ranking) -> Scores:
        """The documents of a selection, scored; those of a ``Scoring`` among all it looked at."""
        if isinstance(selection, Scoring) and selection.ranking is ranking:
            return self._near(selection)
        terms, fine = self._terms.scores(ranking.tree), self._terms.scores(ranking.fine)
        everyday = asked_about(ranking.articles, self._documents, self._rows, self.statements)
        scores = {
            number: Score(
                terms=terms.get(number, 0.0),
                passage=0.0,
                authority=self._authority(number),
                topic=1 + self._works.topic * (self._rows[number].work in ranking.works),
                cited_by=self._cited[number],
                force=1 - ENDED * (standing(self._documents[number].validity) == OVER),
                everyday=self._works.everyday * everyday.get(number, 0.0),
            )
            for number in self._set(selection)
        }
        for number in _best(scores, FINE_DOCUMENTS):
            more = scores[number].terms + fine.get(number, 0.0)
            scores[number] = replace(scores[number], terms=more)
        if self.has_passages:
            for number in _best(scores, PASSAGE_DOCUMENTS):
                passage = self._passage(number, ranking.pairs)
                scores[number] = replace(scores[number], passage=passage)
        return scores

    def _authority(self, number: int) -> float:
        return 1 + self._works.authority * self.library.authority[number]

    def _passage(self, number: int, pairs: Iterable[str]) -> float:
        """The summed idf of the pairs in the best two neighbouring stretches of a body."""
        postings = {pair: self._terms.postings(text_field("body", "grams"), pair) for pair in pairs}
        known = [having for having in postings.values() if having]
        held: dict[int, float] = defaultdict(float)
        for having in sorted(known, key=len)[:PASSAGE_PAIRS]:
            stretches = {place // PASSAGE_CHARACTERS for place in having.get(number, ())}
            for first in {stretch - before for stretch in stretches for before in (0, 1)}:
                held[first] += self.idf(len(having))
        return PASSAGE * max(held.values(), default=0.0)

    # --- answers ------------------------------------------------------------------------------

    def find(self, question: Question) -> Found:
        """Find, filter, count and order."""
        scores = self._scored(question.selection, question.ranking)
        scores = _only(scores, self._asked(scores, question))
        counts = self._counts(scores, question)
        left = {n: s for n, s in scores.items() if keeps(question.request, self._documents[n])}
        first = self._ordered(left, question)[:MAX_WINDOW]
        groups = len({self.library.lines[number] for number in left})
        return PlainFound(left, groups, counts, self.rows(first))

    def tally(self, question: Question) -> tuple[int, FacetCounts]:
        """How many are left by all filters, and the counts of every facet."""
        numbers = self._set(question.selection)
        numbers = self._asked(numbers, question)
        total = sum(keeps(question.request, self._documents[number]) for number in numbers)
        return total, self._counts(numbers, question)

    def _asked(self, numbers: Collection[int], question: Question) -> set[int]:
        """Some documents without those that another query or the day asked for leaves out."""
        left = {*numbers}
        if question.within is not None:
            left &= self._set(question.within)
        if day := question.request.on:
            left = {n for n in left if self.library.state(n, day) is Validity.IN_FORCE}
        return left

    def _counts(self, numbers: Iterable[int], question: Question) -> FacetCounts:
        found = [self._documents[number] for number in numbers]
        return {name: counted(name, found, question.request) for name in FACETS}

    def _ordered(self, scores: Scores, question: Question) -> list[int]:
        """By date, or lifted ones first, then by score, the newest, and the number."""
        dated = {number: self._rows[number].dated for number in scores}
        if question.request.sort is Sort.OLDEST:
            return sorted(scores, key=lambda n: (dated[n] or inf, n))
        if question.request.sort is Sort.NEWEST:
            return sorted(scores, key=lambda n: (-dated[n], n))
        tiers = dict.fromkeys(scores, NO_TIER)
        for tier, wanted in question.lifts:
            lifted = (
                self._titled(scores, wanted) if isinstance(wanted, Titled) else self._set(wanted)
            )
            tiers.update({number: min(tiers[number], tier) for number in lifted & tiers.keys()})
        return sorted(scores, key=lambda n: (tiers[n], -scores[n].total, -dated[n], n))

    def _titled(self, scores: Scores, wanted: Titled) -> set[int]:
        return {n for n in _best(scores, CHECKED) if wanted.letters in self._rows[n].name}

    def rows(self, numbers: Sequence[int]) -> Rows:
        """Some documents as rows."""
        return Rows(
            list(numbers),
            [self.library.lines[number] for number in numbers],
            [self.library.texts[number] for number in numbers],
            [self._rows[number].dated for number in numbers],
            [standing(self._documents[number].validity) for number in numbers],
        )

    # --- words, and some of the best ----------------------------------------------------------

    def shares(self, words: Sequence[str]) -> list[float]:
        """The share of the documents that have the rarest pair of each word in their bodies."""
        field, documents = text_field("body", "grams"), max(self.documents, 1)
        pairs = [[word[at : at + 2] for at in range(len(word) - 1)] for word in words]
        return [min(self.frequencies(field, own), default=0) / documents for own in pairs]

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term."""
        return len(self._terms.postings(field, term))

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """How many documents have each of some terms."""
        return [self.frequency(field, term) for term in terms]

    def idf(self, frequency: int) -> float:
        """The inverse document frequency of what so many documents have."""
        return self._terms.idf(frequency)

    def begun(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, ascending, and how many documents have each."""
        return self._terms.begun(field, prefix)

    def joints(self) -> frozenset[Joints]:
        """How the parts of index numbers are joined."""
        return usual_joints(self.begun("number", ""))

    def issued(self, issuer: str) -> int:
        """How many documents have a canonical issuer."""
        return self.frequency("issuer", issuer)

    def best(self, tree: Tree, limit: int) -> Rows:
        """The best by the scores of a tree alone."""
        scores = self._terms.scores(tree)
        return self.rows(sorted(scores, key=lambda n: (-scores[n], n))[:limit])

    def most_cited(self, tree: Tree, limit: int) -> list[int]:
        """Of the documents that a tree matches those cited most often."""
        return self._by_citation(self._terms.matching(tree))[:limit]

    def titles(self, tree: Tree, limit: int) -> list[str]:
        """Titles as they are looked up of documents that a tree matches, one for each version."""
        once = self._once(sorted(self._terms.matching(tree)))
        once.sort(key=lambda number: self._rows[number].version)
        return [self._rows[number].name for number in once[:limit]]

    def titles_by_citation(self) -> list[Title]:
        """Every title, once; the most cited first."""
        rows = [(n, self._rows[n]) for n in self._once(self._by_citation(range(self.documents)))]
        return [Title(row.version, row.name, n, self.library.cited[n]) for n, row in rows]

    def changed(self, before: Reading) -> Changed | None:
        """What is other than in another generation: that is not known here."""

    def _by_citation(self, numbers: Iterable[int]) -> list[int]:
        return sorted(numbers, key=lambda n: (-self._cited[n], n))

    def _once(self, numbers: Iterable[int]) -> list[int]:
        """The first of ``numbers`` of each title."""
        first: dict[int, int] = {}
        for number in numbers:
            first.setdefault(self._rows[number].version, number)
        return [*first.values()]

    # --- documents ----------------------------------------------------------------------------

    def number_of(self, id: str) -> int | None:
        """The number of the document with that id."""
        return self._numbers.get(id)

    def cards(self, numbers: Sequence[int]) -> list[PolicyDocument]:
        """Documents without their bodies."""
        return [replace(self._documents[number], body="") for number in numbers]

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        return self._documents[number].body

    def listing(self, first: int, count: int) -> list[PolicyDocument]:
        """``count`` of all documents without their bodies, from the ``first`` on."""
        return self.cards(range(self.documents)[first : first + count])

    def withdrawn(self, id: str) -> Withdrawn | None:
        """What is said of a document that was withdrawn."""
        return self._withdrawn.get(id)

    def origin(self, id: str) -> Origin | None:
        """None: these documents were read from no file."""
        return None

    def moved(self, id: str) -> str | None:
        """None: no document had another id."""
        return None

    def first_id(self, id: str) -> str:
        """The same: no document had another id."""
        return id

    def status(self, damage: str) -> Status:
        """What it holds."""
        newest = max((row.dated for row in self._rows), default=0)
        states = [document.validity for document in self._documents]
        named = [
            (number, edge) for number, edges in enumerate(self.library.edges) for edge in edges
        ]
        return Status(
            documents=self.documents,
            with_body=sum(row.has_body for row in self._rows),
            generation=self.generation,
            built_at=datetime(2024, 1, 1, tzinfo=UTC),
            rejected=0,
            warnings=sum(row.doubted for row in self._rows),
            newest=date.fromordinal(newest) if newest else None,
            fingerprint=self._fingerprint,
            damage=damage,
            revision=",".join(self._withdrawn),
            states=tuple((one, states.count(one)) for one in Validity if one in states),
            relations=sum(edge.to >= 0 for _, edge in named),
            unresolved=len({self.library.lacking(*pair) for pair in named} - {""}),
        )


def _only(scores: Scores, numbers: Collection[int]) -> Scores:
    return {number: score for number, score in scores.items() if number in numbers}


def _best(scores: Scores, limit: int) -> list[int]:
    """The best by score; of equal ones those of the smallest numbers."""
    return sorted(scores, key=lambda number: (-scores[number].total, number))[:limit]
