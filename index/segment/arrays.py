"""From the terms of documents to the arrays of one field: sort once, then differences.

What is kept of a posting is little: the document in 16 bits (a segment holds at most 65,536),
the frequency in 8, each position in 16, counted from the beginning of its document. What does
not fit stands aside: frequencies above 255 in ``high``, the upper half of positions beyond
65,535 in ``far``. Nothing of it depends on where in the segment a document stands, so segments
are merged by copying.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.fold import decode

U8: TypeAlias = npt.NDArray[np.uint8]
U16: TypeAlias = npt.NDArray[np.uint16]
U32: TypeAlias = npt.NDArray[np.uint32]
U64: TypeAlias = npt.NDArray[np.uint64]
MOST = 255
"""The greatest frequency that fits into a posting."""
MOST_DOCUMENTS = 1 << 16
"""So many documents fit into a segment."""

LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)
"""float64[256]: the field length that Whoosh reads out of a length byte."""


@dataclass(frozen=True, slots=True)
class FieldArrays:
    """One field of a segment, as it stands in the file.

    Attributes:
        terms, term_ends: UTF-8 bytes of all terms in byte order, one behind the other, and
            uint32[n] where each ends.
        ends: uint32[n], where the postings of each term end.
        docs, freqs: uint16[p], uint8[p]; the documents of each term, ascending, and how
            often it occurs there, at most :data:`MOST`.
        high, high_freqs: uint32[h], places in ``docs`` whose frequency is above that; and it.
        lengths: uint8[documents], Whoosh's length byte.
        total: the sum of all field lengths.
        places, place_ends: uint16[t], uint32[n]; positions of each term (their lower half)
            and where they end. None for a field without positions, as all that follows.
        far, far_places: uint32[f], uint16[f], entries of ``places`` with an upper half; and it.
        starts: uint32[documents + 1], how many positions are before each document.
    """

    terms: U8
    term_ends: U32
    ends: U32
    docs: U16
    freqs: U8
    high: U32
    high_freqs: U32
    lengths: U8
    total: int
    places: U16 | None = None
    place_ends: U32 | None = None
    far: U32 | None = None
    far_places: U16 | None = None
    starts: U32 | None = None


class CountsBuffer:
    """Gathers a field without positions: term -> frequency, document by document."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._terms = array("I")
        self._counts = array("I")
        self._sizes = array("I")

    def add(self, counts: Mapping[str, int]) -> None:
        """Add the terms of the next document."""
        ids = self._ids
        for term in counts:
            if term not in ids:
                ids[term] = len(ids)
        self._terms.extend(map(ids.__getitem__, counts))
        self._counts.extend(counts.values())
        self._sizes.append(len(counts))

    def arrays(self) -> FieldArrays:
        """The field's arrays."""
        terms = [term.encode("utf-8", "replace") for term in self._ids]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        rank = np.empty(len(terms), np.uint64)
        rank[order] = np.arange(len(terms), dtype=np.uint64)
        ids = rank[np.frombuffer(self._terms, np.uint32)]
        counts = np.frombuffer(self._counts, np.uint32).astype(np.int64)
        sizes = np.frombuffer(self._sizes, np.uint32).astype(np.int64)
        doc_of = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
        keys = ids << np.uint64(32) | doc_of
        sorting = np.argsort(keys)
        freqs = counts[sorting]
        lengths = np.bincount(doc_of.astype(np.int64), weights=counts, minlength=len(sizes))
        ordered = [terms[i] for i in order]
        return _field(
            np.frombuffer(b"".join(ordered), np.uint8),
            np.cumsum([len(term) for term in ordered], dtype=np.uint32),
            np.cumsum(np.bincount(ids.astype(np.int64), minlength=len(terms))),
            (keys[sorting] & np.uint64(0xFFFFFFFF)).astype(np.uint32),
            freqs,
            lengths.astype(np.int64),
        )


