"""The generation that an alias of a cluster leads to, opened; another is opened when it leads to another."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from index.errors import ClusterUnavailable, IndexDamaged, ZhengceError
from index.opensearch.client import Client, Refused, apart, end_of, is_hurried, within
from index.opensearch.served import Published, served
from index.opensearch.titles import TITLES
from index.opensearch.vocabulary import VOCABULARY, Vocabulary
from index.text.analysis import Analyzer
from search.facade.holding import refused_as
from search.opensearch.norms import ensure_ours
from search.opensearch.reading import Opened, OpenSearchReading
from search.opensearch.served import Served
from search.opensearch.side_files import SideFiles

OPEN_SECONDS = 300.0
"""So long it is waited for what another thread opens, where nothing is open yet."""
LOOK_SECONDS = 1.0
"""So often it is asked where the alias leads."""
LOOK_PATIENCE = 2.0
"""Seconds after which that is given up."""
LATER_SECONDS = 60.0
"""So long another index is left to those who look for it and wait for nothing: what it is opened with may be many MB.
Then whoever asks opens it."""
AGAIN_SECONDS = 5.0
"""So often an index that is refused is looked at again."""
_GONE = 404

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was opened: an index, with what is said of it (which publishing may change), as it is on a day."""

    found: Published
    day: date


