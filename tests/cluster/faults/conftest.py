"""Three nodes to be killed, and what is published to them: a few files in the short form, in full the corpus."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from tests.cluster.building import Missing, server
from tests.cluster.faults.commands import done
from tests.cluster.faults.form import FULL, NAME, QUERIES
from tests.cluster.nodes import Nodes, start

collect_ignore = [] if FULL else ["test_publishing.py", "test_no_room.py"]
WORDS = (
    "公积金", "政府", "管理办法", "通知", "2024", "企业", "安全生产", "养老保险", "提取", "“住房公积金”",
    "环境保护 -噪声", "标题:通知", "高新技术企业认定", "云政发〔2024〕1号", "公基金", "教育 经费", "“的通知”", "",
)  # fmt: skip


@pytest.fixture(scope="session")
def ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index on this machine, which nobody changes."""
    folder = tmp_path_factory.mktemp("ledger") / "index"
    files = [Path(__file__).parents[3] / "seeds"]
    if FULL:
        if built := os.environ.get("ZHENGCE_CORPUS_INDEX"):
            return Path(built)
        shared: Path = request.getfixturevalue("shared")
        files = sorted((shared / "corpus").glob("*.jsonl.gz"))
    update_index(Store(folder), files, Analyzer(), processes=os.cpu_count() or 1)
    return folder


@pytest.fixture(scope="session")
def counts(ledger: Path) -> dict[str, int]:
    """Queries, and how many documents the engine on this machine finds for each: so many that a site which keeps what
    it was asked last must ask its cluster again and again."""
    engine, draw = EmbeddedEngine(ledger, Analyzer()), random.Random(11)
    titles = [card.title for card in engine.listing(0, 1000)]
    words = {*WORDS}
    for title in draw.choices(titles, k=QUERIES):
        at = draw.randrange(len(title))
        words.add(title[at : at + draw.randint(2, 6)].strip())
    return {word: engine.search(SearchRequest(q=word)).total for word in words}


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes of nobody else's, all running when a test begins."""
    try:
        nodes = start(server(), tmp_path_factory.mktemp("nodes") / "n", 3, ends_with=os.getpid())
    except Missing as error:
        pytest.skip(f"no OpenSearch: {error}")
    yield nodes
    nodes.stop()


@pytest.fixture
def whole(three: Nodes) -> Nodes:
    """The three nodes with everything in its place."""
    three.revive()
    return three


@pytest.fixture(scope="session")
def engine(three: Nodes) -> str:
    """What ``--engine`` names."""
    return three.engine(NAME)


@pytest.fixture(scope="session")
def published(
    ledger: Path, three: Nodes, engine: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The ledger as it was published, in three shards with a copy of each; a copy that may be written."""
    folder = tmp_path_factory.mktemp("published")
    own = folder / "index"
    shutil.copytree(ledger, own)
    spread = ["--shards", "3", "--replicas", "1"]
    log = folder / "log"
    code = done(log, "publish", "--index", str(own), "--engine", engine, *spread)
    assert code == 0, log.read_text()
    return own
