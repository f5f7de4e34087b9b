"""The embedded engine: answers requests from an index on this machine."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import repeat
from pathlib import Path
from threading import Lock
from typing import Self

import numpy as np
import numpy.typing as npt
from whoosh import query as wq

from index.document import PolicyDocument
from index.errors import ZhengceError
from index.store.generation import Generation
from index.store.origin import Origin
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded import pins as pinning
from search.embedded.arrays.matches import Matches
from search.embedded.arrays.postings import Docs, Mask
from search.embedded.collection.abbreviations import Abbreviations
from search.embedded.collection.similar import similar
from search.embedded.collection.spelling import corrected
from search.embedded.collection.suggest import Suggester
from search.embedded.ladder import climb, strictly
from search.embedded.rank.score import Ranked, ranked, scores_of
from search.embedded.snapshot import Snapshot
from search.embedded.sorting import ordered
from search.language.filters_named import narrowings
from search.language.lay import NO_TABLE, LayTable, read_lay, shipped, with_rows
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
from search.query.pinned import Pins
from search.query.plan import Plan, make_plan
from search.request import Scope, SearchRequest
from search.results import (
    DocumentView,
    Facet,
    Hit,
    Relaxation,
    SearchResult,
    Status,
    Step,
    Suggestion,
    Tally,
    Wording,
)
from search.snippets import marks, section_links, snippets

SIMILAR = 6
"""So many similar documents are named."""
_log = logging.getLogger(__name__)


class WhooshEngine:
    """Keeps the ``Engine`` protocol over one index folder.

    Each call uses one generation from beginning to end; a new one is noticed by its number
    at the next call and opened once; one that cannot be opened is logged and not served.

    Raises (on construction):
        IndexMissing, IndexDamaged: there is nothing to serve.
        IndexOutdated: the index was built by another analyser or schema.
    """

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer | None = None,
        today: Callable[[], date] = date.today,
        table: LayTable | None = None,
    ) -> None:
        self._today = today
        self._table = shipped() if table is None else table
        self._suggester = lru_cache(maxsize=1)(Suggester)
        self._store = Store(folder)
        self._analyzer = analyzer or Analyzer()
        self._abbreviations = lru_cache(maxsize=1)(partial(Abbreviations, analyzer=self._analyzer))
        self._lock = Lock()
        self._seen = self._now()
        self._opened, self._damage = self._store.newest(self._open)

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer ``request``; see ``search.results.Engine``."""
        began = time.perf_counter()
        snapshot = self._snapshot()
        typed = interpret(request.q)
        answer, facets = self._counted(snapshot, request, typed)
        found, plan = answer.found.matches, answer.plan
        contains = (
            {} if plan.asks and plan.is_sentence else pinning.containing(snapshot, typed, found)
        )
        tiers = contains | answer.pins.tiers
        order = ordered(snapshot, found, tiers, request.sort)
        first = (request.page - 1) * request.size
        page = order[first : first + request.size]
        absent = absent_number(request, typed, answer.pins)
        return SearchResult(
            request=request,
            total=len(found.docs),
            hits=self._hits(snapshot, answer, page),
            facets=facets,
            relaxation=answer.relaxation,
            notices=(*request.notices, *notices(answer.query, absent, len(found.docs))),
            terms=plan.terms,
            elapsed_ms=(time.perf_counter() - began) * 1000,
            generation=snapshot.generation.number,
            suggestion=answer.suggestion,
            wordings=tuple(Wording(term.text, term.official) for term in plan.lay),
            narrowings=narrowings(request, typed.folded, facets, self._today()),
        )

    def facets(self, request: SearchRequest) -> Tally:
        """What is found by ``request``, counted; see ``search.results.Engine``."""
        snapshot = self._snapshot()
        typed = interpret(request.q)
        answer, facets = self._counted(snapshot, request, typed, unfolded=True)
        number = snapshot.generation.number
        return Tally(request, len(answer.found.docs), facets, number)

    def listing(self, first: int, count: int) -> tuple[PolicyDocument, ...]:
        """Some of all documents; see ``search.results.Engine``."""
        snapshot = self._snapshot()
        return tuple(snapshot.cards(snapshot.postings.every[first : first + count]))

    def origin(self, id: str) -> Origin | None:
        """The file a document was read from; see ``search.results.Engine``."""
        return self._snapshot().origin(id)

    def document(self, id: str, q: str = "") -> DocumentView | None:
        """The document with that id; see ``search.results.Engine``."""
        snapshot = self._snapshot()
        doc = snapshot.number_of(id)
        if doc is None:
            return None
        body = snapshot.body(doc)
        document = replace(snapshot.card(doc), body=body)
        plan = self._plan(snapshot, interpret(q).query)
        same = snapshot.versions_of(doc)
        others = Matches(same, np.zeros(len(same), np.float32))
        versions = ordered(snapshot, others, {}, SearchRequest().sort)
        return DocumentView(
            document=document,
            sections=section_links(body, document.sections),
            title_marks=marks(document.title, plan.needles),
            body_marks=marks(body, plan.needles),
            versions=tuple(snapshot.cards(versions[versions != doc])),
            similar=tuple(snapshot.cards(similar(snapshot, self._analyzer, doc, SIMILAR))),
        )

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """What may be meant by what is being typed; see ``search.results.Engine``."""
        return self._suggester(self._snapshot()).suggest(typed)

    def status(self) -> Status:
        """What the index holds now."""
        snapshot = self._snapshot()
        generation, manifest = snapshot.generation, snapshot.generation.manifest
        return Status(
            documents=manifest.documents,
            with_body=manifest.with_body,
            generation=generation.number,
            built_at=manifest.built_at,
            rejected=manifest.rejected,
            warnings=manifest.warnings,
            newest=manifest.newest,
            fingerprint=manifest.fingerprint,
            damage=self._damage,
            reasons=snapshot.reasons,
        )

    def _snapshot(self) -> Snapshot:
        """The generation that is current now, opened at most once a day."""
        now = self._now()
        if now == self._seen or now[0] is None or not self._lock.acquire(blocking=False):
            return self._opened  # while one opens the new generation, the others go on
        try:
            if now != self._seen:
                self._seen = now
                try:
                    self._opened, self._damage = self._store.newest(self._open)
                except ZhengceError as error:  # what is open is whole: go on serving it
                    _log.error("新一代索引无法打开，继续使用已打开的一代：%s", error)
            return self._opened
        finally:
            self._lock.release()

    def _now(self) -> tuple[object, date]:
        """What a snapshot depends on: the generation, and the day (documents expire)."""
        return self._store.current_stamp(), self._today()

    def _open(self, generation: Generation) -> Snapshot:
        self._store.ensure_current(generation, self._analyzer)
        return Snapshot(generation, self._today())

    def _counted(
        self,
        snapshot: Snapshot,
        request: SearchRequest,
        typed: Interpretation,
        unfolded: bool = False,
    ) -> tuple[_Answer, tuple[Facet, ...]]:
        """What is found under all filters, and the facets of it."""
        answer = self._answer(snapshot, request, typed)
        if request.within:
            answer = self._within(snapshot, answer, interpret(request.within))
        docs = answer.found.docs
        selections = snapshot.facets.selections(request)
        period = _in_period(snapshot.days.take(docs), request)
        combos = snapshot.facets.combos(docs)
        facets = snapshot.facets.facets(combos, selections, request, period, unfolded)
        left = np.ones(len(docs), np.bool_) if period is None else period
        if selections:
            left = left & snapshot.facets.within(selections, docs)
        if selections or period is not None:
            answer = replace(answer, found=answer.found.kept(left))
        return answer, facets

    def _within(self, snapshot: Snapshot, answer: _Answer, typed: Interpretation) -> _Answer:
        """Of what was found what has all of another text too, which is marked as well."""
        pins = pinning.named(snapshot, typed)
        plan = self._plan(snapshot, query_of(SearchRequest(typed.text), typed, pins))
        docs = np.union1d(strictly(snapshot.executor, plan), np.array([*pins.tiers], np.uint32))
        needles = sorted({*answer.plan.needles, *plan.needles}, key=len, reverse=True)
        return replace(
            answer,
            plan=replace(answer.plan, needles=tuple(needles)),
            found=answer.found.kept(np.isin(answer.found.docs, docs)),
        )

    def _answer(self, snapshot: Snapshot, request: SearchRequest, typed: Interpretation) -> _Answer:
        """What is found before any filter: by what was typed, else by what was probably meant."""
        pins = pinning.named(snapshot, typed)
        query = query_of(request, typed, pins)
        answer = self._found(snapshot, request, query, pins)
        if pins.tiers or not request.q or request.scope is Scope.NUMBER:
            return answer
        suggestion = self._meant(snapshot, typed, answer)
        if answer.plan.asks and not len(answer.found.docs) and (plain := unquoted(query)):
            answer = self._found(snapshot, request, plain, pins).instead(
                "unquoted", "没有文件原样包含引号中的文字，以下按普通检索词查找。"
            )
        rung = answer.relaxation.rung if answer.relaxation else ""
        lacks = (
            not len(answer.found.docs) or (rung == "grams" and typed.letters) or rung == "letters"
        )
        if lacks and suggestion and not request.literal:
            meant = query_of(replace(request, q=suggestion), interpret(suggestion), pins)
            other = self._found(snapshot, request, meant, pins)
            if len(other.found.docs):
                message = f"“{request.q}”没有结果，以下是“{suggestion}”的检索结果。"
                answer = other.instead("spelling", message)
        return replace(answer, suggestion=suggestion)

    def _meant(self, snapshot: Snapshot, typed: Interpretation, answer: _Answer) -> str:
        """The query that was probably meant; a question that finds something is left as it is."""
        finds = len(answer.found.docs) > 0
        if not is_plain(answer.query) or (answer.plan.asks and finds):
            return ""
        if not typed.letters:
            return corrected(snapshot, self._analyzer, typed)
        if finds and answer.relaxation is None:
            return ""
        return self._suggester(snapshot).read_so(typed.letters)

    def _plan(self, snapshot: Snapshot, query: WantedQuery, literal: bool = False) -> Plan:
        if literal or not len(self._table):
            plan = make_plan(query, self._analyzer, snapshot)
            return replace(plan, letters=wq.NullQuery) if literal else plan
        names = self._abbreviations(snapshot).full_names
        return make_plan(query, self._analyzer, snapshot, self._table, names)

    def _found(
        self, snapshot: Snapshot, request: SearchRequest, query: WantedQuery, pins: Pins
    ) -> _Answer:
        plan = self._plan(snapshot, query, request.literal)
        if not request.q:
            return _Answer(query, pins, plan, ranked(snapshot, plan, snapshot.postings.every))
        found, relaxation = climb(snapshot, plan, bool(pins.tiers))
        if pins.tiers:
            pinned = np.array(sorted(pins.tiers), np.uint32)
            if plan.excluded:
                pinned = np.setdiff1d(pinned, snapshot.executor.run(wq.Or(plan.excluded)).docs)
            found = ranked(snapshot, plan, np.union1d(found.docs, pinned))
        return _Answer(query, pins, plan, found, relaxation)

    def _hits(self, snapshot: Snapshot, answer: _Answer, page: Docs) -> tuple[Hit, ...]:
        needles = answer.plan.needles
        scores = scores_of(snapshot, answer.found, page) if answer.query.clauses else repeat(None)
        return tuple(
            Hit(
                document=card,
                title_marks=marks(card.title, needles),
                snippets=snippets(snapshot.body(doc), card.sections, needles),
                pin=answer.pins.reason(doc),
                score=score,
            )
            for doc, card, score in zip(page.tolist(), snapshot.cards(page), scores, strict=False)
        )


