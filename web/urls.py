"""Addresses: every URL that pages, JSON twins and the API lead to, as pure functions.

No Flask here, so views can be built on a terminal too. All addresses are relative to the
root of the site; state lives in the query string alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from search.request import DEFAULT_SIZE, FACETS, SearchRequest, Sort

BROWSE = "/browse"
API = "/api"
API_V1 = f"{API}/v1"
"""The public API; there are no pages below ``/api/``."""
MAX_BACK = 4000
"""So many characters are read of what an address keeps of the results that led to it."""
_SYNTAX = re.compile(r"[%&+=;#]")
"""What separates parameters: escaped in what an address keeps, which is quoted once more as a whole."""
_MARK = "\x00"
"""A value that no facet has."""
_ORDER = (
    *("q", "in", *FACETS, "within", "from", "to"),
    *("on", "sort", "page", "size", "literal", "fold", "plain"),
)
"""The parameters of a search in the order of an address."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


def search(request: SearchRequest, suffix: str = "") -> str:
    """The result page of ``request``; ``suffix`` ``.json`` gives its twin."""
    return _with_query(f"/search{suffix}", request.to_params())


def export(request: SearchRequest, suffix: str) -> str:
    """All results of ``request`` as a file: ``.csv`` or ``.xlsx``."""
    return search(replace(request, page=1, size=DEFAULT_SIZE), suffix)


def feed(request: SearchRequest) -> str:
    """The newest results of ``request`` as a feed."""
    return export(replace(request, sort=Sort.RELEVANCE), ".atom")


def browse(request: SearchRequest, facet: str = "", suffix: str = "", named: str = "") -> str:
    """The complete lists of values under ``request``, at one facet, or of those ``named`` so."""
    params = replace(request, page=1).to_params() + ([("named", named)] if named else [])
    return _with_query(BROWSE + suffix, params) + (f"#{facet}" if facet else "")


def document(
    id: str,
    q: str = "",
    anchor: str = "",
    suffix: str = "",
    on: date | None = None,
    back: str = "",
) -> str:
    """The page of a document, the words of ``q`` marked, at one of its sections, as of a day.

    Args:
        back: what it keeps of the results that led there, see :func:`back_to`.
    """
    params = [*_words(q), *_day(on), *_back(back)]
    address = _with_query(f"/documents/{_id(id)}{suffix}", params)
    return address + (f"#{_id(anchor)}" if anchor else "")


def back_to(request: SearchRequest, *, with_q: bool = False) -> str:
    """What the address of a document keeps of the results that led to it: the parameters of
    ``request``, without its words, which the address has itself (unless ``with_q``)."""
    return kept(request.to_params(), with_q=with_q)


def kept(params: Sequence[tuple[str, str]], *, with_q: bool = False) -> str:
    """The same of parameters."""
    return "&".join(
        f"{name}={_SYNTAX.sub(_escaped, value)}" for name, value in params if with_q or name != "q"
    )


def leading_back(back: str, q: str) -> SearchRequest:
    """The results that a document was opened from: what :func:`back_to` kept, read as any address
    is; without words of its own it is a search for ``q``."""
    if not back:
        return SearchRequest(q=q)
    read = SearchRequest.from_params(parse_qsl(back[:MAX_BACK]))
    return read if read.q else replace(read, q=q)


def relations(
    id: str,
    kind: str = "",
    page: int = 1,
    suffix: str = "",
    on: date | None = None,
    article: str = "",
) -> str:
    """All documents that are one thing to a document (``search.related.Block.kind``), by pages; of
    those that cite it, those that cite the 条 of an anchor."""
    params = [("kind", kind)] if kind else []
    params += [("article", article)] if article else []
    params += [("page", str(page))] if page > 1 else []
    return _with_query(f"/documents/{_id(id)}/relations{suffix}", [*params, *_day(on)])


def hit(id: str, q: str, number: int, on: date | None = None, back: str = "") -> str:
    """The page of a document at one of the hits of ``q``, which count from 1."""
    params = [("q", q), ("hit", str(number)), *_day(on), *_back(back)]
    return _with_query(f"/documents/{_id(id)}", params) + f"#hit-{number}"


def compare(old: str, new: str, everything: bool = False, suffix: str = "") -> str:
    """Two documents side by side, the older one left; what did not change too, if wanted."""
    path = f"/documents/{_id(old)}/compare/{_id(new)}{suffix}"
    return _with_query(path, [("all", "1")] if everything else [])


def original(id: str) -> str:
    """The file that a document was read from."""
    return f"/documents/{_id(id)}/original"


def id_in(address: str) -> str:
    """The id of the document that an address of this site leads to, page, twin, original or API;
    what is no such address is an id itself.

    >>> id_in("https://example.gov.cn/documents/a%20b.json?q=x#a1")
    'a b'
    """
    _, found, rest = address.partition("/documents/")
    if not found:
        return address.strip()
    id = re.split("[/?#]", rest.strip(), maxsplit=1)[0]
    return unquote(id.removesuffix(".json"))


