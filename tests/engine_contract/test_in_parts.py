"""The index of several parts is what it is meant to be."""

from __future__ import annotations

from index.segment import open_terms
from index.store.store import Store
from tests.engine_contract.collection import documents
from tests.engine_contract.engines import EmbeddedInParts, Tools
from tests.engine_contract.in_parts import RUNS, publish_in_parts


def test_removed_documents_still_stand_in_several_parts(tools: Tools) -> None:
    folder = tools.folder()
    publish_in_parts(folder, documents(), tools.analyzer)
    terms = open_terms(Store(folder).current().terms)
    assert len(terms.segments) == RUNS
    assert len(terms.counts) - terms.counts.sum() == EmbeddedInParts.removed > len(documents()) / 5
    live = [terms.id(number) for number in terms.counts.nonzero()[0].tolist()]
    assert sorted(live) == sorted(document.id for document in documents())
    dead = [terms.id(number) for number in (~terms.counts).nonzero()[0].tolist()]
    assert any(id in live for id in dead)  # replaced
    assert not all(id in live for id in dead)  # withdrawn
