"""The embedded engine: answers requests from an index on this machine."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from whoosh import query as wq

from index import doc_number
from index.analysis import Analyzer
from index.document import PolicyDocument
from index.errors import ZhengceError
from index.generation import Generation
from index.ingest import ensure_current
from index.store import Store
from search import pins as pinning
from search.grammar import MAX_CLAUSES, Clause, Field, Query, parse
from search.matches import Matches, kept
from search.order import ordered
from search.plan import Plan, make_plan
from search.relax import climb
from search.request import Scope, SearchRequest
from search.results import DocumentView, Hit, Relaxation, SearchResult, Status
from search.snapshot import Snapshot
from search.snippets import marks, section_links, snippets

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
    ) -> None:
        self._today = today
        self._store = Store(folder)
        self._analyzer = analyzer or Analyzer()
        self._lock = Lock()
        self._stamp = self._store.current_stamp()
        self._opened, self._damage = self._store.newest(self._open)

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer ``request``; see ``search.results.Engine``."""
        began = time.perf_counter()
        snapshot = self._snapshot()
        pins = pinning.named(snapshot, request.q)
        query = _query(request, pins)
        plan = make_plan(query, self._analyzer, snapshot)
        found, relaxation = self._found(snapshot, request, plan, sorted(pins.tiers))
        selections = snapshot.facets.selections(request)
        facets = snapshot.facets.facets(snapshot.facets.combos(found.docs), selections, request)
        if selections:
            found = kept(found, snapshot.facets.within(selections, found.docs))
        tiers = pinning.containing(snapshot, request.q, found) | pins.tiers
        order = ordered(snapshot, found, tiers, request.sort)
        first = (request.page - 1) * request.size
        page = order[first : first + request.size]
        return SearchResult(
            request=request,
            total=len(found.docs),
            hits=tuple(
                self._hit(snapshot, doc, card, plan, pins.reason(doc))
                for doc, card in zip(page.tolist(), snapshot.cards(page), strict=True)
            ),
            facets=facets,
            relaxation=relaxation,
            notices=(*request.notices, *_notices(query, _absent(request, pins), len(found.docs))),
            terms=plan.terms,
            elapsed_ms=(time.perf_counter() - began) * 1000,
            generation=snapshot.generation.number,
        )

    def document(self, id: str, q: str = "") -> DocumentView | None:
        """The document with that id; see ``search.results.Engine``."""
        snapshot = self._snapshot()
        doc = snapshot.number_of(id)
        if doc is None:
            return None
        body = snapshot.body(doc)
        document = replace(snapshot.card(doc), body=body)
        plan = make_plan(parse(q), self._analyzer, snapshot)
        same = snapshot.versions_of(doc)
        others = Matches(same, np.zeros(len(same), np.float32))
        versions = ordered(snapshot, others, {}, SearchRequest().sort)
        return DocumentView(
            document=document,
            sections=section_links(body, document.sections),
            title_marks=marks(document.title, plan.needles),
            body_marks=marks(body, plan.needles),
            versions=tuple(snapshot.cards(versions[versions != doc])),
        )

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
        """The generation that is current now, opened at most once."""
        stamp = self._store.current_stamp()
        if stamp in (None, self._stamp):
            return self._opened
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                try:
                    self._opened, self._damage = self._store.newest(self._open)
                except ZhengceError as error:  # what is open is whole: go on serving it
                    _log.error("新一代索引无法打开，继续使用已打开的一代：%s", error)
            return self._opened

    def _open(self, generation: Generation) -> Snapshot:
        ensure_current(self._store, generation, self._analyzer)
        return Snapshot(generation, self._today())

    def _found(
        self, snapshot: Snapshot, request: SearchRequest, plan: Plan, named: list[int]
    ) -> tuple[Matches, Relaxation | None]:
        """The documents found before any filter, scored."""
        if not request.q:
            every: Any = snapshot.executor.run(wq.Every())
            return every, None
        docs, relaxation = climb(snapshot.executor, plan, bool(named))
        if named:
            pinned = np.array(named, np.uint32)
            if plan.excluded:
                pinned = np.setdiff1d(pinned, snapshot.executor.run(wq.Or(plan.excluded)).docs)
            docs = np.union1d(docs, pinned)
        return Matches(docs, snapshot.executor.scores(plan.rank, docs)), relaxation

    def _hit(self, snapshot: Snapshot, doc: int, card: PolicyDocument, plan: Plan, pin: str) -> Hit:
        return Hit(
            document=card,
            title_marks=marks(card.title, plan.needles),
            snippets=snippets(snapshot.body(doc), card.sections, plan.needles),
            pin=pin,
        )


def _query(request: SearchRequest, pins: pinning.Pins) -> Query:
    """The clauses of a request under its scope.

    A number that names a document also finds, as a phrase, the documents that cite it; its
    parts are not looked for as words. A number nothing has finds what cites it, and the
    other documents of its series.
    """
    if request.scope is Scope.NUMBER:
        return Query(((Clause(request.q, field=Field.NUMBER),),) if request.q else ())
    if request.scope is Scope.ALL and pins.number:
        parsed = doc_number.parse(pins.number)
        whole = parsed is None or parsed.is_complete
        return Query(((Clause(pins.number, whole, Field.ANY if whole else Field.NUMBER),),))
    if absent := _absent(request, pins):
        cited = Clause(str(absent), phrase=True)
        if absent.year is None:
            return Query(((cited,),))
        return Query(((cited, Clause(str(replace(absent, serial=None)), field=Field.NUMBER)),))
    query = parse(request.q)
    if request.scope is Scope.ALL:
        return query

    def in_title(clause: Clause) -> Clause:
        return replace(clause, field=Field.TITLE) if clause.field is Field.ANY else clause

    return Query(
        tuple(tuple(map(in_title, group)) for group in query.groups),
        tuple(map(in_title, query.excluded)),
        query.cut,
    )


def _absent(request: SearchRequest, pins: pinning.Pins) -> doc_number.DocNumber | None:
    """The complete 发文字号 that is all that was typed and no document has."""
    number = doc_number.parse(request.q) if request.scope is Scope.ALL else None
    return number if number and number.is_complete and not pins.tiers else None


def _notices(query: Query, absent: doc_number.DocNumber | None, total: int) -> Iterator[str]:
    """What the visitor should know of how the query was read."""
    if absent:
        others = "；以下文件引用了它，或属于同一字号系列" if total else ""
        yield f"没有收录发文字号为“{absent}”的文件{others}。"
    if query.cut:
        yield f"检索条件超过 {MAX_CLAUSES} 个，只采用前 {MAX_CLAUSES} 个。"
