"""The result page and the search form: what was found, pages to turn, ways out of nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from search.request import (
    BY_RELEVANCE,
    DEFAULT_SIZE,
    FACETS,
    MAX_QUERY,
    MAX_WINDOW,
    Scope,
    SearchRequest,
    Sort,
)
from search.results import Intent, SearchResult
from web import text, urls
from web.urls import Variants
from web.views.facets import ON, FacetView, FilterView, facet_view, filter_views, period_words
from web.views.hits import HitView, hit_view
from web.views.intent import IntentView, intent_view
from web.views.periods import PeriodsView, periods_view
from web.views.provisions import ProvisionView, provision_view
from web.views.understood import UnderstoodView, understood_view

SCOPES = {Scope.ALL: "全文", Scope.TITLE: "标题", Scope.NUMBER: "发文字号"}
_HIDDEN = ("size", "literal", "fold", "plain")
SORTS = {Sort.RELEVANCE: "相关程度", Sort.NEWEST: "日期从新到旧", Sort.OLDEST: "日期从旧到新"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a form field."""

    value: str
    label: str
    selected: bool


_SCOPES = {
    chosen: tuple(Option(one.value, name, one is chosen) for one, name in SCOPES.items())
    for chosen in Scope
}
"""Where it is looked -> the choice of where to look."""


def _orders(chosen: Sort, *, by_words: bool) -> tuple[Option, ...]:
    usual = BY_RELEVANCE if by_words else Sort.RELEVANCE.value
    names = {one: usual if one is Sort.RELEVANCE else one.value for one in SORTS}
    return tuple(Option(names[one], name, one is chosen) for one, name in SORTS.items())


_SORTS = {
    (sort, is_read): _orders(sort, by_words=is_read) for sort in Sort for is_read in (False, True)
}
"""The order, and whether the words of the query ask for it, not its parameter -> the choice of orders."""
UNFILTERED = dict.fromkeys((*FACETS, "within", "from", "to", "on"), "")
"""What a search without any filter leaves out."""


@dataclass(frozen=True, slots=True)
class FormView:
    """What the search form holds; hidden parameters keep what has no field of its own."""

    q: str = ""
    scopes: tuple[Option, ...] = ()
    sorts: tuple[Option, ...] = ()
    within: str = ""
    date_from: str = ""
    date_to: str = ""
    on: str = ""
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def longest(self) -> int:
        """How many characters the field takes: more than a query has, for spaces that go."""
        return 2 * MAX_QUERY


@dataclass(frozen=True, slots=True)
class PagerView:
    """Turning pages. An address is empty where there is no such page."""

    page: int
    last: int
    previous_url: str
    next_url: str

    @property
    def beyond(self) -> bool:
        """Whether the asked page lies behind the last one."""
        return self.page > self.last


WHOLE, NEAR = "同时含全部检索词的", "意思相近的"
"""Headings of two parts of a page."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a visitor who found nothing can do: a sentence, and an address that finds something."""

    label: str
    url: str
    total: int


@dataclass(frozen=True, slots=True)
class ResultsView:
    """Everything the result page prints."""

    form: FormView
    total: int
    groups: int
    elapsed_ms: float
    relaxation: str
    understood: UnderstoodView
    intent: IntentView | None
    notices: tuple[str, ...]
    terms: tuple[str, ...]
    provisions: tuple[ProvisionView, ...]
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    filters: tuple[FilterView, ...]
    pager: PagerView
    ways_out: tuple[WayOut, ...]
    periods: PeriodsView
    clear_url: str
    fold_url: str
    canonical_url: str
    json_url: str
    csv_url: str
    xlsx_url: str
    atom_url: str
    generation: int
    apart: int = 0

    @property
    def headline(self) -> str:
        """How much was found."""
        return f"找到 {text.count(self.total)} 件" if self.total else "没有找到文件"

    @property
    def range(self) -> str:
        """Which of the lines found stand on this page; empty on the first."""
        if self.pager.page == 1 or not self.hits:
            return ""
        size = dict(self.form.hidden).get("size", str(DEFAULT_SIZE))
        first = (self.pager.page - 1) * int(size) + 1
        unit = "件" if self.groups == self.total else "条"
        return f"第 {first}—{first + len(self.hits) - 1} {unit}"

    @property
    def is_folded(self) -> bool:
        """Whether the texts of one work, and the prints of one text, stand on one line."""
        return ("fold", "0") not in self.form.hidden

    @property
    def folding(self) -> str:
        """How many lines the documents make whose texts and prints are folded; empty if none are."""
        return f"合并为 {text.count(self.groups)} 条" if self.groups < self.total else ""

    @property
    def taken(self) -> str:
        """How much of it a download holds; empty if that is everything."""
        return f"前 {text.count(MAX_WINDOW)} 件" if self.total > MAX_WINDOW else ""

    @property
    def title(self) -> str:
        """What the page is about."""
        return f"“{self.form.q}”的检索结果" if self.form.q else "全部文件"

    @property
    def pinned(self) -> tuple[HitView, ...]:
        """The documents the query names outright."""
        return tuple(hit for hit in self.hits if hit.pin)

    @property
    def ranked(self) -> tuple[HitView, ...]:
        """All other documents of this page."""
        return tuple(hit for hit in self.hits if not hit.pin)

    @property
    def parts(self) -> tuple[tuple[str, tuple[HitView, ...]], ...]:
        """These, in parts with their headings: what has every word apart from what is near."""
        if not self.apart:
            return (("", self.ranked),)
        parts = (WHOLE, self.ranked[: self.apart]), (NEAR, self.ranked[self.apart :])
        return tuple(part for part in parts if part[1])


