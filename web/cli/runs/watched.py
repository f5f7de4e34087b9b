"""What ``sync --watch`` leaves in the journal: its runs and, summed up, that nothing changed.

A watch looks every few seconds. Looks that find all as it was are together one run that did well,
whose line is renewed at most every :data:`EVERY` seconds. A failure that is met again at every
retry is one run too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from index.store.runs import Run
from index.store.runs.keeping import Keeper
from index.store.store import Store
from web.cli.runs import hook
from web.cli.runs.recording import Record

EVERY = 300.0
"""Seconds."""
IDLE = "监视中，文件没有变化。"

T = TypeVar("T")


@dataclass
class WatchRecords:
    """Records the looks and the runs of a watch over the index in ``folder``.

    Args:
        kind: of its runs.
        on_failure: told of a failure once, however often it is met again.
        clock: seconds that have passed.
    """

    folder: Path
    kind: str
    on_failure: tuple[str, ...] | None = None
    clock: Callable[[], float] = time.monotonic
    _last: Keeper | None = field(default=None, init=False)
    _idle: Keeper | None = field(default=None, init=False)
    _found: object = field(default=None, init=False)
    _done: object = field(default=None, init=False)
    _looks: int = field(default=0, init=False)
    _noted_at: float = field(default=0.0, init=False)

    def looking(self, look: Callable[[], T]) -> Callable[[], T]:
        """``look``, recorded where it fails, and where it finds all as it was."""

        def looked() -> T:
            record = Record(Store(self.folder), self._unkept(), frozenset())
            try:
                found = look()
            except Exception as error:
                self._failed(None, record.ended(error))
                raise
            self._found = found
            if self._last and self._last.run.is_successful and found == self._done:
                self._nothing_found(self._last.run)
            return found

        return looked

    def working(self, work: Callable[[], T]) -> Callable[[], T]:
        """``work``, recorded."""

        def worked() -> T:
            is_retry = self._last and not self._last.run.is_successful
            keeper = None if is_retry else self._begun()
            record = Record.of(self.folder, keeper.run if keeper else self._unkept())
            try:
                with record.is_current():
                    said = work()
            except BaseException as error:
                self._failed(keeper, record.ended(error))
                raise
            self._well(keeper, record.ended(None))
            return said

        return worked

    def _well(self, keeper: Keeper | None, run: Run) -> None:
        if not run.is_successful:  # held back: nothing was raised, and nothing was done
            self._failed(keeper, run)
            self._done = self._found
            return
        self._last = keeper or self._begun()
        self._last.end(replace(run, id=self._last.run.id))
        self._idle, self._looks, self._done = None, 0, self._found

    def _failed(self, keeper: Keeper | None, run: Run) -> None:
        before, self._idle = self._last, None
        if before and not keeper and _same_end(before.run, run):
            again = replace(before.run, ended=run.ended, times=before.run.times + 1)
            before.end(again)
            return
        self._last = keeper or self._begun()
        self._last.end(replace(run, id=self._last.run.id))
        if self.on_failure:
            hook.call(self.on_failure, self._last.run)

    def _nothing_found(self, last: Run) -> None:
        """Say that it goes on well, where that was not said for a while."""
        now = self.clock()
        self._looks += 1
        if self._idle and now - self._noted_at < EVERY:
            return
        self._noted_at, self._idle = now, self._idle or self._begun()
        known = replace(
            last.counts,
            new=0,
            changed=0,
            removed=0,
            unchanged=last.counts.new + last.counts.changed + last.counts.unchanged,
            new_failures=0,
        )
        self._idle.end(
            replace(
                self._idle.run,
                ended=datetime.now(UTC),
                outcome=last.outcome,
                why=IDLE,
                exit_code=last.exit_code,
                after=last.after,
                counts=known,
                times=self._looks,
                failures=tuple(replace(one, is_new=False) for one in last.failures),
            )
        )

    def _begun(self) -> Keeper:
        return Keeper.begin(self.folder, self.kind, Store(self.folder).current_number())

    def _unkept(self) -> Run:
        now = datetime.now(UTC)
        return Run("", self.kind, now, before=Store(self.folder).current_number())


def _same_end(one: Run, other: Run) -> bool:
    return (one.outcome, one.why) == (other.outcome, other.why)
