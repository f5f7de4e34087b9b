"""Whether arrays can be the relations of a generation: checksums do not tell who wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from index.relations.columns import DOCUMENTS, INTERVALS, NONE, ROWS
from index.relations.model import End, Held
from index.statements.model import How, Kind

Array = npt.NDArray[Any]
_DAYS, _LAST_DAY = ("begins", "ends", "doubted"), date.max.toordinal()
_ENUMS = {"row.kind": Kind, "row.how": How, "row.held": Held, "interval.how": End}


def ensure_consistent(arrays: Mapping[str, Array], documents: int) -> None:
    """Raise ValueError or KeyError for arrays that do not fit together, or a number of documents."""
    rows = len(arrays["row.source"])
    kinds: dict[str, tuple[npt.DTypeLike, int]] = {
        "work": (np.uint32, documents),
        "text": (np.uint32, documents),
        "cited": (np.float32, documents),
        "article": (np.uint16, int(arrays["row.articles"].sum(dtype=np.int64))),
        "of": (np.uint8, int(arrays["row.articles"].sum(dtype=np.int64))),
        "name_ends": (np.uint32, len(arrays["name_ends"])),
        "names": (np.uint8, int(arrays["name_ends"].max(initial=0))),
        **{f"row.{name}": (kind, rows) for name, kind in ROWS.items()},
        **{f"interval.{name}": (kind, documents) for name, kind in INTERVALS.items()},
    }
    if kinds.keys() != arrays.keys():
        raise ValueError("other arrays")
    for name, (kind, size) in kinds.items():
        if arrays[name].dtype != np.dtype(kind) or len(arrays[name]) != size:
            raise ValueError(f"{name} of another kind or length")
    for name, found in _wrong(arrays, documents).items():
        if found.any():
            raise ValueError(f"{name} out of range")


def _wrong(arrays: Mapping[str, Array], documents: int) -> dict[str, npt.NDArray[np.bool_]]:
    """Which values of each array cannot be."""
    source, to, names = arrays["row.source"], arrays["row.to"], arrays["row.name"]
    ends = arrays["name_ends"]
    wrong: dict[str, npt.NDArray[np.bool_]] = {
        "row.source": source >= documents,
        "the order of rows": source[1:] < source[:-1],
        "row.to": (to >= documents) & (to != NONE),
        "row.name": (names >= len(ends)) & (names != NONE),
        "name_ends": ends[1:] < ends[:-1],
        "names": np.array([not _is_text(arrays["names"], ends)]),
        "cited": ~np.isfinite(arrays["cited"]),
    }
    wrong |= {name: arrays[name] >= len(kind) for name, kind in _ENUMS.items()}
    for name in ("work", "text"):
        labels = arrays[name]
        wrong[name] = labels > np.arange(documents)
        if not wrong[name].any():
            wrong[name] = labels[labels] != labels
    for name in DOCUMENTS:
        numbers = arrays[f"interval.{name}"]
        wrong[f"interval.{name}"] = (numbers < -1) | (numbers >= documents)
    for name in _DAYS:
        days = arrays[f"interval.{name}"]
        wrong[f"interval.{name}"] = (days < 0) | (days > _LAST_DAY)
    return wrong


def _is_text(names: Array, ends: Array) -> bool:
    """Whether every name of a pool can be read: all is UTF-8, and no name begins within a character."""
    firsts = names[ends[ends < len(names)]]
    try:
        names.tobytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not ((firsts & 0xC0) == 0x80).any()
