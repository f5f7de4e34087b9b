"""What a backend knows of the documents' relations: rows of plain numbers, as ``index.relations`` derives them.

Documents are called by their numbers, days are ``date.toordinal``. What was withdrawn or removed is at no
end of anything here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from index.document import Validity
from index.relations.model import Held, Interval
from index.statements.model import Article, How, Kind, Statements


class Link(NamedTuple):
    """A place where a document names another, or what is not held; see ``index.relations.model.Edge``.

    Attributes:
        source, to: who names, and whom; ``to`` is -1 where nothing is held, or it is the document itself.
        start, end: in the body of ``source``; for ``How.HEADING`` in its title.
        safe: whether the 条 may be linked: those of ``to`` are the ones meant.
    """

    source: int
    to: int
    kind: Kind
    how: How
    held: Held
    safe: bool
    start: int
    end: int
    articles: tuple[Article, ...]


class Days(NamedTuple):
    """Since and until when a document is in force; see ``index.relations.model.Interval``."""

    begins: int
    ends: int
    by: int


class Linked(NamedTuple):
    """Some of the documents that one is linked with: how many they all are, and those asked for."""

    total: int
    numbers: list[int]


class Lacking(NamedTuple):
    """A name that documents give and none held has.

    Attributes:
        documents: how many name it.
        kinds: kind -> how many of them name it so; one may do so in several ways.
        first: where the first of them, by number, does.
    """

    documents: int
    kinds: dict[Kind, int]
    first: Link


class Relating(Protocol):
    """The relations of one generation."""

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of some documents."""
        ...

    def statements(self, number: int) -> Statements:
        """What a document says."""
        ...

    def articles(self, number: int) -> tuple[Article, Article]:
        """The first and last 条 of a document, as its statements have them."""
        ...

    def links(self, number: int) -> Sequence[Link]:
        """Whom a document names, by place."""
        ...

    def between(self, source: int, to: int) -> Sequence[Link]:
        """Where one document names another, by place."""
        ...

    def linked(
        self,
        number: int,
        kinds: Collection[Kind],
        incoming: bool,
        first: int,
        count: int,
        article: Article | None = None,
    ) -> Linked:
        """``count`` of the documents that a document names as one of ``kinds``, or (``incoming``) that
        name it so, from the ``first`` on: the newest first, then by number. Prints of one text are one,
        the first of them. ``article``: those alone where this 条 is named safely."""
        ...

    def cited_articles(self, number: int, kinds: Collection[Kind]) -> list[tuple[Article, int]]:
        """The 条 of a document that others name as one of ``kinds`` where that is safe, ascending, and
        how many documents name each, prints of one text counted once."""
        ...

    def interval(self, number: int) -> Interval:
        """When a document is in force."""
        ...

    def days(self, numbers: Sequence[int]) -> list[Days]:
        """The days of the intervals of some documents."""
        ...

    def states(self, numbers: Sequence[int], day: int) -> list[Validity]:
        """The states of some documents on a day."""
        ...

    def stated(self, numbers: Sequence[int]) -> list[Validity]:
        """What the sources of some documents say of their validity."""
        ...

    def work(self, number: int) -> list[int]:
        """The texts of the work of a document, itself included, ascending."""
        ...

    def prints(self, number: int) -> list[int]:
        """The prints of the text of a document, itself included, ascending."""
        ...

    def lacking(self, limit: int) -> list[Lacking]:
        """The names that no document held has, that which most documents give first, then by name."""
        ...
