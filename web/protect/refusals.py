"""Refusals of requests that are not worked on: short answers, made without templates or index.

As a page, as JSON at an address of JSON, as RFC 9457 under ``/api/``. When it is said is decided
in ``middleware`` (rates, hosts) and in ``web.server.worker`` (load, broken requests).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from web.protect import wordings
from web.protect.wordings import Wording
from web.urls import API, is_api

PROBLEM_JSON = "application/problem+json"
"""Problem details (RFC 9457)."""

_PAGE = (
    '<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n'
    "<title>{title}</title>\n<h1>{title}</h1>\n<p>{message}</p>\n"
)
_PHRASES = {
    400: "Bad Request",
    408: "Request Timeout",
    411: "Length Required",
    413: "Content Too Large",
    414: "URI Too Long",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One kind of refusal; ``retry`` are seconds after which to try again, 0 where that is no use."""

    status: int
    words: Wording
    retry: int = 0

    @property
    def line(self) -> str:
        """The status as HTTP writes it."""
        return f"{self.status} {_PHRASES[self.status]}"

    def answer(self, path: str) -> tuple[list[tuple[str, str]], bytes]:
        """Headers and body for a request of ``path``."""
        kind, body = self._body(path)
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'"),
        ]
        if is_api(path):
            headers.append(("Access-Control-Allow-Origin", "*"))
        if self.retry:
            headers.append(("Retry-After", str(self.retry)))
        return headers, body

    def _body(self, path: str) -> tuple[str, bytes]:
        if is_api(path):
            return PROBLEM_JSON, _json(problem_details(self.status, self.words))
        if path.endswith(".json"):
            return "application/json", _json({"error": self.words.message})
        page = _PAGE.format(**self.words._asdict())
        return "text/html; charset=utf-8", page.encode()

    def raw(self, path: str, keep: bool) -> bytes:
        """The whole answer as it goes over the wire; ``keep``: the connection stays open."""
        headers, body = self.answer(path)
        lines = [f"HTTP/1.1 {self.line}", *(f"{name}: {value}" for name, value in headers)]
        lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
        return "\r\n".join([*lines, "\r\n"]).encode("latin-1") + body


def too_many(seconds: int) -> Refusal:
    """To a client that asks more often than it may."""
    return Refusal(429, wordings.too_many(seconds), seconds)


def busy(seconds: int) -> Refusal:
    """To anyone, when there is more to do than can be done."""
    return Refusal(503, wordings.of_page(503), seconds)


def problem_details(status: int, words: Wording) -> dict[str, object]:
    """An error as RFC 9457 has it."""
    return {
        "type": problem_type(status),
        "title": words.title,
        "status": status,
        "detail": words.message,
    }


def problem_type(status: int) -> str:
    """The address of what is said about an error on the page ``/api``."""
    return f"{API}#error-{status}" if status in wordings.API else f"{API}#errors"


WRONG_HOST = Refusal(400, wordings.WRONG_HOST)
BROKEN = Refusal(400, wordings.of_page(400))
SLOW = Refusal(408, wordings.of_page(408))
NO_LENGTH = Refusal(411, wordings.of_page(411))
LARGE_BODY = Refusal(413, wordings.of_page(413))
MANY_PARAMETERS = Refusal(400, wordings.MANY_PARAMETERS)
BROKE = Refusal(500, wordings.of_page(500))
LONG_LINE = Refusal(414, wordings.of_page(414))
LONG_HEADERS = Refusal(431, wordings.of_page(431))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
