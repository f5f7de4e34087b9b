"""The parts of a generation: segment files written once, carried over from one to the next.

A generation's ``terms/`` holds one segment file per part, and ``parts.json``: which parts
there are, and for each the ids that count no longer. A part never changes: the next
generation links to its file.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from index.analysis import Analyzer
from index.document import PolicyDocument
from index.errors import IndexDamaged
from index.schema import SCHEMA_VERSION
from index.segment.blocks import damaged
from index.segment.segment import Segment
from index.segment.writer import SegmentWriter

FLUSH_CHARACTERS = 4_000_000
"""So many characters are gathered before a part is written: it bounds the memory of a run."""
TIER_PARTS = 8
LARGE_BYTES = 16 * 2**20
SUFFIX = ".seg"
_TABLE = "parts.json"


def fingerprint(analyzer: Analyzer) -> str:
    """Identifies everything that shapes the terms of an index."""
    return f"{SCHEMA_VERSION}-{analyzer.fingerprint}"


class TermsWriter:
    """Writes new documents as parts of ``folder`` whose names begin with ``name``.

    A context manager: leaving it by an error writes no further part.
    """

    def __init__(self, folder: Path, analyzer: Analyzer, name: str) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._name = name
        self._written = 0
        self._open = self._next()

    def add(self, document: PolicyDocument) -> None:
        """Add one document; its id must not have been added before."""
        if self._open.characters >= FLUSH_CHARACTERS:
            self._flush()
            self._open = self._next()
        self._open.add(document)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self._open.documents:
            self._flush()

    def _next(self) -> SegmentWriter:
        path = self._folder / f"{self._name}.{self._written}{SUFFIX}"
        return SegmentWriter(path, self._analyzer)

    def _flush(self) -> None:
        with self._open:
            self._written += 1


@dataclass(frozen=True, slots=True)
class Terms:
    """The parts of a generation, opened. Documents are numbered through all of them.

    Attributes:
        segments: the parts in order.
        bases: int64[segments + 1]; the number of the first document of each, and of all.
        live: int64[n], ascending; the numbers of the documents that count.
    """

    segments: tuple[Segment, ...]
    bases: npt.NDArray[np.int64]
    live: npt.NDArray[np.int64]

    def rows(self) -> list[dict[str, Any]]:
        """What ``index.rows.row_of`` gave for each live document, in order."""
        return [segment.row(at) for segment, at in map(self._where, self.live.tolist())]

    def card(self, number: int) -> dict[str, Any]:
        """A document without its body, as ``PolicyDocument.to_json`` gave it."""
        segment, at = self._where(number)
        return segment.card(at)

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        segment, at = self._where(number)
        return segment.body(at)

    def _where(self, number: int) -> tuple[Segment, int]:
        part = int(np.searchsorted(self.bases, number, side="right")) - 1
        return self.segments[part], number - int(self.bases[part])


def open_terms(folder: Path) -> Terms:
    """All parts in ``folder``.

    Raises:
        IndexDamaged: a part or the table of parts is missing or not whole.
    """
    return _open(folder, _table(folder))


def seal(
    folder: Path,
    base: Path | None = None,
    removed: Collection[str] = (),
    merged: Collection[str] = (),
) -> None:
    """Complete ``folder``: link the parts of ``base`` that still count, write the table of all.

    Args:
        removed: ids of ``base`` that count no longer.
        merged: parts of ``base`` left behind, since :func:`documents_in` gave them anew.
    """
    table: dict[str, list[str]] = {path.name: [] for path in folder.glob(f"*{SUFFIX}")}
    for name, gone in _table(base).items() if base else ():
        if base and name not in merged:
            _link(base / name, folder / name)
            segment = Segment(folder / name)
            here = [id for id in removed if segment.has("id", id)]
            table[name] = sorted({*gone, *here})
    text = json.dumps(dict(sorted(table.items())), ensure_ascii=False, indent=1)
    (folder / _TABLE).write_text(text, encoding="utf-8")


def small_parts(folder: Path) -> tuple[str, ...]:
    """The parts to write anew: as many of about one size as a tier may hold, or half dead.

    A tier is a factor of eight in bytes; the largest parts are never merged. So an update
    seldom writes much more than it changes, and parts do not pile up.
    """
    tiers: defaultdict[int, list[str]] = defaultdict(list)
    chosen: list[str] = []
    for name, gone in _table(folder).items():
        path = folder / name
        if 2 * len(gone) > Segment(path).documents:
            chosen.append(name)
        elif (size := path.stat().st_size) < LARGE_BYTES:
            tiers[size.bit_length() // 3].append(name)
    chosen += [name for names in tiers.values() if len(names) >= TIER_PARTS for name in names]
    return tuple(chosen)


def documents_in(folder: Path, parts: Collection[str]) -> Iterator[PolicyDocument]:
    """The documents of some parts that still count."""
    terms = _open(folder, {name: gone for name, gone in _table(folder).items() if name in parts})
    for number in terms.live.tolist():
        yield PolicyDocument.from_json(terms.card(number) | {"body": terms.body(number)})


def _table(folder: Path) -> dict[str, list[str]]:
    """Name of a part -> the ids that count no longer in it."""
    path = folder / _TABLE
    try:
        table: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexDamaged(damaged(path)) from error
    return table


def _open(folder: Path, table: dict[str, list[str]]) -> Terms:
    segments = tuple(Segment(folder / name) for name in table)
    bases = np.cumsum([0, *(segment.documents for segment in segments)], dtype=np.int64)
    counts = np.ones(int(bases[-1]), np.bool_)
    for segment, base, gone in zip(segments, bases.tolist(), table.values(), strict=False):
        for id in gone:
            if (found := segment.postings("id", id)) is not None:
                counts[base + found.docs.astype(np.int64)] = False
    return Terms(segments, bases, np.flatnonzero(counts))


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)
