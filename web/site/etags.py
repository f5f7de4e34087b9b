"""What an answer follows from, and its ETag: what has not changed is not made again, or sent (304).

What a page says follows from its address, the generation of the index, what was withdrawn from
it, this program, the day and how its reader wants to read (a cookie). All this is known before any
work: a browser that sends the tag of it back has the page, and so has ``web.cache``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Request, Response
from flask.globals import request_ctx

from index.errors import ZhengceError
from search.engine import Engine
from search.request import SearchRequest
from web.cache.answers import AnswerCache, Version
from web.cache.middleware import Caching
from web.cache.shared import SharedAnswers
from web.context import ADDRESS_NOTE, SEARCH, making_of, query_log
from web.site.preferences import wanted_by

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

TAGGED = frozenset(("pages", "api", "exports", "feeds", "v1", "apidoc"))
"""Blueprints whose answers follow from the above; what watches the server is always asked."""
UNTAGGED = frozenset(("exports.original", "v1.status", "v1.contract"))
"""Endpoints of theirs that tag their answers themselves, or are asked by what watches."""
UNSHARED = frozenset(("exports",))
"""Blueprints whose answers are large, and one visitor's: they are not kept."""
ALONE = "within"
"""A parameter of one visitor's second query: what it finds is nobody else's, and is not kept."""


def register(app: Flask, engine: Engine) -> None:
    """Let ``app`` answer with 304 what a browser already has, and with what it keeps what it has
    answered already."""
    config = app.config
    versions = Versions(engine, _program(app), config["SITE_URL"])
    app.before_request(_unchanged)
    app.after_request(_tagged)
    most = config["CACHE_BYTES"]
    cache = AnswerCache(most, SharedAnswers(most // 2) if most else None)
    log, metrics = query_log(app), config["METRICS"]
    caching = Caching(app.wsgi_app, engine.held, versions, cache, log, metrics)
    app.wsgi_app = caching  # type: ignore[method-assign]


def _program(app: Flask) -> str:
    """What stays as long as the program runs: its version, its files, how it is set up."""
    digest = hashlib.sha256(metadata.version("zhengce").encode())
    for name in ("SITE_NAME", "EDITION"):
        digest.update(f"\n{name}={app.config[name]}\n".encode("utf-8", "replace"))
    for folder in ("static", "templates"):
        for file in sorted((Path(app.root_path) / folder).iterdir()):
            digest.update(file.name.encode() + file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


@dataclass(frozen=True)
class Versions:
    """What the answers of one site follow from.

    Attributes:
        program: a digest of what stays as long as it runs.
        site_url: its address; empty: it is called as it was asked.
    """

    engine: Engine
    program: str
    site_url: str

    def of(self, environ: WSGIEnvironment) -> Version | None:
        """That of the answer to a request; None while the index cannot be asked."""
        edition = self.edition()
        if not edition:
            return None
        return Version(
            edition,
            "\n".join(
                (
                    self.site_url or _asked_as(environ),
                    wanted_by(environ).cookie,
                    environ.get(ADDRESS_NOTE, ""),
                    environ.get("PATH_INFO", ""),
                    environ.get("QUERY_STRING", ""),
                )
            ),
        )

    def edition(self) -> str:
        """What all answers have in common now; empty while the index cannot be asked."""
        try:
            status = self.engine.status()
        except ZhengceError:  # the page will say so
            return ""
        return _edition(
            self.program, status.generation, status.built_at, status.revision, date.today()
        )


@lru_cache(1)
def _edition(program: str, generation: int, built_at: datetime, revision: str, today: date) -> str:
    """The same in words; nearly always those of the request before."""
    return f"{program} {generation} {built_at.isoformat()} {revision} {today.isoformat()}"


def _asked_as(environ: WSGIEnvironment) -> str:
    """The address of this site as a request names it."""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{environ['wsgi.url_scheme']}://{host}{environ.get('SCRIPT_NAME', '')}"


def _unchanged() -> Response | None:
    """The answer to a browser that has what it asks for; else nothing, and the work is done."""
    asked = request_ctx.request
    if "HTTP_IF_NONE_MATCH" not in asked.environ:  # nearly always
        return None
    tag, known = _tag(asked), asked.if_none_match
    if tag and not known.star_tag and known.contains_weak(tag):
        return Response(status=304)
    return None


def _tagged(response: Response) -> Response:
    asked = request_ctx.request
    tag = _tag(asked)
    if tag and response.status_code in (200, 304):
        response.headers["ETag"] = f'W/"{tag}"'
        response.headers.add("Vary", "Cookie")
        making = making_of(asked.environ)
        making.page = asked.endpoint or ""
        making.is_shared = asked.blueprint not in UNSHARED and not _is_alone(asked)
    return response


def _is_alone(asked: Request) -> bool:
    """Whether a request is a visitor's second query."""
    read: SearchRequest | None = asked.environ.get(SEARCH)
    return bool(read.within) if read else ALONE in asked.args


def _tag(asked: Request) -> str:
    """The tag of the answer to a request; empty if it has none."""
    if asked.method not in ("GET", "HEAD") or asked.blueprint not in TAGGED:
        return ""
    return "" if asked.endpoint in UNTAGGED else making_of(asked.environ).tag
