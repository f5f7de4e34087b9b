"""The fields of every answer of the public API: stable, and independent of what the pages print.

Fields may be added, never renamed or removed within ``/api/v1``; ``openapi.yaml`` describes each,
and tests compare the two. Texts are plain, never HTML. ``marks`` are ranges ``[start, end)`` in
code points. Addresses are absolute; one that is not there is null. How an answer is made of what
the engine says is in ``mapping``.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.results import Marks
from web.api_v1.card_shapes import CardAnswer, LinksAnswer, StandingAnswer, Strings, VersionAnswer
from web.api_v1.relation_shapes import RelationCountAnswer


@dataclass(frozen=True, slots=True)
class SnippetAnswer:
    """A window of a body; ``url`` is the page at the section it lies in."""

    text: str
    marks: Marks
    label: str
    anchor: str
    url: str


@dataclass(frozen=True, slots=True)
class ProvisionAnswer:
    """An article in full: one that the query names (``named``), or that which answers it best. ``url`` is the
    page at it, ``cited_by_url`` that of the documents which name it."""

    document: CardAnswer
    label: str
    anchor: str
    text: str
    marks: Marks
    named: bool
    also: str
    cited_by: int
    url: str
    cited_by_url: str | None


@dataclass(frozen=True, slots=True)
class ScoreAnswer:
    """What a place in the ranking is made of: ``total = (terms + passage) * authority * topic``."""

    total: float
    terms: float
    passage: float
    authority: float
    topic: float
    cited_by: int


@dataclass(frozen=True, slots=True)
class HitAnswer(CardAnswer):
    """A document found. ``pin`` says why it stands above the ranking, else it is empty."""

    title_marks: Marks
    snippets: tuple[SnippetAnswer, ...]
    pin: str
    score: ScoreAnswer | None
    standing: StandingAnswer | None
    part: str
    versions: tuple[VersionAnswer, ...]
    reprints: tuple[CardAnswer, ...]


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """A rung of the ladder that was tried, and how many documents it holds."""

    rung: str
    label: str
    total: int


@dataclass(frozen=True, slots=True)
class RelaxationAnswer:
    """How a query was widened."""

    rung: str
    message: str
    steps: tuple[StepAnswer, ...]


@dataclass(frozen=True, slots=True)
class WordingAnswer:
    """A word that was looked for under other wordings too."""

    text: str
    others: Strings


@dataclass(frozen=True, slots=True)
class NarrowingAnswer:
    """A filter that the query names itself; ``url`` asks this API for what is found with it."""

    label: str
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class ReadAsAnswer:
    """Words of the query that were read as a filter or an order; ``url`` asks this API without that."""

    part: str
    value: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class IntentAnswer:
    """What was read as filters and order; ``rest`` was looked for as words. Not ``applied`` where the
    filters leave nothing. ``plain_url`` asks this API for the words as typed."""

    applied: bool
    rest: str
    parts: tuple[ReadAsAnswer, ...]
    plain_url: str


@dataclass(frozen=True, slots=True)
class ValueAnswer:
    """A value of a facet, and how many documents have it under all other filters."""

    value: str
    label: str
    count: int
    selected: bool
    depth: int


@dataclass(frozen=True, slots=True)
class FacetAnswer:
    """A facet; ``name`` is the parameter that filters by it."""

    name: str
    label: str
    values: tuple[ValueAnswer, ...]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The answer to a search."""

    total: int
    groups: int
    page: int
    size: int
    last_page: int
    elapsed_ms: float
    generation: int
    notices: Strings
    relaxation: RelaxationAnswer | None
    suggestion: str | None
    wordings: tuple[WordingAnswer, ...]
    narrowings: tuple[NarrowingAnswer, ...]
    intent: IntentAnswer | None
    terms: Strings
    provisions: tuple[ProvisionAnswer, ...]
    hits: tuple[HitAnswer, ...]
    facets: tuple[FacetAnswer, ...]
    links: LinksAnswer


@dataclass(frozen=True, slots=True)
class FacetsAnswer:
    """Complete lists of the values of facets."""

    total: int
    generation: int
    facets: tuple[FacetAnswer, ...]
    links: LinksAnswer


@dataclass(frozen=True, slots=True)
class SectionAnswer:
    """A heading; ``offset`` is where it begins in ``body``, in code points."""

    anchor: str
    level: int
    text: str
    offset: int
    url: str


@dataclass(frozen=True, slots=True)
class AttachmentAnswer:
    """An annex named by a document."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ContactAnswer:
    """Who answers questions about a document."""

    office: str
    phone: str


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """A label and its value as the source prints them."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class OriginAnswer:
    """The file a document was read from; ``url`` gives it, where it is handed out."""

    name: str
    modified: str
    url: str | None


@dataclass(frozen=True, slots=True)
class DocumentAnswer(CardAnswer):
    """A document with its text."""

    title_marks: Marks
    body: str
    body_marks: Marks
    issuers_as_written: Strings
    sections: tuple[SectionAnswer, ...]
    contact: ContactAnswer
    attachments: tuple[AttachmentAnswer, ...]
    as_printed: tuple[PrintedAnswer, ...]
    warnings: Strings
    versions: tuple[CardAnswer, ...]
    similar: tuple[CardAnswer, ...]
    origin: OriginAnswer | None
    standing: StandingAnswer | None
    part: str
    relations: tuple[RelationCountAnswer, ...]
    links: LinksAnswer


@dataclass(frozen=True, slots=True)
class SuggestionAnswer:
    """What may be meant; ``url`` asks this API for it."""

    kind: str
    text: str
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class SuggestAnswer:
    """What may be meant by what is being typed, the likeliest first."""

    suggestions: tuple[SuggestionAnswer, ...]


@dataclass(frozen=True, slots=True)
class ReasonAnswer:
    """Why files were left out, and how many."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class StateCountAnswer:
    """How many documents are in one state today."""

    state: str
    count: int


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """What the index holds."""

    documents: int
    with_body: int
    rejected: int
    warnings: int
    generation: int
    built_at: str
    newest: str | None
    fingerprint: str
    damaged: bool
    reasons: tuple[ReasonAnswer, ...]
    states: tuple[StateCountAnswer, ...]
    relations: int
    unresolved: int
