"""The side file of terms: which terms the texts of a generation have, and how many documents have each.

Removed documents are counted until their parts are merged, as idf counts them; withdrawn ones are not. The file is
one of named arrays (``index.segment.blocks``), read where it lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import repeat
from operator import add
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.opensearch.schema import text_fields
from index.segment import Field, Terms
from index.segment.arrays import heads
from index.segment.blocks import BlockFile, BlockWriter

VOCABULARY = "vocabulary"
"""The name of the file."""
ISSUER = "issuer"
NUMBER = "number"
MOST_NUMBERS = 1_000_000
"""Of a collection of more numbers (发文字号 and 索引号) none is kept: the cluster is asked for each."""
_ISSUED = "issued"
"""The field of how many documents an issuer has, removed ones not."""
_COUNTS = "frequencies"


def write_vocabulary(terms: Terms, path: Path, most: int = MOST_NUMBERS) -> None:
    """Write the terms of all text fields, the issuers, and at most so many numbers, to a new file."""
    with BlockWriter(path) as file:
        file.meta = {"documents": len(terms.counts)}
        for field in (*text_fields(), ISSUER):
            _write(file, field, frequencies(terms, field))
        _write(file, _ISSUED, _issued(terms))
        if len(numbers := frequencies(terms, NUMBER)) <= most:
            _write(file, NUMBER, numbers)


def frequencies(terms: Terms, field: str) -> dict[bytes, int]:
    """Term -> how many documents have it, removed ones included, hidden ones not."""
    found: dict[bytes, int] = {}
    for segment, base, end in zip(terms.segments, terms.bases, terms.bases[1:], strict=False):
        hidden = terms.hidden[base:end] if terms.hidden is not None else None
        own, counts = segment.field(field).vocabulary(hidden)
        before = map(found.get, own, repeat(0))  # no step of Python's own for each term
        found.update(zip(own, map(add, before, counts), strict=True))
    return found


def _issued(terms: Terms) -> dict[bytes, int]:
    """Issuer -> how many documents that count it has; those that have any."""
    found: dict[bytes, int] = {}
    for segment, base in zip(terms.segments, terms.bases, strict=False):
        own, often, docs = segment.field(ISSUER).every_term()
        if not own:
            continue
        live = terms.counts[docs + base].astype(np.int64)
        held = np.add.reduceat(live, often.cumsum() - often).tolist()
        for term, count in zip(own, held, strict=True):
            found[term] = found.get(term, 0) + count
    return {term: count for term, count in found.items() if count}


def _write(file: BlockWriter, field: str, found: dict[bytes, int]) -> None:
    terms = sorted(found)
    octets = np.frombuffer(b"".join(terms), np.uint8)
    ends = np.cumsum([len(term) for term in terms], dtype=np.uint32)
    file.add(f"{field}.terms", octets)
    file.add(f"{field}.term_ends", ends)
    file.add(f"{field}.heads", heads(octets, ends))
    file.add(f"{field}.{_COUNTS}", np.array([found[term] for term in terms], np.uint32))


class Vocabulary:
    """The terms of a generation, looked up in the file; safe for several threads.

    Attributes:
        documents: how many documents there are, as idf counts them.

    Raises (on construction, and where a part of the file is first read):
        IndexDamaged: the file is not what was written.
    """

    def __init__(self, path: Path) -> None:
        self._file = BlockFile(path)
        self.documents: int = self._file.meta["documents"]
        fields = [*text_fields(), ISSUER, _ISSUED]
        if f"{NUMBER}.terms" in self._file:  # files of before have none
            fields.append(NUMBER)
        self._fields = {field: Field(self._file, field) for field in fields}

    def has(self, field: str) -> bool:
        """Whether the terms of a field are here."""
        return field in self._fields

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term.

        Raises:
            KeyError: the file does not have that field.
        """
        number = self._fields[field].find(term.encode("utf-8", "replace"))
        return 0 if number is None else self._counts(field).item(number)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """:meth:`frequency` of many terms."""
        return [self.frequency(field, term) for term in terms]

    def begun(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, ascending, and how many documents have each."""
        raw, opened = prefix.encode("utf-8", "replace"), self._fields[field]
        counts = self._counts(field)
        for number in range(opened.place(raw), opened.count):
            term = opened.term(number)
            if not term.startswith(raw):
                break
            yield term.decode("utf-8", "replace"), counts.item(number)

    @cached_property
    def issued(self) -> dict[str, int]:
        """Every canonical issuer that a document has, in order, and how many have it, removed ones not."""
        return dict(self.begun(_ISSUED, ""))

    def _counts(self, field: str) -> npt.NDArray[np.uint32]:
        counts: npt.NDArray[np.uint32] = self._file.whole(f"{field}.{_COUNTS}")
        return counts
