"""What a view function needs of the request it answers: the engine, what is asked; and what it tells of
its answer, to whoever keeps or counts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from logging import Logger
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue

from search.engine import Engine
from search.evaluation.query_log import Logged
from search.request import SearchRequest, typed
from search.results import SearchResult

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment


def engine() -> Engine:
    """The engine given to ``create_app``."""
    return cast(Engine, current_app.extensions["zhengce"])


def moved(id: str, address: Callable[[str], str]) -> ResponseReturnValue | None:
    """A lasting redirect to where the document stands now that had ``id`` before, the query kept;
    None if there is none.

    Args:
        address: of a document of some id.
    """
    now = engine().moved(id)
    if now is None:
        return None
    query = request.query_string.decode("ascii", "replace")
    return redirect(address(now) + (f"?{query}" if query else ""), 301)


def site_url() -> str:
    """The address of this site without a slash at its end: ``SITE_URL``, else as it was asked."""
    return str(current_app.config["SITE_URL"] or request.url_root).rstrip("/")


def noted(result: SearchResult) -> None:
    """Have a search stand in the log of queries, where the operator keeps one, as often as it is
    answered so."""
    if result.request.q and result.request.page == 1:
        searched = making_of(request.environ).searched = Logged.of(result)
        query_log(current_app).note(searched)


def query_log(app: Flask) -> QueryLog:
    """The log of queries of a site."""
    return QueryLog(app.config.get("QUERY_LOG"), app.logger)


ADDRESS_NOTE = "zhengce.address_note"
"""Where a request keeps what is to be said of how its address was read (``web.site.addresses``)."""


SEARCH = "zhengce.search"
"""Where a request keeps the search its query string asks for, if that has been read (``web.cache``)."""


def address_note() -> str:
    """What is to be said of how the address of this request was read; mostly nothing."""
    return str(request.environ.get(ADDRESS_NOTE, ""))


def asked() -> SearchRequest:
    """The search the query string asks for; unknown parameters are ignored."""
    read: SearchRequest | None = request.environ.get(SEARCH)
    if read is None:
        read = SearchRequest.from_params(request.args.items(multi=True))
    note = address_note()
    return replace(read, notices=(note, *read.notices)) if note else read


def asked_words() -> str:
    """The parameter ``q`` alone, cleaned and capped."""
    return typed(request.args.get("q", ""))[0]


def asked_name() -> str:
    """The parameter ``named`` (of the complete lists), cleaned and capped as ``q`` is."""
    return typed(request.args.get("named", ""))[0]


def asked_hit() -> int:
    """The parameter ``hit``: at which hit of the body the visitor is; 0 where that is unsaid."""
    return _number("hit")


def asked_back() -> str:
    """The parameter ``back`` of a document: which results led to it."""
    return request.args.get("back", "")


def asked_day() -> tuple[date | None, tuple[str, ...]]:
    """The parameter ``on``: the day whose state is asked for, None for today; and what is to be said
    of one that is none."""
    raw = request.args.get("on", "")
    if not raw:  # nearly every request
        return None, ()
    read = SearchRequest.from_params([("on", raw)])
    return read.on, read.notices


def asked_relations() -> tuple[str, int, str]:
    """The parameters ``kind``, ``page`` (from 1 on, whatever is asked) and ``article``."""
    asked = request.args
    return asked.get("kind", ""), max(1, _number("page")), asked.get("article", "")


def asked_everything() -> bool:
    """The parameter ``all``: whether what did not change is shown too."""
    return request.args.get("all", "") == "1"


def originals() -> bool:
    """Whether the files that documents were read from are handed out."""
    return bool(current_app.config["ORIGINALS"])


def _number(name: str) -> int:
    """A parameter that is a number; 0 where it is none."""
    digits = request.args.get(name, "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 0


# --- what is told of an answer beside its bytes ---------------------------------------------

_MAKING = "zhengce.making"


@dataclass
class Making:
    """An answer in the making.

    Attributes:
        tag: of the answer, where it has one: the opaque part of its ETag.
        page: the endpoint that makes it.
        is_shared: whether others are likely to ask for the same.
        searched: what the log of queries says of it.
    """

    tag: str = ""
    page: str = ""
    is_shared: bool = False
    searched: Logged | None = None


def begun(environ: WSGIEnvironment, tag: str) -> Making:
    """The answer to a request, which is made from now on."""
    making = environ[_MAKING] = Making(tag)
    return making


def making_of(environ: WSGIEnvironment) -> Making:
    """The same for those who make it; one that nobody asks for where nobody began it."""
    found: Making = environ.setdefault(_MAKING, Making())
    return found


@dataclass(frozen=True)
class QueryLog:
    """The log of queries, where an operator keeps one."""

    path: Path | None
    log: Logger
    """Is told when it cannot be written."""

    def note(self, searched: Logged) -> None:
        """Write a line for one search, now."""
        if not self.path:
            return
        line = searched.line(datetime.now()) + "\n"
        try:
            with self.path.open("a", encoding="utf-8", errors="replace") as file:
                file.write(line)
        except OSError as error:  # the visitor's search goes on; the operator reads the log
            self.log.error("检索日志 %s 无法写入：%s", self.path, error)
