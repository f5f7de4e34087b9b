"""Fixtures of the tests that publish to a real node."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from index.opensearch.client import Client
from index.opensearch.publishing.lifecycle import Layout
from index.opensearch.publishing.publish import Done, publish
from index.opensearch.served import all_published
from search.opensearch.norms import norms_of
from tests.support.desk import Desk


class Site:
    """A name on a cluster, what is published there, and what can be seen of it.

    Attributes:
        name: the alias.
        client: asks the cluster.
    """

    def __init__(self, name: str, client: Client) -> None:
        self.name = name
        self.client = client

    def publish(self, desk: Desk, client: Client | None = None, patience: float = 0.0) -> Done:
        """Publish the newest generation."""
        return publish(
            desk.store, client or self.client, self.name, desk.analyzer, norms_of,
            Layout(2, 0), patience=patience,
        )  # fmt: skip

    def indexes(self) -> list[str]:
        return [one.index for one in all_published(self.client, self.name)]

    def pieces(self) -> set[str]:
        """The indexes whose side files are there."""
        self.client.ask("POST", f"/{self.name}-files/_refresh")
        found = self.client.search(f"{self.name}-files", {"size": 1000, "_source": False})
        return {hit["_id"].partition(".")[0] for hit in found["hits"]["hits"]}

    def rows(self, index: str | None = None) -> dict[str, dict[str, Any]]:
        """Id of a document -> what is served of it, its serial and version with it."""
        fields = ["serial", "digest", "id", "name", "cites", "lacks"]
        body = {
            "size": 1000,
            "version": True,
            "docvalue_fields": [f for f in fields if f != "name"],
        }
        found = self.client.search(index or self.name, body)
        return {
            hit["_source"]["card"]["id"]: hit | {name: hit["fields"].get(name) for name in fields}
            for hit in found["hits"]["hits"]
        }


@pytest.fixture
def site(opensearch: str) -> Iterator[Site]:
    """A name of its own on the node of the tests."""
    client = Client([opensearch])
    name = f"t-{uuid4().hex[:12]}"
    yield Site(name, client)
    for index in client.ask("GET", f"/{name}*/_settings"):
        client.ask("DELETE", f"/{index}")


class Tampering(Client):
    """A client whose bulk requests go through somebody's hands.

    Attributes:
        hands: given the number of the request, from 0 on, and its lines; what is sent in their place.
    """

    def __init__(self, host: str, hands: Callable[[int, bytes], bytes]) -> None:
        super().__init__([host])
        self.hands = hands
        self.bulks = 0

    def ask(self, method: str, path: str, body: object = None, **given: Any) -> Any:  # noqa: ANN401
        if path.endswith("/_bulk") and "-files" not in path and isinstance(body, bytes):
            body = self.hands(self.bulks, body)
            self.bulks += 1
        return super().ask(method, path, body, **given)