class NewestServed:
    """What is served under a name; see ``search.facade.holding.Readings``.

    Where an alias leads is asked once a second, by one thread, while the others go on with what is open. Who cannot
    reach the cluster goes on with it too: whether an answer can be had is for those to say who ask for it. An index
    that is refused leaves the one before served, for as long as it is there.

    Attributes:
        prepare: what is to be done with a generation before it takes the place of another, which
            is served meanwhile.
        went_over: what is to be done when it is served.

    Raises (on construction):
        IndexMissing, IndexOutdated, IndexDamaged: there is nothing to serve. A cluster that cannot be reached may
            come back: that is no reason not to begin.
    """

    def __init__(
        self,
        client: Client,
        name: str,
        analyzer: Analyzer,
        today: Callable[[], date],
        folder: Path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.prepare: Callable[[OpenSearchReading], None] = _nothing
        self.went_over: Callable[[OpenSearchReading], None] = _nothing
        self._client = client
        self._name = name
        self._analyzer = analyzer
        self._today = today
        self._files = SideFiles(client, name, folder)
        self._clock = clock
        self._lock = os.getpid(), Lock()
        self._reading: OpenSearchReading | None = None
        self._opened: tuple[Published, Opened] | None = None
        self._seen: _Seen | None = None
        self._refused_index = ""
        self._refusal: ZhengceError | None = None
        self._away: ClusterUnavailable | None = None
        self._left_since: float | None = None
        self._next = self._again = 0.0
        self._look()

    def current(self) -> OpenSearchReading:
        """The generation that is served now.

        Raises:
            ClusterUnavailable: nothing is open yet, and the cluster does not answer.
            IndexMissing, IndexOutdated, IndexDamaged: nothing is open, and nothing can be.
        """
        reading = self._reading
        if not self._is_due():
            return self._given(reading)
        seconds = end_of(OPEN_SECONDS) - time.monotonic() if reading is None else 0.0
        lock = self._own_lock()
        if not lock.acquire(timeout=max(seconds, 0.0)):
            return self._given(self._reading)  # while one looks, the others go on
        try:
            if self._is_due():
                self._look()
            return self._given(self._reading)
        finally:
            lock.release()

    def _own_lock(self) -> Lock:
        """Of this process: who held it in the one this was forked from does not let go of it here."""
        if self._lock[0] != os.getpid():
            self._lock = os.getpid(), Lock()
        return self._lock[1]

    def away(self) -> ClusterUnavailable | None:
        """Why it could not be asked where the alias leads when that was last tried; None: it could."""
        return self._away

    def damage(self) -> str:
        """Why the index that the alias leads to is not served; empty: it is."""
        return str(self._refusal or "")

    def refused(self) -> str:
        """The same in a word, for machines; see ``search.facade.holding.refused_as``."""
        return refused_as(self._refusal)

    def look_again(self) -> None:
        """Have it asked at the next call where the alias leads: what is served is not there any more."""
        self._next = 0.0

    def _given(self, reading: OpenSearchReading | None) -> OpenSearchReading:
        if reading is not None:
            return reading
        error = self._refusal or self._away or ClusterUnavailable("集群暂时不能访问。")
        raise error.with_traceback(None)

    def _is_due(self) -> bool:
        is_left_to_us = self._left_since is not None and not is_hurried()
        return is_left_to_us or self._clock() >= self._next

    def _look(self) -> None:
        """Open what the alias leads to, if it is not open, and note why it cannot be.

        Raises:
            ZhengceError: it is refused, and nothing is open.
        """
        before = str(self._refusal or "")
        try:
            with within(LOOK_PATIENCE):
                found = served(self._client, self._name)
            if not self._is_to_wait(found.index) and not self._is_left(found.index):
                with apart():
                    self._open(found)
                self._left_since = None
            self._away = None
        except ClusterUnavailable as error:
            self._away = error
        except ZhengceError as error:
            self._refusal, self._again = error, self._clock() + AGAIN_SECONDS
            if self._reading is None:
                raise
        finally:
            self._next = self._clock() + LOOK_SECONDS
        if self._refusal and str(self._refusal) != before:
            _log.error("集群上新一代索引无法使用，现在提供的是上一代：%s", self._refusal)

    def _is_to_wait(self, index: str) -> bool:
        """Whether an index is refused, and was looked at just now."""
        return index == self._refused_index and self._clock() < self._again

    def _is_left(self, index: str) -> bool:
        """Whether an index is left to others, since somebody waits for this thread, and another index is open."""
        if not is_hurried() or self._seen is None or self._seen.found.index == index:
            return False
        if self._left_since is None:
            self._left_since = self._clock()
        return self._clock() < self._left_since + LATER_SECONDS

    def _open(self, found: Published) -> None:
        """Serve an index from now on."""
        seen = _Seen(found, self._today())
        if seen == self._seen:
            self._refusal, self._refused_index = None, ""
            return
        self._refused_index = found.index
        opened = self._opened_as(found)
        asked = Watched(self._client, self.look_again)
        reading = OpenSearchReading(Served(asked, found.index), opened, seen.day)
        if self._reading is not None:
            self.prepare(reading)
        self._reading, self._seen = reading, seen
        self._refusal, self._refused_index = None, ""
        self.went_over(reading)

    def _opened_as(self, found: Published) -> Opened:
        """What an index is opened with: what is open already, where only the day is another."""
        if self._opened and self._opened[0] == found:
            return self._opened[1]
        meta = ensure_ours(found.meta, self._analyzer, self._name)
        if not meta.published:
            raise IndexDamaged(
                f"集群上的索引 {found.index} 没有写完。请重新发布：zhengce reindex --engine 集群地址/{self._name}"
            )
        vocabulary = Vocabulary(self._files.path(found.index, meta, VOCABULARY))
        opened = Opened(meta, vocabulary, self._files.path(found.index, meta, TITLES))
        self._opened = found, opened
        return opened


class Watched:
    """Searches as the client sends them; says when the index is not there any more.

    Raises (by every method): ClusterUnavailable, then as well: it is another that is to be asked.
    """

    def __init__(self, client: Client, gone: Callable[[], None]) -> None:
        self._client = client
        self._gone = gone

    def search(self, index: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON of many shapes
        """The answer to one search."""
        try:
            return self._client.search(index, body)
        except Refused as error:
            raise self._told(error) from error

    def searches(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The answers to several."""
        try:
            return self._client.searches(index, bodies)
        except Refused as error:
            raise self._told(error) from error

    def _told(self, error: Refused) -> Exception:
        if error.status != _GONE:
            return error
        self._gone()
        return ClusterUnavailable("索引刚刚换代，请稍后重试。")


def _nothing(reading: OpenSearchReading) -> None:
    """Nobody waits for a generation."""
