"""What the journal of runs holds, after every kind of end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.disk import disk
from index.store.runs import (
    DONE,
    FAILED,
    KILLED,
    PARTLY,
    RUNNING,
    Counts,
    Failure,
    Run,
    keeping,
    last_runs,
    last_successful,
)
from index.store.runs.keeping import Keeper
from index.store.runs.places import journal_of

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def _ended(root: Path, outcome: str = DONE, hours: int = 0, **other: object) -> Run:
    keeper = Keeper.begin(root, "sync", 1)
    run = replace(keeper.run, outcome=outcome, ended=NOON + timedelta(hours=hours), **other)  # type: ignore[arg-type]
    keeper.end(run)
    return run


def test_a_run_that_ended_is_read_as_it_was_written(tmp_path: Path) -> None:
    counts = Counts(1, 2, 3, 4, 5, 6, 7, new_failures=2)
    failures = (Failure("一.pdf", "第 2 行", "损坏", True),)
    run = _ended(
        tmp_path, PARTLY, why="有两份损坏。", exit_code=3, after=2, counts=counts, failures=failures
    )
    assert last_runs(tmp_path) == [run]
    assert run.counts.old_failures == 3


def test_where_nothing_is_kept_there_are_no_runs(tmp_path: Path) -> None:
    assert last_runs(tmp_path) == []
    assert last_runs(tmp_path / "无") == []
    assert last_successful([]) is None


def test_a_run_is_running_until_its_end_is_noted(tmp_path: Path) -> None:
    keeper = Keeper.begin(tmp_path, "index", None)
    assert [run.outcome for run in last_runs(tmp_path)] == [RUNNING]
    keeper.end(replace(keeper.run, outcome=DONE, ended=NOON))
    assert [run.outcome for run in last_runs(tmp_path)] == [DONE]


def test_a_run_whose_process_was_killed_is_known(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from index.store.runs.keeping import Keeper\n"
        "keeper = Keeper.begin(Path(sys.argv[1]), 'sync', 4); print('begun', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"begun\n"
        assert last_runs(tmp_path)[0].outcome == RUNNING
        process.send_signal(signal.SIGKILL)
    (run,) = last_runs(tmp_path)
    assert (run.outcome, run.ended, run.before) == (KILLED, None, 4)
    assert run.why


def test_a_torn_last_line_is_skipped_and_the_next_run_stands_behind_it(tmp_path: Path) -> None:
    first = _ended(tmp_path)
    path = journal_of(tmp_path)
    whole = path.read_bytes().rstrip(b"\n")
    disk.overwrite(path, len(whole) + 1, first.to_line()[:40])
    assert last_runs(tmp_path) == [first]
    second = _ended(tmp_path)
    assert last_runs(tmp_path) == [second, first]


def test_a_full_disk_keeps_no_end_from_being_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper.begin(tmp_path, "sync", 1)
    size = journal_of(tmp_path).stat().st_size
    overwrite = type(disk).overwrite

    def full(self: object, path: Path, at: int, raw: bytes) -> None:
        if at + len(raw) > size:
            raise OSError(28, "No space left on device")
        overwrite(disk, path, at, raw)

    monkeypatch.setattr(type(disk), "overwrite", full)
    keeper.end(replace(keeper.run, outcome=FAILED, ended=NOON, why="磁盘已满。"))
    assert [(run.outcome, run.why) for run in last_runs(tmp_path)] == [(FAILED, "磁盘已满。")]


def test_what_cannot_be_kept_stops_no_run(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "runs").write_text("no folder")
    _ended(tmp_path)
    assert "未能记入" in caplog.text


def test_runs_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    threads = [threading.Thread(target=add, args=(tmp_path, f"{at:03}")) for at in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {run.id for run in last_runs(tmp_path)} == {f"{at:03}" for at in range(16)}


def add(root: Path, id: str) -> None:
    keeping.add(root, Run(id, "sync", NOON, NOON, DONE))


def test_only_the_last_runs_are_kept_and_the_last_successful_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "KEPT", 3)
    good = _ended(tmp_path)
    bad = [_ended(tmp_path, FAILED, hours) for hours in range(1, 12)]
    kept = last_runs(tmp_path)
    assert kept[:3] == bad[:-4:-1]
    assert len(kept) <= 2 * 3 + 1
    assert last_successful(kept) == good
    assert len(os.listdir(tmp_path / "runs" / "live")) == 0


def test_the_last_successful_run_is_the_one_that_ended_last(tmp_path: Path) -> None:
    late = _ended(tmp_path, PARTLY, 2)
    _ended(tmp_path, DONE, 1)
    _ended(tmp_path, FAILED, 3)
    assert last_successful(last_runs(tmp_path)) == late


def test_what_a_newer_version_adds_to_a_line_is_left_out(tmp_path: Path) -> None:
    run = _ended(tmp_path)
    line = run.to_line().replace(b'"kind"', b'"colour":"red","kind"')
    path = journal_of(tmp_path)
    path.write_bytes(line + b"\n")
    assert last_runs(tmp_path) == [run]


def test_a_folder_made_for_a_run_that_wrote_nothing_goes_with_it(tmp_path: Path) -> None:
    keeper = Keeper.begin(tmp_path / "mistyped", "index", None)
    keeper.end(replace(keeper.run, outcome=FAILED, ended=NOON))
    keeper.forget()
    assert not (tmp_path / "mistyped").exists()


def test_a_folder_that_was_there_or_has_more_in_it_keeps_its_runs(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    other = tmp_path / "other"
    for root in (there, other):
        keeper = Keeper.begin(root, "index", None)
        keeper.end(replace(keeper.run, outcome=FAILED, ended=NOON))
        (other / "generations").mkdir(parents=True, exist_ok=True)
        keeper.forget()
        assert [one.outcome for one in last_runs(root)] == [FAILED]
