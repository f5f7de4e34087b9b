"""The schema: which terms of a document are kept, under which names, in its final shape.

A text field is named ``<zone>_<kind>``: a zone says where in the document a term stands, a
kind how the text was cut (see ``index.analysis``). The values handed to these fields are
terms already cut; no field has an analyser of its own.

Key fields hold whole values for pins and look-ups: ``id``, ``doc_number`` (every key of
``index.doc_number.keys``), ``number`` (发文字号 and 索引号 as :func:`number_key` writes them),
``issuer`` (canonical names) and ``title`` (see :func:`title_keys`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from whoosh import columns, fields, formats

from index import doc_number
from index.analysis import Analyzer, Positions
from index.document import PolicyDocument
from index.fold import squeeze

SCHEMA_VERSION = 1
"""Raise it when fields are added, or mean something else than before."""

ZONES = ("title", "headings", "body")
KINDS = ("words", "grams", "chars")


def text_field(zone: str, kind: str) -> str:
    """The name of the field with the terms of one kind in one zone."""
    return f"{zone}_{kind}"


class Counts(fields.FieldType):  # type: ignore[misc]
    """A field of terms with frequencies; its values are mappings term -> frequency."""

    def __init__(self) -> None:
        super().__init__(formats.Frequency(), None, scorable=True)

    def index(
        self, value: Mapping[str, int], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, posting value) for Whoosh's writer."""
        for term, count in value.items():
            yield term.encode(), count, float(count), count.to_bytes(4, "big")


class PackedPositions(formats.Positions):  # type: ignore[misc]
    """Positions as plain little-endian uint32, without pickle."""

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
        self, value: Mapping[str, Positions], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, posting value) for Whoosh's writer."""
        for term, positions in value.items():
            yield term.encode(), len(positions), float(len(positions)), positions.tobytes()


def schema() -> fields.Schema:
    """The Whoosh schema of every index."""
    made = fields.Schema(
        id=fields.ID(unique=True),
        doc_number=fields.ID(),
        number=fields.ID(),
        issuer=fields.ID(),
        title=fields.ID(),
        row=fields.COLUMN(columns.VarBytesColumn()),
        card=fields.COLUMN(columns.VarBytesColumn()),
        body=fields.STORED(),
    )
    for zone in ZONES:
        for kind in KINDS:
            made.add(text_field(zone, kind), Positioned() if kind == "grams" else Counts())
    return made


def terms_of(document: PolicyDocument, analyzer: Analyzer) -> dict[str, Any]:
    """The values of every indexed field of ``document``; empty ones are left out."""
    number = doc_number.parse(document.doc_number) if document.doc_number else None
    values: dict[str, Any] = {
        "id": document.id,
        "doc_number": list(doc_number.keys(number)) if number else None,
        "number": [number_key(n) for n in (document.doc_number, document.index_number) if n],
        "issuer": list(dict.fromkeys(document.issuers)),
        "title": list(title_keys(document.title)),
    }
    cut = {"words": analyzer.words, "grams": analyzer.grams, "chars": analyzer.characters}
    for zone, text in _zones(document).items():
        for kind in KINDS:
            values[text_field(zone, kind)] = cut[kind](text)
    return {name: value for name, value in values.items() if value}


def number_key(text: str) -> str:
    """A 发文字号 or 索引号 as it is looked up: folded, without white space."""
    return squeeze(text).text


_REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]$")


def title_keys(title: str) -> tuple[str, ...]:
    """A title as it is looked up: folded, letters and digits only.

    The first key is the whole title; a second leaves out a remark in brackets at its end
    (a 发文字号, 试行, a year of amendment) so that the document is found without it.
    """
    squeezed = squeeze(title).text
    whole, short = _letters(squeezed), _letters(_REMARK.sub("", squeezed))
    return tuple(dict.fromkeys(key for key in (whole, short) if key))


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())[:200]


def _zones(document: PolicyDocument) -> dict[str, str]:
    headings = "\n".join(f"{part.label} {part.title}" for part in document.sections if part.title)
    return {"title": document.title, "headings": headings, "body": document.body}
