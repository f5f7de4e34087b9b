"""The home page: a few queries to try, the newest documents, ways to browse."""

from __future__ import annotations

from dataclasses import dataclass

from search.engine import Engine
from search.request import SearchRequest, Sort
from web import text, urls
from web.views.facets import FacetView, facet_view
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


def home_view(engine: Engine) -> HomeView:
    """The home page over what ``engine`` holds now."""
    request = SearchRequest(sort=Sort.NEWEST, size=NEWEST)
    result = engine.search(request)
    status = engine.status()
    everything = SearchRequest()
    search = urls.Variants(everything)
    return HomeView(
        form=form_view(everything, search.pairs),
        documents=status.documents,
        with_body=status.with_body,
        updated=text.moment(status.built_at),
        examples=_examples([hit.document.doc_number for hit in result.hits]),
        newest=document_lines(hit.document for hit in result.hits),
        newest_url=urls.search(SearchRequest(sort=Sort.NEWEST)),
        facets=tuple(facet_view(facet, search) for facet in result.facets if facet.name in BROWSED),
    )


def _examples(doc_numbers: list[str]) -> tuple[Example, ...]:
    """A keyword, a phrase, and a 发文字号 that is really there."""
    number = next(filter(None, doc_numbers), "")
    shown = [("科技创新", "关键词"), ("“高新技术企业”", "短语"), (number, "发文字号")]
    return tuple(Example(q, what, urls.search(SearchRequest(q=q))) for q, what in shown if q)
