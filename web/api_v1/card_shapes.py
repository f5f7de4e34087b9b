"""What every answer of the public API says of a document in brief, and of its standing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Strings: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatesAnswer:
    """The days of a document (ISO 8601), null where they are not stated."""

    written_on: str | None
    published_on: str | None
    effective_on: str | None
    repealed_on: str | None


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """A document without its text. ``url`` is its page; of ``recognised_pages`` the text was
    recognised from pictures, and may be wrong; ``is_excerpt`` says that the text is a part."""

    id: str
    title: str
    doc_number: str
    index_number: str
    issuers: Strings
    genre: str
    topics: tuple[Strings, ...]
    region: str
    validity: str
    dates: DatesAnswer
    recognised_pages: int
    source_url: str | None
    is_excerpt: bool
    url: str


@dataclass(frozen=True, slots=True)
class ReferenceAnswer:
    """A document that is only named."""

    id: str
    title: str
    doc_number: str
    url: str


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """A sentence that proves a statement, and the page at the section it stands in."""

    document: ReferenceAnswer
    text: str
    label: str
    anchor: str
    url: str


@dataclass(frozen=True, slots=True)
class StandingAnswer:
    """Whether a text is in force on a day, since when and until when, and what says so.

    ``until`` is the first day on which it is in force no more; ``newer`` is the text of the same
    work that is in force then; ``source_validity`` what the source says of it.
    """

    on: str
    state: str
    since: str | None
    until: str | None
    ended_by: ReferenceAnswer | None
    newer: ReferenceAnswer | None
    source_validity: str
    evidence: tuple[EvidenceAnswer, ...]


@dataclass(frozen=True, slots=True)
class VersionAnswer:
    """A text of a work in its history; ``document`` is null where it is not held."""

    on: str | None
    decision: str
    state: str
    part: str
    document: CardAnswer | None


@dataclass(frozen=True, slots=True)
class LinksAnswer:
    """This answer in its shortest form, the pages before and behind it, and its page for people."""

    self: str
    next: str | None
    previous: str | None
    html: str
