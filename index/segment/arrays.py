"""From the terms of documents to the arrays of one field: sort once, then differences.

What is kept of a posting is little: the document in 16 bits (a segment holds at most 65,536),
the frequency in 8, each position in 16, counted from the beginning of its document. What does
not fit stands aside: frequencies above 255 in ``high``, the upper half of positions beyond
65,535 in ``far``. Nothing of it depends on where in the segment a document stands, so segments
are merged by copying.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from index.segment.lengths import length_bytes, total_length
from index.text.fold import decode
from index.text.runs import runs
from index.text.tokens import Tokens

U8: TypeAlias = npt.NDArray[np.uint8]
U16: TypeAlias = npt.NDArray[np.uint16]
U32: TypeAlias = npt.NDArray[np.uint32]
U64: TypeAlias = npt.NDArray[np.uint64]
MOST = 255
"""The greatest frequency that fits into a posting."""
MOST_DOCUMENTS = 1 << 16
"""So many documents fit into a segment."""

STRIDE = 4
"""Of so many terms, the first has a number to look it up by."""

_HALF = np.uint64(32)
_TERM, _DOCUMENT, _FREQUENCY = 40, 24, (1 << 24) - 1
"""Where in a number term and document begin, and the frequency: of up to 16 million each, as a flush has
at most of terms and a document of characters."""

_MOST_LETTERS = 1 << 16
"""A pair of so many different characters makes a number of 32 bits."""
_NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True, slots=True)
class FieldArrays:
    """One field of a segment, as it stands in the file.

    Attributes:
        terms, term_ends: UTF-8 bytes of all terms in byte order, one behind the other, and
            uint32[n] where each ends.
        heads: see :func:`heads`.
        ends: uint32[n], where the postings of each term end.
        docs, freqs: uint16[p], uint8[p]; the documents of each term, ascending, and how
            often it occurs there, at most :data:`MOST`.
        high, high_freqs: uint32[h], places in ``docs`` whose frequency is above that; and it.
        lengths: uint8[documents]; see ``index.segment.lengths``.
        total: the sum of all field lengths, as their bytes have them.
        places, place_ends: uint16[t], uint32[n]; positions of each term (their lower half)
            and where they end. None for a field without positions, as all that follows.
        far, far_places: uint32[f], uint16[f], entries of ``places`` with an upper half; and it.
        starts: uint32[documents + 1], how many positions are before each document.
    """

    terms: U8
    term_ends: U32
    heads: U64
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


_FEW = 50_000
"""So many characters are sorted; of more, those that occur are marked in a table."""


class KeysBuffer:
    """Gathers a field of whole values, each once per document."""

    def __init__(self) -> None:
        self._ids = _Ids()
        self._terms = array("I")
        self._sizes = array("I")

    def add(self, keys: Sequence[str]) -> None:
        """Add the distinct values of the next document."""
        self._terms.extend(map(self._ids.__getitem__, keys))
        self._sizes.append(len(keys))

    def arrays(self) -> FieldArrays:
        """The field's arrays."""
        ids, docs = _tokens(self._terms, self._sizes)
        counts = np.ones(len(ids), np.int64)
        return _counted(list(self._ids), ids, docs, counts, len(self._sizes))


def words_arrays(
    tokens: Tokens, parts: Callable[[str], Sequence[str]], documents: int
) -> FieldArrays:
    """The arrays of a field of words: as they were cut, each to be kept as all its parts.

    Args:
        tokens: of ``documents`` texts.
        parts: word -> the terms it is kept as.
    """
    ids, docs, counts = _distinct(tokens.ids, tokens.texts, len(tokens.words), documents)
    parts_of, terms = [parts(word) for word in tokens.words], _Ids()
    flat = np.array([terms[part] for each in parts_of for part in each], np.int64)
    widths = np.array([len(each) for each in parts_of], np.int64)
    times = widths[ids]
    begins = (np.cumsum(widths) - widths)[ids] - (np.cumsum(times) - times)
    places = np.repeat(begins, times) + np.arange(times.sum())
    return _counted(
        list(terms), flat[places], np.repeat(docs, times), np.repeat(counts, times), documents
    )


class TextBuffer:
    """Gathers texts for the fields of their characters and of neighbouring ones."""

    def __init__(self) -> None:
        self._texts: list[U32] = []

    def add(self, codes: U32) -> None:
        """Add the squeezed text of the next document as code points: uint32[length]."""
        self._texts.append(codes)

    def chars(self) -> FieldArrays:
        """The arrays of letters, digits and ideographs; without positions."""
        sizes, alphabet, ranks = self._ranked()
        kept = np.array([chr(code).isalnum() for code in alphabet.tolist()], np.bool_)
        docs = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        inside = kept[ranks]
        found = _distinct(ranks[inside], docs[inside], len(alphabet), len(sizes))
        return _counted([chr(code) for code in alphabet.tolist()], *found, len(sizes))

    def grams(self) -> FieldArrays:
        """The arrays of neighbouring characters, with positions."""
        sizes, alphabet, ranks = self._ranked()
        starts = np.concatenate(([0], np.cumsum(sizes)))
        last = np.unique(starts[1:-1]) - 1
        last = last[(last >= 0) & (last < len(ranks) - 1)]
        grams, found = _pairs(ranks, last, len(alphabet))
        first = runs(grams)
        doc_of = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)[found]
        fresh = np.zeros(len(doc_of), np.bool_)
        fresh[first] = True
        fresh[runs(doc_of)] = True
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
        far = np.flatnonzero(places > 0xFFFF)
        return replace(
            field,
            places=places.astype(np.uint16),
            place_ends=place_ends.astype(np.uint32),
            far=far.astype(np.uint32),
            far_places=(places[far] >> np.uint32(16)).astype(np.uint16),
            starts=starts.astype(np.uint32),
        )

    def _ranked(self) -> tuple[npt.NDArray[np.int64], U32, U32]:
        """int64[documents]: their sizes; the distinct characters in order, and uint32[all]: the
        rank of each character among them."""
        sizes = np.array([len(text) for text in self._texts], np.int64)
        codes = np.concatenate([np.empty(0, np.uint32), *self._texts])
        if len(codes) < _FEW:
            alphabet, ranks = np.unique(codes, return_inverse=True)
            return sizes, alphabet, ranks.astype(np.uint32)
        present = np.zeros(0x110000, np.bool_)
        present[codes] = True
        alphabet = np.flatnonzero(present).astype(np.uint32)
        table = np.zeros(0x110000, np.uint32)
        table[alphabet] = np.arange(len(alphabet), dtype=np.uint32)
        return sizes, alphabet, table[codes]


