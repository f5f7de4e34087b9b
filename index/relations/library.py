"""The documents of a generation as joins look them up: the ``Library`` over its segments."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from index.relations.labels import Labels
from index.relations.model import Entry
from index.segment import Terms
from index.statements import keys

MOST = 100
"""A name that more documents than this are known under names none of them (通知, 公告)."""
_KEPT = 1 << 14
"""So many documents are kept as read."""


class Documents:
    """Keeps the :class:`index.relations.model.Library` protocol over ``terms``.

    Attributes:
        members: what gives the texts of a document's work, ascending.
        labels: by which it does; None as long as works are not known.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.members = _alone
        self.labels: npt.NDArray[np.uint32] | None = None
        # kept by functions that do not know this object, so that it goes with its last user
        self._entry = lru_cache(_KEPT)(partial(_read, terms))
        self._known = lru_cache(_KEPT)(partial(_look_up, terms))
        self._work = lru_cache(_KEPT)(partial(_by_day, self._entry))

    def group(self, works: Labels) -> None:
        """Say which documents are texts of one work."""
        self.members, self.labels = works.members, works.labels

    def entry(self, number: int) -> Entry:
        """A document."""
        return self._entry(number)

    def known(self, key: str) -> tuple[int, ...]:
        """The documents known under a key, ascending by id; none where there are too many."""
        return self._known(key)

    def work(self, number: int) -> tuple[int, ...]:
        """The texts of the work of a document, itself included, by day, undated ones first."""
        members = self.members(number)
        return self._work(tuple(members)) if len(members) > 1 else (number,)

    def keys(self, number: int) -> list[str]:
        """What a document is known as."""
        return keys.known_as(self.entry(number).says)

    def touching(self, key: str) -> set[int]:
        """The documents for which a join may look up a key."""
        return {*self.terms.having("refers_to", key), *self.terms.having("known_as", key)}


def _read(terms: Terms, number: int) -> Entry:
    return Entry(number, terms.id(number), terms.statements(number))


def _look_up(terms: Terms, key: str) -> tuple[int, ...]:
    found = terms.having("known_as", key)
    if len(found) > MOST:
        return ()
    return tuple(sorted(found, key=terms.id)) if len(found) > 1 else tuple(found)


def _by_day(entry: Callable[[int], Entry], members: tuple[int, ...]) -> tuple[int, ...]:
    entries = sorted(map(entry, members), key=lambda it: (it.says.timeline.day, it.id))
    return tuple(it.number for it in entries)


def _alone(number: int) -> list[int]:
    return [number]
