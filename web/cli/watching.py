"""``sync --watch``: a command is run again when files of some folders have changed.

It waits until they are at rest, but not for ever; a run that failed is tried again, later each
time. A line is printed when something has changed, and none for each look.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from index.errors import ZhengceError
from index.ingest.selection import USUAL, Selection
from index.ingest.sources import files_under, is_gone

LONGEST_UNREST = 300.0
"""Seconds after which a run takes files as they are, though they keep changing: those that are
still growing are read again when they have grown."""
FIRST_RETRY = 1.0
"""Seconds until a run that failed is tried again; twice as long each time …"""
LONGEST_RETRY = 600.0
"""… but no longer than this."""

State = dict[Path, tuple[int, int, int]]
"""Size, and times of change of content and of mode, of every file."""


@dataclass
class Watch:
    """Runs at once, and after every change; until it is interrupted.

    Args:
        look: what the files are like now.
        run: does the work; a line that says what it did, and below it what remains to be done,
            which is said again only when it has changed.
        interval: seconds between two looks; a change is acted on when two looks find the same.
        clock, sleep, now: the time that has passed, waiting, the time of day.
        say: prints a line.

    What an operator can mend (:class:`ZhengceError`, OSError, a ClickException) is printed, and
    the watch goes on; all else ends it.
    """

    look: Callable[[], State]
    run: Callable[[], str]
    interval: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = datetime.now
    say: Callable[[str], None] = click.echo
    _done: State | None = None
    _before: State | None = None
    _changing_since: float | None = None
    _failures: int = 0
    _retry_at: float = 0.0
    _said: str = ""
    _remains: str = ""

    def forever(self) -> None:
        """Look, wait, look again."""
        self._tell("开始监视，按 Ctrl+C 停止。")
        try:
            while True:
                self.once()
                self.sleep(self.pause())
        except (KeyboardInterrupt, SystemExit):
            self._tell("已停止。")
            raise

    def once(self) -> None:
        """One look, and a run if it is time for one."""
        if self.clock() < self._retry_at:
            return
        try:
            state = self.look()
            if self._is_due(state):
                self._done = None  # whatever a run that fails has done meanwhile
                self._report(self.run())
                self._done, self._changing_since = state, None
            self._before = state
            if self._failures:
                self._failures = 0
                self._tell("已恢复正常。")
        except click.ClickException as error:
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise error.__cause__ from error
            self._failed(error.format_message())
        except (ZhengceError, OSError) as error:
            self._failed(str(error))

    def _report(self, said: str) -> None:
        line, _, remains = said.partition("\n")
        self._tell(line)
        if remains != self._remains:
            self._tell(remains or "此前保留的内容已恢复，或已接受缺失。")
            self._remains = remains

    def _is_due(self, state: State) -> bool:
        """Whether files differ from what was done, and are at rest or have been restless for too
        long. The first run waits for nothing, and neither does one after a failure."""
        if state == self._done:
            self._changing_since = None
            return False
        if self._done is None:
            return True
        if self._changing_since is None:
            self._changing_since = self.clock()
            self._tell("文件有变化，等它们写完。")
        restless = self.clock() - self._changing_since
        return state == self._before or restless >= LONGEST_UNREST

    def _failed(self, message: str) -> None:
        """Said once, however often it happens again."""
        wait = min(FIRST_RETRY * 2**self._failures, LONGEST_RETRY)
        if not self._failures or message != self._said:
            self._tell(f"失败，{wait:.0f} 秒后重试，以后间隔渐长：{message}")
            self._said = message
        self._failures += 1
        self._retry_at = self.clock() + wait

    def pause(self) -> float:
        """Seconds until it is time for the next look."""
        left = self._retry_at - self.clock()
        return min(self.interval, left) if left > 0 else self.interval

    def _tell(self, message: str) -> None:
        stamp = self.now().strftime("%Y-%m-%d %H:%M:%S")
        for line in message.splitlines():
            self.say(f"{stamp} {line}")


def state_of(paths: Sequence[Path], index: Path, selection: Selection = USUAL) -> State:
    """The files under those of ``paths`` that are there, and are not passed over.

    Raises:
        SourceError: none of them is.
    """
    there = [path for path in paths if not is_gone(path)]
    return {
        file.path: (file.status.st_size, file.status.st_mtime_ns, file.status.st_ctime_ns)
        for file in files_under(there or paths, index, selection)
        if file.status and not file.passed_over
    }
