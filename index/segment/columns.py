"""One value per document: dates, standing, versions, and the combination of its facets.

Few combinations of facet values occur, and many documents share each. So a document has the
number of its combination, and a combination the values of every facet: a filter is decided,
and all facets are counted, once per combination and not once per document.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.schema.columns import FACET_NAMES, Row
from index.segment.blocks import BlockFile, BlockWriter
from index.segment.texts import TextsBuffer, texts

U32 = npt.NDArray[np.uint32]
NUMBERS = {
    "dated": np.int32,
    "day": np.int32,
    "ends": np.int32,
    "standing": np.int8,
    "has_body": np.bool_,
    "doubted": np.bool_,
    "version": np.uint64,
    "work": np.uint64,
    "uid": np.uint64,
    "says": np.uint64,
    "combo": np.uint32,
}


@dataclass(frozen=True, slots=True)
class FacetValues:
    """One facet of all combinations; a combination may have several values.

    Attributes:
        values: the distinct values; their place is their ordinal.
        combos, ordinals: uint32[m]; entry ``i`` says that ``combos[i]`` has
            ``values[ordinals[i]]``. ``combos`` ascends.
    """

    values: tuple[str, ...]
    combos: U32
    ordinals: U32


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of ``n`` documents with ``c`` combinations of facets; see ``index.schema.columns.Row``.

    Attributes:
        dated, day, ends: int32[n], days.
        standing: int8[n].
        has_body, doubted: bool[n].
        version, work, uid, says: uint64[n].
        combo: uint32[n], below ``c``.
        combos: c.
        facets: by name, in the order of ``index.schema.columns.FACET_NAMES``.
    """

    dated: npt.NDArray[np.int32]
    day: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    standing: npt.NDArray[np.int8]
    has_body: npt.NDArray[np.bool_]
    doubted: npt.NDArray[np.bool_]
    version: npt.NDArray[np.uint64]
    work: npt.NDArray[np.uint64]
    uid: npt.NDArray[np.uint64]
    says: npt.NDArray[np.uint64]
    combo: npt.NDArray[np.uint32]
    combos: int
    facets: dict[str, FacetValues]


class ColumnsBuffer:
    """Gathers the columns of documents and writes them into a segment."""

    def __init__(self) -> None:
        self._numbers: dict[str, array[int]] = {name: array("Q") for name in NUMBERS}
        self._combos: dict[tuple[tuple[str, ...], ...], int] = {}

    def add(self, row: Row) -> None:
        """Add the columns of the next document."""
        combo = self._combos.setdefault(row.facets, len(self._combos))
        for name, numbers in self._numbers.items():
            numbers.append(combo if name == "combo" else int(getattr(row, name)))

    def write(self, file: BlockWriter) -> None:
        """Write the blocks ``column.*`` and ``facet.*``."""
        for name, kind in NUMBERS.items():
            numbers = np.frombuffer(self._numbers[name], np.uint64)
            file.add(f"column.{name}", numbers.astype(kind))
        for at, name in enumerate(FACET_NAMES):
            ordinals: dict[str, int] = {}
            lists = [combo[at] for combo in self._combos]
            held = [ordinals.setdefault(value, len(ordinals)) for row in lists for value in row]
            file.add(f"facet.{name}.ordinals", np.array(held, np.uint32))
            file.add(f"facet.{name}.counts", np.array([len(row) for row in lists], np.uint8))
            names = TextsBuffer()
            for value in ordinals:
                names.add(value.encode("utf-8", "replace"))
            names.write(file, f"facet.{name}.values")


def read_columns(file: BlockFile) -> Columns:
    """The columns of one segment, views of the file where that is possible."""
    combos = file.size(f"facet.{FACET_NAMES[0]}.counts")
    numbers: dict[str, Any] = {name: file.whole(f"column.{name}") for name in NUMBERS}
    return Columns(
        **numbers, combos=combos, facets={name: _facet(file, name) for name in FACET_NAMES}
    )


def joined(parts: Sequence[Columns]) -> Columns:
    """The columns of several segments one behind the other."""
    if len(parts) == 1:
        return parts[0]
    bases = np.cumsum([0, *(part.combos for part in parts)]).tolist()
    numbers: dict[str, Any] = {
        name: np.concatenate([np.empty(0, kind), *(getattr(part, name) for part in parts)])
        for name, kind in NUMBERS.items()
        if name != "combo"
    }
    shifted = [part.combo + np.uint32(base) for part, base in zip(parts, bases, strict=False)]
    return Columns(
        **numbers,
        combo=np.concatenate([np.empty(0, np.uint32), *shifted]),
        combos=bases[-1],
        facets={
            name: _joined_facet([part.facets[name] for part in parts], bases)
            for name in FACET_NAMES
        },
    )


def combinations(columns: Columns) -> list[tuple[tuple[str, ...], ...]]:
    """The facet values of every combination, as ``Row.facets`` holds them."""
    per_facet: list[list[list[str]]] = []
    for facet in columns.facets.values():
        lists: list[list[str]] = [[] for _ in range(columns.combos)]
        for combo, ordinal in zip(facet.combos.tolist(), facet.ordinals.tolist(), strict=True):
            lists[combo].append(facet.values[ordinal])
        per_facet.append(lists)
    return [tuple(tuple(row) for row in rows) for rows in zip(*per_facet, strict=True)]


def _facet(file: BlockFile, name: str) -> FacetValues:
    counts = file.whole(f"facet.{name}.counts")
    return FacetValues(
        values=tuple(_strings(file, f"facet.{name}.values")),
        combos=np.repeat(np.arange(len(counts), dtype=np.uint32), counts),
        ordinals=file.whole(f"facet.{name}.ordinals"),
    )


def _joined_facet(facets: Sequence[FacetValues], bases: list[int]) -> FacetValues:
    ordinal: dict[str, int] = {}
    for facet in facets:
        for value in facet.values:
            ordinal.setdefault(value, len(ordinal))
    maps = [np.array([ordinal[value] for value in facet.values], np.uint32) for facet in facets]
    nothing = np.empty(0, np.uint32)
    shifted = [facet.combos + np.uint32(base) for facet, base in zip(facets, bases, strict=False)]
    mapped = [table[facet.ordinals] for table, facet in zip(maps, facets, strict=True)]
    return FacetValues(
        tuple(ordinal), np.concatenate([nothing, *shifted]), np.concatenate([nothing, *mapped])
    )


def _strings(file: BlockFile, name: str) -> Iterator[str]:
    return (text.decode("utf-8") for text in texts(file, name))
