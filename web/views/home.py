"""The home page and the page of complete lists (分类浏览)."""

from __future__ import annotations

from dataclasses import dataclass

from search.request import SearchRequest, Sort
from search.results import Engine
from web import text, urls
from web.views.facets import FacetView, FilterView, facet_view, filter_views
from web.views.hits import HitView, document_lines
from web.views.results import FormView, form_view

NEWEST = 10
BROWSED = {"issuer": 10, "topic": 10, "year": 12}
"""Facet -> how many of its values the home page shows."""


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try, and what it shows."""

    q: str
    what: str
    url: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """Everything the home page prints."""

    form: FormView
    documents: int
    with_body: int
    updated: str
    examples: tuple[Example, ...]
    newest: tuple[HitView, ...]
    newest_url: str
    facets: tuple[FacetView, ...]

    @property
    def browsed(self) -> tuple[FacetView, ...]:
        """The facets of the page, in its order."""
        by_name = {facet.name: facet for facet in self.facets}
        return tuple(by_name[name] for name in BROWSED if name in by_name)

    def shown(self, facet: FacetView) -> int:
        """How many values of a facet the page shows."""
        return BROWSED[facet.name]


@dataclass(frozen=True, slots=True)
class BrowseView:
    """Everything the page of complete lists prints."""

    form: FormView
    total: int
    filters: tuple[FilterView, ...]
    facets: tuple[FacetView, ...]
    results_url: str
    canonical_url: str
    json_url: str

    @property
    def slim_form(self) -> FormView:
        """The form without a choice of where to look."""
        return FormView(q=self.form.q)

    @property
    def is_whole(self) -> bool:
        """Whether the lists are of the whole collection."""
        return not self.form.q and not self.filters


def home_view(engine: Engine) -> HomeView:
    """The home page over what ``engine`` holds now."""
    request = SearchRequest(sort=Sort.NEWEST, size=NEWEST)
    result = engine.search(request)
    status = engine.status()
    everything = SearchRequest()
    return HomeView(
        form=form_view(everything),
        documents=status.documents,
        with_body=status.with_body,
        updated=text.moment(status.built_at),
        examples=_examples([hit.document.doc_number for hit in result.hits]),
        newest=document_lines(hit.document for hit in result.hits),
        newest_url=urls.search(SearchRequest(sort=Sort.NEWEST)),
        facets=tuple(
            facet_view(facet, everything) for facet in result.facets if facet.name in BROWSED
        ),
    )


def browse_view(engine: Engine, request: SearchRequest) -> BrowseView:
    """The complete lists of facet values under ``request``."""
    result = engine.search(request.on_page(1))
    return BrowseView(
        form=form_view(request),
        total=result.total,
        filters=filter_views(request),
        facets=tuple(facet_view(facet, request) for facet in result.facets),
        results_url=urls.search(request),
        canonical_url=urls.browse(request),
        json_url=urls.browse(request, suffix=".json"),
    )


def _examples(doc_numbers: list[str]) -> tuple[Example, ...]:
    """A keyword, a phrase, and a 发文字号 that is really there."""
    number = next(filter(None, doc_numbers), "")
    shown = [("科技创新", "关键词"), ("“高新技术企业”", "短语"), (number, "发文字号")]
    return tuple(Example(q, what, urls.search(SearchRequest(q=q))) for q, what in shown if q)
