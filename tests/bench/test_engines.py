"""Each engine that ours is compared with answers every class of queries, and counts as ours does.

SQLite and Whoosh are always there; the others are extras, or come with the system.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bench import classes, harness
from bench.classes import Ask
from bench.corpus import Section, cut
from bench.engines import Engine
from bench.engines.ours import Ours
from bench.run import PEERS
from bench.typed import asked
from index.document import PolicyDocument
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine


@pytest.fixture(scope="module")
def sections(little: list[PolicyDocument], analyzer: Analyzer) -> list[Section]:
    return [cut(document, analyzer) for document in little]


@pytest.fixture
def asks(
    sections: Sequence[Section], monkeypatch: pytest.MonkeyPatch
) -> Mapping[str, Sequence[Ask]]:
    monkeypatch.setattr(classes, "PER_CLASS", 2)
    return classes.queries(sections)


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_answers_and_counts_as_ours(
    sections: Sequence[Section], asks: Mapping[str, Sequence[Ask]], tmp_path: Path, name: str
) -> None:
    module, kind = PEERS[name]
    pytest.importorskip(module.removesuffix("_engine") if module.endswith("_engine") else "whoosh")
    ours = Ours()
    peer: Engine = getattr(importlib.import_module(f"bench.engines.{module}"), kind)()
    for engine in (ours, peer):
        engine.build(sections, tmp_path / engine.name.replace(" ", "-"))
    for found in harness.differing([ours, peer], asks).values():
        assert not any(found.values()), found
    assert harness.times([ours, peer], asks, ids=True, rounds=1)[peer.name]
    first = harness.first_times([ours, peer], asks, ids=False, rounds=1)
    assert first[ours.name].keys() == asks.keys()


def test_the_search_as_a_visitor_asks_it_answers(
    asks: Mapping[str, Sequence[Ask]], little_index: Path
) -> None:
    engine = EmbeddedEngine(little_index)
    for name, found in asks.items():
        assert all(engine.search(asked(ask)).total for ask in found), name
