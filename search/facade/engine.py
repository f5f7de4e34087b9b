"""The search engine itself: from a request to an answer, over whichever backend.

A request is read (``search.query``), widened where it finds too little (``ladder``), and put
together from what the backend finds: pins, order, versions, excerpts, messages. What is looked
up, counted and ranked is the backend's: a :class:`search.backend.reading.Reading`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from index.conventions.regions import regions_in
from index.document import PolicyDocument
from index.store.origin import Origin
from index.text.analysis import Analyzer
from search.backend.reading import FacetCounts, Found, Reading
from search.comparison.compare import compare
from search.comparison.values import Comparison
from search.facade import citing, index_numbers
from search.facade.best_article import Looked, answering, sought
from search.facade.blocks import CITED_BY, block
from search.facade.evidence import Proofs, article_of
from search.facade.facet_lists import listed
from search.facade.history import day_of
from search.facade.hits import Shown, cards, fullest_first, hits
from search.facade.holding import Holding, Readings
from search.facade.intents import LOOKED_AT, Intents, are_filed_elsewhere, legal_kinds, offers
from search.facade.opened import Opened
from search.facade.provisions import lacking, opening
from search.facade.provisions import shown as named_articles
from search.facade.relations import unresolved
from search.facade.shelf import Shelf
from search.facade.similar import Likeness
from search.facade.understanding import Answer, Understanding, question_of
from search.facade.versions import Line, folded, in_force_first
from search.language.lay import NO_TABLE, LayTable
from search.query.interpretation import (
    absent_number,
    interpret,
    notices,
)
from search.query.tiers import Pins
from search.related import KINDS, RELATED_PAGE, Block, Unresolved
from search.request import Part, SearchRequest, Sort
from search.results import (
    DocumentView,
    Intent,
    Provision,
    SearchResult,
    Status,
    Suggestion,
    Tally,
    Withdrawn,
    Wording,
)
from search.snippets import marked

SIMILAR = 6
"""So many similar documents are named."""
MARKED = 4096
"""Of so many queries it is remembered what is marked for them: some 2 MB."""


class SearchEngine:
    """Keeps the :class:`search.engine.Engine` protocol; each call uses one generation from
    beginning to end."""

    def __init__(
        self, readings: Readings, analyzer: Analyzer, today: Callable[[], date], table: LayTable
    ) -> None:
        self._readings = Holding(readings)
        self._analyzer = analyzer
        self._today = today
        self._table = table
        self._understanding = Understanding(analyzer, table)
        self._intents = Intents(analyzer, today)
        self._likeness = Likeness(analyzer, SIMILAR)
        self._marked: WeakKeyDictionary[Reading, dict[str, tuple[str, ...]]] = WeakKeyDictionary()
        self._shelf = lru_cache(maxsize=1)(Shelf)
        self._opened = lru_cache(maxsize=1)(Opened)

    def held(self, is_long: bool = False) -> AbstractContextManager[None]:
        """One generation for some calls; see ``search.engine.Engine``."""
        return self._readings.held()

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer ``request``; see ``search.engine.Engine``."""
        began = time.perf_counter()
        reading = self._readings.current()
        return self._answered(reading, request, self._read(reading, request), began)

    def _read(self, reading: Reading, request: SearchRequest) -> _Read:
        """What of a request is read as filters and order; no kind that would hide what is called so."""
        intent = self._intents.read(reading, request)
        kinds = legal_kinds(intent) if intent else frozenset()
        if not intent or not kinds:
            return _Read(intent)
        less = replace(request.reading_no(Part.GENRE), page=request.page)
        without = self._intents.read(reading, less)
        asked = replace(_asked(less, without), sort=Sort.RELEVANCE)
        found = reading.find(question_of(asked, self._understanding.answer(reading, asked)))
        first = reading.cards(found.rows.numbers[:LOOKED_AT])
        is_hidden = are_filed_elsewhere(kinds, first) and self._tally(reading, intent.asked)[0]
        return _Read(without, asked, found) if is_hidden else _Read(intent)

    def _answered(
        self, reading: Reading, typed_as: SearchRequest, read: _Read, began: float
    ) -> SearchResult:
        """The answer to a request, as it was read; where that leaves nothing, as if no filter had been read."""
        intent = read.intent
        request = _asked(typed_as, intent)
        answer = self._understanding.answer(reading, request)
        plan = answer.plan
        found = read.found_by(request) or reading.find(question_of(request, answer))
        if intent and intent.applied and not found.total:
            refused = _Read(replace(intent, applied=False))
            return self._answered(reading, typed_as, refused, began)
        facets = tuple(listed(found.counts, typed_as, opened=request))
        reachable, page = _lines(found, request, answer.pins)
        if request.sort is Sort.RELEVANCE:
            page = fullest_first(reading, self._shelf(reading), page)
        looked = self._looked(reading, request, answer)
        shown = self._shown(reading, answer, found, page, looked) if request.excerpts else None
        named = (
            tuple(named_articles(reading, answer.cited, plan.needles, request.on)) if shown else ()
        )
        return SearchResult(
            request=typed_as,
            total=found.total,
            groups=found.groups if request.fold else found.total,
            reachable=reachable,
            hits=opening(shown.hits, named)
            if shown
            else cards(reading, self._shelf(reading), page, self._today()),
            facets=facets,
            relaxation=answer.relaxation,
            notices=(
                *_said(reading, request, answer, found.total),
                *lacking(answer.cited, named),
            ),
            terms=plan.terms,
            generation=reading.generation,
            suggestion=answer.suggestion,
            wordings=tuple(Wording(term.text, term.official) for term in plan.lay),
            narrowings=offers(typed_as, intent, found.counts, self._today()),
            intent=intent,
            provisions=self._provisions(reading, request, answer, shown, looked, named),
            apart=_apart(reading, answer, found, request),
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    def facets(self, request: SearchRequest) -> Tally:
        """What is found by ``request``, counted; see ``search.engine.Engine``."""
        reading = self._readings.current()
        intent = self._read(reading, request).intent
        total, counts = self._tally(reading, _asked(request, intent))
        if intent and not total:
            total, counts = self._tally(reading, intent.otherwise)
        facets = tuple(listed(counts, request, unfolded=True))
        return Tally(request, total, facets, reading.generation)

    def _tally(self, reading: Reading, request: SearchRequest) -> tuple[int, FacetCounts]:
        """What a request finds, whose words are all to be looked for, counted."""
        return reading.tally(question_of(request, self._understanding.answer(reading, request)))

    def listing(self, first: int, count: int) -> tuple[PolicyDocument, ...]:
        """Some of all documents; see ``search.engine.Engine``."""
        return tuple(self._readings.current().listing(first, count))

    def origin(self, id: str) -> Origin | None:
        """The file a document was read from; see ``search.engine.Engine``."""
        return self._readings.current().origin(id)

    def moved(self, id: str) -> str | None:
        """The id that a document has now; see ``search.engine.Engine``."""
        reading = self._readings.current()
        return reading.moved(id) if reading.number_of(id) is None else None

    def first_id(self, id: str) -> str:
        """The id that a document had at first; see ``search.engine.Engine``."""
        return self._readings.current().first_id(id)

    def withdrawn(self, id: str) -> Withdrawn | None:
        """What is said of a document that was withdrawn; see ``search.engine.Engine``."""
        return self._readings.current().withdrawn(id)

    def document(self, id: str, q: str = "", on: date | None = None) -> DocumentView | None:
        """The document with that id; see ``search.engine.Engine``."""
        reading = self._readings.current()
        number = reading.number_of(id)
        if number is None:
            return None
        shelf = self._shelf(reading)
        view = self._opened(reading, shelf).of(number, on or self._today(), self._likeness)
        needles = self._needles(reading, q) if q else ()
        if not needles:
            return view
        text = shelf.text(number, view.document, view.document.body)
        return replace(
            view,
            title_marks=marked(text.title, needles),
            body_marks=marked(text.squeezed, needles),
        )

    def _needles(self, reading: Reading, q: str) -> tuple[str, ...]:
        """What is marked in a document that was found by ``q``; several are opened from one search."""
        kept = self._marked.setdefault(reading, {})
        found = kept.get(q)
        if found is None:
            words = interpret(self._intents.words(reading, q))
            found = self._understanding.needles(reading, words.query)
            if len(kept) >= MARKED:
                kept.clear()
            kept[q] = found
        return found

    def related(
        self, id: str, kind: str, page: int = 1, on: date | None = None, article: str = ""
    ) -> Block | None:
        """Documents that are one thing to a document; see ``search.engine.Engine``."""
        reading = self._readings.current()
        number = reading.number_of(id)
        if number is None or kind not in KINDS:
            return None
        first, day = (max(page, 1) - 1) * RELATED_PAGE, on or self._today()
        named = article_of(article) if kind == CITED_BY else None
        return block(reading, number, kind, first, RELATED_PAGE, day, Proofs(reading), named)

    def unresolved(self, limit: int) -> tuple[Unresolved, ...]:
        """What is cited and not held; see ``search.engine.Engine``."""
        return tuple(unresolved(self._readings.current(), limit))

    def compare(self, old: str, new: str) -> Comparison | None:
        """Two documents side by side; see ``search.engine.Engine``."""
        reading = self._readings.current()
        one, other = reading.number_of(old), reading.number_of(new)
        if one is None or other is None:
            return None
        cards = reading.cards([one, other])
        before, after = (
            replace(card, body=reading.body(number))
            for card, number in zip(cards, (one, other), strict=True)
        )
        same = other in reading.work(one)
        days = day_of(reading, one), day_of(reading, other)
        return compare(before, after, self._analyzer.cut, one_work=same, days=days)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """What may be meant by what is being typed; see ``search.engine.Engine``."""
        return self._understanding.suggest(self._readings.current(), typed)

    def status(self) -> Status:
        """What the index holds now."""
        reading = self._readings.current()
        return reading.status(self._readings.damage())

    def _provisions(
        self,
        reading: Reading,
        request: SearchRequest,
        answer: Answer,
        shown: Shown | None,
        looked: Looked | None,
        named: tuple[Provision, ...],
    ) -> tuple[Provision, ...]:
        """The articles that the query names, else the one that answers it best; on the first page."""
        if request.page > 1:
            return ()
        is_ranked = request.sort is Sort.RELEVANCE and not answer.pins.tiers
        if named or answer.cited.asks or shown is None or looked is None or not is_ranked:
            return named
        typed = answer.typed
        places = (*regions_in(typed.folded), *request.values("region"))
        best = answering(reading, shown.read, looked, answer.plan.needles, typed.squeezed, places)
        return (best,) if best else ()

    def _looked(self, reading: Reading, request: SearchRequest, answer: Answer) -> Looked | None:
        """What a question looks for in articles; None for a few words."""
        plan = answer.plan
        if not request.excerpts or not (plan.is_long or plan.asks):
            return None
        table = NO_TABLE if request.literal else self._table
        return Looked(sought(reading, self._analyzer, table, answer.query, plan.lay), plan.asked)

    def _shown(
        self,
        reading: Reading,
        answer: Answer,
        found: Found,
        page: list[Line],
        looked: Looked | None,
    ) -> Shown:
        plan, scored = answer.plan, bool(answer.query.clauses)
        typed = answer.typed.squeezed
        others = {name for term in plan.lay for name in term.official if name not in typed}
        today = self._today()
        return hits(
            reading,
            self._shelf(reading),
            found,
            page,
            plan.needles,
            answer.pins,
            scored,
            today,
            looked,
            others,
        )


class _Read(NamedTuple):
    """How a request is read, and what was found for that: by a request of its own."""

    intent: Intent | None
    asked: SearchRequest | None = None
    found: Found | None = None

    def found_by(self, request: SearchRequest) -> Found | None:
        """What ``request`` finds, if that is known; neither its page nor what it is not read as matters to it."""
        if self.asked is None or replace(self.asked, page=1, plain=()) != replace(
            request, page=1, plain=()
        ):
            return None
        return self.found


def _apart(reading: Reading, answer: Answer, found: Found, request: SearchRequest) -> int:
    """How many lines at the front have everything that was typed, where others stand behind them."""
    if answer.whole is None or request.sort is not Sort.RELEVANCE:
        return 0
    (whole,) = map(set, reading.members([answer.whole]))
    rows = found.rows
    first = next((n for n, number in enumerate(rows.numbers) if number not in whole), len(whole))
    return len(set(rows.lines[:first])) if request.fold else first


def _said(reading: Reading, request: SearchRequest, answer: Answer, total: int) -> tuple[str, ...]:
    """What a visitor is told of the query and of what it finds."""
    absent = absent_number(request, answer.typed, answer.pins)
    return (
        *request.notices,
        *citing.said(reading, answer.query),
        *notices(answer.query, absent, total),
        *index_numbers.said(answer.absent, total),
        *answer.cited.notices,
    )


def _asked(request: SearchRequest, intent: Intent | None) -> SearchRequest:
    """What is looked for: what was read of a request, unless there is nothing under its filters."""
    if intent is None:
        return request
    return intent.asked if intent.applied else intent.otherwise


def _lines(found: Found, request: SearchRequest, pins: Pins) -> tuple[int, list[Line]]:
    """How many lines can be turned to, and those of the page."""
    by_score = request.sort is Sort.RELEVANCE
    first = (request.page - 1) * request.size
    shown = slice(first, first + request.size)
    if request.fold:
        return folded(found.rows, by_score, pins.is_numbered, shown)
    ordered = in_force_first(found.rows, pins.is_numbered) if by_score else found.rows.numbers
    return len(ordered), list(map(Line, ordered[shown]))
