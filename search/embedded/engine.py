"""The embedded engine: answers requests from an index on this machine."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from index.errors import IndexMissing, ZhengceError
from index.store.generation import Generation
from index.store.judgement import ensure_current
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.reading import EmbeddedReading
from search.facade.engine import SearchEngine
from search.facade.holding import refused_as
from search.language.lay import LayTable, chosen, shipped
from search.results import Status

AGAIN_SECONDS = 5.0
"""So often a generation that is refused is looked at again."""

_log = logging.getLogger(__name__)


def open_engine(
    folder: Path, lay: Path | None = None, literal: bool = False, told: int | None = None
) -> EmbeddedEngine:
    """The engine over the index in ``folder``.

    Args:
        lay: an operator's own table of lay words; see ``search.language.lay.read_lay``.
        literal: whether words are looked for as typed alone.
        told: bytes that are kept of terms; None: by the number of documents.

    Raises:
        index.errors.ZhengceError: there is no index there, or it cannot be served, or ``lay``
            cannot be used.
    """
    return EmbeddedEngine(folder, table=chosen(lay, literal), told=told)


class EmbeddedEngine(SearchEngine):
    """Keeps the ``Engine`` protocol over one index folder.

    Raises (on construction):
        IndexMissing, IndexDamaged, IndexOutdated, IndexInaccessible: there is nothing to serve.
    """

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer | None = None,
        today: Callable[[], date] = date.today,
        table: LayTable | None = None,
        clock: Callable[[], float] = time.monotonic,
        told: int | None = None,
    ) -> None:
        analyzer = analyzer or Analyzer()
        self._newest = NewestReading(Store(folder), analyzer, today, clock, told)
        super().__init__(self._newest, analyzer, today, shipped() if table is None else table)
        self._newest.prepare = self._understanding.prepare  # neither knows this engine: it would
        self._newest.went_over = self._understanding.go_over  # wait for Python's collector

    def status(self) -> Status:
        """What the index holds now, and why a newer generation is not served."""
        status, refused = super().status(), self._newest.refused()
        return replace(status, refused=refused) if refused else status  # asked at every request


class _Seen(NamedTuple):
    """What was looked at when it was opened: the generation, the day, the journal of withdrawals."""

    generation: tuple[int, int] | None
    day: date
    journal: tuple[int, ...]


class NewestReading:
    """The newest generation of a store that can be opened; see ``search.facade.holding.Readings``.

    A new one is noticed by its number at the next call and opened once; while one is refused it
    is looked at again from time to time, since rights may be mended without another being
    published. What is open is served as long as its files are what was opened: bytes that were
    cut off must not be looked at, so that is asked at every call.

    What is withdrawn is gone at the next call, for everyone: no call goes on with what was seen
    before. A journal that cannot be read leaves withdrawn what was; nothing is opened for the
    first time without it.

    Attributes:
        prepare: what is to be done with a generation before it takes the place of another, which
            is served meanwhile.
        went_over: what is to be done when it is served.
    """

    def __init__(
        self,
        store: Store,
        analyzer: Analyzer,
        today: Callable[[], date],
        clock: Callable[[], float] = time.monotonic,
        told: int | None = None,
    ) -> None:
        self._told = told
        self.prepare: Callable[[EmbeddedReading], None] = _nothing
        self.went_over: Callable[[EmbeddedReading], None] = _nothing
        self._store = store
        self._analyzer = analyzer
        self._today = today
        self._clock = clock
        self._lock = Lock()
        self._reading: EmbeddedReading | None = None
        self._refusal: ZhengceError | None = None
        self._again = 0.0
        self._seen: _Seen | None = None
        self._journal = store.journal.stamp()
        self._withdrawals = store.withdrawals()
        self._doubt = self._withdrawals.doubt
        self._look()

    def current(self) -> EmbeddedReading:
        """The generation that is current now, opened at most once a day.

        Raises:
            IndexDamaged, IndexInaccessible …: the files that were open are cut off or written to,
                and no generation can be opened.
        """
        reading = self._whole()
        if self._is_settled(reading):
            return self._given(reading)
        must_wait = reading is None or self._is_withdrawal()
        if not self._lock.acquire(blocking=must_wait):
            return self._given(reading)  # while one opens the new generation, the others go on
        try:
            if not self._is_settled(self._whole()):
                self._look()
            return self._given(self._whole())
        finally:
            self._lock.release()

    def damage(self) -> str:
        """What is wrong with a newer generation that is not served for it, or with the journal
        of withdrawals; empty: nothing."""
        return " ".join(filter(None, (str(self._refusal or ""), self._doubt)))

    def refused(self) -> str:
        """The same of a generation in a word, for machines; see ``search.facade.holding.refused_as``."""
        return refused_as(self._refusal)

    def _whole(self) -> EmbeddedReading | None:
        """What is open, if its files are what was opened."""
        reading = self._reading
        return reading if reading and reading.is_as_opened() else None

    def _given(self, reading: EmbeddedReading | None) -> EmbeddedReading:
        if reading is not None:
            return reading
        error = self._refusal or IndexMissing("索引暂时不能读取。请运行：zhengce doctor")
        raise error.with_traceback(None)

    def _is_withdrawal(self) -> bool:
        return self._store.journal.stamp() != self._journal

    def _is_settled(self, reading: EmbeddedReading | None) -> bool:
        """Whether there is nothing to open: nothing new, and what is refused was just looked at."""
        is_news = self._refusal is None and reading is None
        if self._refusal and self._clock() >= self._again:
            return False
        try:
            return not is_news and self._now() == self._seen
        except ZhengceError:  # the folder may not be read: what is open goes on
            return self._refusal is not None and not self._is_withdrawal()

    def _look(self) -> None:
        """Open the newest generation that can be, and note why none newer is.

        Raises:
            ZhengceError: none can be, and nothing is open.
        """
        before = str(self._refusal or "")
        self._again = self._clock() + AGAIN_SECONDS
        if self._is_withdrawal():
            self._withdraw()
        try:
            self._seen = self._now()
            found, self._refusal = self._store.newest(self._open)
            self._go_over(found)
        except ZhengceError as error:
            reading = self._whole()
            self._refusal = _gone(self._store.root) if reading and _is_gone(error) else error
            if reading is None:
                raise
        if self._refusal and str(self._refusal) != before:
            _log.error("新一代索引无法打开，现在提供的是上一代：%s", self._refusal)

    def _go_over(self, found: EmbeddedReading) -> None:
        """Serve a generation from now on."""
        served = self._whole()
        if served is not None and served is not found:
            self.prepare(found)
        self._reading = found
        self.went_over(found)

    def _withdraw(self) -> None:
        """Show what is open without what is withdrawn now."""
        self._journal = self._store.journal.stamp()
        try:
            found = self._store.withdrawals()
            if self._withdrawals.by_id and not self._store.journal.read().reserved:
                raise _gone(self._store.root)  # with the folder: nothing was undone by that
            self._withdrawals, self._doubt = found, found.doubt
        except (ZhengceError, OSError) as error:  # what was withdrawn stays so
            self._doubt = str(error)
            _log.error("撤下登记无法读取，继续使用已读到的登记：%s", error)
        if self._doubt:
            _log.error("%s", self._doubt)
        if reading := self._whole():
            self._reading = reading.under(self._withdrawals)

    def _now(self) -> _Seen:
        """What a generation that is open depends on: documents expire, and are withdrawn."""
        return _Seen(self._store.current_stamp(), self._today(), self._store.journal.stamp())

    def _open(self, generation: Generation) -> EmbeddedReading:
        """A generation opened; the one that is open, where it is that."""
        ensure_current(generation, self._analyzer)
        today, reading = self._today(), self._whole()
        if reading and reading.is_of(generation, today):
            return reading  # with all that it remembers
        return EmbeddedReading(generation, today, self._withdrawals, told=self._told)


def _nothing(reading: EmbeddedReading) -> None:
    """Nobody waits for a generation."""


def _is_gone(error: ZhengceError) -> bool:
    return isinstance(error, IndexMissing)


def _gone(root: Path) -> IndexMissing:
    return IndexMissing(f"{root} 中的索引不见了，已打开的一代仍在使用。请检查磁盘挂载和文件夹。")
