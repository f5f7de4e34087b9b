"""The :class:`Engine` protocol: all that web and command line know of searching."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

from index.document import PolicyDocument
from index.store.origin import Origin
from search.comparison.values import Comparison
from search.related import Block, Unresolved
from search.request import SearchRequest
from search.results import DocumentView, SearchResult, Status, Suggestion, Tally, Withdrawn


class Engine(Protocol):
    """What every engine answers; ``tests/engine_contract`` holds each of them to it."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer ``request``. Never raises for anything a visitor typed."""
        ...

    def document(self, id: str, q: str = "", on: date | None = None) -> DocumentView | None:
        """The document with that id, the words of ``q`` marked; None if there is none.

        Args:
            on: the day whose state of it and of its relations is asked for; None: today.
        """
        ...

    def related(
        self, id: str, kind: str, page: int = 1, on: date | None = None, article: str = ""
    ) -> Block | None:
        """A page (1 …, of ``search.related.RELATED_PAGE``) of the documents that are one thing
        to a document, newest first; None if there is no such document or kind. Behind the last
        page there are none.

        Args:
            article: of ``cited_by``: those alone that cite the 条 of this anchor (``a12``), as many
                as ``search.related.Relations.cited`` says; empty, or no 条: all.
        """
        ...

    def unresolved(self, limit: int) -> tuple[Unresolved, ...]:
        """What documents cite and no document has: that which most of them name first."""
        ...

    def compare(self, old: str, new: str) -> Comparison | None:
        """The documents with these ids, provision by provision; None if there is none of one."""
        ...

    def facets(self, request: SearchRequest) -> Tally:
        """What is found by ``request``, counted only: every value of every facet, both levels
        of the topics."""
        ...

    def listing(self, first: int, count: int) -> tuple[PolicyDocument, ...]:
        """``count`` documents without their bodies, from the ``first`` (0 …) on, in an order
        that stays within one generation: what a list of all addresses is made of."""
        ...

    def origin(self, id: str) -> Origin | None:
        """The file on this machine that a document was read from; None if that is not known."""
        ...

    def moved(self, id: str) -> str | None:
        """The id that the document has now which had ``id`` before, through all changes; None
        where a document has ``id``, or none ever had. No document need have the id given: it
        may be gone since."""
        ...

    def first_id(self, id: str) -> str:
        """The id that the document with ``id`` had at first, as far as that is known; else ``id``: what
        stays the same for others however often it moves."""
        ...

    def withdrawn(self, id: str) -> Withdrawn | None:
        """What visitors are told of a document that was withdrawn; None for any other id. No
        answer has anything else of it: for all other calls it is not there."""
        ...

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """What may be meant by what is being typed, in characters, pinyin or initials."""
        ...

    def status(self) -> Status:
        """What the index holds now."""
        ...

    def held(self, is_long: bool = False) -> AbstractContextManager[None]:
        """While this is entered, all that this thread asks is answered from one generation, and without
        what was withdrawn when it first asked: for the parts of one answer, which takes moments.

        Args:
            is_long: whether it is one of hundreds of documents, for which more time is given.
        """
        ...
