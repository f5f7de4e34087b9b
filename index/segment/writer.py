"""Writes documents as one segment file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from index.document import PolicyDocument
from index.schema.columns import row_of
from index.schema.fields import KEYS, ZONES, keys_of, text_field, zones_of
from index.segment.arrays import FieldArrays, KeysBuffer, TextBuffer, words_arrays
from index.segment.blocks import BlockWriter
from index.segment.columns import ColumnsBuffer
from index.segment.compression import packed
from index.segment.texts import TEXTS, TextsBuffer
from index.statements.packing import packed as packed_statements
from index.statements.read import statements_of
from index.text.analysis import Analyzer
from index.text.fold import Codes, decode, fold_codes, space_table

_ARRAYS = tuple(name for name in FieldArrays.__slots__ if name != "total")


class SegmentWriter:
    """Gathers documents in memory and writes them to ``path`` when left without an error."""

    def __init__(self, path: Path, analyzer: Analyzer) -> None:
        self._path = path
        self._analyzer = analyzer
        self._keys = {name: KeysBuffer() for name in KEYS}
        self._folded: dict[str, list[Codes]] = {zone: [] for zone in ZONES}
        self._zones = {zone: TextBuffer() for zone in ZONES}
        self._texts = {name: TextsBuffer() for name in TEXTS}
        self._columns = ColumnsBuffer()
        self.documents = 0
        self.characters = 0

    def add(self, document: PolicyDocument) -> None:
        """Add one document; its id must not have been added before."""
        zones = {zone: fold_codes(text) for zone, text in zones_of(document).items()}
        body = decode(zones["body"])
        says = statements_of(document, zones["body"], body)
        for name, keys in keys_of(document, says).items():
            self._keys[name].add(list(dict.fromkeys(keys)))
        for zone, codes in zones.items():
            self._add_text(zone, codes)
            self.characters += len(codes)
        card = document.to_json()
        body, headings = (
            str(card.pop("body", "")),
            list(zip(*card.pop("sections", ()), strict=True)),
        )
        statements = packed_statements(says)
        row = row_of(document, statements)
        self._columns.add(row)
        self._texts["text.id"].add(row.id.encode("utf-8", "replace"))
        self._texts["text.name"].add(row.name.encode("utf-8", "replace"))
        self._texts["text.card"].add(_encode(card))
        self._texts["text.headings"].add(_encode(headings) if headings else b"")
        self._texts["text.body"].add(packed(body))
        self._texts["text.statements"].add(statements)
        self.documents += 1

    def _add_text(self, zone: str, codes: Codes) -> None:
        self._folded[zone].append(codes)
        self._zones[zone].add(codes[~space_table()[codes]])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            with BlockWriter(self._path) as file:
                self._write(file)

    def _write(self, file: BlockWriter) -> None:
        totals = {}
        for name, arrays in self._fields():
            totals[name] = arrays.total
            for part in _ARRAYS:
                values = getattr(arrays, part)
                if values is not None:
                    file.add(f"{name}.{part}", values)
        for name, texts in self._texts.items():
            texts.write(file, name)
        self._columns.write(file)
        file.meta = {"documents": self.documents, "totals": totals}

    def _fields(self) -> Iterator[tuple[str, FieldArrays]]:
        """The fields one by one, so that only one is in memory as arrays."""
        for name, keys in self._keys.items():
            yield name, keys.arrays()
        for zone in ZONES:
            yield text_field(zone, "words"), self._words(zone)
            yield text_field(zone, "grams"), self._zones[zone].grams()
            yield text_field(zone, "chars"), self._zones[zone].chars()

    def _words(self, zone: str) -> FieldArrays:
        tokens = self._analyzer.tokens_of(self._folded[zone])
        return words_arrays(tokens, self._analyzer.parts, self.documents)


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
