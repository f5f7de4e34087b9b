"""For other programs: Atom feeds, OpenSearch (a browser's address bar), sitemaps, robots.txt."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from index.document import PolicyDocument
from search.request import MAX_QUERY
from web import text, urls
from web.context import asked, asked_words, engine, site_url
from web.views.feed import feed_request, feed_view

blueprint = Blueprint("feeds", __name__)

LISTED = 1000
"""Documents in one part of the sitemap: as many as cost no more than a few pages."""
PAGES = ("/", "/browse", "/help", "/about", "/api")
"""Pages that the sitemap names, where there are such pages."""
CLOSED = ("/search", "/suggest", "/browse?", "/api/", "/*.json", "/status")
"""Addresses that a crawler has no use for: there is no end to them, or they are for programs."""


@blueprint.get("/search.atom")
def feed() -> ResponseReturnValue:
    """The newest results of a search."""
    built_at = engine().status().built_at.replace(microsecond=0)
    if _has_since(built_at):
        response = Response(status=304)
    else:
        result = engine().search(feed_request(asked()))
        view = feed_view(result, site_url(), built_at, engine().first_id)
        response = _xml("feed.xml", "application/atom+xml", view=view)
    response.last_modified = built_at
    return response


def _has_since(changed: datetime) -> bool:
    """Whether a reader that keeps no ETag has what was last changed then (RFC 9110, 13.1.3)."""
    since = request.if_modified_since
    return bool(since and since >= changed and not request.if_none_match)


@blueprint.get("/opensearch.xml")
def description() -> ResponseReturnValue:
    """How a browser searches here from its address bar."""
    return _xml("opensearch.xml", "application/opensearchdescription+xml")


@blueprint.get("/suggestions")
def suggestions() -> ResponseReturnValue:
    """What may be meant by what is being typed, as browsers ask for it.

    The first part must be what was typed, unchanged, or the browser drops the answer.
    """
    found = engine().suggest(asked_words())
    response = jsonify(
        [
            request.args.get("q", "")[:MAX_QUERY],
            [one.text for one in found],
            [f"{text.count(one.total)} 件" for one in found],
        ]
    )
    response.mimetype = "application/x-suggestions+json"
    return response


@blueprint.get("/sitemap.xml")
def sitemaps() -> ResponseReturnValue:
    """Where the parts of the sitemap are."""
    status = engine().status()
    parts = range(1, max(1, -(-status.documents // LISTED)) + 1)
    return _xml("sitemaps.xml", "application/xml", parts=parts, built_at=_built_at())


@blueprint.get("/sitemap-<int:part>.xml")
def sitemap(part: int) -> ResponseReturnValue:
    """Some documents; the first part names the other pages too."""
    documents = engine().listing((part - 1) * LISTED, LISTED) if 0 < part < 10**6 else ()
    if not documents and part != 1:
        abort(404)
    rules = {rule.rule for rule in current_app.url_map.iter_rules()}
    listed = [(page, _built_at()) for page in PAGES if page in rules] if part == 1 else []
    listed += [(urls.document(one.id), _changed_on(one)) for one in documents]
    return _xml("sitemap.xml", "application/xml", listed=listed)


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """What a crawler should leave alone, and where the sitemap is."""
    lines = ["User-agent: *", "Allow: /", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {urls.absolute(site_url(), '/sitemap.xml')}")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _built_at() -> str:
    return text.iso_second(engine().status().built_at)


def _changed_on(document: PolicyDocument) -> str:
    return text.iso(document.published_on or document.written_on) or _built_at()


def _xml(template: str, kind: str, **values: object) -> Response:
    body = render_template(template, site=site_url(), **values)
    return Response(body, content_type=f"{kind}; charset=utf-8")
