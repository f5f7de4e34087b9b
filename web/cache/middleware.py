"""WSGI middleware before the site: gives what is kept, has made what is not, in the client's coding.

Behind limits, hosts and addresses (``web.protect``, ``web.site.addresses``), so that all of them hold
for what is kept as well; before Flask, so that it costs neither routing nor a template. What is
given is counted and logged as what is made.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from werkzeug.http import parse_date, parse_etags

from web.cache import codings
from web.cache.answers import Answer, AnswerCache, Kept, Version
from web.cache.past import Past, as_of
from web.cache.spelling import respelt
from web.context import QueryLog, begun
from web.protect.metrics import Metrics
from web.protect.middleware import KEPT, PROBES, STATIC, cost_of
from web.protect.outage import Outage

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


_OK, _NOT_MODIFIED = "200 OK", "304 NOT MODIFIED"
_PASSED = (STATIC, *PROBES)
"""Beginnings of addresses that are the site's own to answer, every time."""


class Versions(Protocol):
    """What answers follow from."""

    def of(self, environ: WSGIEnvironment) -> Version | None:
        """The answer to a request; None where that cannot be known."""
        ...

    def edition(self) -> str:
        """All answers now."""
        ...

    def past(self, environ: WSGIEnvironment) -> Past | None:
        """The answer to a request when the index could last be asked; None unless it is out of reach, and
        was so for less than ``PAST_SECONDS``."""
        ...


class _Asked(NamedTuple):
    """A request for an answer of some version, if that can be known, since when."""

    environ: WSGIEnvironment
    version: Version | None
    began: float

    @property
    def coding(self) -> str:
        """The content coding that its client takes."""
        return codings.accepted(self.environ.get("HTTP_ACCEPT_ENCODING", ""))

    def knows(self, tag: str) -> bool:
        """Whether its client has the answer of that tag."""
        sent = self.environ.get("HTTP_IF_NONE_MATCH", "")
        return tag in sent and parse_etags(sent).contains_weak(tag)

    def has_since(self, answer: Answer) -> bool:
        """Whether its client keeps no tags, and has the answer since it was last changed, where that says when."""
        sent = self.environ.get("HTTP_IF_MODIFIED_SINCE", "")
        if not sent or self.environ.get("HTTP_IF_NONE_MATCH"):
            return False
        changed, since = parse_date(dict(answer.headers).get("Last-Modified")), parse_date(sent)
        return bool(changed and since and since >= changed)

    def wanted(self, chunks: Iterable[bytes]) -> Iterable[bytes]:
        """What is sent of a body."""
        if self.environ["REQUEST_METHOD"] != "HEAD":
            return chunks
        _close(chunks)
        return []


