"""WSGI middleware before the site: is the host ours, may this request be answered now.

Not a part of Flask, so that a refusal costs neither routing nor a template. The arithmetic is in
``rate_limiter``, the answers in ``refusals``; how many requests are worked on at once is decided
in ``web.server.worker``.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from logging import Logger
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web.protect.limits import (
    BURST_SECONDS,
    DEAR,
    GLOBAL_BURST_SECONDS,
    MAX_PARAMETERS,
    STATIC_TIMES,
)
from web.protect.metrics import Metrics
from web.protect.rate_limiter import Limits, Rate
from web.protect.refusals import MANY_PARAMETERS, WRONG_HOST, Refusal, busy, too_many
from web.urls import is_api

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PROBES = ("/healthz", "/readyz")
"""What machines ask to know how we are: always answered, under any host, and not logged."""
KEPT = "zhengce.kept"
"""Stands in a request whose answer was kept (``web.cache``)."""
STATIC = "/static/"
"""What is counted apart: a page brings several."""
_HOST = re.compile(
    r"([a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*)\.?(?::[0-9]{1,5})?"
    r"|(\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?"
)
"""A name or an IPv4 address, or an IPv6 address, and a port; nothing else is a host (RFC 9110, 7.2)."""
_LONGEST_HOST = 270
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def register(app: Flask) -> None:
    """Put before ``app`` what its settings ask for."""
    config = app.config
    address = Rate(config["RATE"], config["RATE"] * BURST_SECONDS)
    everyone = Rate(config["GLOBAL_RATE"], config["GLOBAL_RATE"] * GLOBAL_BURST_SECONDS)
    hosts = tuple(name.lower() for name in config["ALLOWED_HOSTS"])
    limits = Limits(address, everyone)
    files = Limits(
        Rate(address.per_second * STATIC_TIMES, address.burst * STATIC_TIMES), Rate(0, 0)
    )
    hops = config["TRUSTED_PROXIES"]
    site = Guard(app.wsgi_app, limits, files, hosts, hops, app.logger, config["METRICS"])
    behind = ProxyFix(site, x_for=hops, x_proto=hops, x_host=hops) if hops else site
    app.wsgi_app = behind  # type: ignore[method-assign]


@dataclass(frozen=True)
class Guard:
    """Lets requests through to ``site``, or answers them itself."""

    site: WSGIApplication
    limits: Limits
    files: Limits
    """Of static files."""
    hosts: tuple[str, ...]
    """Hosts that are ours, in small letters; empty: any. ``.example.cn`` is all below it."""
    proxies: int
    log: Logger
    metrics: Metrics | None = None
    _said: set[str] = field(default_factory=set)
    """Warnings that were given: each once in a process, however many requests call for it."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if path in PROBES:
            return self.site(environ, start_response)
        if not self._knows(environ):
            return self._refused(WRONG_HOST, "host", path, start_response)
        if path.startswith(STATIC):
            refused = self.files.refuses(environ.get("REMOTE_ADDR", ""))
        elif environ.get("QUERY_STRING", "").count("&") >= MAX_PARAMETERS and not is_api(path):
            return self._refused(MANY_PARAMETERS, "parameters", path, start_response)
        else:
            refused = self.limits.refuses(environ.get("REMOTE_ADDR", ""), cost_of(path))
        if refused is None:
            chunks = self.site(environ, start_response)
            if KEPT in environ:
                self.limits.gives_back(environ.get("REMOTE_ADDR", ""))
            return chunks
        if refused.reason == "address":
            self._look_for_a_proxy(environ)
        answer = too_many if refused.reason == "address" else busy
        return self._refused(answer(refused.seconds), refused.reason, path, start_response)

    def _refused(
        self, refusal: Refusal, reason: str, path: str, start_response: StartResponse
    ) -> Iterable[bytes]:
        if self.metrics:
            self.metrics.rejected(reason)
        headers, body = refusal.answer(path)
        start_response(refusal.line, headers)
        return [body]

    def _knows(self, environ: WSGIEnvironment) -> bool:
        """Whether the request names a host of ours (Flask's own check knows no IPv6 address)."""
        sent = environ.get("HTTP_HOST", "")
        name = host_name(sent)
        if not self.hosts:
            return bool(name) or not sent
        if any(name == ours or (ours[:1] == "." and name.endswith(ours)) for ours in self.hosts):
            return True
        shown = sent[:80].encode("ascii", "backslashreplace").decode()
        self._warn("host", f"拒绝了域名为“{shown}”的请求；若这是本站的域名，请加 --allow-host。")
        return False

    def _look_for_a_proxy(self, environ: WSGIEnvironment) -> None:
        """Behind a proxy that is not trusted all visitors are one address, and share its limit."""
        if "HTTP_X_FORWARDED_FOR" in environ and not self.proxies and _is_near(environ):
            self._warn(
                "proxy",
                "网站似乎在反向代理之后，所有访问者被当作同一个地址限速；"
                "请加 --trusted-proxies 1（代理的层数）。",
            )

    def _warn(self, kind: str, message: str) -> None:
        if kind not in self._said:
            self._said.add(kind)
            self.log.warning(message)


def cost_of(path: str) -> float:
    """As how many requests one of ``path`` counts."""
    return next((cost for beginning, cost in DEAR if path.startswith(beginning)), 1)


def host_name(host: str) -> str:
    """The name in a Host header, in small letters and without its port; empty if it is no host,
    whatever stands in it (``ours.cn:1@evil.example``)."""
    found = _HOST.fullmatch(host.lower()) if len(host) <= _LONGEST_HOST else None
    return (found[1] or found[2]) if found else ""


def _is_near(environ: WSGIEnvironment) -> bool:
    """Whether the peer is this machine or in a private network."""
    try:
        return ipaddress.ip_address(environ.get("REMOTE_ADDR", "")).is_private
    except ValueError:
        return False