def api_document(id: str, params: Sequence[tuple[str, str]] = ()) -> str:
    """A document in the public API."""
    return _with_query(f"{API_V1}/documents/{quote(id, safe='')}", [*params])


def api_relations(id: str, params: Sequence[tuple[str, str]] = ()) -> str:
    """What a document and others are to one another, in the public API."""
    return _with_query(f"{API_V1}/documents/{quote(id, safe='')}/relations", [*params])


def parameters(query: str) -> list[tuple[str, str]]:
    """What a query string says, as werkzeug reads it: in their order, empty ones too."""
    return parse_qsl(query, keep_blank_values=True, errors="werkzeug.url_quote")


def is_api(path: str) -> bool:
    """Whether ``path`` is one of the public API, whose errors are no pages."""
    return path.startswith(f"{API}/")


def absolute(site: str, address: str) -> str:
    """``address`` under ``site`` (``https://example.gov.cn``); as it is if that is empty."""
    return site.rstrip("/") + address


class Variants:
    """The addresses of searches that differ in a parameter or two from one: a page leads to some twenty
    of them. The parameters they share are written once; an address is the join of them.

    All are on page 1 unless one is named.
    """

    def __init__(self, request: SearchRequest) -> None:
        self.pairs = request.to_params()
        """The parameters of the search itself, see :meth:`SearchRequest.to_params`."""
        self._request = request
        parts = dict.fromkeys(_ORDER, "")
        for name, value in self.pairs:
            part = f"{name}={_quoted(value)}"
            parts[name] = f"{parts[name]}&{part}" if parts[name] else part
        parts["page"] = ""
        self._parts = parts

    def search(
        self, changed: Mapping[str, str] = _NOTHING, suffix: str = "", *, page: int = 1
    ) -> str:
        """The result page with some parameters ``changed``; those that are empty left out."""
        return self._address(f"/search{suffix}", changed, page)

    def export(self, suffix: str) -> str:
        """All results as a file, see :func:`export`."""
        return self._address(f"/search{suffix}", {"size": ""}, 1)

    def feed(self) -> str:
        """The newest results as a feed, see :func:`feed`."""
        return self._address("/search.atom", {"size": "", "sort": ""}, 1)

    def browse(self, facet: str) -> str:
        """The complete lists of values, at one facet, see :func:`browse`."""
        return f"{self._address(BROWSE, _NOTHING, 1)}#{facet}"

    def toggling(self, facet: str) -> Callable[[str], str]:
        """From a value of ``facet`` to the result page with it ticked, or unticked if it was: what
        ``search(request.toggled(facet, value))`` gives, for the dozens of values of a page."""
        chosen = set(self._request.values(facet))
        bare = self.search({facet: ""})
        before, _, after = self.search({facet: _MARK}).partition(f"{facet}={_quoted(_MARK)}")

        def toggled(value: str) -> str:
            if not chosen:
                return f"{before}{facet}={_quoted(value)}{after}"
            values = "&".join(f"{facet}={_quoted(one)}" for one in sorted(chosen ^ {value}))
            return before + values + after if values else bare

        return toggled

    def _address(self, path: str, changed: Mapping[str, str], page: int) -> str:
        parts = self._parts
        if changed or page > 1:
            quoted = {name: value and f"{name}={_quoted(value)}" for name, value in changed.items()}
            parts = {**parts, **quoted}
            if page > 1:
                parts["page"] = f"page={page}"
        query = "&".join(filter(None, parts.values()))
        return f"{path}?{query}" if query else path


def documents(q: str = "", on: date | None = None, back: str = "") -> Callable[[str, str], str]:
    """From the id of a document and one of its sections, or "", to its page: what :func:`document`
    gives, for the dozens of a page."""
    query = _with_query("", [*_words(q), *_day(on), *_back(back)])

    def address(id: str, anchor: str = "") -> str:
        page = f"/documents/{_id(id)}{query}"
        return f"{page}#{_id(anchor)}" if anchor else page

    return address


def selecting(facet: str, value: str) -> str:
    """The result page of everything that has one facet value."""
    return f"/search?{facet}={_quoted(value)}"


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


def _escaped(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def _words(q: str) -> list[tuple[str, str]]:
    return [("q", q)] if q else []


def _day(on: date | None) -> list[tuple[str, str]]:
    return [("on", on.isoformat())] if on else []


def _back(back: str) -> list[tuple[str, str]]:
    return [("back", back)] if back else []


@lru_cache(4096)
def _id(id: str) -> str:
    return quote(id, safe="", errors="replace")


@lru_cache(4096)
def _quoted(value: str) -> str:
    """The few dozen addresses of a page hold the same few words."""
    return quote_plus(value, errors="replace")
