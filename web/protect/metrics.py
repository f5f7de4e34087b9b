"""Prometheus metrics: requests, their time, refusals, and the state of the index.

Workers count in files of a temporary folder (the multi-process mode of ``prometheus_client``), the
master adds them up on a port of its own. Labels are names of endpoints and codes, never addresses
or words, so that neither their number nor a visitor can make them grow. Without ``--metrics-port``
nothing here is imported or called.
"""

from __future__ import annotations

import os
import shutil
import socketserver
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from search.results import Status

if TYPE_CHECKING:
    from prometheus_client import Counter, Gauge, Histogram

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""
NO_PAGE = "none"
"""The page of a request that has none (404)."""


@dataclass(frozen=True)
class Metrics:
    """The numbers of one site. Made once, before workers are forked."""

    folder: Path
    requests: Counter
    seconds: Histogram
    refusals: Counter
    lookups: Counter
    cached: Gauge
    generation: Gauge
    documents: Gauge
    built_at: Gauge
    refused: Gauge
    reachable: Gauge
    reached_at: Gauge
    failures: Counter
    past: Counter

    @classmethod
    def start(cls) -> Metrics:
        """Numbers in a new temporary folder, which ``end`` removes.

        The library reads its folder from the environment, once, when it is imported.
        """
        folder = Path(tempfile.mkdtemp(prefix="zhengce-metrics-"))
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: PLC0415

        own = CollectorRegistry()

        def gauge(name: str, text: str) -> Gauge:
            return Gauge(name, text, registry=own, multiprocess_mode="livemostrecent")

        def total(name: str, text: str) -> Gauge:
            return Gauge(name, text, registry=own, multiprocess_mode="livesum")

        return cls(
            folder,
            Counter("zhengce_requests", "Requests answered", ["page", "status"], registry=own),
            Histogram(
                "zhengce_request_seconds", "Time to answer", ["page"], registry=own, buckets=BUCKETS
            ),
            Counter("zhengce_rejected", "Requests not worked on", ["reason"], registry=own),
            Counter(
                "zhengce_cache", "Answers looked up among those kept", ["result"], registry=own
            ),
            total("zhengce_cache_bytes", "Bytes of answers kept"),
            gauge("zhengce_index_generation", "Number of the generation served"),
            gauge("zhengce_index_documents", "Documents in the index"),
            gauge("zhengce_index_built_timestamp_seconds", "When it was built"),
            gauge("zhengce_index_newer_refused", "1 while a newer generation cannot be opened"),
            gauge("zhengce_engine_up", "1 while the index answers, 0 while it does not"),
            gauge("zhengce_engine_answered_timestamp_seconds", "When it answered last"),
            Counter(
                "zhengce_engine_failures", "Requests that the cluster did not answer", registry=own
            ),
            Counter(
                "zhengce_engine_past",
                "Requests answered by a page made before the cluster was out of reach",
                registry=own,
            ),
        )

    def end(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def register(self, app: Flask) -> None:
        """Count what ``app`` answers; to be registered before anything else that acts on requests."""
        app.before_request(_begin)
        app.after_request(self._count)

    def _count(self, response: Response) -> Response:
        spent = time.perf_counter() - g.zhengce_began
        self.answered(request.endpoint or NO_PAGE, str(response.status_code), spent)
        return response

    def answered(self, page: str, status: str, seconds: float) -> None:
        """Count an answer, which took so long."""
        self.requests.labels(page, status).inc()
        self.seconds.labels(page).observe(seconds)

    def looked_up(self, is_kept: bool, size: int) -> None:
        """Count a request whose answer may have been kept (``web.cache``); ``size``: bytes of all
        that this process keeps."""
        self.lookups.labels("hit" if is_kept else "miss").inc()
        self.cached.set(size)

    def rejected(self, reason: str) -> None:
        """Count a request that was not worked on: ``address``, ``global``, ``busy``, ``host``,
        ``parameters``, ``connections``."""
        self.refusals.labels(reason).inc()

    def indexed(self, status: Status) -> None:
        """Note what the index holds now."""
        self.generation.set(status.generation)
        self.documents.set(status.documents)
        self.built_at.set(status.built_at.timestamp())
        self.refused.set(bool(status.refused))

    def looked(self, is_up: bool, now: float) -> None:
        """Note whether the index answered when a worker looked (seconds since 1970)."""
        self.reachable.set(is_up)
        if is_up:
            self.reached_at.set(now)

    def unreachable(self) -> None:
        """Count a request that the cluster did not answer."""
        self.failures.inc()

    def given_again(self) -> None:
        """Count a request answered by a page made before the cluster was out of reach."""
        self.past.inc()

    def process_ended(self, pid: int) -> None:
        """Forget what only a living process can say; what it counted stays."""
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415

        mark_process_dead(pid, str(self.folder))  # type: ignore[no-untyped-call]

    def serve(self, host: str, port: int) -> socketserver.BaseServer:
        """Answer ``/metrics`` from a thread of this process, which must be the master.

        Raises:
            OSError: the port cannot be had.
        """
        from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

        total = CollectorRegistry()
        MultiProcessCollector(total, str(self.folder))  # type: ignore[no-untyped-call]
        server: socketserver.BaseServer
        server, _ = start_http_server(port, addr=host, registry=total)
        return server


def _begin() -> None:
    g.zhengce_began = time.perf_counter()
