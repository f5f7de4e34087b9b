"""Documents that their reader doubted (存疑), by pages: none is read that is not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from index.document import PolicyDocument
from index.segment import Segment, open_terms


class Doubted:
    """Those of a generation whose ``warnings`` say something.

    Args:
        terms: the postings of the generation.
    """

    def __init__(self, terms: Path) -> None:
        opened = open_terms(terms)
        self._numbers: list[tuple[Segment, list[int]]] = []
        for segment, base in zip(opened.segments, opened.bases, strict=False):
            counts = opened.counts[base : base + segment.documents]
            doubted = np.flatnonzero(segment.columns().doubted & counts)
            self._numbers.append((segment, doubted.tolist()))

    def __len__(self) -> int:
        return sum(len(numbers) for _, numbers in self._numbers)

    def some(self, first: int, count: int) -> Iterator[PolicyDocument]:
        """``count`` of them without their bodies, from the ``first`` (0 …) on, the latest read first."""
        places = (
            (segment, number)
            for segment, numbers in reversed(self._numbers)
            for number in reversed(numbers)
        )
        for segment, number in islice(places, first, first + count):
            yield PolicyDocument.from_json(segment.card(number))
