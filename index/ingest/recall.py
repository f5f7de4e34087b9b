"""What the index held before a run: documents looked up by their ids, to compare new ones with."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np

from index.document import PolicyDocument
from index.errors import IndexDamaged
from index.segment import Terms, open_terms
from index.store.generation import Generation

_KEPT = 512
"""So many documents are kept at hand."""


class Recalled:
    """Looks documents up in a generation; what is damaged, or no generation, holds none."""

    def __init__(self, generation: Generation | None) -> None:
        # a cache that has nothing to do with this object: what is open is closed with the last of it
        self._at_hand = lru_cache(_KEPT)(_Opened(generation).document)

    def __call__(self, id: str) -> PolicyDocument | None:
        """The document of that id with its body."""
        return self._at_hand(id)


class _Opened:
    """A generation, opened when it is first asked."""

    def __init__(self, generation: Generation | None) -> None:
        self._generation = generation

    @cached_property
    def _terms(self) -> Terms | None:
        try:
            return open_terms(self._generation.terms) if self._generation else None
        except IndexDamaged:
            return None

    def document(self, id: str) -> PolicyDocument | None:
        """The document of that id with its body."""
        terms = self._terms
        try:
            numbers = terms.numbers(id) if terms else []
            if not terms or not numbers:
                return None
            card = PolicyDocument.from_json(terms.cards(np.array(numbers[:1]))[0])
            return replace(card, body=terms.body(numbers[0]))
        except IndexDamaged:
            return None