def results_view(
    result: SearchResult,
    count: Callable[[SearchRequest], int] | None = None,
    today: date | None = None,
    *,
    whole: bool = True,
) -> ResultsView:
    """The page of ``result``.

    Args:
        count: how many documents another request finds; asked only when this one found none.
        today: the day from which the last month is counted; None for today's.
        whole: whether also what no page prints: where the values of facets lead, scores in figures.
    """
    request = result.request
    search = urls.Variants(request)
    address = urls.documents(request.q, request.on, urls.kept(search.pairs))
    return ResultsView(
        form=form_view(request, search.pairs, result.intent),
        total=result.total,
        groups=result.groups,
        elapsed_ms=round(result.elapsed_ms, 2),
        relaxation=result.relaxation.message if result.relaxation else "",
        understood=understood_view(result),
        intent=intent_view(request, result.intent),
        notices=result.notices,
        terms=result.terms,
        provisions=tuple(provision_view(one, request.on, address) for one in result.provisions),
        hits=tuple(hit_view(hit, request.on, address, whole=whole) for hit in result.hits),
        facets=tuple(facet_view(facet, search, linked=whole) for facet in result.facets),
        filters=filter_views(request),
        pager=_pager(request.page, result.last_page, search),
        ways_out=_ways_out(request, count) if count and not result.total else (),
        periods=periods_view(result, search, today or date.today()),
        clear_url=search.search(UNFILTERED),
        fold_url=search.search({"fold": "0" if request.fold else ""}),
        canonical_url=search.search(page=request.page),
        json_url=search.search(suffix=".json", page=request.page),
        csv_url=search.export(".csv"),
        xlsx_url=search.export(".xlsx"),
        atom_url=search.feed(),
        generation=result.generation,
        apart=_apart(result),
    )


def _apart(result: SearchResult) -> int:
    """How many hits of this page have every word, where others do not."""
    before = (result.request.page - 1) * result.request.size
    return max(result.apart - before, 0)


def form_view(
    request: SearchRequest, params: Sequence[tuple[str, str]], intent: Intent | None = None
) -> FormView:
    """The search form, filled in as ``request`` says; the order may be read from its words.

    Args:
        params: those of the request, see ``SearchRequest.to_params``.
    """
    return FormView(
        q=request.q,
        scopes=_SCOPES[request.scope],
        sorts=_sorts(request, intent),
        within=request.within,
        date_from=str(request.date_from or ""),
        date_to=str(request.date_to or ""),
        on=text.iso(request.on),
        hidden=tuple(pair for pair in params if pair[0] in _HIDDEN),
    )


def _sorts(request: SearchRequest, intent: Intent | None) -> tuple[Option, ...]:
    """The orders; where one was read from the words, relevance is asked for by a word of its own."""
    if intent and intent.applied and request.sort is Sort.RELEVANCE:
        return _SORTS[intent.asked.sort, intent.asked.sort is not Sort.RELEVANCE]
    return _SORTS[request.sort, False]


def _pager(page: int, last: int, search: Variants) -> PagerView:
    return PagerView(
        page=page,
        last=last,
        previous_url=search.search(page=min(page - 1, last)) if page > 1 else "",
        next_url=search.search(page=page + 1) if page < last else "",
    )


def _ways_out(request: SearchRequest, count: Callable[[SearchRequest], int]) -> tuple[WayOut, ...]:
    """The same search with one condition less, where that finds something."""
    wider = [(f"不限{FACETS[name]}", _without(request, name)) for name, _ in request.selected]
    if request.has_period:
        wider.append((f"不限日期（{period_words(request)}）", request.without_period()))
    if request.on:
        wider.append((f"不限{ON}{text.chinese_date(request.on)}", request.without_day()))
    if request.within:
        wider.append((f"不限“{request.within}”", replace(request, within="", page=1)))
    if request.scope is not Scope.ALL:
        wider.append(("在全文中检索", replace(request, scope=Scope.ALL, page=1)))
    if len(wider) > 1:
        wider.append(("去掉全部筛选", request.unfiltered()))
    ways = (WayOut(label, urls.search(other), count(other)) for label, other in wider)
    return tuple(way for way in ways if way.total)


def _without(request: SearchRequest, facet: str) -> SearchRequest:
    kept = tuple((name, values) for name, values in request.selected if name != facet)
    return replace(request, selected=kept, page=1)
