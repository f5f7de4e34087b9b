"""What is answered, and the :class:`Engine` protocol that every engine keeps.

All values are plain and frozen: pages and JSON are two ways of printing them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeAlias

from index.document import PolicyDocument, Validity
from search.request import MAX_WINDOW, SearchRequest

Marks: TypeAlias = tuple[tuple[int, int], ...]
"""Ranges ``(start, end)`` of a text that are to be highlighted: ascending, not touching."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A window of a body around the words of the query.

    Attributes:
        text: plain text; the template escapes it.
        marks: the query's words within ``text``.
        label: the 章/条 the window lies in (``第十二条``, ``二、下一步工作举措``), or empty.
        anchor: the fragment of that section on the document page (``a12``), or empty.
    """

    text: str
    marks: Marks
    label: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a result.

    ``pin`` says why a document stands above the ranking (``发文字号一致``), else empty.
    ``document`` carries everything but the body, which is empty here.
    """

    document: PolicyDocument
    title_marks: Marks = ()
    snippets: tuple[Snippet, ...] = ()
    pin: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet with its exact count under all *other* filters.

    ``value`` goes into the URL, ``label`` onto the page. ``depth`` is 1 for a second-level
    topic shown under a selected first-level one, else 0.
    """

    value: str
    label: str
    count: int
    selected: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet. ``values`` by falling count (years: newest first), 未注明 last."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """How a query without strict hits was widened: which rung, and a sentence for the page."""

    rung: str
    message: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one :class:`SearchRequest`.

    ``total`` is the exact number of documents found; ``hits`` is the asked page of them,
    pinned ones first. ``terms`` are the words looked for, as highlighted.
    """

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    relaxation: Relaxation | None
    notices: tuple[str, ...]
    terms: tuple[str, ...]
    elapsed_ms: float
    generation: int

    @property
    def last_page(self) -> int:
        """The number of the last page that can be turned to (1 when nothing was found)."""
        reachable = min(self.total, MAX_WINDOW // self.request.size * self.request.size)
        return max(1, -(-reachable // self.request.size))


@dataclass(frozen=True, slots=True)
class SectionLink:
    """One line of a table of contents, and the anchor before ``offset`` of the body."""

    anchor: str
    level: int
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with what its page needs.

    ``title_marks`` and ``body_marks`` are the hits of the query given to
    :meth:`Engine.document`; ``versions`` are other documents of the same title,
    the one in force first.
    """

    document: PolicyDocument
    sections: tuple[SectionLink, ...]
    title_marks: Marks = ()
    body_marks: Marks = ()
    versions: tuple[PolicyDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """What the index holds; ``damage`` says what is wrong with a newer generation that is not
    served for it, to an operator (empty: nothing); ``reasons`` why files were left out, and how
    many for each, the most frequent first."""

    documents: int
    with_body: int
    generation: int
    built_at: datetime
    rejected: int
    warnings: int
    newest: date | None
    fingerprint: str
    damage: str = ""
    reasons: tuple[tuple[str, int], ...] = ()


class Engine(Protocol):
    """Everything web and command line know of searching."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer ``request``. Never raises for anything a visitor typed."""
        ...

    def document(self, id: str, q: str = "") -> DocumentView | None:
        """The document with that id, the words of ``q`` marked; None if there is none."""
        ...

    def status(self) -> Status:
        """What the index holds now."""
        ...


__all__ = [
    "DocumentView",
    "Engine",
    "Facet",
    "FacetValue",
    "Hit",
    "Marks",
    "PolicyDocument",
    "Relaxation",
    "SearchResult",
    "SectionLink",
    "Snippet",
    "Status",
    "Validity",
]
