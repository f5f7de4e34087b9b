"""One segment opened for reading: terms are looked up, postings and texts handed out as views."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.segment.blocks import BlockFile


@dataclass(frozen=True, slots=True)
class TermPostings:
    """The postings of one term in one segment, views of the file.

    Attributes:
        docs: uint32[n], ascending.
        codes: uint16[n], ``min(frequency, 255) << 8 | length byte``.
        high, high_freqs: which entries have a frequency above 255, and how often.
        places: uint32[t], ascending positions counted through the segment; empty for a field
            without positions.
    """

    docs: npt.NDArray[np.uint32]
    codes: npt.NDArray[np.uint16]
    high: npt.NDArray[np.int64]
    high_freqs: npt.NDArray[np.uint32]
    places: npt.NDArray[np.uint32]


class Segment:
    """A segment file.

    Attributes:
        documents: how many documents it holds, removed ones included.
    """

    def __init__(self, path: Path) -> None:
        self._file = BlockFile(path)
        self.documents: int = self._file.meta["documents"]

    def postings(self, field: str, term: str) -> TermPostings | None:
        """The postings of a term; None if no document here has it."""
        number = self._find(field, term.encode("utf-8", "replace"))
        if number is None:
            return None
        first, last = self._range(f"{field}.ends", number)
        high, high_freqs = self._high(field, first, last)
        return TermPostings(
            self._file.part(f"{field}.docs", first, last),
            self._file.part(f"{field}.codes", first, last),
            high,
            high_freqs,
            self._places(field, number),
        )

    def terms(self, field: str) -> Iterator[str]:
        """Every term of a field, in order."""
        blob = self._file.whole(f"{field}.terms").tobytes()
        start = 0
        for end in self._file.whole(f"{field}.term_ends").tolist():
            yield blob[start:end].decode("utf-8")
            start = end

    def has(self, field: str, term: str) -> bool:
        """Whether a document here has the term."""
        return self._find(field, term.encode("utf-8", "replace")) is not None

    def lengths(self, field: str) -> npt.NDArray[np.uint8]:
        """uint8[documents]: Whoosh's length byte of the field in each document."""
        lengths: npt.NDArray[np.uint8] = self._file.whole(f"{field}.lengths")
        return lengths

    def total(self, field: str) -> int:
        """The sum of the field's lengths over all documents."""
        return int(self._file.meta["totals"][field])

    def starts(self, field: str) -> npt.NDArray[np.uint32]:
        """uint32[documents + 1]: the first position of each document, and the end."""
        starts: npt.NDArray[np.uint32] = self._file.whole(f"{field}.starts")
        return starts

    def row(self, number: int) -> dict[str, Any]:
        """What ``index.rows.row_of`` gave for a document."""
        row: dict[str, Any] = json.loads(self._text("row", number))
        return row

    def card(self, number: int) -> dict[str, Any]:
        """A document without its body, as ``PolicyDocument.to_json`` gave it."""
        card: dict[str, Any] = json.loads(self._text("card", number))
        return card

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        return zlib.decompress(self._text("body", number)).decode("utf-8")

    def _find(self, field: str, term: bytes) -> int | None:
        """The number of a term, by bisection over the blob."""
        name = f"{field}.terms"
        if name not in self._file:
            return None
        low, high = 0, self._file.size(f"{field}.term_ends")
        count = high
        while low < high:
            middle = (low + high) // 2
            if self._term(field, middle) < term:
                low = middle + 1
            else:
                high = middle
        return low if low < count and self._term(field, low) == term else None

    def _term(self, field: str, number: int) -> bytes:
        return self._file.part(
            f"{field}.terms", *self._range(f"{field}.term_ends", number)
        ).tobytes()

    def _range(self, name: str, number: int) -> tuple[int, int]:
        ends = self._file.part(name, max(number - 1, 0), number + 1).tolist()
        return (ends[0], ends[1]) if number else (0, ends[0])

    def _high(
        self, field: str, first: int, last: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
        high = self._file.whole(f"{field}.high")
        start, stop = np.searchsorted(high, (first, last)).tolist()
        places = high[start:stop].astype(np.int64) - first
        return places, self._file.part(f"{field}.high_freqs", start, stop)

    def _places(self, field: str, number: int) -> npt.NDArray[np.uint32]:
        if f"{field}.places" not in self._file:
            return np.empty(0, np.uint32)
        places: npt.NDArray[np.uint32] = self._file.part(
            f"{field}.places", *self._range(f"{field}.place_ends", number)
        )
        return places

    def _text(self, name: str, number: int) -> bytes:
        return self._file.part(name, *self._range(f"{name}.ends", number)).tobytes()
