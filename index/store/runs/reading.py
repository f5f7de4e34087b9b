"""Reading the journal of runs, without its lock and without the right to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from index.store.runs.model import KILLED, RUNNING, Run
from index.store.runs.places import is_live, lines_of

_KILLED = (
    "没有留下结果：进程被杀、机器断电，或结果未能写入磁盘。未完成的部分没有启用，再次运行会接着做。"
)


def last_runs(folder: Path, most: int | None = None) -> list[Run]:
    """The runs of the index in ``folder``, the newest first; none where nothing is kept.

    Args:
        most: so many at most.

    Raises:
        OSError, IndexInaccessible: the journal is there and cannot be read.
    """
    runs = lines_of(folder)
    dead = {id for id, run in runs.items() if run.outcome == RUNNING and not is_live(folder, id)}
    if dead:  # one may have ended between the two looks
        runs = lines_of(folder)
    newest = [_judged(run, run.id in dead) for run in reversed(runs.values())]
    return newest[:most]


def last_successful(runs: Iterable[Run]) -> Run | None:
    """The run among ``runs`` that ended last and saw all there is to see; None without one."""
    ended = [run for run in runs if run.is_successful and run.ended]
    return max(ended, key=lambda run: run.ended or run.began, default=None)


def _judged(run: Run, is_dead: bool) -> Run:
    if run.outcome == RUNNING and is_dead:
        return replace(run, outcome=KILLED, why=_KILLED)
    return run
