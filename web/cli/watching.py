"""``sync --watch``: a command is run again when files of some folders have changed and are at rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from index.errors import ZhengceError
from index.ingest.sources import files_under

SOME_FAILED = 3
"""The exit code of a run that is done, but for some files."""

State = dict[Path, tuple[int, int]]


def watch(paths: Sequence[Path], index: Path, interval: float, run: Callable[[], None]) -> None:
    """Run at once, and after every change under ``paths``; until it is interrupted.

    A change is acted on when two looks, ``interval`` seconds apart, find the same: a file that
    is being copied is left alone. What an operator can mend is printed, and the watch goes on.
    """
    done: State | None = None
    before: State | None = None
    while True:
        try:
            now = _state(paths, index)
            if now != done and now in (before, done or now):
                _attempt(run)
                done = now
            before = now
        except ZhengceError as error:
            _say(str(error))
        time.sleep(interval)


def _attempt(run: Callable[[], None]) -> None:
    try:
        run()
    except click.ClickException as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise
        _say(error.format_message())
    except (ZhengceError, OSError) as error:
        _say(str(error))
    except SystemExit as ended:
        if ended.code != SOME_FAILED:  # that was said already
            raise


def _state(paths: Sequence[Path], index: Path) -> State:
    """Size and time of every file."""
    found: State = {}
    for file in files_under(paths, index):
        if file.status:
            found[file.path] = (file.status.st_size, file.status.st_mtime_ns)
    return found


def _say(message: str) -> None:
    click.secho(f"{time.strftime('%H:%M:%S')} {message}", fg="red", err=True)
