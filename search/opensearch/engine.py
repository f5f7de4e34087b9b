"""The engine over an index of a cluster."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from index.opensearch.client import Client, within
from index.text.analysis import Analyzer
from search.facade.engine import SearchEngine
from search.language.lay import LayTable, chosen, shipped
from search.opensearch.newest import NewestServed
from search.opensearch.side_files import usual_folder
from search.results import Status

VISIT_SECONDS = 2.0
"""All that is asked of the cluster for one answer takes no longer: then it is said that there is none. With the second
for which a request may wait for a thread that is three, which no visitor is to wait longer than."""
TABLE_SECONDS = 10.0
"""The same for a table of hundreds of documents: one of 1,000 takes 2 s on a busy machine."""


def open_engine(
    client: Client, name: str, lay: Path | None = None, literal: bool = False
) -> OpenSearchEngine:
    """The engine over what is served under ``name``.

    Args:
        lay, literal: see ``search.language.lay.chosen``.

    Raises:
        index.errors.ZhengceError: there is nothing to serve, or ``lay`` cannot be used. A cluster that cannot be
            reached is waited for by those who search.
    """
    return OpenSearchEngine(client, name, table=chosen(lay, literal))


class OpenSearchEngine(SearchEngine):
    """Keeps the ``Engine`` protocol over what is served under a name of a cluster.

    Args:
        name: of the alias.
        folder: where side files are kept; None: where they usually are.

    Raises (on construction):
        IndexMissing, IndexDamaged, IndexOutdated: there is nothing to serve.
    """

    def __init__(
        self,
        client: Client,
        name: str,
        analyzer: Analyzer | None = None,
        today: Callable[[], date] = date.today,
        table: LayTable | None = None,
        folder: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        analyzer = analyzer or Analyzer()
        self._newest = NewestServed(client, name, analyzer, today, folder or usual_folder(), clock)
        super().__init__(self._newest, analyzer, today, shipped() if table is None else table)
        self._newest.prepare = self._understanding.prepare  # neither knows this engine: it would
        self._newest.went_over = self._understanding.go_over  # wait for Python's collector

    @contextmanager
    def held(self, is_long: bool = False) -> Iterator[None]:
        """One generation for some calls, and one time for all that they ask of the cluster."""
        with within(TABLE_SECONDS if is_long else VISIT_SECONDS), super().held():
            yield

    def status(self) -> Status:
        """What the index holds now, and why a newer generation is not served.

        Raises:
            ClusterUnavailable: the cluster could not be reached when it was last looked what is served: nobody
                knows whether that is served still.
        """
        status = super().status()
        if away := self._newest.away():
            raise away.with_traceback(None)
        refused = self._newest.refused()
        return replace(status, refused=refused) if refused else status
