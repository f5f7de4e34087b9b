"""A watch leaves few lines in the journal, however long it looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceError
from index.store.runs import DONE, REFUSED, last_runs
from index.store.runs.places import journal_of
from web.cli.runs import hook
from web.cli.runs.watched import EVERY, IDLE, WatchRecords

DAY = 86400


class World:
    """Time passes when somebody looks."""

    def __init__(self, root: Path) -> None:
        self.time = 0.0
        self.state = 0
        self.trouble: Exception | None = None
        self.records = WatchRecords(root, "sync", ("true",), lambda: self.time)
        self.look = self.records.looking(self._look)
        self.work = self.records.working(self._work)

    def _look(self) -> int:
        self.time += 5
        return self.state

    def _work(self) -> str:
        if self.trouble:
            raise self.trouble
        return ""


def test_a_day_of_looks_that_find_nothing_is_one_run_that_goes_on(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.look()
    world.work()
    while world.time < DAY / 24:
        world.look()
    idle, first = last_runs(tmp_path)
    assert (idle.outcome, idle.why) == (DONE, IDLE)
    assert first.outcome == DONE
    assert idle.times > DAY / 24 / 5 - EVERY / 5 - 2
    lines = journal_of(tmp_path).read_bytes().split()
    assert len(lines) < 2 * DAY / 24 / EVERY


def test_a_failure_that_goes_on_is_one_run_and_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(hook, "call", lambda _, run: told.append(run.why))
    world = World(tmp_path)
    world.trouble = SourceError("没有挂载。")
    for _ in range(4):
        world.look()
        with pytest.raises(SourceError):
            world.work()
    (run,) = last_runs(tmp_path)
    assert (run.outcome, run.times, told) == (REFUSED, 4, ["没有挂载。"])
    world.trouble = SourceError("没有权限。")
    with pytest.raises(SourceError):
        world.work()
    world.trouble = None
    world.work()
    assert [run.outcome for run in last_runs(tmp_path)] == [DONE, REFUSED, REFUSED]
    assert told == ["没有挂载。", "没有权限。"]


def test_a_look_that_fails_is_a_failure_and_what_follows_a_failure_is_not_idle(
    tmp_path: Path,
) -> None:
    world = World(tmp_path)
    world.work()

    def blind() -> int:
        raise SourceError("看不见。")

    with pytest.raises(SourceError):
        world.records.looking(blind)()
    world.look()
    assert [run.outcome for run in last_runs(tmp_path)] == [REFUSED, DONE]
