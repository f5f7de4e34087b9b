"""A search as a feed (Atom, RFC 4287): what a news reader shows of it.

Ids are name-based UUIDs (RFC 9562) of the id of a document, not of its address: they outlive a
new index and a move of the site to another host, so that a reader shows nothing as new twice. Nor does
a document that is read again, or moves to another id: what an entry says follows from what the document says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from index.document import PolicyDocument
from search.request import SearchRequest, Sort
from search.results import Hit, SearchResult
from web import text, urls
from web.views.facets import filter_views

ENTRIES = 50
NAMESPACE = UUID("6f0c2f3e-5a0b-4c57-9d0c-8a7d1f0f6b52")
"""Made up once for zhengce; another one would show every entry of every feed as new."""
UNDATED = "1970-01-01T00:00:00Z"
"""When a document without a day was changed: Atom asks for a time, and any time of ours (of its file, of the
index) would change when it is read again."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One document. ``updated`` is its day in China: published, else written, else :data:`UNDATED`."""

    id: str
    title: str
    url: str
    updated: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class FeedView:
    """Everything a feed prints; all addresses are absolute."""

    id: str
    title: str
    url: str
    self_url: str
    updated: str
    entries: tuple[EntryView, ...]


def feed_request(request: SearchRequest) -> SearchRequest:
    """The newest of what ``request`` finds."""
    return replace(request, sort=Sort.NEWEST, page=1, size=ENTRIES, fold=False)


def feed_view(
    result: SearchResult, site: str, built_at: datetime, first_id: Callable[[str], str]
) -> FeedView:
    """The feed of ``result``, found by a :func:`feed_request`.

    Args:
        site: the address of the site.
        built_at: when the index was built.
        first_id: see ``search.engine.Engine``.
    """
    request = replace(
        result.request, fold=True
    )  # a feed folds nothing, and its address says nothing of it
    address = urls.feed(request)
    return FeedView(
        id=_urn(address),
        title=_title(request),
        url=urls.absolute(site, urls.export(request, "")),
        self_url=urls.absolute(site, address),
        updated=text.utc_second(built_at),
        entries=tuple(_entry(hit, site, first_id) for hit in result.hits),
    )


def _entry(hit: Hit, site: str, first_id: Callable[[str], str]) -> EntryView:
    document = hit.document
    day = document.published_on or document.written_on
    return EntryView(
        id=_urn(f"/documents/{first_id(document.id)}"),
        title=document.title,
        url=urls.absolute(site, urls.document(document.id)),
        updated=_midnight(day) if day else UNDATED,
        authors=document.issuers,
        categories=_categories(document),
        summary=" ".join(snippet.text for snippet in hit.snippets) or _facts(document),
    )


def _categories(document: PolicyDocument) -> tuple[str, ...]:
    topics = ("/".join(path) for path in document.topics)
    return tuple(dict.fromkeys(filter(None, (document.genre, *topics, document.region))))


def _facts(document: PolicyDocument) -> str:
    facts = (document.doc_number, "、".join(document.issuers), text.chinese_date(document.day))
    return "　".join(filter(None, facts)) or document.title


def _title(request: SearchRequest) -> str:
    words = [f"“{request.q}”"] if request.q else []
    words += [one.value for one in filter_views(request)]
    return f"{'，'.join(words) or '全部文件'}的新文件"


def _urn(name: str) -> str:
    return uuid5(NAMESPACE, name.encode("utf-8", "replace").decode()).urn


def _midnight(day: date) -> str:
    return f"{text.iso(day)}T00:00:00+08:00"
