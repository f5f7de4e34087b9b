"""The fields of what the public API says of relations between documents; see ``shapes``."""

from __future__ import annotations

from dataclasses import dataclass

from web.api_v1.card_shapes import (
    CardAnswer,
    EvidenceAnswer,
    LinksAnswer,
    StandingAnswer,
    Strings,
    VersionAnswer,
)


@dataclass(frozen=True, slots=True)
class RelationCountAnswer:
    """How many documents are one thing to a document; ``url`` asks this API for them."""

    kind: str
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class RelatedAnswer:
    """A document at the other end of a relation, and the first sentence that says so."""

    document: CardAnswer
    state: str
    times: int
    articles: Strings
    evidence: EvidenceAnswer | None


@dataclass(frozen=True, slots=True)
class RelationAnswer:
    """All documents that are one thing to a document; ``items`` are some of them."""

    kind: str
    total: int
    items: tuple[RelatedAnswer, ...]
    url: str


@dataclass(frozen=True, slots=True)
class BodyLinkAnswer:
    """Words ``[start, end)`` of the body, in code points, that name another document."""

    start: int
    end: int
    id: str
    anchor: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class CitedAnswer:
    """How many documents cite a 条."""

    anchor: str
    documents: int


@dataclass(frozen=True, slots=True)
class RelationsAnswer:
    """What a document and others are to one another."""

    id: str
    title: str
    url: str
    page: int
    size: int
    last_page: int
    standing: StandingAnswer | None
    part: str
    relations: tuple[RelationAnswer, ...]
    versions: tuple[VersionAnswer, ...]
    body_links: tuple[BodyLinkAnswer, ...]
    cited: tuple[CitedAnswer, ...]
    links: LinksAnswer
