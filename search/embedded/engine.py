"""The embedded engine: answers requests from an index on this machine."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Lock

from index.errors import IndexDamaged, ZhengceError
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
        self._newest = NewestReading(Store(folder), analyzer, today)
        super().__init__(self._newest, analyzer, today, shipped() if table is None else table)

    def recheck(self) -> None:
        """Serve another generation if the files of this one have become shorter; see
        :meth:`NewestReading.recheck`."""
        self._newest.recheck()


class NewestReading:
    """The newest generation of a store that can be opened; see ``search.facade.engine.Readings``.

    A new one is noticed by its number at the next call and opened once; one that cannot be
    opened is logged and not served.
    """

    def __init__(self, store: Store, analyzer: Analyzer, today: Callable[[], date]) -> None:
        self._store = store
        self._analyzer = analyzer
        self._today = today
        self._lock = Lock()
        self._lost = ""
        self._seen = self._now()
        self._opened, self._damage = store.newest(self._open)

    def current(self) -> EmbeddedReading:
        """The generation that is current now, opened at most once a day.

        Raises:
            IndexDamaged: :meth:`recheck` found it damaged, and there is no other.
        """
        now = self._now()
        if now == self._seen or now[0] is None or not self._lock.acquire(blocking=False):
            return self._whole()  # while one opens the new generation, the others go on
        try:
            if now != self._seen:
                self._seen = now
                try:
                    self._opened, self._damage = self._store.newest(self._open)
                    self._lost = ""
                except ZhengceError as error:  # what is open is whole: go on serving it
                    _log.error("新一代索引无法打开，继续使用已打开的一代：%s", error)
            return self._whole()
        finally:
            self._lock.release()

    def recheck(self) -> None:
        """Serve the newest generation that is whole if the one that is open is so no more.

        Nothing of its bytes is read: reading what has been cut off a mapped file ends the process
        (SIGBUS). Files that are gone are none of that: what is open stays.

        Raises:
            IndexDamaged: none is whole; nothing is served until one is.
        """
        with self._lock:
            if not self._lost and self._served.has_its_sizes():
                return
            try:
                self._opened, self._damage = self._store.newest(self._open)
                self._lost = ""
            except ZhengceError as error:
                self._lost = str(error)
                raise

    def _whole(self) -> EmbeddedReading:
        if self._lost:
            raise IndexDamaged(self._lost)
        return self._opened

    def damage(self) -> str:
        """What is wrong with a newer generation that is not served for it; empty: nothing."""
        return self._damage

    def _now(self) -> tuple[object, date]:
        """What a generation that is open depends on: which it is, and the day (documents expire)."""
        return self._store.current_stamp(), self._today()

    def _open(self, generation: Generation) -> EmbeddedReading:
        self._store.ensure_current(generation, self._analyzer)
        reading = EmbeddedReading(generation, self._today())
        self._served = generation
        return reading
