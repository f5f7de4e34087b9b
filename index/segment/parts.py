"""The parts of a generation: segment files written once, carried over from one to the next.

A generation's ``terms/`` holds one segment file per part, and ``parts.json``: which parts
there are, and for each the documents that count no longer. A part never changes: the next
generation links to its file, until too many have gathered and some are merged.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from index.disk import disk
from index.document import PolicyDocument
from index.errors import MALFORMED, damaged
from index.schema.fields import SCHEMA_VERSION
from index.segment.arrays import MOST_DOCUMENTS
from index.segment.columns import NUMBERS, Columns, joined
from index.segment.merge import Kept, merge
from index.segment.segment import SUFFIX, Segment, open_segment
from index.segment.writer import SegmentWriter
from index.statements.model import Article, Statements
from index.text.analysis import Analyzer

FLUSH_CHARACTERS = 4_000_000
"""So many characters are gathered before a part is written: it bounds the memory of a run."""
TIER_PARTS = 8
"""So many parts of about one size are merged into one."""
MOST_BYTES = 512 * 2**20
"""No merge makes a part larger than about this."""

_T = TypeVar("_T")
Removed = dict[str, list[int]]
"""Name of a part -> the documents in it that count no longer."""
_TABLE = "parts.json"
RELATIONS, GROUND = "relations", "relations-ground"
"""The file beside the parts that says what their documents are to one another, and the file of an earlier generation
that it may hold the changes of; see ``index.relations``."""


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
        full = self._open.documents == MOST_DOCUMENTS
        if full or self._open.characters >= FLUSH_CHARACTERS:
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


@dataclass(frozen=True)
class Terms:
    """The parts of a generation, opened. Documents are numbered through all of them.

    Attributes:
        segments: the parts in order.
        bases: int64[segments + 1]; the number of the first document of each, and of all.
        counts: bool[bases[-1]]; which documents count.
        hidden: bool[bases[-1]]; which documents are not even to be counted in frequencies;
            None for none.
    """

    segments: tuple[Segment, ...]
    bases: npt.NDArray[np.int64]
    counts: npt.NDArray[np.bool_]
    hidden: npt.NDArray[np.bool_] | None = None

    def without(self, ids: Collection[str]) -> Terms:
        """These parts as if there were no documents of some ids, not even removed ones."""
        hidden = np.zeros(len(self.counts), np.bool_)
        for segment, base in zip(self.segments, self.bases, strict=False):
            for docs in segment.with_ids(ids):
                hidden[docs + np.uint32(base)] = True
        if not hidden.any():
            return self
        return replace(self, counts=self.counts & ~hidden, hidden=hidden)

    @cached_property
    def columns(self) -> Columns:
        """The columns of all documents, removed ones included."""
        return joined([segment.columns() for segment in self.segments])

    @cached_property
    def seals(self) -> list[int]:
        """What stands for the content of each part."""
        return [segment.file.seal for segment in self.segments]

    def column(self, name: str) -> npt.NDArray[Any]:
        """One column of numbers of all documents; see :class:`index.segment.columns.Columns`."""
        if name not in self._kept_columns:
            whole = [segment.file.whole(f"column.{name}") for segment in self.segments]
            self._kept_columns[name] = np.concatenate([np.empty(0, NUMBERS[name]), *whole])
        return self._kept_columns[name]

    @cached_property
    def _kept_columns(self) -> dict[str, npt.NDArray[Any]]:
        return {}

    def id(self, number: int) -> str:
        """The id of a document."""
        segment, at = self._where(number)
        return segment.id(at)

    def names(self, numbers: npt.NDArray[Any]) -> list[str]:
        """The titles of some documents as keys; see ``index.schema.columns.Row``."""
        return self._each([segment.title for segment in self.segments], numbers)

    def cards(self, numbers: npt.NDArray[Any]) -> list[dict[str, Any]]:
        """Some documents without their bodies, as ``PolicyDocument.from_json`` takes them."""
        return self._each([segment.card for segment in self.segments], numbers)

    def numbers(self, id: str) -> list[int]:
        """The documents of that id that count: one or none."""
        return self.having("id", id)

    def statements(self, number: int) -> Statements:
        """What a document says."""
        segment, at = self._where(number)
        return segment.statements(at)

    def articles(self, number: int) -> tuple[Article, Article]:
        """The first and last article of a document, as its statements have them."""
        segment, at = self._where(number)
        return segment.articles(at)

    def spans(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """int64[n, 2]: the first and last article of some documents; see :meth:`Segment.spans`."""
        parts = self.bases.searchsorted(numbers, side="right") - 1
        spans = np.empty((len(numbers), 2), np.int64)
        for part in np.unique(parts).tolist():
            own = parts == part
            spans[own] = self.segments[part].spans(numbers[own] - self.bases[part])
        return spans

    def having(self, field: str, key: str) -> list[int]:
        """The documents that count and have a key, ascending."""
        found = [
            int(base) + doc
            for segment, base in zip(self.segments, self.bases, strict=False)
            for doc in segment.docs(field, key)
        ]
        return [number for number in found if self.counts[number]]

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        segment, at = self._where(number)
        return segment.body(at)

    def _each(self, read: list[Callable[[int], _T]], numbers: npt.NDArray[Any]) -> list[_T]:
        """What ``read``, a function for each part, gives for some documents."""
        firsts, wanted = self._firsts, numbers.tolist()
        if len(firsts) == 1:
            return list(map(read[0], wanted))
        parts = [bisect(firsts, number) - 1 for number in wanted]
        pairs = zip(parts, wanted, strict=True)
        return [read[part](number - firsts[part]) for part, number in pairs]

    def _where(self, number: int) -> tuple[Segment, int]:
        part = bisect(self._firsts, number) - 1
        return self.segments[part], number - self._firsts[part]

    @cached_property
    def _firsts(self) -> list[int]:
        firsts: list[int] = self.bases[:-1].tolist()
        return firsts


def open_terms(folder: Path) -> Terms:
    """All parts in ``folder``.

    Raises:
        IndexDamaged: a part or the table of parts is missing or not whole.
    """
    return _opened(folder, _table(folder))


def _opened(folder: Path, table: Removed) -> Terms:
    parts = [_kept(folder / name, table[name]) for name in sorted(table, key=_age)]
    bases = np.cumsum([0, *(part.segment.documents for part in parts)], dtype=np.int64)
    counts = np.concatenate([np.empty(0, np.bool_), *(part.documents for part in parts)])
    segments = tuple(part.segment for part in parts)
    return Terms(segments, bases, counts)


def digest(folder: Path) -> str:
    """What stands for the parts in ``folder`` and which of their documents count.

    Raises:
        OSError: there is no table of them.
    """
    return hashlib.sha256(disk.read(folder / _TABLE)).hexdigest()


def seal(
    folder: Path,
    base: Path | None = None,
    removed: Collection[str] = (),
    compact: bool = False,
    purged: Collection[str] = (),
) -> None:
    """Complete ``folder``: link the parts of ``base`` that still count, merge where there are
    too many, write the table of all.

    Args:
        removed: ids of ``base`` that count no longer.
        compact: make as few parts as may be, whatever that costs now.
        purged: ids of ``base`` of which no file is to hold anything, not even of documents that
            were removed before.
    """
    table: Removed = {path.name: [] for path in folder.glob(f"*{SUFFIX}")}
    for name, gone in _table(base).items() if base else ():
        if base:
            disk.link(base / name, folder / name)
            segment = open_segment(folder / name)
            found = segment.with_ids(removed)
            table[name] = sorted({*gone, *(doc for docs in found for doc in docs.tolist())})
    number = _purge(folder, table, purged)
    if compact:
        _merge_all(folder, table)
    else:
        _merge_crowded(folder, table, number)
    _save_table(folder, table)


def _merge_all(folder: Path, table: Removed) -> None:
    """Make as few parts as the bounds allow: a new index is read for longer than it was built,
    and each term costs a look-up in every part."""
    left, number = sorted(table, key=lambda name: disk.size(folder / name)), 0
    while group := _fitting(folder, left):
        if len(group) > 1:
            _merge(folder, table, group, number)
        left, number = left[len(group) :], number + 1


def _purge(folder: Path, table: Removed, ids: Collection[str]) -> int:
    """Write the parts that hold documents of some ids without these; how many."""
    written = 0
    for name in sorted(table):
        found = [docs.tolist() for docs in open_segment(folder / name).with_ids(ids)]
        if found:
            table[name] = sorted({*table[name], *(doc for docs in found for doc in docs)})
            _merge(folder, table, [name], written)
            written += 1
    return written


def _merge_crowded(folder: Path, table: Removed, number: int = 0) -> None:
    while group := _crowded(folder, table):
        _merge(folder, table, group, number)
        number += 1


def _merge(folder: Path, table: Removed, group: list[str], number: int) -> None:
    """Put one part in the place of several."""
    kept = [_kept(folder / name, table[name]) for name in group]
    alive = [part for part in kept if part.documents.any()]
    path = folder / f"{folder.parent.name.split('.')[0]}-m{number}{SUFFIX}"
    if alive:
        merge(alive, path)
        table[path.name] = []
    for name in group:
        del table[name]
        disk.remove(folder / name)


def _crowded(folder: Path, table: Removed) -> list[str]:
    """The parts to merge next: one more than half dead, or as many as a tier may hold.

    A tier is a factor of eight in bytes. So an update seldom writes much more than it
    changes, and neither parts nor removed documents pile up.
    """
    tiers: defaultdict[int, list[str]] = defaultdict(list)
    for name in sorted(table):
        if 2 * len(table[name]) > open_segment(folder / name).documents:
            return [name]
        tiers[disk.size(folder / name).bit_length() // 3].append(name)
    for names in tiers.values():
        if len(names) >= TIER_PARTS and len(group := _fitting(folder, names[:TIER_PARTS])) > 1:
            return group
    return []


def _fitting(folder: Path, names: list[str]) -> list[str]:
    """The first of ``names`` that make one part: one at least."""
    group: list[str] = []
    documents = size = 0
    for name in names:
        documents += open_segment(folder / name).documents
        size += disk.size(folder / name)
        if group and (documents > MOST_DOCUMENTS or size > MOST_BYTES):
            break
        group.append(name)
    return group


def _age(name: str) -> tuple[int, str]:
    """Orders parts by the generation that wrote them: the numbers of documents in older ones stay as they are."""
    number = re.match("[0-9]*", name)
    return int((number and number[0]) or 0), name


def _kept(path: Path, gone: list[int]) -> Kept:
    segment = open_segment(path)
    counts = np.ones(segment.documents, np.bool_)
    counts[gone] = False
    return Kept(segment, counts)


def _table(folder: Path) -> Removed:
    """The parts in ``folder``, each known to be the one that was meant."""
    path = folder / _TABLE
    try:
        rows: dict[str, dict[str, Any]] = json.loads(disk.read(path))
        seals = {name: row["seal"] for name, row in rows.items()}
        table: Removed = {name: row["removed"] for name, row in rows.items()}
        if any("/" in name for name in table):
            raise ValueError("a part that is elsewhere")
    except (OSError, *MALFORMED) as error:
        raise damaged(path) from error
    for name, seal in seals.items():
        if open_segment(folder / name).file.seal != seal:
            raise damaged(folder / name)
    return table


def _save_table(folder: Path, table: Removed) -> None:
    rows = {
        name: {"seal": open_segment(folder / name).file.seal, "removed": gone}
        for name, gone in sorted(table.items())
    }
    disk.save(folder / _TABLE, json.dumps(rows, ensure_ascii=False, indent=1).encode())
