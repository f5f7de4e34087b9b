"""An engine that counts what it is asked, and whose state a test turns."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Lock

from index.errors import IndexMissing
from search.request import SearchRequest
from search.results import SearchResult, Status
from tests.web.fakes import FakeEngine, make_documents

ROOM = 8 * 2**20
"""Bytes that the sites of these tests may keep."""


class CountingEngine(FakeEngine):
    """Counts searches; a search for 等 waits until it may go on."""

    def __init__(self) -> None:
        super().__init__(make_documents())
        self.searches = 0
        self.generation = 7
        self.revision = ""
        self.is_there = True
        self.entered = Event()
        self.may_go_on = Event()
        self._lock = Lock()

    def search(self, request: SearchRequest) -> SearchResult:
        with self._lock:
            self.searches += 1
        if request.q == "等":
            self.entered.set()
            assert self.may_go_on.wait(60)
        return super().search(request)

    def status(self) -> Status:
        if not self.is_there:
            raise IndexMissing("还没有索引，请先建立索引。")
        now = super().status()
        return replace(now, generation=self.generation, revision=self.revision)
