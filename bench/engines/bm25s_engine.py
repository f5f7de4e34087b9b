"""bm25s over the same words: scores of an Or in memory, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s

from bench.classes import Ask
from bench.corpus import Section


class Bm25s:
    """bm25s."""

    name = "bm25s"
    kinds = frozenset({"term", "or"})
    ids_only = True
    slow = False

    def build(self, sections: Sequence[Section], folder: Path) -> None:
        """Everything is in memory; the folder holds what it saves."""
        self._scores = bm25s.BM25(k1=1.2, b=0.75)
        self._scores.index([part.words.split(" ") for part in sections], show_progress=False)
        self._scores.save(folder)

    def page(self, ask: Ask) -> tuple[int, list[str]]:
        """It does not count and stores nothing."""
        raise NotImplementedError

    def ids(self, ask: Ask) -> object:
        """See ``Engine.ids``."""
        return self._scores.retrieve([list(ask.terms)], k=10, show_progress=False).documents
