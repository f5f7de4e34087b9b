"""ETags: answers that have not changed since they were last given are not made again (304).

What a page says follows from its address, the generation of the index, what was withdrawn from
it, this program, the day and how its reader wants to read (a cookie). A tag of these is made before any work; a browser that sends it back has the page.
"""

from __future__ import annotations

import hashlib
from datetime import date
from importlib import metadata
from pathlib import Path

from flask import Flask, Response, current_app, g, request

from index.errors import ZhengceError
from web.context import engine, site_url
from web.site.preferences import preferences

TAGGED = frozenset(("pages", "api", "exports", "feeds", "v1", "apidoc"))
"""Blueprints whose answers follow from the above; what watches the server is always asked."""
UNTAGGED = frozenset(("exports.original", "v1.status", "v1.contract"))
"""Endpoints of theirs that tag their answers themselves, or are asked by what watches."""
DIGITS = 20
_EXTENSION = "zhengce.edition"


def register(app: Flask) -> None:
    """Let ``app`` answer with 304 what a browser already has."""
    app.extensions[_EXTENSION] = _edition(app)
    app.before_request(_unchanged)
    app.after_request(_tagged)


def _edition(app: Flask) -> str:
    """What stays as long as the program runs: its version, its files, how it is set up."""
    digest = hashlib.sha256(metadata.version("zhengce").encode())
    for name in ("SITE_NAME", "EDITION"):
        digest.update(f"\n{name}={app.config[name]}\n".encode("utf-8", "replace"))
    for folder in ("static", "templates"):
        for file in sorted((Path(app.root_path) / folder).iterdir()):
            digest.update(file.name.encode() + file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


def _unchanged() -> Response | None:
    """The answer to a browser that has what it asks for; else nothing, and the work is done."""
    g.tag = _tag()
    known = request.if_none_match
    if g.tag and not known.star_tag and known.contains_weak(g.tag):
        return Response(status=304)
    return None


def _tagged(response: Response) -> Response:
    tag: str = g.get("tag", "")
    if tag and response.status_code in (200, 304):
        response.set_etag(tag, weak=True)
        response.vary.add("Cookie")
    return response


def _tag() -> str:
    """The tag of the answer to this request; empty if it has none."""
    if request.method not in ("GET", "HEAD") or request.blueprint not in TAGGED:
        return ""
    if request.endpoint in UNTAGGED:
        return ""
    try:
        status = engine().status()
    except ZhengceError:  # the page will say so
        return ""
    parts = (
        current_app.extensions[_EXTENSION],
        str(status.generation),
        status.built_at.isoformat(),
        status.revision,
        date.today().isoformat(),
        preferences().cookie,
        site_url(),
        request.full_path,
    )
    text = "\n".join(parts).encode("utf-8", "replace")
    return hashlib.sha256(text).hexdigest()[:DIGITS]
