"""The postings of one generation: parts written once, carried over from one to the next.

This is the only module of ``index`` that knows how postings are kept (for now Whoosh's
stock codec), and ``search.whoosh_engine`` is the only one elsewhere that reads them.

A generation's ``terms/`` holds one folder per part and ``removed.json``, the ids that no
longer count in each. A part never changes: the next generation links to its files.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from whoosh import index as whoosh_index
from whoosh.reading import MultiReader

from index.analysis import Analyzer
from index.document import PolicyDocument
from index.rows import row_of
from index.schema import SCHEMA_VERSION, schema, terms_of

WRITER_MEMORY_MB = 256
MOST_PARTS = 8
KEPT_PARTS = 4
_REMOVED = "removed.json"


def fingerprint(analyzer: Analyzer) -> str:
    """Identifies everything that shapes the terms of an index."""
    return f"{SCHEMA_VERSION}-{analyzer.fingerprint}"


class TermsWriter:
    """Writes the postings and stored fields of new documents as one part of ``folder``.

    A context manager: leaving it normally commits, leaving it by an error writes nothing
    that could be mistaken for an index.
    """

    def __init__(self, folder: Path, analyzer: Analyzer, part: str) -> None:
        self._analyzer = analyzer
        place = folder / part
        place.mkdir()
        made = whoosh_index.create_in(str(place), schema())
        self._writer: Any = made.writer(limitmb=WRITER_MEMORY_MB)

    def add(self, document: PolicyDocument) -> None:
        """Add one document; its id must not have been added before."""
        card = document.to_json()
        body = card.pop("body", "")
        self._writer.add_document(
            **terms_of(document, self._analyzer),
            row=_encode(row_of(document)),
            card=_encode(card),
            body=body,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._writer.commit(optimize=True)
        else:
            self._writer.cancel()


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a generation, opened.

    Attributes:
        reader: a Whoosh ``IndexReader`` over all parts, removed documents included.
        live: int64[n], ascending; the numbers in ``reader`` of the documents that count.
        cards: the column that :meth:`card` reads, opened once.
    """

    reader: Any
    live: npt.NDArray[np.int64]
    cards: Any

    def rows(self) -> list[dict[str, Any]]:
        """What ``index.rows.row_of`` gave for each live document, in order."""
        if not len(self.live):
            return []
        column = self.reader.column_reader("row")
        return [json.loads(column[number]) for number in self.live.tolist()]

    def card(self, number: int) -> dict[str, Any]:
        """A document without its body, as ``PolicyDocument.to_json`` gave it."""
        card: dict[str, Any] = json.loads(self.cards[number])
        return card

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        body: str = self.reader.stored_fields(number).get("body", "")
        return body


def open_terms(folder: Path) -> Terms:
    """All parts in ``folder``."""
    return _open(_parts(folder), _removed(folder))


def carry_over(
    old: Path, new: Path, removed: Collection[str], merged: Collection[str] = ()
) -> None:
    """Link the parts of one generation into the next.

    Args:
        removed: ids that count no longer.
        merged: parts left behind, since :func:`documents_in` gave them anew.
    """
    gone = _removed(old)
    kept: dict[str, list[str]] = {}
    for part in _parts(old):
        if part.name in merged:
            continue
        (new / part.name).mkdir()
        for path in part.iterdir():
            _link(path, new / part.name / path.name)
        inside = _open([part], {}).reader
        here = [id for id in removed if ("id", id) in inside]
        kept[part.name] = sorted({*gone.get(part.name, ()), *here})
    text = json.dumps({part: ids for part, ids in kept.items() if ids}, ensure_ascii=False)
    (new / _REMOVED).write_text(text, encoding="utf-8")


def small_parts(folder: Path) -> tuple[str, ...]:
    """The parts to write anew as one, since there have come to be too many."""
    parts = _parts(folder)
    if len(parts) < MOST_PARTS:
        return ()
    sizes = {part.name: len(_open([part], {}).live) for part in parts}
    return tuple(sorted(sizes, key=lambda name: (-sizes[name], name))[KEPT_PARTS:])


def documents_in(folder: Path, parts: Collection[str]) -> Iterator[PolicyDocument]:
    """The documents of some parts that still count."""
    terms = _open([folder / part for part in parts], _removed(folder))
    for number in terms.live.tolist():
        yield PolicyDocument.from_json(terms.card(number) | {"body": terms.body(number)})


def _parts(folder: Path) -> list[Path]:
    return sorted(part for part in folder.iterdir() if part.is_dir())


def _removed(folder: Path) -> dict[str, list[str]]:
    try:
        text = (folder / _REMOVED).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    removed: dict[str, list[str]] = json.loads(text)
    return removed


def _open(parts: list[Path], removed: dict[str, list[str]]) -> Terms:
    readers, live = [], []
    first = 0
    for part in parts:
        reader = whoosh_index.open_dir(str(part), readonly=True).reader()
        count = reader.doc_count_all()
        if not count:
            continue
        mask = np.ones(count, np.bool_)
        for id in removed.get(part.name, ()):
            mask[reader.postings("id", id.encode()).id()] = False
        live.append(np.flatnonzero(mask) + first)
        readers.append(reader)
        first += count
    whole = readers[0] if len(readers) == 1 else MultiReader(readers)
    if not readers:
        return Terms(whole, np.empty(0, np.int64), ())
    return Terms(whole, np.concatenate(live), whole.column_reader("card"))


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _encode(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
