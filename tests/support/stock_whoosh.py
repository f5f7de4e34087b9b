"""The stock Whoosh codec over the same terms: the oracle that the array segments answer to.

It is given the byte for the length of a text that ours have, Lucene's: Whoosh has no other place for it than
the module of its codec.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats
from whoosh import index as whoosh_index
from whoosh.codec import whoosh3
from whoosh.reading import IndexReader

from index.document import PolicyDocument
from index.schema.columns import row_of
from index.schema.fields import KEYS, KINDS, ZONES, keys_of, text_field, zones_of
from index.text.analysis import Analyzer, Positions
from tests.support.lucene_lengths import length_byte, length_of, rounded

WORDS = ["住房", "公积金", "提取", "办法", "企业", "奖励", "补贴", "养老", "服务"]
"""What documents compared with the oracle are made of."""

whoosh3.length_to_byte, whoosh3.byte_to_length = length_byte, length_of


class _Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's codec; a mean length is of lengths as their bytes have them."""

    def per_document_writer(self, storage: object, segment: object) -> _Lengths:
        return _Lengths(self, storage, segment)


class _Lengths(whoosh3.W3PerDocWriter):  # type: ignore[misc]
    def add_field(self, fieldname: str, fieldobj: object, value: object, length: int) -> None:
        super().add_field(fieldname, fieldobj, value, rounded(length))


class Counts(fields.FieldType):  # type: ignore[misc]
    """A field of terms with frequencies; its values are mappings term -> frequency."""

    def __init__(self) -> None:
        super().__init__(formats.Frequency(), None, scorable=True)

    def index(
        self, value: Mapping[str, int], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, posting value) for Whoosh's writer."""
        for term, count in value.items():
            yield term.encode(), count, float(count), count.to_bytes(4, "big")


class PackedPositions(formats.Positions):  # type: ignore[misc]
    """Positions as plain little-endian uint32."""

    def encode(self, poslist: Positions) -> bytes:
        """uint32[n], ascending -> 4 n bytes."""
        return poslist.astype("<u4", copy=False).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The inverse of :meth:`encode`, as Whoosh's span queries want it."""
        positions: list[int] = np.frombuffer(valuestring, "<u4").tolist()
        return positions

    def decode_frequency(self, valuestring: bytes) -> int:
        """How many positions there are."""
        return len(valuestring) // 4


class Positioned(fields.FieldType):  # type: ignore[misc]
    """A field of terms with positions; its values are mappings term -> uint32[n]."""

    def __init__(self) -> None:
        super().__init__(PackedPositions(), None, scorable=True)

    def index(
        self, value: Mapping[str, Positions], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, posting value) for Whoosh's writer."""
        for term, positions in value.items():
            yield term.encode(), len(positions), float(len(positions)), positions.tobytes()


def stock_reader(
    folder: Path,
    documents: Sequence[PolicyDocument],
    analyzer: Analyzer,
    removed: Sequence[str] = (),
) -> IndexReader:
    """Index ``documents`` in ``folder`` with Whoosh's own codec, delete some, and open it.

    The field ``date`` is what ``index.schema.columns`` calls ``dated``.
    """
    schema = fields.Schema(**{name: fields.ID() for name in KEYS}, date=fields.NUMERIC(int))
    for zone in ZONES:
        for kind in KINDS:
            schema.add(text_field(zone, kind), Positioned() if kind == "grams" else Counts())
    cut = {"words": analyzer.words, "grams": analyzer.grams, "chars": analyzer.characters}
    made = whoosh_index.create_in(str(folder), schema)
    writer = made.writer(codec=_Codec())
    for document in documents:
        values: dict[str, Any] = dict(keys_of(document)) | {"date": row_of(document).dated or None}
        for zone, text in zones_of(document).items():
            values |= {text_field(zone, kind): cut[kind](text) for kind in KINDS}
        writer.add_document(**{name: value for name, value in values.items() if value})
    writer.commit(optimize=True)
    if removed:
        writer = made.writer(codec=_Codec())
        for id in removed:
            writer.delete_by_term("id", id)
        writer.commit(merge=False)
    return made.reader()
