"""Fixtures of the tests of the library of a cluster: an index on a real node, and the same documents in plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from index.document import PolicyDocument
from index.opensearch.client import Client
from index.opensearch.meta import Meta
from index.opensearch.served import served
from index.text.analysis import Analyzer
from search.opensearch.served import Served
from tests.cluster.published import Put
from tests.conftest import Publish
from tests.engine_contract.collection import TODAY, documents
from tests.engine_contract.plain_backend import PlainReading

NOT_HELD = (
    "第一条 根据《中华人民共和国测绘法》，制定本办法。\n第二条 违反《中华人民共和国测绘法》第三条的，依法处理。",
    "第一条 测绘依照《中华人民共和国测绘法》执行。",
)
"""Bodies that name what nobody is, one of them in two ways."""
DOCUMENTS = (
    *documents(),
    *(
        PolicyDocument(id=f"测绘-{n}", title=f"云澜市测绘管理办法之{n}", body=body)
        for n, body in enumerate(NOT_HELD)
    ),
)


@dataclass
class Counting:
    """A client that counts what it is asked."""

    client: Client
    requests: int = 0

    def search(self, index: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON
        self.requests += 1
        return self.client.search(index, body)

    def searches(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[Any]:
        self.requests += 1
        return self.client.searches(index, bodies)


@dataclass(frozen=True)
class Indexed:
    """Documents on a cluster, and the same read plainly."""

    client: Client
    name: str
    index: str
    meta: Meta
    plain: PlainReading

    def asked(self) -> tuple[Served, Counting]:
        """What asks the index, and counts how often."""
        counting = Counting(self.client)
        return Served(counting, self.index), counting


@pytest.fixture(scope="session")
def indexed(
    tmp_path_factory: pytest.TempPathFactory,
    publish: Publish,
    put_on_cluster: Put,
    analyzer: Analyzer,
) -> Indexed:
    """The collection of the engine contract, and some more."""
    folder = tmp_path_factory.mktemp("data")
    publish(folder, *DOCUMENTS)
    client, name = put_on_cluster([folder], 1)
    found = served(client, name)
    assert found.meta
    return Indexed(client, name, found.index, found.meta, PlainReading(DOCUMENTS, analyzer, TODAY))
