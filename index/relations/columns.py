"""The columns of rows and intervals: their names, and the kinds of their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import IntEnum
from typing import get_type_hints

import numpy as np
import numpy.typing as npt

from index.relations.model import Interval
from index.statements.model import Span

NONE = 0xFFFFFFFF
"""No document, no name."""

ROWS: Mapping[str, type] = {
    "source": np.uint32,
    "to": np.uint32,
    "name": np.uint32,
    "kind": np.uint8,
    "how": np.uint8,
    "held": np.uint8,
    "safe": np.bool_,
    "start": np.uint32,
    "length": np.uint32,
    "articles": np.uint32,
}
"""One value a row; ``articles`` is how many 条 it names, which stand in ``article`` and ``of``."""


def _interval_columns() -> dict[str, npt.DTypeLike]:
    """The columns of :class:`Interval`: a span is two."""
    columns: dict[str, npt.DTypeLike] = {}
    hints = get_type_hints(Interval)
    for field in fields(Interval):
        kind = hints[field.name]
        if kind is Span:
            columns |= {f"{field.name}.start": np.uint32, f"{field.name}.end": np.uint32}
        elif kind is bool:
            columns[field.name] = np.bool_
        else:
            columns[field.name] = np.uint8 if issubclass(kind, IntEnum) else np.int32
    return columns


INTERVALS = _interval_columns()
"""One value a document."""
KINDS = get_type_hints(Interval)
"""The kinds of the fields of :class:`Interval`."""
DOCUMENTS = tuple(name for name in INTERVALS if name == "by" or name.endswith("_by"))
"""The columns of intervals that hold documents, -1 for none."""
