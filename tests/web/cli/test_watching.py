"""``sync --watch`` without waiting: the clock, the files and the runs are ours."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest

from index.errors import IndexBusy, SourceError
from web.cli.watching import LONGEST_RETRY, LONGEST_UNREST, State, Watch, state_of

START = datetime(2026, 11, 30, 0, 15, 9)
INTERVAL = 5.0


class World:
    """Time that passes only when somebody sleeps, files that change at will, runs that fail."""

    def __init__(self) -> None:
        self.time = 0.0
        self.files = 0
        self.grows = False
        self.trouble: BaseException | None = None
        self.blind: BaseException | None = None
        self.runs: list[float] = []
        self.lines: list[str] = []
        self.until = 0.0
        self.looks = 0
        self.remains = ""
        self.watch = Watch(
            self._look, self._run, INTERVAL, self._clock, self._sleep, self._now, self.lines.append
        )

    def run(self, seconds: float) -> None:
        """Let so much time pass."""
        self.until = self.time + seconds
        while self.time < self.until:
            self.watch.once()
            self._sleep(self.watch.pause())

    @property
    def said(self) -> list[str]:
        """The lines without their times, since the last question."""
        said = [line[len("2026-11-30 00:15:09 ") :] for line in self.lines]
        self.lines.clear()
        return said

    def _look(self) -> State:
        self.looks += 1
        if self.blind:
            raise self.blind
        self.files += self.grows
        return {Path("a"): (self.files, 0, 0)}

    def _run(self) -> str:
        self.runs.append(self.time)
        if self.trouble:
            raise self.trouble
        return f"同步完成 {self.files}{self.remains}"

    def _clock(self) -> float:
        return self.time

    def _now(self) -> datetime:
        return START + timedelta(seconds=self.time)

    def _sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.time += seconds


@pytest.fixture
def world() -> World:
    return World()


def test_it_runs_at_once_and_then_only_after_changes_that_are_at_rest(world: World) -> None:
    world.run(3600)
    assert world.runs == [0.0]
    assert world.said == ["同步完成 0"]
    world.files += 1
    world.run(3600)
    assert world.runs == [0.0, 3600 + INTERVAL]
    assert world.said == ["文件有变化，等它们写完。", "同步完成 1"]


def test_files_that_keep_coming_do_not_starve_it(world: World) -> None:
    world.run(10)
    world.grows = True
    world.run(4 * LONGEST_UNREST)
    waits = [later - earlier for earlier, later in zip(world.runs, world.runs[1:], strict=False)]
    assert len(world.runs) >= 4
    assert max(waits) <= LONGEST_UNREST + 3 * INTERVAL
    assert len(world.said) <= 2 * len(world.runs)


@pytest.mark.parametrize(
    "trouble",
    [
        SourceError("没有挂载"),
        IndexBusy("忙"),
        OSError(errno.ENOSPC, "磁盘已满"),
        click.ClickException("不行"),
    ],
)
def test_a_run_that_failed_is_tried_again_later_each_time(world: World, trouble: Exception) -> None:
    world.trouble = trouble
    world.run(2 * 3600)
    waits = [later - earlier for earlier, later in zip(world.runs, world.runs[1:], strict=False)]
    assert waits[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    assert set(waits[10:]) == {LONGEST_RETRY}
    [line] = world.said
    assert "失败" in line
    world.trouble = None
    world.run(LONGEST_RETRY + INTERVAL)
    assert world.said == ["同步完成 0", "已恢复正常。"]
    count = len(world.runs)
    world.run(3600)
    assert len(world.runs) == count


def test_another_failure_is_said_and_the_same_is_not(world: World) -> None:
    world.trouble = SourceError("甲")
    world.run(100)
    world.trouble = SourceError("乙")
    world.run(200)
    assert [line.split("：")[-1] for line in world.said] == ["甲", "乙"]


def test_a_failed_run_is_not_forgotten_when_the_files_are_as_before(world: World) -> None:
    world.run(10)
    world.files, world.trouble = 1, OSError(errno.EIO, "坏")
    world.run(30)
    world.files, world.trouble = 0, None
    before = len(world.runs)
    world.run(60)
    assert len(world.runs) == before + 1, "whatever the failed run had published is put right"


def test_a_look_that_fails_is_no_reason_to_run(world: World) -> None:
    world.run(10)
    world.blind = SourceError("不见了")
    world.run(1000)
    looks = world.looks
    world.blind = None
    world.run(1000)
    assert len(world.runs) == 1
    assert looks < 20
    assert [line.split("：")[-1] for line in world.said] == ["同步完成 0", "不见了", "已恢复正常。"]


def test_what_remains_to_be_done_is_said_when_it_changes(world: World) -> None:
    world.remains = "\n缺得太多"
    world.run(10)
    for _ in range(3):
        world.files += 1
        world.run(60)
    assert world.said.count("缺得太多") == 1
    world.remains = ""
    world.files += 1
    world.run(60)
    assert world.said[-1] == "此前保留的内容已恢复，或已接受缺失。"
    world.files += 1
    world.run(60)
    assert len(world.said) == 2


def test_every_line_has_date_and_time(world: World) -> None:
    world.trouble = SourceError("第一行\n第二行")
    world.run(10)
    assert [line[:20] for line in world.lines] == ["2026-11-30 00:15:09 "] * 2


@pytest.mark.parametrize("end", [KeyboardInterrupt, lambda: SystemExit(143)])
def test_it_says_that_it_stops(world: World, end: Callable[[], BaseException]) -> None:
    world.trouble = end()
    with pytest.raises(type(world.trouble)):
        world.watch.forever()
    assert world.said[-1] == "已停止。"


def test_an_interrupted_run_is_no_failure(world: World) -> None:
    world.trouble = click.ClickException("已中断")
    world.trouble.__cause__ = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        world.watch.forever()


def test_the_state_changes_with_content_mode_and_sources(tmp_path: Path) -> None:
    one, two = tmp_path / "甲", tmp_path / "乙"
    for folder in (one, two):
        folder.mkdir()
        (folder / "a.txt").write_text("正文", encoding="utf-8")
    paths, index = [one, two], tmp_path / "index"
    before = state_of(paths, index)
    assert state_of(paths, index) == before
    (one / "a.txt").chmod(0o600)
    assert state_of(paths, index) != before
    (two / "a.txt").unlink()
    two.rmdir()
    assert len(state_of(paths, index)) == 1
    (one / "a.txt").unlink()
    one.rmdir()
    with pytest.raises(SourceError):
        state_of(paths, index)
