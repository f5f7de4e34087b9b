"""The values of this room: what follows when the statements of all documents are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Protocol

from index.document import Validity
from index.statements.model import NOWHERE, Mention, Span, Statements


class Held(IntEnum):
    """Which text of a work is held, of that which a mention means."""

    THEN = 0  # the one in force on the day the citing text takes effect
    LATER = 1  # only a later one
    UNKNOWN = 2  # the citing text has no day


class End(IntEnum):
    """How a text ended."""

    NONE = 0
    SUPERSEDED = 1  # a later text of the same work
    REPEALED = 2
    EXPIRED = 3  # its 有效期 is over, or its printed 失效日期 passed


@dataclass(frozen=True, slots=True)
class Edge:
    """A mention resolved.

    Attributes:
        to: the number of the document meant; -1 where none is held, or it names itself.
        mention: what is said, and where.
        held: which text ``to`` is.
        safe: whether its articles may be linked: those of ``to`` are the ones meant.
    """

    to: int
    mention: Mention
    held: Held = Held.UNKNOWN
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """Since when and until when a text is in force, and what says so.

    Attributes:
        begins: first day, 0 unknown; ``begins_at`` the sentence in its own body.
        ends: first day on which it is in force no more, 0 for none; ``how`` it ended.
        by: the document whose text says that it ended; -1 its own text, or none.
        ends_at: the sentence in the body of ``by``, or in its own.
        doubted: the first day on which two statements disagree; they do until ``ends``. 0 for none.
        doubted_at: the sentence in its own body that says it ended on that day; ``ends_at`` contradicts it.
        known: whether anything says that it was in force at all.
    """

    begins: int = 0
    begins_at: Span = NOWHERE
    ends: int = 0
    how: End = End.NONE
    by: int = -1
    ends_at: Span = NOWHERE
    doubted: int = 0
    known: bool = False
    doubted_at: Span = NOWHERE

    def state(self, day: int) -> Validity:
        """The state on a day."""
        if self.ends and day >= self.ends:
            return _ENDED[self.how]
        if self.doubted and day >= self.doubted:
            return Validity.DISPUTED
        if self.begins and day < self.begins:
            return Validity.NOT_YET
        return Validity.IN_FORCE if self.known else Validity.UNSTATED


_ENDED = {
    End.NONE: Validity.UNSTATED,
    End.SUPERSEDED: Validity.AMENDED,
    End.REPEALED: Validity.REPEALED,
    End.EXPIRED: Validity.EXPIRED,
}


@dataclass(frozen=True)
class Entry:
    """A document as joins see it: its number in the generation, its id, and what it says."""

    number: int
    id: str
    says: Statements

    @cached_property
    def days(self) -> frozenset[int]:
        """The days that may be the day of its text.

        The head of a law tells it, unless its source dates it later: heads are often cut. What a site gives
        as the day of publication may be that of the page, so it is one of several.
        """
        identity, history = self.says.identity, self.says.timeline.history
        days = {day for day in (*identity.dated, self.says.timeline.day) if day}
        if not history:
            return frozenset(days)
        last = max(passage.on for passage in history)
        if not identity.address:
            return frozenset({max((last, *identity.dated))})
        return frozenset({last, *days})

    @cached_property
    def events(self) -> frozenset[int]:
        """The days of the passages of its head."""
        return frozenset(passage.on for passage in self.says.timeline.history)


class Library(Protocol):
    """Look-ups that a join may do: those that make it depend on no other document.

    What a document is known as is ``index.statements.keys.known_as``; what a join may ask for on its behalf is
    ``index.statements.keys.refers_to``. Whoever comes or goes, exactly those that refer to one of its keys
    are derived anew.
    """

    def entry(self, number: int) -> Entry:
        """A document."""
        ...

    def known(self, key: str) -> Sequence[int]:
        """The documents known under a key, ascending by id."""
        ...

    def work(self, number: int) -> Sequence[int]:
        """The texts of the work of a document, itself included, by day, undated ones first."""
        ...
