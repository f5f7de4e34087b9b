"""What is answered: the values that every engine gives.

All values are plain and frozen: pages and JSON are two ways of printing them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from index.document import PolicyDocument, Validity
from search.related import Relations, Standing, TextVersion
from search.request import MAX_WINDOW, Part, SearchRequest

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
class Score:
    """What a score is made of: ``(terms + passage + everyday) * authority * topic * force``; see
    ``search.weights``.

    Attributes:
        terms: BM25 of the words, pairs and characters typed, and of other wordings.
        passage: what the best passage holds.
        everyday: for being what is asked about in such words; see ``search.language.everyday``.
        authority: the factor for being cited; ``cited_by`` documents name the work.
        topic: the factor for a work that governs the matter asked about.
        force: the factor for a text that is in force no more; 1 for any other.
    """

    terms: float
    passage: float
    authority: float
    topic: float
    cited_by: int
    force: float = 1.0
    everyday: float = 0.0

    @property
    def total(self) -> float:
        """The score."""
        return (
            (self.terms + self.passage + self.everyday) * self.authority * self.topic * self.force
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a result.

    Attributes:
        document: everything but the body, which is empty here; its ``validity`` is its state today.
        pin: why it stands above the ranking (``发文字号一致``), else empty.
        score: what the place in the ranking is made of.
        standing: its state today, without evidence; ``newer`` says of an old text which is in force.
        part: which 条 of its work it has, where it has not all of them, else empty.
        versions: the other texts of its work that were found too, folded under this line: that in
            force first, then the newest; the parts of one text in their order.
        reprints: the same text from other sources that was found too, folded under this line.
    """

    document: PolicyDocument
    title_marks: Marks = ()
    snippets: tuple[Snippet, ...] = ()
    pin: str = ""
    score: Score | None = None
    standing: Standing | None = None
    part: str = ""
    versions: tuple[TextVersion, ...] = ()
    reprints: tuple[PolicyDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """One article (条) of a document, in full and in its own words, above the ranking.

    Attributes:
        document: everything but the body; its ``validity`` is its state today.
        label: of the article (``第三十九条``).
        anchor: the fragment of the article on the document page (``a39``).
        text: the article, from behind its label to the next; several paragraphs by newlines.
        marks: the query's words within ``text``.
        named: whether the query names the article; else it is the one that answers best.
        also: what else was asked for within it (``第二款第三项``), or empty.
        cited_by: how many documents name this article; 0 where that was not looked up.
    """

    document: PolicyDocument
    label: str
    anchor: str
    text: str
    marks: Marks = ()
    named: bool = True
    also: str = ""
    cited_by: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet with its exact count under all *other* filters.

    ``value`` goes into the URL, ``label`` onto the page. ``depth`` is 1 for a topic or a place that is shown
    under one it lies in, which is selected or holds what is; else 0.
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
class Step:
    """One rung that was tried, what the page calls it, and how many documents it holds."""

    rung: str
    label: str
    total: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """How a query was widened: to which rung, a sentence for the page, and every rung tried."""

    rung: str
    message: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """A word of the query that was looked for under other wordings too."""

    text: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter that the query names itself: a label, the narrowed request, what it would find."""

    label: str
    request: SearchRequest
    total: int


@dataclass(frozen=True, slots=True)
class ReadAs:
    """Words of the query that were read as a filter or an order.

    Attributes:
        part: which.
        value: of a facet, as it is filtered by; of a period its bounds (``2015/2019``, ``2019/``); of
            an order what ``sort`` calls it.
        text: the words.
    """

    part: Part
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Intent:
    """What of a query was read as filters and order.

    Attributes:
        parts: what was read, in the order of :class:`search.request.Part`; empty where only a period or
            an order was, and it is turned off.
        rest: what is left as words to look for; empty: everything under the filters is listed.
        asked: ``rest`` under all filters.
        otherwise: what is answered where those leave nothing: the names as words, without words of time
            and order.
        applied: whether ``asked`` was answered.
    """

    parts: tuple[ReadAs, ...]
    rest: str
    asked: SearchRequest
    otherwise: SearchRequest
    applied: bool = True


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one :class:`SearchRequest`.

    ``total`` is the exact number of documents found, ``groups`` that of lines: as many where
    nothing is folded, and ``reachable`` those of the first ``MAX_WINDOW`` documents, the others of
    which cannot be turned to. ``hits`` is the asked page of lines, pinned ones first. ``terms`` are the words looked for, as highlighted. ``suggestion`` is
    the query that was probably meant (错别字, 拼音), empty if none; it was searched instead only
    if ``relaxation`` says so. ``wordings`` were looked for as well. ``provisions`` are articles shown in full, on the
    first page alone. ``apart`` is how many lines, from the first on, have everything that was typed, where
    ``relaxation`` says that what is near stands behind them; else 0. ``intent`` is what was read as filters and
    order, if anything was.
    """

    request: SearchRequest
    total: int
    groups: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    relaxation: Relaxation | None
    notices: tuple[str, ...]
    terms: tuple[str, ...]
    elapsed_ms: float
    generation: int
    suggestion: str = ""
    wordings: tuple[Wording, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()
    reachable: int = MAX_WINDOW
    provisions: tuple[Provision, ...] = ()
    intent: Intent | None = None
    apart: int = 0

    @property
    def last_page(self) -> int:
        """The number of the last page that can be turned to (1 when nothing was found)."""
        most = MAX_WINDOW // self.request.size * self.request.size
        reachable = min(self.groups, self.reachable, most)
        return max(1, -(-reachable // self.request.size))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many documents a request finds, and the complete facets of them."""

    request: SearchRequest
    total: int
    facets: tuple[Facet, ...]
    generation: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be meant by what is being typed.

    Attributes:
        kind: ``title``, ``number``, ``issuer`` or ``term``.
        total: how many documents it stands for.
    """

    kind: str
    text: str
    total: int


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
    :meth:`search.engine.Engine.document`; ``versions`` are the other texts of the same work,
    the one in force first; ``similar`` are documents about the same matter, the most alike first.
    ``document.validity`` is its state today, ``relations.standing`` that on the day asked for;
    ``relations`` is None where nothing is known of any relation.
    """

    document: PolicyDocument
    sections: tuple[SectionLink, ...]
    title_marks: Marks = ()
    body_marks: Marks = ()
    versions: tuple[PolicyDocument, ...] = ()
    similar: tuple[PolicyDocument, ...] = ()
    relations: Relations | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What visitors are told of a document that was withdrawn (撤下): when, and a notice to them,
    empty where the operator gave none."""

    at: datetime
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What the index holds; ``damage`` says what is wrong with a newer generation that is not
    served for it, to an operator (empty: nothing), ``refused`` the same in a word, for machines
    (damaged, outdated, inaccessible, missing); ``reasons`` why files were left out, and how
    many for each, the most frequent first; ``held`` how many documents of which source stay though
    it gives them no more, since too much of it is missing (name of the source, without where it
    lies). ``states`` how many documents are in which state today, ``relations`` how many times one
    is named by another, ``unresolved`` how many names that are cited no document has.
    ``revision`` is another whenever documents are
    withdrawn or shown again: with ``generation`` and ``built_at`` it tells what is served."""

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
    refused: str = ""
    revision: str = ""
    held: tuple[tuple[str, int], ...] = ()
    states: tuple[tuple[Validity, int], ...] = ()
    relations: int = 0
    unresolved: int = 0


__all__ = [
    "DocumentView",
    "Facet",
    "FacetValue",
    "Hit",
    "Intent",
    "Marks",
    "Narrowing",
    "PolicyDocument",
    "Provision",
    "ReadAs",
    "Relaxation",
    "Score",
    "SearchResult",
    "SectionLink",
    "Snippet",
    "Status",
    "Step",
    "Suggestion",
    "Tally",
    "Validity",
    "Withdrawn",
    "Wording",
]
