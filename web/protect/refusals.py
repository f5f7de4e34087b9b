"""Refusals of requests that are not worked on: short answers, made without templates or index.

As a page, as JSON at an address of JSON, as RFC 9457 under ``/api/``. When it is said is decided
in ``middleware`` (rates, hosts) and in ``web.server.worker`` (load, broken requests).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from web.api_v1.problems import MEDIA_TYPE, is_api, kind

_PAGE = (
    '<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n'
    "<title>{title}</title>\n<h1>{title}</h1>\n<p>{message}</p>\n"
)
_PHRASES = {
    400: "Bad Request",
    414: "URI Too Long",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One kind of refusal; ``retry`` are seconds after which to try again, 0 where that is no use."""

    status: int
    title: str
    message: str
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
            problem: dict[str, object] = {"type": kind(self.status), "title": self.title}
            problem |= {"status": self.status, "detail": self.message}
            return MEDIA_TYPE, _json(problem)
        if path.endswith(".json"):
            return "application/json", _json({"error": self.message})
        page = _PAGE.format(title=self.title, message=self.message)
        return "text/html; charset=utf-8", page.encode()

    def raw(self, path: str, keep: bool) -> bytes:
        """The whole answer as it goes over the wire; ``keep``: the connection stays open."""
        headers, body = self.answer(path)
        lines = [f"HTTP/1.1 {self.line}", *(f"{name}: {value}" for name, value in headers)]
        lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
        return "\r\n".join([*lines, "\r\n"]).encode("latin-1") + body


def too_many(seconds: int) -> Refusal:
    """To a client that asks more often than it may."""
    message = f"您的检索过于频繁，请在 {seconds} 秒后再试。"
    return Refusal(429, "请求过于频繁", message, seconds)


def busy(seconds: int) -> Refusal:
    """To anyone, when there is more to do than can be done."""
    return Refusal(503, "网站繁忙", "目前访问的人较多，请稍等片刻再试。", seconds)


WRONG_HOST = Refusal(400, "网址不对", "本网站不使用这个域名，请核对网址。")
BROKEN = Refusal(400, "请求无法识别", "浏览器发来的请求不完整，请重新检索。")
LONG_LINE = Refusal(414, "网址过长", "请减少检索词或筛选条件后再试。")
LONG_HEADERS = Refusal(431, "请求过长", "浏览器发来的附加信息过长，请清除本网站的 Cookie 后再试。")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
