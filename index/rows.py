"""What an engine keeps in memory of every document: facets, keys, a date to sort by."""

from __future__ import annotations

from typing import Any

from index.document import UNSTATED, PolicyDocument, Validity
from index.schema import title_keys

_IN_FORCE = (Validity.IN_FORCE, Validity.AMENDED, Validity.UNSTATED)


def row_of(document: PolicyDocument) -> dict[str, Any]:
    """The row of one document, JSON-ready; ``date`` as ``date.toordinal``, 0 if unknown."""
    dated = document.published_on or document.written_on
    return {
        "id": document.id,
        "title": list(title_keys(document.title)),
        "date": dated.toordinal() if dated else 0,
        "in_force": document.validity in _IN_FORCE,
        "has_body": bool(document.body),
        "doubted": bool(document.warnings),
        "facets": facet_values(document),
    }


def facet_values(document: PolicyDocument) -> dict[str, list[str]]:
    """The values of every facet of ``document``; 未注明 where it states none.

    A topic counts under each of its ancestors: ``工业/民航`` also under ``工业``.
    """
    topics = {
        "/".join(part.replace("/", "／") for part in path[:depth])
        for path in document.topics
        for depth in range(1, len(path) + 1)
    }
    values = {
        "issuer": list(dict.fromkeys(document.issuers)),
        "year": [str(document.year)] if document.year else [],
        "genre": [document.genre] if document.genre else [],
        "topic": sorted(topics),
        "region": [document.region] if document.region else [],
        "validity": [document.validity.value],
    }
    return {name: found or [UNSTATED] for name, found in values.items()}
