"""The life of an index: made empty or as a copy, finished, served, and removed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from index.errors import ZhengceError
from index.opensearch import files
from index.opensearch.client import Client, Refused
from index.opensearch.client.failures import NOT_FOUND
from index.opensearch.meta import Meta
from index.opensearch.schema import Normalisation, mappings, settings
from index.opensearch.served import Published

SECONDS = 120.0
"""What changes the state of a cluster may take so long."""
GREEN_SECONDS = 1800.0
MERGE_SECONDS = 4 * 3600.0
"""So long copies and merges are waited for."""
STILL_SECONDS = 60.0
"""So long copies are waited for while none is being made."""
SEGMENT_BYTES = 4 * 2**30
"""A new index is merged into segments of about so many bytes, which takes a third of the time of writing it: it is
read for longer, in half of the time (6,456 documents: 5 ms for 9), and what was kept for the writing alone, half of all,
goes with it."""
MERGED_WITHIN = "30s"
"""What the cluster goes on merging of a finished index is read instead of what it was made of."""
_PAUSE = 0.5
_log = logging.getLogger(__name__)


class Layout(NamedTuple):
    """How an index is spread over the nodes: into how many shards, and how many further copies there are of each."""

    shards: int = 1
    replicas: int = 1


def layout_of(client: Client, index: str) -> Layout:
    """How an index is spread.

    Raises:
        Refused, Unavailable.
    """
    found = client.ask("GET", f"/{index}/_settings", seconds=SECONDS)[index]["settings"]["index"]
    return Layout(int(found["number_of_shards"]), int(found["number_of_replicas"]))


def nodes_of(client: Client) -> int:
    """How many nodes hold data.

    Raises:
        Refused, Unavailable.
    """
    return int(client.ask("GET", "/_cluster/health", seconds=SECONDS)["number_of_data_nodes"])


def is_lost(client: Client, index: str) -> bool:
    """Whether a shard of an index is nowhere: a draft has no copies, and the node that had it is away.

    Raises:
        Refused, Unavailable.
    """
    health = client.ask("GET", f"/_cluster/health/{index}", seconds=SECONDS)
    return bool(health["status"] == "red" and not health["initializing_shards"])


def create(client: Client, index: str, meta: Meta, layout: Layout) -> None:
    """Make an empty index; it has no copies as long as it is written.

    Raises:
        Refused, Unavailable.
    """
    norms = {field: Normalisation(*norm) for field, norm in meta.norms.items()}
    body = {"settings": settings(norms, layout.shards), "mappings": mappings(meta.to_json())}
    client.ask("PUT", f"/{index}", body, seconds=SECONDS)


def clone(client: Client, source: str, index: str, meta: Meta) -> None:
    """Make an index of the files of another, to be written; it is said to be a draft before anything is.

    Raises:
        Refused, Unavailable.
    """
    own = {
        "index.number_of_replicas": 0,
        "index.blocks.write": None,
        "index.refresh_interval": "-1",
    }
    client.ask("POST", f"/{source}/_clone/{index}", {"settings": own}, seconds=SECONDS)
    say(client, index, meta)


def say(client: Client, index: str, meta: Meta) -> None:
    """What is said of the whole index is ``meta``.

    Raises:
        Refused, Unavailable.
    """
    client.ask(
        "PUT", f"/{index}/_mapping", {"_meta": meta.to_json()}, seconds=SECONDS, repeatable=True
    )


def refresh(client: Client, index: str) -> None:
    """Have all that was written be found.

    Raises:
        Refused, Unavailable.
    """
    client.ask("POST", f"/{index}/_refresh", seconds=SECONDS)


def merge(client: Client, index: str, layout: Layout) -> None:
    """Make few segments of many; whatever becomes of it, the index is whole.

    Raises:
        Unavailable.
    """
    try:
        _merge(client, index, layout)
    except Refused as error:  # a cluster that is older, or a user who may not
        _log.warning("没有合并索引 %s，不影响使用：%s", index, error)
    refresh(client, index)  # else the many are read still


def _merge(client: Client, index: str, layout: Layout) -> None:
    client.ask("POST", f"/{index}/_flush", seconds=SECONDS)
    stats = client.ask("GET", f"/{index}/_stats/store", seconds=SECONDS)
    size = stats["_all"]["primaries"]["store"]["size_in_bytes"] // layout.shards
    query = {
        "max_num_segments": str(max(1, round(size / SEGMENT_BYTES))),
        "wait_for_completion": "false",
    }
    task = client.ask("POST", f"/{index}/_forcemerge", query=query, seconds=SECONDS)["task"]
    until = time.monotonic() + MERGE_SECONDS
    while time.monotonic() < until:
        try:
            if client.ask("GET", f"/_tasks/{task}")["completed"]:
                break
        except Refused as error:
            if error.status != NOT_FOUND:
                raise
            break  # the node that did it is gone, or has forgotten it
        time.sleep(_PAUSE)


def finish(client: Client, index: str, meta: Meta, layout: Layout) -> tuple[Meta, str]:
    """Have an index be written no more, and be everywhere where it is to be: what is said of it then, and what is
    missing of that (Chinese).

    Raises:
        Refused, Unavailable.
    """
    client.ask("POST", f"/{index}/_flush", seconds=SECONDS)
    own = {
        "number_of_replicas": layout.replicas,
        "blocks.write": True,
        "refresh_interval": MERGED_WITHIN,
    }
    client.ask("PUT", f"/{index}/_settings", {"index": own}, seconds=SECONDS, repeatable=True)
    missing = _placed(client, index, layout)
    published = replace(meta, published=True)
    say(client, index, published)
    return published, missing


def _placed(client: Client, index: str, layout: Layout) -> str:
    """Wait for the copies, where there are nodes for them; what is to be said of those that are missing."""
    until, still = time.monotonic() + GREEN_SECONDS, time.monotonic() + STILL_SECONDS
    while True:
        health = client.ask("GET", f"/_cluster/health/{index}", seconds=SECONDS)
        if health["status"] == "green":
            return ""
        now, nodes = time.monotonic(), health["number_of_data_nodes"]
        if health["initializing_shards"]:
            still = now + STILL_SECONDS
        is_whole = health["status"] == "yellow"
        if is_whole and nodes <= layout.replicas and not health["initializing_shards"]:
            return f"集群只有 {nodes} 个数据节点，放不下 {layout.replicas} 份副本；加入节点后会自动补齐。"
        if now > min(still, until):
            if is_whole:
                return f"索引 {index} 的副本尚未就位。请查看集群的日志和磁盘空间。"
            raise ZhengceError(
                f"索引 {index} 的分片没有全部就位，原索引继续提供。请查看集群的日志和磁盘空间，然后再次运行。"
            )
        time.sleep(_PAUSE)


def serve(client: Client, name: str, index: str, before: str | None) -> None:
    """Have the alias lead to an index and to no other, from one moment on.

    Args:
        before: where it leads now; the cluster refuses if it leads elsewhere.

    Raises:
        Refused, Unavailable.
    """
    actions: list[dict[str, dict[str, object]]] = [{"add": {"index": index, "alias": name}}]
    if before and before != index:
        actions.append({"remove": {"index": before, "alias": name, "must_exist": True}})
    client.ask("POST", "/_aliases", {"actions": actions}, seconds=SECONDS)


def remove(client: Client, name: str, one: Published) -> None:
    """Remove an index and its side files; what is gone already is no error.

    Raises:
        Refused, Unavailable.
    """
    _unless_gone(lambda: client.ask("DELETE", f"/{one.index}", seconds=SECONDS, repeatable=True))
    _unless_gone(lambda: files.remove(client, name, one.index, one.files))


def _unless_gone(call: Callable[[], object]) -> None:
    try:
        call()
    except Refused as error:
        if error.status != NOT_FOUND:
            raise
