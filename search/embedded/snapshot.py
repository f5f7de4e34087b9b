"""One generation opened for searching: everything the engine needs, and nothing that changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.document import Headings, PolicyDocument, Validity
from index.errors import IndexDamaged
from index.relations.derive import derive
from index.relations.graph import STATES, Graph, open_graph
from index.relations.labels import lines
from index.schema.fields import text_field
from index.segment import Terms, open_terms
from index.statements.model import Article, Statements
from index.store.generation import Generation
from index.store.origin import Origin, origin_of, rows_by_id
from index.store.source_rows import SourceRow
from index.store.withdrawals import NONE, Withdrawals
from search.backend.reading import OVER
from search.embedded.arrays.executor import Executor
from search.embedded.arrays.postings import Docs, Floats, Mask, PostingsReader
from search.embedded.articles import Having, Texts, having
from search.embedded.cards import Cards
from search.embedded.citing import citing
from search.embedded.facets import FacetTable
from search.embedded.places import in_places
from search.embedded.states import STANDING, Stated, in_states
from search.embedded.whoosh.fallback import Fallback
from search.weights import ENDED, SHORT, weights, works

KEPT_WORKS = 1024
"""Of so many works the texts are remembered."""
KEPT_DAYS = 8
"""The states of so many days are remembered."""
CARDS_BYTES = 32 * 2**20
"""Cards of so many bytes are kept, half of those of the corpus."""
CARD_BYTES = 4_000
"""So many a card takes without its headings."""
_BODY_GRAMS = text_field("body", "grams")
MOST_REASONS = 20
"""So many reasons why files were left out are told apart."""


class Held(NamedTuple):
    """What a generation holds and shows: counts of documents, and the latest date of one."""

    documents: int
    with_body: int
    warnings: int
    newest: date | None


class Counted(NamedTuple):
    """What is said of relations all in all; see ``search.results.Status``."""

    states: tuple[tuple[Validity, int], ...]
    relations: int
    unresolved: int


class Snapshot:
    """A generation opened.

    Args:
        withdrawals: what it is not to show.
        whole, graph: its parts and relations, where they are open already.
        told: bytes that are kept of its terms; see ``search.embedded.arrays.kept``.

    Attributes:
        whole, graph: its parts and relations, with what was withdrawn.
        relations: those without.
        today, withdrawals, told: as given.
        documents: how many there are, removed ones included; their numbers count from 0.
        versions: uint64[documents]; the same for documents of one title, remarks apart.
        dates: int32[documents]; publication, else writing, as ``date.toordinal``; 0 unknown.
        days: int32[documents]; writing, else publication: what a period bounds.
        states: of a day (``date.toordinal``), int8[documents]; see ``index.relations.graph.Graph.states``.
        stated: what the source of a document says of its validity.
        standing: int8[documents]; see ``search.backend.reading.standing``.
        lines: uint32[documents]; the same for those that fold into one line.
        works: uint64[documents]; see ``index.statements.names.work_number``.
        works_weigh: what counts for a document for the work it is a text of.
        has_passages: whether bodies are long enough for one part to be better than another.
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
        self.generation = generation
        self.told = told
        self.today = today
        self.withdrawals = withdrawals
        self.whole = whole or open_terms(generation.terms)
        self._terms = self.whole.without(withdrawals.by_id)
        self.graph = graph or open_graph(generation.terms, len(self.whole.counts))
        hides = self._terms.hidden is not None
        self.relations = derive(self._terms, (self.whole, self.graph)) if hides else self.graph
        self.states = lru_cache(KEPT_DAYS)(self.relations.states)
        states = self.states(today.toordinal())
        self._read_cards = partial(_read, self._terms, states)  # not a method: see Dictionary
        self._cards = Cards(self._read_cards, _weight, CARDS_BYTES)
        self.stated = Stated(self._terms.columns)
        columns = in_states(in_places(self._terms.columns), states)
        self.documents = len(columns.dated)
        self.versions = columns.version
        self.works = columns.work
        self.dates = columns.dated
        self.days = columns.day
        self.standing = STANDING[states]
        self._having: Having | None = None
        self.lines = lines(self.relations.work, self.relations.text)
        self.facets = FacetTable(columns)
        self.postings = PostingsReader(self._terms, told)
        numbers = {"date": columns.dated, "ends": columns.ends}
        mean_length = self.postings.mean_length(_BODY_GRAMS)
        self.has_passages = mean_length >= SHORT
        self.works_weigh = works(self.has_passages)
        weighed = weights(mean_length)
        fallback = Fallback(self._terms, weighed, numbers)
        cites = partial(citing, self.relations, self._terms)
        self.executor = Executor(self.postings, weighed, numbers, fallback, cites)

    @property
    def terms(self) -> Terms:
        """Its parts, without what was withdrawn."""
        return self._terms

    def is_as_opened(self) -> bool:
        """Whether nobody has cut or written the segments since they were opened."""
        segments = all(segment.file.is_as_opened() for segment in self._terms.segments)
        return segments and self.graph.is_as_opened()

    @cached_property
    def held(self) -> Held:
        """What is there to be seen."""
        manifest, columns, live = self.generation.manifest, self._terms.columns, self._terms.counts
        if self._terms.hidden is None:
            return Held(manifest.documents, manifest.with_body, manifest.warnings, manifest.newest)
        newest = int(columns.dated[live].max(initial=0))
        return Held(
            documents=int(live.sum()),
            with_body=int(columns.has_body[live].sum()),
            warnings=int(columns.doubted[live].sum()),
            newest=date.fromordinal(newest) if newest else None,
        )

    @cached_property
    def counted(self) -> Counted:
        """How many documents are in which state, name another, and what is named and not held."""
        states = self.states(self.today.toordinal())[self._terms.counts]
        often = np.bincount(states, minlength=len(STATES)).tolist()
        relations, unresolved = self.relations.counted()
        return Counted(
            states=tuple(
                (state, count) for state, count in zip(STATES, often, strict=True) if count
            ),
            relations=relations,
            unresolved=unresolved,
        )

    @cached_property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why files could not be read, and how many: the most frequent, damage to the list apart."""
        try:
            rows = list(self.generation.rejected())
        except IndexDamaged:
            return ()
        return tuple(Counter(row["reason"] for row in rows).most_common(MOST_REASONS))

    @cached_property
    def _sources(self) -> dict[str, SourceRow]:
        try:
            return rows_by_id(self.generation)
        except IndexDamaged:  # searching goes on; `zhengce check` says what is wrong
            return {}

    def origin(self, id: str) -> Origin | None:
        """The file a document was read from."""
        row = None if self.withdrawals.get(id) else self._sources.get(id)
        return origin_of(row) if row else None

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """From ids that documents had before to those they have now."""
        try:
            return {former.id: former.now for former in self.generation.former() if former.now}
        except IndexDamaged:  # searching goes on; `zhengce check` says what is wrong
            return {}

    @cached_property
    def first_ids(self) -> Mapping[str, str]:
        """From the ids of documents that have moved to those they had at first."""
        return {now: id for id, now in reversed([*self.moved.items()])}

    @cached_property
    def cited(self) -> npt.NDArray[np.float32]:
        """float32[documents]: ``index.relations.graph.Graph.cited``."""
        return self.relations.cited

    @cached_property
    def authority(self) -> npt.NDArray[np.float32]:
        """float32[documents]: how often each is cited, from 0 to 1 for the most cited."""
        return self.cited / max(float(self.cited.max(initial=0)), 1.0)

    @cached_property
    def raised(self) -> Floats:
        """float32[documents]: the factor of each for its authority."""
        return 1 + np.float32(self.works_weigh.authority) * self.authority

    @cached_property
    def force(self) -> Floats:
        """float32[documents]: the factor of each for what it is in force."""
        force = np.ones(self.documents, np.float32)
        force[self.standing == OVER] -= np.float32(ENDED)
        return force

    def of_works(self, numbers: Sequence[int]) -> Docs:
        """uint32[n], ascending: the documents of some works."""
        works, order = self._by_work
        wanted = np.array(numbers, np.uint64)
        first, last = works.searchsorted(wanted), works.searchsorted(wanted, side="right")
        spans = [order[low:high] for low, high in zip(first.tolist(), last.tolist(), strict=True)]
        return np.unique(np.concatenate([order[:0], *spans]))

    def shares(self, words: Sequence[str]) -> list[float]:
        """At most this share of the documents has each word in its body; exact for two characters."""
        whole = max(self.documents, 1)
        pairs = [word if len(word) == 2 else "" for word in words]
        counts = self.postings.frequencies(_BODY_GRAMS, pairs)
        return [
            (count if pair else min(self._each(word), default=0)) / whole
            for word, pair, count in zip(words, pairs, counts, strict=True)
        ]

    def _each(self, word: str) -> list[int]:
        """How many documents have each pair of characters of a word in their bodies."""
        pairs = [word[at : at + 2] for at in range(len(word) - 1)]
        return self.postings.frequencies(_BODY_GRAMS, pairs)

    def having(self, among: Sequence[tuple[int, Article]]) -> Having:
        """Who has each of some articles of works; it is remembered as long as the same are asked for."""
        known = self._having
        if known is None or known.among is not among:
            texts = Texts(self.works, self.standing, self.dates)
            known = self._having = having(self._terms, texts, among)
        return known

    @cached_property
    def _by_work(self) -> tuple[npt.NDArray[np.uint64], Docs]:
        """uint64[documents], ascending: the works; uint32[documents]: the documents in their order."""
        order = self.works.argsort(kind="stable").astype(np.uint32)
        return self.works[order], order

    def number_of(self, id: str) -> int | None:
        """The number of the document with that id."""
        return next(iter(self._terms.numbers(id)), None)

    def statements(self, doc: int) -> Statements:
        """What a document says."""
        return self._terms.statements(doc)

    def articles(self, doc: int) -> tuple[Article, Article]:
        """The first and last 条 of a document."""
        return self._terms.articles(doc)

    def id(self, doc: int) -> str:
        """The id of a document."""
        return self._terms.id(doc)

    def in_force(self, day: date) -> Mask:
        """bool[documents]: which are in force on a day."""
        mask: Mask = self.states(day.toordinal()) == STATES.index(Validity.IN_FORCE)
        return mask

    def names(self, docs: Docs) -> list[str]:
        """The whole titles of some documents as ``index.schema.fields.title_keys`` writes them."""
        return self._terms.names(docs)

    def cards(self, docs: Sequence[int]) -> list[PolicyDocument]:
        """Documents without their bodies; those read last are kept."""
        return self._cards.of(docs)

    def listing(self, docs: Docs) -> list[PolicyDocument]:
        """The same of many at once: none is kept."""
        return self._read_cards(docs.tolist())

    def body(self, doc: int) -> str:
        """The body of a document; empty when it has none."""
        return self._terms.body(doc)


def _read(terms: Terms, states: npt.NDArray[np.int8], docs: Sequence[int]) -> list[PolicyDocument]:
    """Documents without their bodies, as they stand; see ``Snapshot.states``."""
    numbers = np.array(docs, np.uint32)
    standing = states.take(numbers).tolist()
    return [
        PolicyDocument.from_json(row | {"validity": STATES[state]})
        for row, state in zip(terms.cards(numbers), standing, strict=True)
    ]


def _weight(card: PolicyDocument) -> int:
    """About how many bytes a card takes."""
    sections = card.sections
    return CARD_BYTES + (sections.nbytes if isinstance(sections, Headings) else 0)