class GramsBuffer:
    """Gathers a field of neighbouring characters with positions."""

    def __init__(self) -> None:
        self._texts: list[U32] = []

    def add(self, codes: U32) -> None:
        """Add the squeezed text of the next document as code points: uint32[length]."""
        self._texts.append(codes)

    def arrays(self) -> FieldArrays:
        """The field's arrays."""
        sizes = np.array([len(text) for text in self._texts], np.int64)
        starts = np.concatenate(([0], np.cumsum(sizes)))
        codes = np.concatenate([np.empty(0, np.uint32), *self._texts])
        alphabet, ranks = _ranked(codes)
        keys = ranks[:-1] * np.uint64(max(len(alphabet), 1)) + ranks[1:]
        places = np.arange(len(keys), dtype=np.uint64)
        inside = np.ones(len(keys), np.bool_)
        inside[starts[1:-1][(starts[1:-1] > 0) & (starts[1:-1] <= len(keys))] - 1] = False
        grams, found = _sorted(keys[inside], places[inside])
        first = np.flatnonzero(np.diff(grams, prepend=np.uint64(0xFFFFFFFFFFFFFFFF)))
        doc_of = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)[found]
        fresh = np.diff(doc_of.astype(np.int64), prepend=-1) != 0
        fresh[first] = True
        postings = np.flatnonzero(fresh)
        place_ends = np.append(first[1:], len(found)) if len(first) else first
        pairs = np.stack(np.divmod(grams[first].astype(np.int64), max(len(alphabet), 1)), axis=1)
        letters = alphabet[pairs.ravel()]
        blob = decode(letters).encode("utf-8", "surrogatepass")
        widths = (1 + (letters > 0x7F) + (letters > 0x7FF) + (letters > 0xFFFF)).reshape(-1, 2)
        field = _field(
            np.frombuffer(blob, np.uint8),
            np.cumsum(widths.sum(axis=1), dtype=np.uint32),
            np.searchsorted(postings, place_ends),
            doc_of[postings],
            np.diff(postings, append=len(found)),
            np.maximum(sizes - 1, 0),
        )
        places = found - starts[:-1].astype(np.uint32)[doc_of]
        far = np.flatnonzero(places >> np.uint32(16))
        return replace(
            field,
            places=places.astype(np.uint16),
            place_ends=place_ends.astype(np.uint32),
            far=far.astype(np.uint32),
            far_places=(places[far] >> np.uint32(16)).astype(np.uint16),
            starts=starts.astype(np.uint32),
        )


def _sorted(grams: U64, places: U64) -> tuple[U64, U32]:
    """Both in the order of ``grams``, then of ``places``, which ascend."""
    if len(grams) and int(grams.max()) >> 32:  # more than 65,535 different characters
        order = np.argsort(grams, kind="stable")
        return grams[order], places[order].astype(np.uint32)
    keys = grams << np.uint64(32) | places
    keys.sort()  # one sort of single numbers is several times faster
    return keys >> np.uint64(32), (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _ranked(codes: U32) -> tuple[U32, U64]:
    """The distinct characters in order, and uint64[len(codes)]: the rank of each among them."""
    present = np.zeros(0x110000, np.bool_)
    present[codes] = True
    alphabet = np.flatnonzero(present).astype(np.uint32)
    table = np.zeros(0x110000, np.uint64)
    table[alphabet] = np.arange(len(alphabet), dtype=np.uint64)
    return alphabet, table[codes]


def _field(
    terms: U8, term_ends: U32, ends: npt.NDArray[np.int64], docs: U32,
    freqs: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64],
) -> FieldArrays:  # fmt: skip
    high = np.flatnonzero(freqs > MOST)
    return FieldArrays(
        terms=terms,
        term_ends=term_ends,
        ends=ends.astype(np.uint32),
        docs=docs.astype(np.uint16),
        freqs=np.minimum(freqs, MOST).astype(np.uint8),
        high=high.astype(np.uint32),
        high_freqs=freqs[high].astype(np.uint32),
        lengths=length_bytes(lengths),
        total=int(lengths.sum()),
    )


def length_bytes(lengths: npt.NDArray[np.int64]) -> U8:
    """Whoosh's length byte of each length: uint8[n]."""
    distinct, inverse = np.unique(lengths, return_inverse=True)
    octets = np.array([length_to_byte(int(length)) for length in distinct], np.uint8)
    return octets[inverse] if len(lengths) else np.empty(0, np.uint8)
