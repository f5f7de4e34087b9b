"""Batches are sent until the cluster has taken every document, or says that it never will."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
import pytest

from index.opensearch.client import Client, Refused, Unavailable
from index.opensearch.publishing import bulk
from index.opensearch.publishing.bulk import removing, send, writing

FULL = {"status": 429, "error": {"type": "rejected_execution_exception", "reason": "full"}}
Item = Mapping[str, object]


class Taking(Client):
    """A client that answers by itself.

    Attributes:
        says: what is said of an item, given its id and how often it was sent.
        batches: the ids of each request.
    """

    def __init__(self, says: Callable[[str, int], Item], patience: float = 600.0) -> None:
        super().__init__(["http://127.0.0.1:9"])
        self.patience = patience
        self.says = says
        self.batches: list[list[str]] = []

    def ask(self, method: str, path: str, body: object = None, **given: Any) -> Any:  # noqa: ANN401
        assert isinstance(body, bytes)
        heads = [
            row for row in map(orjson.loads, body.splitlines()) if row.keys() & {"index", "delete"}
        ]
        items, ids = [], []
        for head in heads:
            ((action, told),) = head.items()
            often = sum(told["_id"] in batch for batch in self.batches)
            items.append({action: self.says(told["_id"], often)})
            ids.append(told["_id"])
        self.batches.append(ids)
        is_wrong = any("error" in told for item in items for told in item.values())
        return {"errors": is_wrong, "items": items}


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PAUSES", (0.0,))
    monkeypatch.setattr(bulk, "SENDERS", 1)
    monkeypatch.setattr(bulk, "BATCH_ROWS", 3)


def _rows(count: int, size: int = 1) -> list[bulk.Lines]:
    return [writing({"serial": n, "body": "x" * size}, 7) for n in range(count)]


def _done(id: str, often: int) -> Item:
    return {"status": 201}


def test_batches_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    client, counts = Taking(_done), list[int]()
    send(client, "i", iter(_rows(7)), progress=counts.append)
    assert client.batches == [["0", "1", "2"], ["3", "4", "5"], ["6"]]
    assert counts == [3, 3, 1]
    monkeypatch.setattr(bulk, "BATCH_BYTES", 500)
    client = Taking(_done)
    send(client, "i", _rows(2, 200) + _rows(1, 9000) + _rows(1))
    assert client.batches == [["0"], ["1"], ["0"], ["0"]]


def test_what_there_was_no_room_for_is_sent_again() -> None:
    client = Taking(lambda id, often: FULL if id == "1" and often < 3 else {"status": 200})
    send(client, "i", _rows(3))
    assert client.batches == [["0", "1", "2"], ["1"], ["1"], ["1"]]


def test_a_cluster_that_takes_nothing_is_given_up() -> None:
    client = Taking(lambda id, often: FULL, patience=0.0)
    with pytest.raises(Unavailable, match="过载"):
        send(client, "i", _rows(3))


@pytest.mark.parametrize(
    "error",
    [
        pytest.param({"status": 400, "error": {"type": "mapper_parsing_exception", "reason": "x"}}),
        pytest.param(
            {
                "status": 429,
                "error": {
                    "type": "cluster_block_exception",
                    "reason": "disk usage exceeded flood-stage watermark, index has read-only-allow-delete block",
                },
            },
        ),
        pytest.param({"status": 409, "error": {"type": "version_conflict_engine_exception"}}),
    ],
    ids=["refused", "full disk", "a later writer"],
)
def test_what_will_never_be_taken_is_said_at_once(error: Item) -> None:
    client = Taking(lambda id, often: error if id == "4" else {"status": 201})
    with pytest.raises(Refused) as refused:
        send(client, "i", _rows(20))
    assert refused.value.status == error["status"]
    assert len(client.batches) < 5


def test_what_is_gone_need_not_be_removed() -> None:
    client = Taking(lambda id, often: {"status": 404, "error": {"type": "not_found"}})
    send(client, "i", [removing(5, 7)])
    assert client.batches == [["5"]]
