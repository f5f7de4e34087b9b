"""Our segments as a Whoosh index reader, so that whatever Whoosh can do runs over them.

A codec is what Whoosh calls a way of keeping an index; this one only reads. Through it any
stock query, span query, collector, fuzzy or spelling call works, if slowly: the executor
hands over what it has no rule for, and counts how often.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import columns, fields, formats, reading, scoring
from whoosh.codec import base
from whoosh.matching.mcore import LeafMatcher
from whoosh.searching import Searcher

from index.schema.fields import KEYS, KINDS, ZONES, text_field
from index.segment import LENGTHS, Segment, TermPostings, Terms
from search.weights import Weight

Columns = Mapping[str, npt.NDArray[np.int32]]


def open_reader(terms: Terms, numbers: Columns | None = None) -> Any:
    """A ``whoosh.reading.IndexReader`` over a generation.

    Args:
        numbers: columns to sort and group by: one number per document of the generation.
    """
    numbers = numbers or {}
    schema = _schema(numbers)
    readers = []
    for part, segment in enumerate(terms.segments):
        low, high = terms.bases[part : part + 2].tolist()
        own = {name: column[low:high] for name, column in numbers.items()}
        data = _Data(segment, terms.counts[low:high], own)
        readers.append(reading.SegmentReader(None, schema, _Segment(data), codec=_Codec(data)))
    if not readers:
        return reading.EmptyReader(schema)
    return readers[0] if len(readers) == 1 else reading.MultiReader(readers)


def open_searcher(
    terms: Terms, weights: Mapping[str, Weight], numbers: Columns | None = None
) -> Any:
    """A ``whoosh.searching.Searcher`` that scores as the executor does."""
    return Searcher(open_reader(terms, numbers), weighting=Weighting(weights))


class Weighting(scoring.WeightingModel):  # type: ignore[misc]
    """BM25F with the parameters of each field; terms of other fields match and score 0."""

    def __init__(self, weights: Mapping[str, Weight]) -> None:
        self._weights = weights

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: float = 1) -> Any:
        """The scorer of one term."""
        weight = self._weights.get(fieldname, Weight(1.2, 0.75, 0.0))
        return _Scorer(searcher, fieldname, text, weight, qf)


class _Scorer(scoring.BM25FScorer):  # type: ignore[misc]
    def __init__(self, searcher: Any, fieldname: str, text: Any, weight: Weight, qf: float) -> None:
        self._factor = weight.factor
        super().__init__(searcher, fieldname, text, weight.b, weight.k1, qf=qf)

    def _score(self, weight: float, length: float) -> float:
        return self._factor * float(super()._score(weight, length))


class _Counted(fields.FieldType):  # type: ignore[misc]
    """A field of terms; nothing is written through it."""

    def __init__(self, form: Any, scorable: bool) -> None:
        super().__init__(form, None, scorable=scorable)


def _schema(numbers: Columns) -> Any:
    schema = fields.Schema()
    for name in KEYS:
        schema.add(name, _Counted(formats.Frequency(), scorable=False))
    for zone in ZONES:
        for kind in KINDS:
            form = formats.Positions() if kind == "grams" else formats.Frequency()
            schema.add(text_field(zone, kind), _Counted(form, scorable=True))
    for name in numbers:
        schema.add(name, fields.COLUMN(columns.NumericColumn("q")))
    return schema


class _Data:
    """A segment, which of its documents count, and its part of the columns."""

    def __init__(self, segment: Segment, counts: npt.NDArray[np.bool_], numbers: Columns) -> None:
        self.segment = segment
        self.removed = frozenset(np.flatnonzero(~counts).tolist())
        self.numbers = numbers


class _Segment(base.Segment):  # type: ignore[misc]
    """What Whoosh wants to know of a segment before it opens it."""

    def __init__(self, data: _Data) -> None:
        super().__init__("zhengce")
        self._data = data

    def codec(self) -> Any:
        return _Codec(self._data)

    def doc_count_all(self) -> int:
        return self._data.segment.documents

    def deleted_count(self) -> int:
        return len(self._data.removed)

    def deleted_docs(self) -> frozenset[int]:
        return self._data.removed

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._data.removed


class _Codec(base.Codec):  # type: ignore[misc]
    def __init__(self, data: _Data) -> None:
        self._data = data

    def terms_reader(self, storage: Any, segment: Any) -> Any:
        return _TermsReader(self._data.segment)

    def per_document_reader(self, storage: Any, segment: Any) -> Any:
        return _DocumentReader(self._data)


class _TermsReader(base.TermsReader):  # type: ignore[misc]
    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._segment.field(term[0]).find(_utf8(term[1])) is not None

    def indexed_field_names(self) -> Sequence[str]:
        return self._segment.fields

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        return _Cursor(self._segment, fieldname)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in sorted(self._segment.fields):
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        field = self._segment.field(fieldname)
        for number in range(field.place(prefix), field.count):
            yield fieldname, field.term(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return (((name, text), self.term_info(name, text)) for name, text in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        walk = self.terms_from(fieldname, prefix)
        return (((name, text), self.term_info(name, text)) for name, text in walk)

    def term_info(self, fieldname: str, text: bytes) -> Any:
        found = self._found(fieldname, text)
        freqs, lengths = _freqs(found), LENGTHS[found.codes & np.uint16(0xFF)]
        return reading.TermInfo(
            weight=float(freqs.sum()),
            df=len(found.docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(freqs.max()),
            minid=int(found.docs[0]),
            maxid=int(found.docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        found = self._segment.postings(fieldname, _text(text))
        return float(_freqs(found).sum()) if found else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        field = self._segment.field(fieldname)
        number = field.find(_utf8(text))
        return 0 if number is None else field.entries(number).frequency

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        found = self._found(fieldname, text)
        starts = self._segment.field(fieldname).starts if len(found.places) else None
        return _Matcher(found, starts, (fieldname, text), format_, scorer)

    def _found(self, fieldname: str, text: bytes) -> TermPostings:
        found = self._segment.postings(fieldname, _text(text))
        if found is None:
            raise reading.TermNotFound(f"{fieldname}:{text!r}")
        return found


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of one field."""

    def __init__(self, segment: Segment, field: str) -> None:
        self._segment, self._name = segment, field
        self._field = segment.field(field)
        self._number = 0

    def first(self) -> str | None:
        self._number = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        wanted = term if isinstance(term, bytes) else term.encode()
        self._number = self._field.place(wanted)
        return self.text()

    def next(self) -> str | None:
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        if self._number >= self._field.count:
            return None
        return _text(self._field.term(self._number))

    def term_info(self) -> Any:
        text = self.text()
        if text is None:
            return None
        return _TermsReader(self._segment).term_info(self._name, text.encode())


