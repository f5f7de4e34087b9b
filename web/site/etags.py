"""What an answer follows from, and its ETag: what has not changed is not made again, or sent (304).

What a page says follows from its address, the generation of the index, what was withdrawn from
it, this program, the day and how its reader wants to read (a cookie). All this is known before any
work: a browser that sends the tag of it back has the page, and so has ``web.cache``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, Request, Response
from flask.globals import request_ctx

from index.errors import ClusterUnavailable, ZhengceError
from search.engine import Engine
from search.request import SearchRequest
from web.cache.answers import AnswerCache, Version
from web.cache.middleware import Caching
from web.cache.past import Past
from web.cache.shared import SharedAnswers
from web.context import ADDRESS_NOTE, SEARCH, making_of, query_log
from web.protect.limits import PAST_SECONDS
from web.protect.outage import Outage
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


def register(app: Flask, engine: Engine, outage: Outage) -> None:
    """Let ``app`` answer with 304 what a browser already has, and with what it keeps what it has
    answered already."""
    config = app.config
    versions = Versions(engine, _program(app), config["SITE_URL"], outage)
    app.before_request(_unchanged)
    app.after_request(_tagged)
    most = config["CACHE_BYTES"]
    cache = AnswerCache(most, SharedAnswers(most // 2) if most else None)
    log, metrics = query_log(app), config["METRICS"]
    caching = Caching(app.wsgi_app, engine.held, versions, cache, log, outage, metrics)
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


class _Known(NamedTuple):
    """The edition that all answers had when the index was asked, and when that was."""

    edition: str
    at: datetime


class Versions:
    """What the answers of one site follow from.

    Args:
        program: a digest of what stays as long as it runs.
        site_url: its address; empty: it is called as it was asked.
        outage: of the cluster, if the engine asks one.
        now: the time of day.
    """

    def __init__(
        self,
        engine: Engine,
        program: str,
        site_url: str,
        outage: Outage,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._engine = engine
        self._program = program
        self._site_url = site_url
        self._outage = outage
        self._now = now
        self._known: _Known | None = None

    def of(self, environ: WSGIEnvironment) -> Version | None:
        """That of the answer to a request; None while the index cannot be asked."""
        edition = self.edition()
        return self._version(edition, environ) if edition else None

    def past(self, environ: WSGIEnvironment) -> Past | None:
        """The same of when the index could last be asked; see ``web.cache.middleware.Versions``."""
        known, now = self._known, self._now()
        if known is None or self._outage.since is None or now.date() != known.at.date():
            return None
        if (now - known.at).total_seconds() > PAST_SECONDS:
            return None
        return Past(self._version(known.edition, environ), known.at)

    def _version(self, edition: str, environ: WSGIEnvironment) -> Version:
        return Version(
            edition,
            "\n".join(
                (
                    self._site_url or _asked_as(environ),
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
            status = self._engine.status()
        except ClusterUnavailable:  # the page will say so
            self._outage.met()
            return ""
        except ZhengceError:  # that will not mend itself
            self._known = None
            return ""
        edition = _edition(
            self._program, status.generation, status.built_at, status.revision, date.today()
        )
        self._known = _Known(edition, self._now())
        return edition


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