def _in_period(days: npt.NDArray[np.int32], request: SearchRequest) -> Mask | None:
    """bool[len(days)]: which days lie in the period asked for; None if none is."""
    if not request.has_period:
        return None
    first = request.date_from.first.toordinal() if request.date_from else 1
    last = request.date_to.last.toordinal() if request.date_to else date.max.toordinal()
    return (days >= first) & (days <= last)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a query finds before any filter, and how it was read."""

    query: WantedQuery
    pins: Pins
    plan: Plan
    found: Ranked
    relaxation: Relaxation | None = None
    suggestion: str = ""

    def instead(self, rung: str, message: str) -> Self:
        """This as the answer to another query, which ``message`` explains."""
        steps = self.relaxation.steps if self.relaxation else ()
        total = len(self.found.docs)
        step = Step(rung, "更正后的检索词" if rung == "spelling" else "不加引号", total)
        return replace(self, relaxation=Relaxation(rung, message, (*steps, step)))


def open_engine(folder: Path, lay: Path | None = None, literal: bool = False) -> WhooshEngine:
    """The engine over the index in ``folder``.

    Args:
        lay: an operator's own table of lay words; see ``search.language.lay.read_lay``.
        literal: whether words are looked for as typed alone.

    Raises:
        index.errors.ZhengceError: there is no index there, or it cannot be served, or ``lay``
            cannot be used.
    """
    table = NO_TABLE if literal else with_rows(read_lay(lay)) if lay else shipped()
    return WhooshEngine(folder, table=table)
