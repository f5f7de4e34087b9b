"""Documents as rows: read of columns alone."""

from __future__ import annotations

from collections.abc import Iterable

from search.backend.reading import Rows
from search.opensearch.queries.dsl import Dsl, first
from search.opensearch.queries.states import COLUMNS, standing_of

ROW = ("serial", "line", "text", "dated", *COLUMNS)
"""The columns that make a row."""


def rows_of(hits: Iterable[Dsl], today: int) -> Rows:
    """Some documents as rows, by their columns :data:`ROW`."""
    made = [(*(first(hit, column) for column in ROW[:4]), standing_of(hit, today)) for hit in hits]
    return Rows(*([row[at] for row in made] for at in range(5)))
