"""Where things are: every address the pages and the JSON twins link to, as pure functions.

No Flask here, so views can be built on a terminal too. All addresses are relative to the
root of the site; state lives in the query string alone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, quote_plus, urlsplit

from search.request import SearchRequest

BROWSE = "/browse"


def search(request: SearchRequest, suffix: str = "") -> str:
    """The result page of ``request``; ``suffix`` ``.json`` gives its twin."""
    return _with_query(f"/search{suffix}", request.to_params())


def browse(request: SearchRequest, facet: str = "", suffix: str = "") -> str:
    """The complete lists of values under ``request``, at one facet."""
    whole = replace(request, page=1)
    return _with_query(BROWSE + suffix, whole.to_params()) + (f"#{facet}" if facet else "")


def document(id: str, q: str = "", anchor: str = "", suffix: str = "") -> str:
    """The page of a document, the words of ``q`` marked, at one of its sections."""
    address = _with_query(f"/documents/{quote(id, safe='')}{suffix}", [("q", q)] if q else [])
    return address + (f"#{quote(anchor, safe='')}" if anchor else "")


def selecting(facet: str, value: str) -> str:
    """The result page of everything that has one facet value."""
    return search(SearchRequest().toggled(facet, value))


def external(url: str) -> str:
    """``url`` if a browser may follow it from a page of ours, else the empty string.

    Only absolute http and https addresses may: a source is free to write
    ``javascript:alert(1)`` where an address belongs.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def _with_query(path: str, params: list[tuple[str, str]]) -> str:
    query = "&".join(f"{name}={_quoted(value)}" for name, value in params)
    return f"{path}?{query}" if query else path


@lru_cache(4096)
def _quoted(value: str) -> str:
    """The few dozen addresses of a page hold the same few words."""
    return quote_plus(value)