class _Matcher(LeafMatcher):  # type: ignore[misc]
    """Steps through the postings of one term."""

    def __init__(
        self,
        found: TermPostings,
        starts: npt.NDArray[np.uint32] | None,
        term: tuple[str, bytes],
        format_: Any,
        scorer: Any,
    ) -> None:
        self._docs = found.docs
        self._freqs = _freqs(found)
        self._places, self._starts = found.places, starts
        self._term, self.format, self.scorer = term, format_, scorer
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._docs)

    def reset(self) -> None:
        self._at = 0

    def id(self) -> int:
        return int(self._docs[self._entry])

    @property
    def _entry(self) -> int:
        """Behind the end still the last one, which whoosh-reloaded's SpanNot asks for."""
        return min(self._at, len(self._docs) - 1)

    def all_ids(self) -> Iterator[int]:
        return iter(self._docs[self._at :].tolist())

    def next(self) -> None:
        self._at += 1

    def skip_to(self, id: int) -> None:
        self._at += int(np.searchsorted(self._docs[self._at :], id))

    def weight(self) -> float:
        return float(self._freqs[self._entry])

    def supports_block_quality(self) -> bool:
        return False

    def supports(self, astype: str) -> bool:
        return astype == "frequency" or (astype == "positions" and self._starts is not None)

    def value(self) -> bytes:
        """The posting as the field's format would encode it."""
        if self._starts is None:
            return bytes(self.format.encode(int(self._freqs[self._entry])))
        return bytes(self.format.encode(self.value_as("positions")))

    def value_as(self, astype: str) -> Any:
        if astype == "frequency":
            return int(self._freqs[self._entry])
        if astype != "positions" or self._starts is None:
            raise NotImplementedError(astype)
        first, last = self._starts[self.id()], self._starts[self.id() + 1]
        low, high = np.searchsorted(self._places, (first, last))
        return (self._places[low:high] - first).tolist()

    def copy(self) -> Any:
        return copy(self)


class _DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    def __init__(self, data: _Data) -> None:
        self._data = data
        self._segment = data.segment

    def doc_count(self) -> int:
        return self._segment.documents - len(self._data.removed)

    def doc_count_all(self) -> int:
        return self._segment.documents

    def has_deletions(self) -> bool:
        return bool(self._data.removed)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._data.removed

    def deleted_docs(self) -> frozenset[int]:
        return self._data.removed

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self._data.numbers

    def list_columns(self) -> list[str]:
        return list(self._data.numbers)

    def column_reader(self, fieldname: str, column: Any) -> Any:
        return _ColumnReader(self._data.numbers[fieldname].tolist())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(LENGTHS[self._segment.field(fieldname).lengths[docnum]])

    def field_length(self, fieldname: str) -> int:
        return self._segment.total(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        return int(LENGTHS[self._segment.field(fieldname).lengths].min(initial=LENGTHS[-1]))

    def max_field_length(self, fieldname: str) -> int:
        return int(LENGTHS[self._segment.field(fieldname).lengths].max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._segment.card(docnum)


class _ColumnReader(columns.ColumnReader):  # type: ignore[misc]
    def __init__(self, values: list[int]) -> None:
        self._values, self._sign = values, 1

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, docnum: int) -> int:
        return self._values[docnum]

    def sort_key(self, docnum: int) -> int:
        return self._sign * self._values[docnum]

    def __iter__(self) -> Iterator[int]:
        return iter(self._values)

    def load(self) -> list[int]:
        return self._values

    def set_reverse(self) -> None:
        self._sign = -1


def _freqs(found: TermPostings) -> npt.NDArray[np.uint32]:
    """uint32[n]: how often the term occurs in each document."""
    freqs = (found.codes >> np.uint16(8)).astype(np.uint32)
    freqs[found.high] = found.high_freqs
    return freqs


def _utf8(term: str | bytes) -> bytes:
    return term if isinstance(term, bytes) else term.encode("utf-8", "replace")


def _text(term: str | bytes) -> str:
    return term if isinstance(term, str) else term.decode("utf-8", "replace")