@dataclass(frozen=True)
class Caching:
    """Answers requests, from ``cache`` or by ``site``.

    Attributes:
        held: while it is entered, this thread answers from one generation, within the time of one answer,
            or of a long one.
        versions: what answers follow from.
        log: of queries.
        outage: of the cluster, if there is one.
    """

    site: WSGIApplication
    held: Callable[[bool], AbstractContextManager[None]]
    versions: Versions
    cache: AnswerCache
    log: QueryLog
    outage: Outage
    metrics: Metrics | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        if not is_read or environ.get("PATH_INFO", "").startswith(_PASSED):
            return self.site(environ, start_response)
        with self.held(cost_of(environ.get("PATH_INFO", "")) > 1):
            return self._answered(environ, start_response)

    def _answered(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with what is kept, or have it made."""
        asked = _Asked(environ, self.versions.of(environ), time.perf_counter())
        asked, kept = self._looked_up(asked)
        if kept:
            environ[KEPT] = True
            return self._given(asked, kept, start_response)
        version = asked.version
        if self.cache and version is None and (past := self._past(environ)):
            return self._given_again(asked, *past, start_response)
        if not self.cache or version is None:
            return self._made(asked, start_response)
        if self.cache.begin(version):
            try:
                return self._made(asked, start_response)
            finally:
                self.cache.done(version)
        kept = self.cache.get(version)  # another thread has made it meanwhile
        if kept:
            return self._given(asked, kept, start_response)
        return self._made(asked, start_response)

    def _looked_up(self, asked: _Asked) -> tuple[_Asked, Kept | None]:
        """What is kept for a request, and the request as it is best answered."""
        if not self.cache or asked.version is None:
            return asked, None
        kept = self.cache.get(asked.version)
        if kept is None and (environ := respelt(asked.environ)):
            asked = asked._replace(environ=environ, version=self.versions.of(environ))
            kept = self.cache.get(asked.version) if asked.version else None
        if self.metrics:
            self.metrics.looked_up(kept is not None, self.cache.size)
        return asked, kept

    def _given(self, asked: _Asked, kept: Kept, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with what is kept."""
        answer = kept.answer
        chunks: Iterable[bytes]
        if asked.knows(kept.version.tag) or asked.has_since(answer):
            status, headers, chunks = _NOT_MODIFIED, answer.unsent(), ()
        else:
            coding, body = self.cache.body(kept, asked.coding)
            if coding not in (codings.IDENTITY, *answer.bodies):
                self.cache.keep(replace(kept, answer=answer.with_body(coding, body)).small())
            if kept.searched:
                self.log.note(kept.searched)
            status, headers, chunks = _OK, answer.sent(coding, body), asked.wanted([body])
        if self.metrics:
            self.metrics.answered(kept.page, status[:3], time.perf_counter() - asked.began)
        start_response(status, headers)
        return chunks

    def _past(self, environ: WSGIEnvironment) -> tuple[Kept, Answer] | None:
        """What was kept for a request before the index was out of reach, and what is given of it now."""
        for one in (environ, respelt(environ)):
            past = self.versions.past(one) if one else None
            kept = self.cache.get(past.version) if past else None
            if past and kept and (answer := as_of(kept.answer, past.at)):
                return kept, answer
        return None

    def _given_again(
        self, asked: _Asked, kept: Kept, answer: Answer, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer with what was kept before; whatever the client has, it does not say of when it is."""
        asked.environ[KEPT] = True
        coding, body = answer.body(asked.coding)
        if kept.searched:
            self.log.note(kept.searched)
        if self.metrics:
            self.metrics.given_again()
            self.metrics.answered(kept.page, _OK[:3], time.perf_counter() - asked.began)
        start_response(_OK, answer.sent(coding, body))
        return asked.wanted([body])

    def _made(self, asked: _Asked, start_response: StartResponse) -> Iterable[bytes]:
        """Have the site answer, and keep that where others may ask for the same."""
        environ, version = asked.environ, asked.version
        making = begun(environ, version.tag if version else "")
        reply = _Reply()
        chunks = self.site({**environ, "REQUEST_METHOD": "GET"}, reply)
        if isinstance(chunks, environ.get("wsgi.file_wrapper", ())):
            start_response(reply.status, reply.headers)
            return asked.wanted(chunks)
        answer = Answer.of(reply.status, reply.headers, _joined(chunks))
        if version and reply.status == _OK:
            self.outage.over(asked.began)
        coding, body = answer.body(asked.coding)
        if self.cache and version and making.is_shared and reply.status == _OK:
            kept = Kept(answer.with_body(coding, body), version, making.page, making.searched)
            if self.versions.edition() == version.edition:  # it was all of one
                self.cache.keep(kept.small())
        start_response(answer.status, answer.sent(coding, body))
        return asked.wanted([body])


class _Reply:
    """What the site says of its answer, before the bytes."""

    status = ""
    headers: list[tuple[str, str]]

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        """``start_response`` of WSGI; the site has no use for what it returns."""
        self.status, self.headers = status, headers
        return lambda data: None


def _joined(chunks: Iterable[bytes]) -> bytes:
    try:
        return b"".join(chunks)
    finally:
        _close(chunks)


def _close(chunks: Iterable[bytes]) -> None:
    close = getattr(chunks, "close", None)
    if close:
        close()
