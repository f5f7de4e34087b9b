"""One search has many addresses: in another order, with what is said anyway, with what means nothing.

All of them give the page that the site's own links to it give, and are answered with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.request import SearchRequest
from web import urls
from web.context import SEARCH

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

SEARCHES = frozenset(("/search", "/search.json", "/search.atom"))
"""Addresses that are answered by the search alone that their query asks for."""


def respelt(environ: WSGIEnvironment) -> WSGIEnvironment | None:
    """The same request by the address that the site's own links have; None if that is how it is
    asked, or if there is something to be said of how it was asked (``SearchRequest.notices``)."""
    if environ.get("PATH_INFO", "") not in SEARCHES:
        return None
    sent = environ.get("QUERY_STRING", "")
    asked = SearchRequest.from_params(urls.parameters(sent))
    query = urls.search(asked).partition("?")[2]
    if asked.notices or query == sent:
        environ[SEARCH] = asked  # the site need not read it again
        return None
    return {**environ, "QUERY_STRING": query}
