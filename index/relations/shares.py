"""What a derivation does for many documents, each by itself: done here, or shared by several processes.

A *task* is given the documents, those it is to look at, and what all of them need; what it gives depends on
nothing else, so shares of it may be done anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from index.relations.library import Documents

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")
Task = Callable[..., _Found]
"""A function of a module: documents, items and needs to what it gives."""
FEWEST = 20_000
"""So many documents are derived by one process before others would have opened them."""


class Shares(Protocol):
    """Who does the tasks."""

    def done(
        self, task: Task[_Found], items: Sequence[_Item], documents: Documents, *needs: object
    ) -> Iterator[_Found]:
        """What ``task(documents, some of the items, *needs)`` gives, for all shares of ``items`` in order."""
        ...


class Alone:
    """One share, done here."""

    def done(
        self, task: Task[_Found], items: Sequence[_Item], documents: Documents, *needs: object
    ) -> Iterator[_Found]:
        """See :class:`Shares`."""
        yield task(documents, items, *needs)
