"""How a name stands on a cluster: its health, and the indexes that are kept under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from index.errors import IndexMissing
from index.opensearch.client import Client
from index.opensearch.served import Published, all_published, served

SERVED, BEFORE, DRAFT = "served", "before", "draft"
"""What an index is: served; the one that rolling back leads to; being written, or left by a run that was ended."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An index under a name.

    Attributes:
        index: its name.
        role: :data:`SERVED`, :data:`BEFORE` or :data:`DRAFT`.
        generation: of the ledger; 0 where it is of other software.
        documents: how many can be found.
        size: in bytes, on all nodes, copies included.
        shards, replicas: see ``index.opensearch.publishing.lifecycle.Layout``.
        missing: how many shards, or copies of shards, are nowhere.
    """

    index: str
    role: str
    generation: int
    documents: int
    size: int
    shards: int
    replicas: int
    missing: int


@dataclass(frozen=True, slots=True)
class State:
    """A name on a cluster.

    Attributes:
        health: ``green``, ``yellow`` (copies are missing) or ``red`` (documents are missing), of all its indexes.
        nodes: how many hold data.
        indexes: the oldest first.
    """

    health: str
    nodes: int
    indexes: tuple[Kept, ...]


def state(client: Client, name: str) -> State:
    """How a name stands; ``health`` of one that nothing was published under is ``green``.

    Raises:
        Refused, Unavailable.
    """
    try:
        now = served(client, name).index
    except IndexMissing:
        now = ""
    indexes = all_published(client, name)
    path = f"/_cluster/health/{','.join(one.index for one in indexes)}" if indexes else ""
    health = client.ask("GET", path or "/_cluster/health", query={"level": "indices"})
    rows = health["indices"] if indexes else {}
    kept = [_kept(client, one, rows[one.index], now) for one in indexes if one.index in rows]
    return State(health["status"] if kept else "green", health["number_of_data_nodes"], tuple(kept))


def _kept(client: Client, one: Published, health: dict[str, Any], now: str) -> Kept:
    stats = client.ask("GET", f"/{one.index}/_stats/docs,store")["_all"]
    is_whole = one.meta is None or one.meta.published
    return Kept(
        index=one.index,
        role=SERVED if one.index == now else BEFORE if is_whole else DRAFT,
        generation=one.meta.generation if one.meta else 0,
        documents=stats["primaries"].get("docs", {}).get("count", 0),
        size=stats["total"].get("store", {}).get("size_in_bytes", 0),
        shards=health["number_of_shards"],
        replicas=health["number_of_replicas"],
        missing=health["unassigned_shards"],
    )
