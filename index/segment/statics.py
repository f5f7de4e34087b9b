"""Static columns: numbers of documents that other documents decide, such as how often one is cited.

They cannot stand in a segment, which never changes; a generation has them in one small file
beside its parts, an array for each part. So they are replaced without a segment being
written, and carried over, also through merges, by those who know nothing of their meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.disk import disk
from index.errors import MALFORMED, damaged
from index.segment.blocks import BlockFile, BlockWriter

FILE = "statics"

Column = npt.NDArray[np.float32]
Statics = dict[str, dict[str, Column]]
"""Name of a column -> name of a part -> float32[documents of the part]; a part that has none
counts as all zero."""


def read_statics(folder: Path) -> Statics:
    """The static columns of the generation whose parts are in ``folder``.

    Raises:
        IndexDamaged: the file is not what was written.
    """
    if disk.size(folder / FILE) < 0:
        return {}
    try:
        file = BlockFile(folder / FILE)
        return {
            name: {part: file.whole(f"{name}/{part}").copy() for part in parts}
            for name, parts in file.meta["columns"].items()
        }
    except MALFORMED as error:
        raise damaged(folder / FILE) from error


def write_statics(folder: Path, statics: Mapping[str, Mapping[str, Column]]) -> None:
    """Write them beside the parts in ``folder``; no file when there are none."""
    if not statics:
        return
    with BlockWriter(folder / FILE) as file:
        file.meta["columns"] = {name: list(parts) for name, parts in statics.items()}
        for name, parts in statics.items():
            for part, column in parts.items():
                file.add(f"{name}/{part}", column.astype(np.float32, copy=False))


def merged(statics: Statics, parts: Sequence[tuple[str, npt.NDArray[np.bool_]]], to: str) -> None:
    """Give part ``to`` the numbers of the documents that count in ``parts``, which it replaces."""
    for columns in statics.values():
        own = [columns.pop(part, np.zeros(len(counts)))[counts] for part, counts in parts]
        columns[to] = np.concatenate(own)


def column(
    statics: Statics, name: str, parts: Sequence[tuple[str, int]]
) -> npt.NDArray[np.float32]:
    """float32: column ``name`` of all documents of the parts (name, documents), in order."""
    held = statics.get(name, {})
    nothing = np.empty(0, np.float32)
    own = [held.get(part, np.zeros(documents, np.float32)) for part, documents in parts]
    return np.concatenate([nothing, *own])


def split(values: Column, parts: Sequence[tuple[str, int]]) -> dict[str, Column]:
    """The inverse of :func:`column`."""
    if not parts:
        return {}
    ends = np.cumsum([documents for _, documents in parts])[:-1]
    return {part: own for (part, _), own in zip(parts, np.split(values, ends), strict=True)}
