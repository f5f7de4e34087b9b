"""A document is put together once for many searches; what is marked, and the day, are each visitor's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.facade import opened
from search.results import DocumentView

DOCUMENTS = [
    PolicyDocument(id=f"d{n}", title=f"第{n}号公积金办法", body="职工购房可以提取公积金。" * 40)
    for n in range(6)
]


@pytest.fixture
def engine(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    return engine_of(*DOCUMENTS)


def view(engine: EmbeddedEngine, id: str, q: str = "", on: date | None = None) -> DocumentView:
    found = engine.document(id, q, on)
    assert found is not None
    return found


def test_what_is_marked_is_of_each_search(engine: EmbeddedEngine) -> None:
    words = ("公积金", "购房", "", "公积金")
    first, second, plain, again = (view(engine, "d1", q) for q in words)
    assert (first.title_marks, second.title_marks, plain.title_marks) == (((3, 6),), (), ())
    assert len(first.body_marks) == len(second.body_marks) == 40
    assert first.body_marks != second.body_marks
    assert plain.body_marks == ()
    assert again == first
    assert first.relations is second.relations is plain.relations


def test_another_day_is_asked_for_anew(engine: EmbeddedEngine) -> None:
    day = date(2001, 2, 3)
    today, then = view(engine, "d1"), view(engine, "d1", on=day)
    assert today.relations
    assert then.relations
    assert (today.relations.standing.on == day, then.relations.standing.on) == (False, day)


def test_those_opened_last_are_kept_within_a_bound(
    monkeypatch: pytest.MonkeyPatch, engine: EmbeddedEngine
) -> None:
    monkeypatch.setattr(opened, "OPENED_BYTES", 50_000)
    before = {id: view(engine, id) for id in ("d0", "d1", "d2", "d3")}
    assert view(engine, "d3").relations is before["d3"].relations
    assert view(engine, "d0").relations is not before["d0"].relations
    assert view(engine, "d0") == before["d0"]
