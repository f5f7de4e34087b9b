"""One index of a cluster, asked: searches that all its shards answer, and long lists of documents in parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

Json = Mapping[str, Any]

PART = 10_000
"""So many rows are asked for at once: the cluster gives no more."""
NOTHING_STORED = "_none_"
"""Asked for as stored fields where columns are all that is wanted: it is many times as quick."""


class Asks(Protocol):
    """What sends searches; ``index.opensearch.client.Client`` has more."""

    def search(self, index: str, body: Json) -> Any:  # noqa: ANN401 -- JSON of many shapes
        """The answer to one search."""
        ...

    def searches(self, index: str, bodies: Sequence[Json]) -> list[Any]:
        """The answers to several."""
        ...


class Served:
    """An index that is served; it changes no more.

    Raises (by every method): what the client raises where it is not answered whole.
    """

    def __init__(self, client: Asks, index: str) -> None:
        self.client = client
        self.index = index

    def search(self, body: Json) -> Any:  # noqa: ANN401
        """The answer to one search."""
        return self.client.search(self.index, body)

    def searches(self, bodies: Sequence[Json]) -> list[Any]:
        """The answers to several, in one request."""
        return self.client.searches(self.index, bodies)

    def columns(self, query: Json, names: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
        """Some columns of all documents that a query finds, by serial; a part of them at a time.

        Args:
            names: ``serial`` among them.
        """
        body = {
            "query": {"bool": {"filter": [query]}},
            "size": PART,
            "sort": [{"serial": "asc"}],
            "stored_fields": NOTHING_STORED,
            "docvalue_fields": list(names),
            "track_total_hits": False,
        }
        while True:
            hits = self.search(body)["hits"]["hits"]
            yield from (hit["fields"] for hit in hits)
            if len(hits) < PART:
                return
            body["search_after"] = hits[-1]["sort"]
