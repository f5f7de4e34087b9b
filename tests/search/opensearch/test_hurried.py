"""Who waits for an answer does not wait for another generation to be opened, nor for a cluster that is away."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import cast

import pytest

from index.errors import ClusterUnavailable
from index.opensearch.client import Client, is_hurried, within
from index.opensearch.served import Published
from index.text.analysis import Analyzer
from search.opensearch import newest
from search.opensearch.newest import LATER_SECONDS, LOOK_SECONDS, NewestServed
from search.opensearch.reading import Opened, OpenSearchReading
from search.opensearch.served import Served

DAY = date(2026, 11, 30)


class Alias:
    """Where an alias leads, in place of a cluster; what is opened is its name."""

    def __init__(self) -> None:
        self.index = "n-000001"
        self.is_away = False
        self.now = 0.0
        self.opened: list[str] = []
        self.entered, self.may_open = Event(), Event()
        self.may_open.set()

    def served(self, client: Client, name: str) -> Published:
        if self.is_away:
            raise ClusterUnavailable("没有回答")
        return Published(self.index, None)

    def open(self, served: Served, opened: Opened, day: date) -> OpenSearchReading:
        self.entered.set()
        assert self.may_open.wait(60)
        self.opened.append(served.index)
        return cast(OpenSearchReading, served.index)


@pytest.fixture
def alias(monkeypatch: pytest.MonkeyPatch) -> Alias:
    made = Alias()
    monkeypatch.setattr(newest, "served", made.served)
    monkeypatch.setattr(newest, "OpenSearchReading", made.open)
    monkeypatch.setattr(NewestServed, "_opened_as", lambda self, found: found)
    return made


def current(readings: NewestServed) -> str:
    return cast(str, readings.current())


def watching(alias: Alias, analyzer: Analyzer, tmp_path: Path) -> NewestServed:
    return NewestServed(cast(Client, None), "n", analyzer, lambda: DAY, tmp_path, lambda: alias.now)


def test_another_index_is_left_to_who_waits_for_nothing(
    alias: Alias, analyzer: Analyzer, tmp_path: Path
) -> None:
    readings = watching(alias, analyzer, tmp_path)
    alias.index = "n-000002"
    for _ in range(3):
        alias.now += LOOK_SECONDS
        with within(60):
            assert is_hurried()
            assert current(readings) == "n-000001"
    assert current(readings) == "n-000002"
    with within(60):
        assert current(readings) == "n-000002"
    assert alias.opened == ["n-000001", "n-000002"]


def test_where_nobody_else_looks_it_is_opened_all_the_same(
    alias: Alias, analyzer: Analyzer, tmp_path: Path
) -> None:
    readings = watching(alias, analyzer, tmp_path)
    alias.index = "n-000002"
    with within(60):
        alias.now += LOOK_SECONDS
        assert current(readings) == "n-000001"
        alias.now += LATER_SECONDS
        assert current(readings) == "n-000002"


def test_who_waits_does_not_wait_for_the_first_to_be_opened_by_another(
    alias: Alias, analyzer: Analyzer, tmp_path: Path
) -> None:
    alias.is_away = True
    readings = watching(alias, analyzer, tmp_path)
    alias.is_away = False
    alias.may_open.clear()
    alias.now += LOOK_SECONDS
    other = Thread(target=readings.current)
    other.start()
    assert alias.entered.wait(60)
    with within(0.05), pytest.raises(ClusterUnavailable):
        readings.current()
    alias.may_open.set()
    other.join(60)
    assert current(readings) == "n-000001"


def test_a_cluster_that_is_away_is_known_to_be_until_it_answers(
    alias: Alias, analyzer: Analyzer, tmp_path: Path
) -> None:
    readings = watching(alias, analyzer, tmp_path)
    alias.is_away = True
    alias.now += LOOK_SECONDS
    assert current(readings) == "n-000001"
    assert readings.away()
    alias.is_away = False
    alias.now += LOOK_SECONDS
    readings.current()
    assert readings.away() is None
