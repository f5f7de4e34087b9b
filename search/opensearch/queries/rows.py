"""Documents as rows: what their columns say, read for many at once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple

from search.backend.reading import Rows
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import Dsl, among, first, hits, listing, sort
from search.opensearch.queries.states import COLUMNS, standing_of

ROW = ("line", "text", "dated", "cited", "work_number", *COLUMNS)
"""The columns that make a row."""
KEPT = 1 << 16
"""So many rows are kept, and at most as many that were asked for before those: some 30 MB."""
NO_ROWS = Rows([], [], [], [], [])


class Row(NamedTuple):
    """What is said of a document; see ``search.backend.reading.Rows``.

    Attributes:
        cited: how many documents name its work.
        work: ``index.statements.names.work_number`` of its work.
    """

    line: int
    text: int
    dated: int
    standing: int
    cited: int
    work: int


class RowReader:
    """Reads the rows of one generation on one day (``date.toordinal``); safe for several threads."""

    def __init__(self, asking: Asking, today: int) -> None:
        self._asking = asking
        self._today = today
        self._lock = Lock()
        self._lately: dict[int, Row] = {}
        self._before: dict[int, Row] = {}

    def lacking(self, serials: Iterable[int]) -> list[Dsl]:
        """The search for what is not known of some documents; none if all is."""
        with self._lock:
            new = [one for one in serials if not self._known(one)]
        return [listing(among("serial", new), len(new), sort("serial"), ROW)] if new else []

    def keep(self, answers: Iterable[Mapping[str, Any]]) -> None:
        """Keep the rows that searches for columns have given; the last key of their order is the serial."""
        made = self._made(answers)
        with self._lock:
            self._keep(made)

    def of(self, serials: Sequence[int]) -> list[Row]:
        """Some rows, in the order given."""
        made = self._made(self._asking.searches(self.lacking(serials)))
        with self._lock:
            own = {one: self._known(one) or made[one] for one in serials}
            self._keep(own)  # what is read again goes on being kept
        return [own[one] for one in serials]

    def rows(self, serials: Sequence[int]) -> Rows:
        """The same as columns."""
        if not serials:
            return NO_ROWS
        lines, texts, dates, standing, _, _ = map(list, zip(*self.of(serials), strict=True))
        return Rows(list(serials), lines, texts, dates, standing)

    def _known(self, serial: int) -> Row | None:
        return self._lately.get(serial) or self._before.get(serial)

    def _keep(self, rows: Mapping[int, Row]) -> None:
        self._lately |= rows
        if len(self._lately) > KEPT:
            self._before, self._lately = self._lately, {}

    def _made(self, answers: Iterable[Mapping[str, Any]]) -> dict[int, Row]:
        return {hit["sort"][-1]: self._row(hit) for answer in answers for hit in hits(answer)}

    def _row(self, hit: Dsl) -> Row:
        line, text, dated, cited, work = (first(hit, column) for column in ROW[:5])
        return Row(line, text, dated, standing_of(hit, self._today), cited, int(work))
