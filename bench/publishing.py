"""Publishes documents as a generation, past the readers and the table of sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from index.document import PolicyDocument
from index.ingest.parallel import open_writer
from index.ingest.sharing import Workers
from index.relations.derive import relate
from index.segment import fingerprint, seal
from index.store.generation import Manifest
from index.store.store import Store
from index.text.analysis import Analyzer


def published(
    store: Store, documents: Iterable[PolicyDocument], analyzer: Analyzer, processes: int = 1
) -> None:
    """A generation that holds ``documents``."""
    with store.build() as draft:
        count = 0
        with open_writer(draft.terms, analyzer, str(draft.number), processes) as writer:
            for document in documents:
                writer.add(document)
                count += 1
        seal(draft.terms, compact=True)
        with Workers(draft.terms, processes) as workers:
            relate(draft.terms, shares=workers if processes > 1 else None)
        draft.finish(manifest(count, analyzer), [], [])


def manifest(documents: int, analyzer: Analyzer) -> Manifest:
    """What a generation of so many documents says of itself."""
    now = datetime.now(UTC)
    return Manifest(fingerprint(analyzer), now, documents, documents, 0, 0, now.date(), ())
