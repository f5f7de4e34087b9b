"""The search as shipped: what a visitor's request does, from the words typed to ten excerpts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.classes import Ask
from bench.corpus import Section
from bench.engines import EVERY
from bench.publishing import published
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import open_engine
from search.period import Bound
from search.request import SearchRequest, Sort


class Shipped:
    """zhengce's façade: three kinds of terms in three zones, pins, the ladder, versions of one
    title, six facets (always) and excerpts."""

    name = "zhengce as shipped"
    kinds = EVERY
    ids_only = slow = False

    def build(self, sections: Sequence[Section], folder: Path) -> None:
        """Publish a generation and open it."""
        published(Store(folder), [section.document for section in sections], Analyzer())
        self._engine = open_engine(folder)

    def page(self, ask: Ask) -> tuple[int, list[str]]:
        """See ``Engine.page``."""
        found = self._engine.search(asked(ask))
        return found.total, [hit.document.id for hit in found.hits]

    def ids(self, ask: Ask) -> object:
        """The page: there is no less."""
        return self.page(ask)


def asked(ask: Ask) -> SearchRequest:
    """What a visitor would have typed and chosen."""
    if ask.kind == "phrase":
        return SearchRequest(q=f'"{ask.terms[0]}{"".join(gram[1:] for gram in ask.terms[1:])}"')
    if ask.kind == "question":
        return SearchRequest(q="".join(ask.terms))
    if ask.kind in ("or", "facets"):
        return SearchRequest(q=" OR ".join(ask.terms))
    q = " ".join(ask.terms)
    if ask.kind == "filter":
        low, high = ask.years
        return SearchRequest(
            q=q, selected=(("issuer", (ask.issuer,)),), date_from=Bound(low), date_to=Bound(high)
        )
    return SearchRequest(q=q, sort=Sort.NEWEST if ask.kind == "newest" else Sort.RELEVANCE)
