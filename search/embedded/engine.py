"""The embedded engine: answers requests from an index on this machine."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from index.errors import ZhengceError
from index.store.generation import Generation
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.reading import EmbeddedReading
from search.facade.engine import SearchEngine
from search.language.lay import NO_TABLE, LayTable, read_lay, shipped, with_rows

_log = logging.getLogger(__name__)


def open_engine(folder: Path, lay: Path | None = None, literal: bool = False) -> EmbeddedEngine:
    """The engine over the index in ``folder``.

    Args:
        lay: an operator's own table of lay words; see ``search.language.lay.read_lay``.
        literal: whether words are looked for as typed alone.

    Raises:
        index.errors.ZhengceError: there is no index there, or it cannot be served, or ``lay``
            cannot be used.
    """
    table = NO_TABLE if literal else with_rows(read_lay(lay)) if lay else shipped()
    return EmbeddedEngine(folder, table=table)


class EmbeddedEngine(SearchEngine):
    """Keeps the ``Engine`` protocol over one index folder.

    Raises (on construction):
        IndexMissing, IndexDamaged: there is nothing to serve.
        IndexOutdated: the index was built by another analyser or schema.
    """

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer | None = None,
        today: Callable[[], date] = date.today,
        table: LayTable | None = None,
    ) -> None:
        analyzer = analyzer or Analyzer()
        newest = NewestReading(Store(folder), analyzer, today)
        super().__init__(newest, analyzer, today, shipped() if table is None else table)


class _Seen(NamedTuple):
    """What was looked at when it was opened: the generation, the day, the journal of withdrawals."""

    generation: tuple[int, int] | None
    day: date
    journal: tuple[int, ...]


class NewestReading:
    """The newest generation of a store that can be opened; see ``search.facade.engine.Readings``.

    A new one is noticed by its number at the next call and opened once; one that cannot be
    opened is logged and not served. What is withdrawn is gone at the next call, for everyone: no
    call goes on with what was seen before. A journal that cannot be read leaves withdrawn what
    was; nothing is opened for the first time without it.
    """

    def __init__(self, store: Store, analyzer: Analyzer, today: Callable[[], date]) -> None:
        self._store = store
        self._analyzer = analyzer
        self._today = today
        self._lock = Lock()
        self._seen = self._now()
        self._withdrawals = store.withdrawals()
        self._doubt = self._withdrawals.doubt
        self._opened, self._damage = store.newest(self._open)

    def current(self) -> EmbeddedReading:
        """The generation that is current now, opened at most once a day."""
        now = self._now()
        if now == self._seen:
            return self._opened
        is_withdrawal = now.journal != self._seen.journal
        if not self._lock.acquire(blocking=is_withdrawal):
            return self._opened  # while one opens the new generation, the others go on
        try:
            now = self._now()
            if now.journal != self._seen.journal:
                self._withdraw()
            if now.generation and now[:2] != self._seen[:2]:
                self._reopen()
            self._seen = now
            return self._opened
        finally:
            self._lock.release()

    def damage(self) -> str:
        """What is wrong with a newer generation that is not served for it, or with the journal
        of withdrawals; empty: nothing."""
        return " ".join(filter(None, (self._damage, self._doubt)))

    def _withdraw(self) -> None:
        try:
            self._withdrawals = self._store.withdrawals()
            self._doubt = self._withdrawals.doubt
        except (ZhengceError, OSError) as error:  # what was withdrawn stays so
            self._doubt = str(error)
            _log.error("撤下登记无法读取，继续使用已读到的登记：%s", error)
        if self._doubt:
            _log.error("%s", self._doubt)
        self._opened = self._opened.under(self._withdrawals)

    def _reopen(self) -> None:
        try:
            self._opened, self._damage = self._store.newest(self._open)
        except ZhengceError as error:  # what is open is whole: go on serving it
            _log.error("新一代索引无法打开，继续使用已打开的一代：%s", error)

    def _now(self) -> _Seen:
        """What a generation that is open depends on: documents expire, and are withdrawn."""
        return _Seen(self._store.current_stamp(), self._today(), self._store.journal.stamp())

    def _open(self, generation: Generation) -> EmbeddedReading:
        self._store.ensure_current(generation, self._analyzer)
        return EmbeddedReading(generation, self._today(), self._withdrawals)
