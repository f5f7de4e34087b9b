"""What an engine keeps in memory of every document: facets, keys, a date to sort by."""

from __future__ import annotations

from typing import Any

from index.document import UNSTATED, PolicyDocument, Validity
from index.schema import title_keys

_STANDING = {Validity.IN_FORCE: 0, Validity.AMENDED: 0, Validity.UNSTATED: 1}


def standing(validity: Validity) -> int:
    """0 for what is stated to be in force, 1 for what may be, 2 for what is not."""
    return _STANDING.get(validity, 2)


def row_of(document: PolicyDocument) -> dict[str, Any]:
    """The row of one document, JSON-ready; ``date`` as ``date.toordinal``, 0 if unknown."""
    dated = document.published_on or document.written_on
    return {
        "id": document.id,
        "title": list(title_keys(document.title)),
        "date": dated.toordinal() if dated else 0,
        "standing": standing(document.validity),
        "ends": document.repealed_on.toordinal() if document.repealed_on else 0,
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
