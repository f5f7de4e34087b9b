"""Two backends side by side: every call of the façade goes to both, and they must agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import cast

import pytest

from search.backend.reading import FacetCounts, Found, Reading, Rows
from search.results import Score

CLOSE = 1e-5
"""Scores are kept as 32-bit floats by one and not by the other."""


class BothReadings:
    """Asks two readings of the same documents in the same order.

    Attributes:
        asked: what was asked, and how often.
    """

    def __init__(self, one: Reading, other: Reading) -> None:
        self._one = one
        self._other = other
        self.asked: dict[str, int] = {}

    def __getattr__(self, name: str) -> object:
        """An attribute on which both agree, or a method that gives what both answer."""
        one, other = getattr(self._one, name), getattr(self._other, name)
        if not callable(one):
            self._agreed(name, one, other)
            return one

        def asked(*arguments: object) -> object:
            return self._agreed(name, one(*arguments), other(*arguments))

        return asked

    def as_reading(self) -> Reading:
        """This as what it stands for: it has whatever the two have."""
        return cast(Reading, self)

    def _agreed(self, name: str, one: object, other: object) -> object:
        self.asked[name] = self.asked.get(name, 0) + 1
        if name == "find":
            return BothFound(cast(Found, one), cast(Found, other))
        if isinstance(one, Iterator):
            one, other = [*one], [*cast(Iterator[object], other)]
            assert one == other, name
            return iter(one)
        assert one == (pytest.approx(other) if isinstance(one, float) else other), name
        return one


@dataclass(frozen=True)
class BothFound:
    """An answer that two backends give: they find, count, order and score the same."""

    one: Found
    other: Found

    def __post_init__(self) -> None:
        assert (self.total, self.groups) == (self.other.total, self.other.groups)
        assert self.counts == self.other.counts
        assert self.rows == self.other.rows  # the order too: what is equal to one is to the other
        self.scores(self.rows.numbers)

    @property
    def total(self) -> int:
        return self.one.total

    @property
    def groups(self) -> int:
        return self.one.groups

    @property
    def counts(self) -> FacetCounts:
        return self.one.counts

    @property
    def rows(self) -> Rows:
        return self.one.rows

    def scores(self, numbers: Sequence[int]) -> list[Score]:
        scores, others = self.one.scores(numbers), self.other.scores(numbers)
        for score, other in zip(scores, others, strict=True):
            assert astuple(score) == pytest.approx(astuple(other), rel=CLOSE)
        return scores


@dataclass(frozen=True)
class BothOf:
    """Keeps ``search.facade.holding.Readings``."""

    reading: Callable[[], Reading]

    def current(self) -> Reading:
        return self.reading()

    def damage(self) -> str:
        return ""
