"""A document in brief and its standing, as the engine says it, turned into answers (``card_shapes``)."""

from __future__ import annotations

from datetime import date
from typing import Any

from index.document import PolicyDocument
from search.related import Evidence, Standing, TextVersion
from web import text, urls
from web.api_v1.card_shapes import (
    CardAnswer,
    DatesAnswer,
    EvidenceAnswer,
    ReferenceAnswer,
    StandingAnswer,
    VersionAnswer,
)


def card(document: PolicyDocument, q: str, site: str) -> dict[str, Any]:
    """The fields of a ``CardAnswer``."""
    return {
        "id": document.id,
        "title": document.title,
        "doc_number": document.doc_number,
        "index_number": document.index_number,
        "issuers": document.issuers,
        "genre": document.genre,
        "topics": document.topics,
        "region": document.region,
        "validity": document.validity.value,
        "dates": DatesAnswer(
            day(document.written_on),
            day(document.published_on),
            day(document.effective_on),
            day(document.repealed_on),
        ),
        "recognised_pages": document.recognised_pages,
        "source_url": urls.external(document.source_url) or None,
        "is_excerpt": document.is_excerpt,
        "url": urls.absolute(site, urls.document(document.id, q)),
    }


def reference(document: PolicyDocument, site: str) -> ReferenceAnswer:
    """A document that is only named."""
    return ReferenceAnswer(
        document.id,
        document.title,
        document.doc_number,
        urls.absolute(site, urls.document(document.id)),
    )


def evidence(proof: Evidence, site: str) -> EvidenceAnswer:
    """A sentence and where it stands."""
    address = urls.absolute(site, urls.document(proof.document.id, "", proof.anchor))
    named = reference(proof.document, site)
    return EvidenceAnswer(named, proof.text, proof.label, proof.anchor, address)


def standing(found: Standing, site: str) -> StandingAnswer:
    """Whether a text is in force, and what says so."""
    return StandingAnswer(
        on=found.on.isoformat(),
        state=found.state.value,
        since=day(found.since),
        until=day(found.until),
        ended_by=reference(found.by, site) if found.by else None,
        newer=reference(found.newer, site) if found.newer else None,
        source_validity=found.source.value,
        evidence=tuple(evidence(proof, site) for proof in found.evidence),
    )


def version(found: TextVersion, site: str) -> VersionAnswer:
    """A text of a work."""
    held = CardAnswer(**card(found.document, "", site)) if found.document else None
    return VersionAnswer(day(found.on), found.decision, found.state.value, found.part, held)


def ours(site: str, address: str) -> str:
    """The address of this API that answers what the page at ``address`` shows."""
    return urls.absolute(site, urls.API_V1 + address)


def day(found: date | None) -> str | None:
    """A day (ISO 8601); None where there is none."""
    return text.iso(found) or None