class _Ids(dict[str, int]):
    """Text -> its number, given in the order in which texts are first asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


def _tokens(
    ids: array[int], sizes: array[int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The id and the document of every token: int64[n] each."""
    docs = np.repeat(np.arange(len(sizes)), np.frombuffer(sizes, np.uint32))
    return np.frombuffer(ids, np.uint32).astype(np.int64), docs


def _distinct(
    ids: npt.NDArray[Any], docs: npt.NDArray[Any], terms: int, documents: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The distinct pairs of term and document in order, and how often each occurs."""
    kind: Any = np.uint32 if terms * documents < 1 << 32 else np.uint64  # narrow keys sort faster
    keys = ids.astype(kind) * kind(documents) + docs.astype(kind)
    keys.sort()
    first = runs(keys)
    distinct = keys[first]
    own = distinct // kind(max(documents, 1))
    docs = distinct - own * kind(documents)
    return own.astype(np.int64), docs.astype(np.int64), np.diff(first, append=len(keys))


def _counted(
    terms: Sequence[str],
    ids: npt.NDArray[np.int64],
    docs: npt.NDArray[np.int64],
    counts: npt.NDArray[np.int64],
    documents: int,
) -> FieldArrays:
    """A field without positions from its postings in any order; those of one term and one
    document are added up. Terms that have none are left out."""
    texts = [term.encode("utf-8", "replace") for term in terms]
    order = sorted(range(len(texts)), key=texts.__getitem__)
    rank = np.empty(len(texts), np.int64)
    rank[order] = np.arange(len(texts))
    # Term, document and frequency fit into one number of 64 bits; numbers alone are sorted quickest.
    packed = rank[ids] << _TERM | docs << _DOCUMENT | counts
    packed.sort()
    freqs, keys = packed & _FREQUENCY, packed >> _DOCUMENT
    first = runs(keys)
    freqs = np.add.reduceat(freqs, first) if len(first) else freqs
    keys = keys[first]
    sizes = np.bincount(keys >> (_TERM - _DOCUMENT), minlength=len(texts))
    kept = [texts[i] for i, size in zip(order, sizes.tolist(), strict=True) if size]
    return _field(
        np.frombuffer(b"".join(kept), np.uint8),
        np.cumsum([len(text) for text in kept], dtype=np.uint32),
        np.cumsum(sizes[sizes > 0]),
        (keys & (MOST_DOCUMENTS - 1)).astype(np.uint32),
        freqs,
        np.bincount(docs, weights=counts, minlength=documents).astype(np.int64),
    )


def _pairs(ranks: U32, last: npt.NDArray[np.int64], letters: int) -> tuple[U64, U32]:
    """All pairs of neighbours but those that begin at ``last``, in order: each as one number,
    ``first * letters + second``, and where it begins."""
    if len(ranks) < 2:
        return np.empty(0, np.uint64), np.empty(0, np.uint32)
    pairs = ranks[:-1].astype(np.uint64)
    pairs *= np.uint64(letters)
    pairs += ranks[1:]
    count = len(pairs) - len(last)
    if letters > _MOST_LETTERS:
        pairs[last] = _NEVER
        order = np.argsort(pairs, kind="stable")[:count]
        return pairs[order], order.astype(np.uint32)
    pairs <<= _HALF  # one sort of single numbers is several times faster
    pairs |= np.arange(len(pairs), dtype=np.uint32)
    pairs[last] = _NEVER
    pairs.sort()
    pairs = pairs[:count]
    found = pairs.astype(np.uint32)
    pairs >>= _HALF
    return pairs, found


def _field(
    terms: U8, term_ends: U32, ends: npt.NDArray[np.int64], docs: U32,
    freqs: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64],
) -> FieldArrays:  # fmt: skip
    high, octets = np.flatnonzero(freqs > MOST), length_bytes(lengths)
    return FieldArrays(
        terms=terms,
        term_ends=term_ends,
        heads=heads(terms, term_ends),
        ends=ends.astype(np.uint32),
        docs=docs.astype(np.uint16),
        freqs=np.minimum(freqs, MOST).astype(np.uint8),
        high=high.astype(np.uint32),
        high_freqs=freqs[high].astype(np.uint32),
        lengths=octets,
        total=total_length(octets),
    )


def heads(terms: U8, ends: U32) -> U64:
    """uint64: the first eight bytes, as one number, of every :data:`STRIDE`-th of the terms that
    end at ``ends``. They ascend, so a term is looked for among few."""
    begins = np.concatenate((np.zeros(1, np.uint32), ends))[:-1:STRIDE].astype(np.int64)
    at = begins[:, None] + np.arange(8)
    inside = at < ends[::STRIDE, None]
    octets = np.zeros(at.shape, np.uint8)
    octets[inside] = terms[at[inside]]
    return octets.view(">u8").ravel().astype(np.uint64)
