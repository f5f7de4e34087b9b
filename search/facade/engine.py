"""The search engine itself: from a request to an answer, over whichever backend.

A request is read (``search.query``), widened where it finds too little (``ladder``), and put
together from what the backend finds: pins, order, versions, excerpts, messages. What is looked
up, counted and ranked is the backend's: a :class:`search.backend.reading.Reading`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Protocol, Self

from index.document import PolicyDocument
from index.store.origin import Origin
from index.text.analysis import Analyzer
from search.backend.reading import Found, Question, Reading
from search.backend.selection import Either, Matching, Numbered, Ranking, Selection, Without
from search.comparison.compare import compare
from search.comparison.values import Comparison
from search.facade import citing
from search.facade import pins as pinning
from search.facade.abbreviations import Abbreviations
from search.facade.blocks import CITED_BY, block
from search.facade.evidence import Proofs, article_of
from search.facade.facet_lists import listed
from search.facade.history import day_of
from search.facade.hits import cards, fullest_first, hits
from search.facade.ladder import climb, strictly
from search.facade.relations import relations_of, unresolved
from search.facade.similar import similar
from search.facade.spelling import corrected
from search.facade.suggest import Suggester
from search.facade.versions import Line, folded, in_force_first
from search.language.filters_named import narrowings
from search.language.lay import LayTable
from search.query import tree
from search.query.interpretation import (
    Interpretation,
    WantedQuery,
    absent_number,
    interpret,
    is_plain,
    notices,
    query_of,
    unquoted,
)
from search.query.plan import Plan, make_plan
from search.query.tiers import Pins
from search.related import KINDS, RELATED_PAGE, Block, Unresolved
from search.request import Scope, SearchRequest, Sort
from search.results import (
    DocumentView,
    Hit,
    Relaxation,
    SearchResult,
    Status,
    Step,
    Suggestion,
    Tally,
    Withdrawn,
    Wording,
)
from search.snippets import marks, section_links

SIMILAR = 6
"""So many similar documents are named."""
KEPT = 4
"""So many queries stay understood: a page asks for one of them again and again, under other filters."""


class Readings(Protocol):
    """Where the current generation comes from."""

    def current(self) -> Reading:
        """The generation that is served now."""
        ...

    def damage(self) -> str:
        """What is wrong with a newer generation that is not served for it; empty: nothing."""
        ...


class SearchEngine:
    """Keeps the :class:`search.engine.Engine` protocol; each call uses one generation from
    beginning to end."""

    def __init__(
        self, readings: Readings, analyzer: Analyzer, today: Callable[[], date], table: LayTable
    ) -> None:
        self._readings = readings
        self._analyzer = analyzer
        self._today = today
        self._table = table
        self._suggester = lru_cache(maxsize=1)(Suggester)
        self._abbreviations = lru_cache(maxsize=1)(partial(Abbreviations, analyzer=analyzer))
        self._understood = lru_cache(maxsize=KEPT)(self._understand)
        self._narrowed = lru_cache(maxsize=KEPT)(self._narrow)

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer ``request``; see ``search.engine.Engine``."""
        began = time.perf_counter()
        reading = self._readings.current()
        answer = self._answer(reading, request)
        typed, plan = answer.typed, answer.plan
        found = reading.find(_question(request, answer))
        facets = tuple(listed(found.counts, request))
        lines = _lines(found, request, answer.pins)
        first = (request.page - 1) * request.size
        page = lines[first : first + request.size]
        if request.sort is Sort.RELEVANCE:
            page = fullest_first(reading, page)
        absent = absent_number(request, typed, answer.pins)
        return SearchResult(
            request=request,
            total=found.total,
            groups=found.groups if request.fold else found.total,
            reachable=len(lines),
            hits=self._hits(reading, answer, found, page)
            if request.excerpts
            else cards(reading, page, self._today()),
            facets=facets,
            relaxation=answer.relaxation,
            notices=(
                *request.notices,
                *citing.said(reading, answer.query),
                *notices(answer.query, absent, found.total),
            ),
            terms=plan.terms,
            elapsed_ms=(time.perf_counter() - began) * 1000,
            generation=reading.generation,
            suggestion=answer.suggestion,
            wordings=tuple(Wording(term.text, term.official) for term in plan.lay),
            narrowings=narrowings(request, typed.folded, facets, self._today()),
        )

    def facets(self, request: SearchRequest) -> Tally:
        """What is found by ``request``, counted; see ``search.engine.Engine``."""
        reading = self._readings.current()
        total, counts = reading.tally(_question(request, self._answer(reading, request)))
        facets = tuple(listed(counts, request, unfolded=True))
        return Tally(request, total, facets, reading.generation)

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

    def withdrawn(self, id: str) -> Withdrawn | None:
        """What is said of a document that was withdrawn; see ``search.engine.Engine``."""
        return self._readings.current().withdrawn(id)

    def document(self, id: str, q: str = "", on: date | None = None) -> DocumentView | None:
        """The document with that id; see ``search.engine.Engine``."""
        reading = self._readings.current()
        number = reading.number_of(id)
        if number is None:
            return None
        body = reading.body(number)
        day, proofs = on or self._today(), Proofs(reading)
        document = replace(proofs.card(number), body=body)
        needles = self._plan(reading, interpret(q).query).needles
        same = reading.rows(reading.work(number))
        versions = in_force_first(same)
        versions = [other for other in versions if other not in reading.prints(number)]
        alike = similar(reading, self._analyzer, document, same.lines[0], SIMILAR)
        return DocumentView(
            document=document,
            sections=section_links(body, document.sections),
            title_marks=marks(document.title, needles),
            body_marks=marks(body, needles),
            versions=tuple(proofs.cards(versions)),
            similar=tuple(proofs.cards(alike)),
            relations=relations_of(reading, number, day, proofs),
        )

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
        return self._suggester(self._readings.current()).suggest(typed)

    def status(self) -> Status:
        """What the index holds now."""
        reading = self._readings.current()
        return reading.status(self._readings.damage())

    def _answer(self, reading: Reading, request: SearchRequest) -> _Answer:
        asked = SearchRequest(request.q, request.scope, literal=request.literal)
        answer = self._understood(reading, asked)
        if not request.within:
            return answer
        within, marked = self._narrowed(reading, request.within)
        needles = sorted({*answer.plan.needles, *marked}, key=len, reverse=True)
        return replace(answer, plan=replace(answer.plan, needles=tuple(needles)), within=within)

    def _narrow(self, reading: Reading, within: str) -> tuple[Selection, tuple[str, ...]]:
        """What has all of a text, and what is marked of it."""
        typed = interpret(within)
        pins = pinning.named(reading, typed)
        plan = self._plan(reading, query_of(SearchRequest(typed.text), typed, pins))
        return Either(strictly(plan), Numbered(tuple(pins.tiers))), plan.needles

    def _understand(self, reading: Reading, request: SearchRequest) -> _Answer:
        """What is found before any filter: by what was typed, else by what was probably meant.

        Args:
            request: without anything that this does not depend on, for it is remembered by it.
        """
        typed = interpret(request.q)
        pins = pinning.named(reading, typed)
        query = query_of(request, typed, pins)
        answer = self._found(reading, request, typed, query, pins)
        if pins.tiers or not request.q or request.scope is Scope.NUMBER:
            return answer
        (total,) = reading.counts([answer.selection])
        suggestion = self._meant(reading, typed, answer, total > 0)
        if answer.plan.asks and not total and (plain := unquoted(query)):
            answer = self._found(reading, request, typed, plain, pins)
            (total,) = reading.counts([answer.selection])
            message = "没有文件原样包含引号中的文字，以下按普通检索词查找。"
            answer = answer.instead("unquoted", message, total)
        rung = answer.relaxation.rung if answer.relaxation else ""
        lacks = not total or (rung == "grams" and typed.letters) or rung == "letters"
        if lacks and suggestion and not request.literal:
            meant = query_of(replace(request, q=suggestion), interpret(suggestion), pins)
            other = self._found(reading, request, typed, meant, pins)
            if total := reading.counts([other.selection])[0]:
                message = f"“{request.q}”没有结果，以下是“{suggestion}”的检索结果。"
                answer = other.instead("spelling", message, total)
        return replace(answer, suggestion=suggestion)

    def _meant(self, reading: Reading, typed: Interpretation, answer: _Answer, finds: bool) -> str:
        """The query that was probably meant; a question that finds something is left as it is."""
        if not is_plain(answer.query) or (answer.plan.asks and finds):
            return ""
        if not typed.letters:
            return corrected(reading, self._analyzer, typed)
        if finds and answer.relaxation is None:
            return ""
        return self._suggester(reading).read_so(typed.letters)

    def _plan(self, reading: Reading, query: WantedQuery, literal: bool = False) -> Plan:
        if literal or not len(self._table):
            plan = make_plan(query, self._analyzer, reading)
            return replace(plan, letters=tree.NOTHING) if literal else plan
        names = self._abbreviations(reading).full_names
        return make_plan(query, self._analyzer, reading, self._table, names)

    def _found(
        self,
        reading: Reading,
        request: SearchRequest,
        typed: Interpretation,
        query: WantedQuery,
        pins: Pins,
    ) -> _Answer:
        plan = self._plan(reading, query, request.literal)
        ranking = _ranking(plan)
        if not request.q:
            return _Answer(typed, query, pins, plan, Matching(tree.every()), ranking)
        found, relaxation = climb(reading, plan, ranking, bool(pins.tiers))
        if pins.tiers:
            pinned: Selection = Numbered(tuple(pins.tiers))
            if plan.excluded:
                pinned = Without(pinned, Matching(tree.any_of(plan.excluded)))
            found = Either(found, pinned)
        return _Answer(typed, query, pins, plan, found, ranking, relaxation)

    def _hits(
        self, reading: Reading, answer: _Answer, found: Found, page: list[Line]
    ) -> tuple[Hit, ...]:
        needles, scored = answer.plan.needles, bool(answer.query.clauses)
        return hits(reading, found, page, needles, answer.pins, scored, self._today())


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a query finds before any filter, and how it was read."""

    typed: Interpretation
    query: WantedQuery
    pins: Pins
    plan: Plan
    selection: Selection
    ranking: Ranking
    relaxation: Relaxation | None = None
    suggestion: str = ""
    within: Selection | None = None

    def instead(self, rung: str, message: str, total: int) -> Self:
        """This as the answer to another query, which ``message`` explains."""
        steps = self.relaxation.steps if self.relaxation else ()
        step = Step(rung, "更正后的检索词" if rung == "spelling" else "不加引号", total)
        return replace(self, relaxation=Relaxation(rung, message, (*steps, step)))


def _question(request: SearchRequest, answer: _Answer) -> Question:
    """What was understood, under the filters of ``request``."""
    lifts = [*pinning.lifts(answer.pins)]
    if not (answer.plan.asks and answer.plan.is_sentence):
        lifts += pinning.containing(answer.typed)
    return Question(answer.selection, answer.ranking, request, answer.within, tuple(lifts))


def _ranking(plan: Plan) -> Ranking:
    pairs = plan.grams if plan.is_sentence else ()
    return Ranking(plan.rank, plan.fine, pairs, plan.works)


def _lines(found: Found, request: SearchRequest, pins: Pins) -> list[Line]:
    """The lines of all pages that can be turned to."""
    by_score = request.sort is Sort.RELEVANCE
    if request.fold:
        return folded(found.rows, by_score, pins.is_numbered)
    ordered = in_force_first(found.rows, pins.is_numbered) if by_score else found.rows.numbers
    return list(map(Line, ordered))
