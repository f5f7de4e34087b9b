"""The HTTP server: gunicorn and its settings, logs, one engine opened before workers are forked.

How requests are read and queued is in ``worker``, what is done about workers that die in ``deaths``, what is refused in ``web.protect.middleware``,
what is counted in ``web.protect.metrics``; the command line is in ``web.cli.serve_command``.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask
from gunicorn import systemd
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response

from index.errors import ClusterUnavailable, ZhengceError
from search.engine import Engine
from search.request import SearchRequest
from search.results import Status
from web.protect import limits
from web.protect.metrics import Metrics
from web.protect.middleware import PROBES
from web.server.deaths import Deaths
from web.server.repeats import Repeats
from web.server.worker import Worker
from web.site.app import create_app

ARENA_MAX, TRIM_THRESHOLD, MAP_THRESHOLD = -8, -1, -3
"""What glibc calls the number of heaps that threads allocate from (``M_ARENA_MAX``), how much of one may be unused at
its end, and how large that is which is taken from the system instead."""
UNUSED_BYTES, MAPPED_BYTES = 64 * 2**20, 32 * 2**20
"""More than the arrays that one answer makes and drops among a million documents; and the most that glibc takes."""
LOOK_SECONDS = 1.0
"""So often a worker looks for a new generation."""
SWITCH_SECONDS = 0.001
"""The loop has the interpreter back after so long (5 ms is Python's own), while threads compute:
it reads, queues and sheds for all of them."""
COLLECTED = (20_000, 20, 10)
"""So many more objects than there were are looked through for cycles. A page of results makes more
than the 700 of Python's own, and next to no cycles: looking took 3 % of its time, and .5 % so."""
USUAL = ("政策", "怎么领取失业金需要什么材料", "zhengce fagui", "劳动合同法第三十九条")
"""Queries of the kinds that visitors ask: words, a question, pinyin, an article of a law."""
ACCESS_FORMAT = '%(h)s %(t)s "%(r)s" %(s)s %(B)s %(M)sms "%(a)s"'
LOG_FORMAT = "%(asctime)s [%(process)d] %(message)s"

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """How the site is served. What ``create_app`` knows is in ``config``."""

    workers: int
    threads: int
    """Requests that one worker answers at the same time."""
    config: Mapping[str, object]
    grace: int = limits.GRACE_SECONDS
    """Seconds that running requests have when the server ends."""
    access_log: str | None = None
    """A file, or ``-`` for standard output."""
    metrics: tuple[str, int] | None = None
    """Where Prometheus asks."""


def listen(host: str, port: int) -> socket.socket | None:
    """A socket to accept from; none where systemd hands us one (``LISTEN_FDS``).

    It is made here and not by gunicorn, which tries for five seconds and then ends in English.

    Raises:
        OSError: the address cannot be had.
    """
    if systemd.listen_fds(unset_environment=False):
        return None
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(limits.BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def serve(engine: Engine, settings: Settings, listener: socket.socket | None) -> None:
    """Serve the pages over ``engine`` until a signal ends it; returns by ``SystemExit``."""
    _keep_one_heap()
    logging.basicConfig(stream=sys.stderr, format=LOG_FORMAT, level=logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Repeats())
    metrics = Metrics.start() if settings.metrics else None
    if metrics and settings.metrics:
        metrics.serve(*settings.metrics)
    site = create_app(engine, {**settings.config, "METRICS": metrics})
    _warm(engine)
    Arbiter(_Application(engine, site, metrics, settings, listener)).run()


def _options(settings: Settings, listener: socket.socket | None) -> dict[str, object]:
    """gunicorn's settings."""
    return {
        "bind": f"fd://{listener.detach()}" if listener else "127.0.0.1:0",
        "workers": settings.workers,
        "threads": settings.threads,
        "worker_class": Worker,
        "http_parser": "python",  # the other one is not installed with it
        "limit_request_line": 0,  # how long it may be is ours to say: limits.LONGEST_LINE
        "worker_connections": _connections(),
        "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # no disk: heartbeats
        "preload_app": True,
        "timeout": limits.HEARTBEAT_SECONDS,
        "graceful_timeout": settings.grace,
        "backlog": limits.BACKLOG,
        "accesslog": settings.access_log,
        "access_log_format": ACCESS_FORMAT,
        "logger_class": _Logger,
        "loglevel": "warning",
        "forwarded_allow_ips": "",  # what a proxy says is read by our middleware, or not at all
        "control_socket_disable": True,
        "proc_name": "zhengce",
    }


def _connections() -> int:
    """How many connections a worker may have, each with a file being sent; as many files as the
    system lets us are allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.OPEN_FILES if hard == resource.RLIM_INFINITY else min(limits.OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(1, min(limits.CONNECTIONS, (max(soft, wanted) - limits.OWN_FILES) // 2))


def _keep_one_heap() -> None:
    """Have all threads allocate from one heap, where the C library is glibc: of its own one each thread
    keeps what it has freed, which are arrays of every document. They take turns anyway. What an answer frees
    stays in it: else the next asks the system for the same pages, which it clears and gives one by one."""
    with suppress(OSError, AttributeError):
        tell = ctypes.CDLL(None).mallopt
        for option, value in (
            (ARENA_MAX, 1),
            (TRIM_THRESHOLD, UNUSED_BYTES),
            (MAP_THRESHOLD, MAPPED_BYTES),
        ):
            tell(option, value)


def _warm(engine: Engine) -> None:
    """Have read and made what the first requests need, so that it is shared and they need not wait."""
    calls: list[Callable[[], object]] = [
        *(partial(engine.search, SearchRequest(q=query)) for query in USUAL),
        partial(engine.suggest, "zc"),
        partial(engine.facets, SearchRequest()),
        lambda: [engine.document(card.id) for card in engine.listing(0, 1)],
    ]
    try:
        for call in calls:
            with engine.held():
                call()
    except ClusterUnavailable as error:  # it is served when it is back
        _log.error("%s", error)


class _Application(BaseApplication):  # type: ignore[misc]
    """What gunicorn is to run, and when it tells us what."""

    def __init__(
        self,
        engine: Engine,
        site: Flask,
        metrics: Metrics | None,
        settings: Settings,
        listener: socket.socket | None,
    ) -> None:
        self._engine = engine
        self._metrics = metrics
        self._deaths = Deaths()
        self._trouble = ""
        self._options = {**_options(settings, listener), **self._hooks()}
        self.proxies = site.config["TRUSTED_PROXIES"]
        self.connections_each = 0 if self.proxies else limits.CONNECTIONS_EACH
        super().__init__()
        self.callable = site

    def _hooks(self) -> dict[str, Callable[..., None]]:
        return {
            "when_ready": self._ready,
            "on_reload": self._reloaded,
            "post_worker_init": self._worker_begins,
            "child_exit": self._worker_ended,
            "on_exit": self._ended,
        }

    def load_config(self) -> None:
        """Ours; gunicorn's files and variables are not read."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def rejected(self, reason: str) -> None:
        """A worker has shed a request."""
        if self._metrics:
            self._metrics.rejected(reason)

    def _ready(self, arbiter: Arbiter) -> None:
        for listener in arbiter.LISTENERS:
            listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, limits.SEND_BUFFER)
        _freeze()

    def _reloaded(self, arbiter: Arbiter) -> None:
        """Before new workers are forked: they share the generation that is current now."""
        self._look()
        _freeze()

    def _worker_begins(self, worker: Worker) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        gc.set_threshold(*COLLECTED)
        watch = threading.Thread(target=self._watch, name="generations", daemon=True)
        watch.start()

    def _watch(self) -> None:
        """Open new generations as they come, so that no request has to."""
        seen: object = None
        pause = threading.Event()
        while True:
            status = self._look()
            if self._metrics:
                self._metrics.looked(status is not None, time.time())
            if status and (status.generation, status.refused) != seen:
                seen = status.generation, status.refused
                if self._metrics:
                    self._metrics.indexed(status)
            pause.wait(LOOK_SECONDS)

    def _look(self) -> Status | None:
        """The state of the index; none if it cannot be asked. The log has a line for each change."""
        try:
            status, trouble = self._engine.status(), ""
        except (ZhengceError, OSError) as error:
            status, trouble = None, str(error)
        if trouble and trouble != self._trouble:
            _log.error("索引暂时不能读取：%s", trouble)
        elif self._trouble and not trouble:
            _log.warning("索引又可以读取。")
        self._trouble = trouble
        return status

    def _worker_ended(self, arbiter: Arbiter, worker: Worker) -> None:
        if self._metrics:
            self._metrics.process_ended(worker.pid)
        if arbiter.LISTENERS and not worker.ended_as_asked:  # else all end
            self._look()  # what killed it must not kill the next
            self._deaths.died(time.monotonic() - worker.born)

    def _ended(self, arbiter: Arbiter) -> None:
        if self._metrics:
            self._metrics.end()


def _freeze() -> None:
    """Leave what there is now to the collector's sight no more: counting it would copy its pages."""
    gc.collect()
    gc.freeze()


class _Logger(Logger):  # type: ignore[misc]
    """Leaves probes out of the access log, and cuts what is too long for a line."""

    def access(
        self, resp: Response, req: Request, environ: WSGIEnvironment, request_time: timedelta
    ) -> None:
        if environ.get("PATH_INFO") not in PROBES:
            super().access(resp, req, environ, request_time)

    def atoms(
        self, resp: Response, req: Request, environ: WSGIEnvironment, request_time: timedelta
    ) -> dict[str, object]:
        found: dict[str, object] = super().atoms(resp, req, environ, request_time)
        for name in ("r", "a"):
            found[name] = str(found[name])[: limits.LONGEST_LOGGED]
        return found
