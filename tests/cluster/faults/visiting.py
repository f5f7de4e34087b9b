"""Visitors of a site over a cluster who come at a steady pace, whatever becomes of those before them."""

from __future__ import annotations

import http.client
import json
import os
import random
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

PATIENCE = 120.0
SITE_UNAVAILABLE = 503
AWAY = "连不上"
"""Stands in every answer that is none because of the cluster."""


class Visit(NamedTuple):
    """One request and what came of it.

    Attributes:
        at: seconds, by ``time.monotonic``, when it was sent.
        took: seconds until all of the answer was there.
        status: 0: no answer.
        is_busy: whether the site had no room for it, which says nothing of the cluster.
        wrong: a count that is not the right one; empty: there is none.
    """

    at: float
    took: float
    status: int
    is_busy: bool
    wrong: str

    @property
    def has_failed(self) -> bool:
        return self.status != 200 and not self.is_busy


@dataclass
class Visitors:
    """Who asks a site for pages and for JSON, each time one of ``counts``.

    Attributes:
        port: of the site.
        counts: query -> how many documents it has: all that is right.
        pace: visits a second.
        visits: those that have ended.
    """

    port: int
    counts: Mapping[str, int]
    pace: float
    visits: list[Visit] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def coming(self) -> Iterator[list[Visit]]:
        """They come until this ends, and all of them have left."""
        coming = threading.Thread(target=self._come)
        coming.start()
        try:
            yield self.visits
        finally:
            self._over.set()
            coming.join()

    def _come(self) -> None:
        draw = random.Random(17)
        queries = sorted(self.counts)
        here: list[threading.Thread] = []
        due = time.monotonic()
        while not self._over.wait(max(0.0, due - time.monotonic())):
            visitor = threading.Thread(
                target=self._visit, args=(draw.choice(queries), len(here) % 2)
            )
            visitor.start()
            here.append(visitor)
            due += 1 / self.pace
        for visitor in here:
            visitor.join()

    def _visit(self, query: str, as_json: int) -> None:
        began = time.monotonic()
        wrong, is_busy = "", False
        try:
            status, body = asked(self.port, f"/search{'.json' * as_json}?q={quote(query)}")
            is_busy = status == SITE_UNAVAILABLE and AWAY not in body.decode()
            if status == 200 and as_json:
                total = json.loads(body)["total"]
                wrong = "" if total == self.counts[query] else f"{query}: {total}"
        except OSError:
            status = 0
        self.visits.append(Visit(began, time.monotonic() - began, status, is_busy, wrong))


def asked(port: int, target: str) -> tuple[int, bytes]:
    """Status and body of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def figures(what: str, visits: Sequence[Visit]) -> str:
    """What is told of a run, with the seconds from its beginning at which pages failed."""
    first = min(visit.at for visit in visits)
    failed = [
        f"{visit.at - first:.1f}: {visit.status}" for visit in sorted(visits) if visit.has_failed
    ]
    times = sorted(visit.took for visit in visits)
    return (
        f"\n{what}: {len(visits)} pages in {max(v.at for v in visits) - first:.0f} s,"
        f" {sum(bool(v.wrong) for v in visits)} wrong, {sum(v.is_busy for v in visits)} without room on the site,"
        f" {len(failed)} failed {failed[:8]};"
        f" p50 {times[len(times) // 2]:.2f} s, p99 {times[len(times) * 99 // 100]:.2f} s,"
        f" longest {times[-1]:.2f} s, load {os.getloadavg()[0]:.1f}"
    )
