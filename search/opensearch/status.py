"""What is said of an index on a cluster as a whole, and of ids that nothing has any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from index.document import Validity
from index.opensearch.meta import Meta
from search.results import Status, Withdrawn


def status_of(meta: Meta, states: Mapping[str, int], damage: str) -> Status:
    """What an index holds.

    Args:
        states: 有效性 -> how many documents have it today.
        damage: said of newer generations.
    """
    return Status(
        documents=meta.live,
        with_body=meta.with_body,
        generation=meta.generation,
        built_at=datetime.fromisoformat(meta.built_at),
        rejected=meta.rejected,
        warnings=meta.warnings,
        newest=date.fromordinal(meta.newest) if meta.newest else None,
        fingerprint=meta.fingerprint,
        damage=damage,
        reasons=tuple((reason, count) for reason, count in meta.reasons),
        held=tuple((name, count) for name, count in meta.held),
        revision=meta.revision,
        states=tuple((one, states[one]) for one in Validity if states.get(one)),
        relations=meta.relations,
        unresolved=meta.unresolved,
    )


def withdrawn(meta: Meta, id: str) -> Withdrawn | None:
    """What is to be said of a document that was withdrawn."""
    told = meta.withdrawn.get(id)
    if told is None:
        return None
    at, notice = told
    return Withdrawn(datetime.fromisoformat(at), notice)
