"""Writing and removing documents of an index in batches, until the cluster has taken every one."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import orjson

from index.opensearch.client import Client, Unavailable
from index.opensearch.client.asking import PAUSES
from index.opensearch.client.failures import NOT_FOUND, is_out_of_room, refused
from index.opensearch.kept import Json

BATCH_BYTES = 2 * 2**20
BATCH_ROWS = 1_000
"""A batch has about so many bytes, and no more documents."""
SENDERS = 2
"""So many batches are under way at once to each node."""
_TOLD = {"filter_path": "errors,items.*.status,items.*.error"}
"""What is to be said of a batch."""
_SECONDS = 120.0

Progress = Callable[[int], None]
"""Called with how many documents were written since the last call."""
Lines = Sequence[bytes]
"""What is done to one document: a line, or two."""


def writing(row: Json, version: int) -> Lines:
    """Writes a document by its serial, unless a later version of it is there."""
    head = {"_id": str(row["serial"]), "version": version, "version_type": "external_gte"}
    return orjson.dumps({"index": head}), orjson.dumps(row)


def removing(serial: int, version: int) -> Lines:
    """Removes a document by its serial, unless a later version of it is there."""
    head = {"_id": str(serial), "version": version, "version_type": "external_gte"}
    return (orjson.dumps({"delete": head}),)


def send(
    client: Client,
    index: str,
    actions: Iterable[Lines],
    nodes: int = 1,
    progress: Progress | None = None,
) -> None:
    """Do all of it, in batches, some of them at once; what the cluster has no room for now is sent again.

    Args:
        nodes: how many hold data.

    Raises:
        Refused: it will not take something.
        Unavailable: it has taken nothing for as long as the client is patient.
    """
    sent: deque[tuple[Future[None], int]] = deque()

    def settle() -> None:
        call, count = sent.popleft()
        call.result()
        if progress:
            progress(count)

    senders = SENDERS * nodes
    with ThreadPoolExecutor(senders) as pool:
        try:
            for batch in _batches(actions):
                sent.append((pool.submit(_send, client, index, batch), len(batch)))
                if len(sent) > senders:
                    settle()
            while sent:
                settle()
        finally:
            for call, _ in sent:
                call.cancel()


def _batches(actions: Iterable[Lines]) -> Iterator[list[Lines]]:
    batch: list[Lines] = []
    size = 0
    for lines in actions:
        own = sum(map(len, lines))
        if batch and (size + own > BATCH_BYTES or len(batch) == BATCH_ROWS):
            yield batch
            batch, size = [], 0
        batch.append(lines)
        size += own
    if batch:
        yield batch


def _send(client: Client, index: str, batch: list[Lines]) -> None:
    until, tries = time.monotonic() + client.patience, 0
    while batch:
        left = _left(client, index, batch)
        if len(left) < len(batch):
            until, tries = time.monotonic() + client.patience, 0
        elif time.monotonic() > until:
            raise Unavailable(
                f"集群在 {client.patience:.0f} 秒内没有接收索引 {index} 的写入（过载）。"
                "请稍后再次运行，已写入的部分不会重写。"
            )
        batch = left
        if batch:
            time.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1


def _left(client: Client, index: str, batch: list[Lines]) -> list[Lines]:
    """What of a batch the cluster had no room for.

    Raises:
        Refused: it will never do some of it.
        Unavailable.
    """
    raw = b"".join(line + b"\n" for lines in batch for line in lines)
    answer = client.ask(
        "POST", f"/{index}/_bulk", raw, query=_TOLD, seconds=_SECONDS, repeatable=True
    )
    if not answer["errors"]:
        return []
    items = zip(batch, answer["items"], strict=True)
    return [lines for lines, item in items if _must_wait(item)]


def _must_wait(item: Mapping[str, Any]) -> bool:
    """Whether one thing of a batch was not done for want of room.

    Raises:
        Refused: it will never be done.
    """
    ((action, told),) = item.items()
    status = told["status"]
    if status < 300 or (action == "delete" and status == NOT_FOUND):
        return False
    error = refused(status, told.get("error"))
    if is_out_of_room(status, error.kind):
        return True
    raise error
