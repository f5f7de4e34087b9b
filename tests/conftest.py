"""Fixtures that every test may use."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from index.document import PolicyDocument
from index.ingest.update import update_index
from index.readers import read_file
from index.relations.derive import relate
from index.segment import TermsWriter, fingerprint, seal
from index.store.generation import Manifest
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.language.lay import LayTable
from tests.cluster.published import Clusters, Put
from tests.cluster.shared import shared_nodes
from tests.support.sharing import made_once

settings.register_profile("zhengce", deadline=None)  # no test asserts a time
settings.load_profile("zhengce")

EngineOf = Callable[..., EmbeddedEngine]
Publish = Callable[..., None]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with ``corpus/`` and ``relevance/`` (never part of the project)."""
    place = os.environ.get("ZHENGCE_CORPUS")
    if not place:
        pytest.skip("ZHENGCE_CORPUS is not set")
    return Path(place)


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="session")
def engine_of(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, publish: Publish
) -> EngineOf:
    """A function that indexes the given documents and opens them for searching."""

    def build(*documents: PolicyDocument, table: LayTable | None = None) -> EmbeddedEngine:
        folder = tmp_path_factory.mktemp("data")
        publish(folder, *documents)
        return EmbeddedEngine(folder, analyzer, table=table)

    return build


@pytest.fixture(scope="session")
def corpus_engine(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> EmbeddedEngine:
    """The engine over the 6,341 records of ``corpus/*.jsonl.gz``.

    Built once for all processes of a run; ``ZHENGCE_CORPUS_INDEX`` may name one built before.
    """
    if built := os.environ.get("ZHENGCE_CORPUS_INDEX"):
        return EmbeddedEngine(Path(built), analyzer)

    def build(folder: Path) -> None:
        files = sorted((shared / "corpus").glob("*.jsonl.gz"))
        update_index(Store(folder), files, analyzer, processes=os.cpu_count() or 1)

    return EmbeddedEngine(made_once(tmp_path_factory, "corpus-index", build), analyzer)


@pytest.fixture(scope="session")
def opensearch(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a real OpenSearch node answers, ``http://127.0.0.1:…``; see ``tests.cluster.shared``."""
    return shared_nodes(tmp_path_factory)


@pytest.fixture(scope="session")
def three_nodes(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same of a cluster of three, with commas between; they take a minute to start: for few tests."""
    return shared_nodes(tmp_path_factory, 3)


@pytest.fixture(scope="session")
def put_on_cluster(request: pytest.FixtureRequest, analyzer: Analyzer) -> Put:
    """A function ``(folder, nodes)`` that publishes an index folder to such a cluster, under a name of its own."""
    return Clusters(request, analyzer).put


@pytest.fixture(scope="session")
def corpus_records(shared: Path) -> dict[str, PolicyDocument]:
    """The same records straight from the readers, by id: what a plain scan looks through."""
    return {
        item.id: item
        for path in sorted((shared / "corpus").glob("*.jsonl.gz"))
        for item in read_file(path, path.parent)
        if isinstance(item, PolicyDocument)
    }


@pytest.fixture(scope="session")
def publish(analyzer: Analyzer) -> Publish:
    """A function ``(folder, *documents)`` that publishes a generation holding them."""

    def write(folder: Path, *documents: PolicyDocument, identity: str = "") -> None:
        with Store(folder).build() as draft:
            with TermsWriter(draft.terms, analyzer, "1") as writer:
                for document in documents:
                    writer.add(document)
            seal(draft.terms)
            relate(draft.terms)
            manifest = Manifest(
                fingerprint=identity or fingerprint(analyzer),
                built_at=datetime(2024, 1, 1, tzinfo=UTC),
                documents=len(documents),
                with_body=sum(bool(document.body) for document in documents),
                rejected=0,
                warnings=0,
                newest=None,
                sources=(),
            )
            draft.finish(manifest, [], [])

    return write
