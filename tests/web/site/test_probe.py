"""`/readyz` asks the index as a visitor would, and says what it cannot serve."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.errors import IndexDamaged
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from search.results import DocumentView, SearchResult, Status
from tests.support.desk import Desk
from tests.web.fakes import FakeEngine
from web.site.app import create_app
from web.site.probe import SECONDS, Probe


class Counting(FakeEngine):
    """Notes what it is asked."""

    broken = False

    def __init__(self, documents: list[PolicyDocument]) -> None:
        super().__init__(documents)
        self.searched: list[str] = []
        self.read: list[str] = []

    def search(self, request: SearchRequest) -> SearchResult:
        self.searched.append(request.q)
        return super().search(request)

    def document(self, id: str, q: str = "", on: date | None = None) -> DocumentView | None:
        self.read.append(id)
        if self.broken:
            raise IndexDamaged("坏了。")
        return super().document(id, q)


def test_other_documents_are_asked_for_each_time_but_not_often(
    documents: list[PolicyDocument],
) -> None:
    now = [0.0]
    probe, engine = Probe(lambda: now[0]), Counting(documents)
    for _ in range(10):
        for _ in range(5):
            probe.status(engine)
        now[0] += SECONDS
    assert len(engine.searched) == len(engine.read) == 10
    assert len(set(engine.read)) > 5


def test_what_failed_is_not_taken_for_an_answer(documents: list[PolicyDocument]) -> None:
    probe, engine = Probe(lambda: 0.0), Counting(documents)
    engine.broken = True
    for _ in range(2):
        with pytest.raises(IndexDamaged):
            probe.status(engine)
    engine.broken = False
    probe.status(engine)


def test_an_index_without_documents_is_ready() -> None:
    engine = Counting([])
    Probe(lambda: 0.0).status(engine)
    assert engine.searched == [""]


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    desk = Desk(tmp_path, analyzer)
    desk.write("甲.txt", "公积金")
    desk.update()
    return desk


def _cut(path: Path) -> None:
    os.truncate(path, 100)


def test_what_is_older_than_it_should_be_is_ready_and_says_so(desk: Desk) -> None:
    client = create_app(EmbeddedEngine(desk.store.root, desk.analyzer)).test_client()
    desk.rebuild()
    _cut(next((desk.store.root / "generations" / "2").rglob("*.seg")))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {
        "status": "degraded",
        "refused": "damaged",
        "documents": 1,
        "generation": 1,
    }
    assert "已损坏，现在提供的是上一代（第 1 代）" in client.get("/status").get_data(as_text=True)
    assert client.get("/status.json").get_json()["refused"] == "damaged"


def test_a_file_cut_while_it_is_served_is_not_ready(desk: Desk) -> None:
    client = create_app(EmbeddedEngine(desk.store.root, desk.analyzer)).test_client()
    assert client.get("/readyz").get_json()["status"] == "ok"
    _cut(next(desk.store.root.rglob("*.seg")))
    for _ in range(3):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.get_json()) == (503, {"status": "unavailable"})
    assert client.get("/search?q=公积金").status_code == 503
    assert client.get("/healthz").status_code == 200
    desk.rebuild()
    assert client.get("/readyz").get_json()["generation"] == 2


def test_bytes_that_only_a_search_would_look_at_are_found(desk: Desk) -> None:
    """The file is opened, its directory is right; what a search and a document need is not."""
    part = next(desk.store.root.rglob("*.seg"))
    raw = bytearray(part.read_bytes())
    raw[raw.index(b"\x28\xb5\x2f\xfd") + 9] ^= 1  # a packed body
    part.write_bytes(raw)
    client = create_app(EmbeddedEngine(desk.store.root, desk.analyzer)).test_client()
    assert client.get("/readyz").status_code == 503


def test_what_is_no_generations_fault_is_said_as_such(documents: list[PolicyDocument]) -> None:
    class Doubtful(FakeEngine):
        def status(self) -> Status:
            return replace(super().status(), damage="登记有一行读不出。")

    client = create_app(Doubtful(documents)).test_client()
    assert client.get("/readyz").get_json()["status"] == "degraded"
    page = client.get("/status").get_data(as_text=True)
    assert "需要维护人员查看" in page
    assert "已损坏" not in page
