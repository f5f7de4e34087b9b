"""A vocabulary for tests of what scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log


class FewWords:
    """Keeps ``search.opensearch.ranking.scoring.Words`` over some frequencies, the same in every field."""

    documents = 1000

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term."""
        return self._frequencies.get(term, 0)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """How many documents have each of some terms."""
        return [self.frequency(field, term) for term in terms]

    def lacks(self, field: str, term: str) -> bool:
        """Whether no document has a term."""
        return not self.frequency(field, term)

    def at_least(self, field: str, term: str) -> int:
        """How many documents surely have a term."""
        return self.frequency(field, term)

    def idf(self, frequency: int) -> float:
        """As a backend has it."""
        return log(self.documents / (frequency + 1)) + 1
