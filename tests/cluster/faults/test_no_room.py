"""A cluster that has no room, on its disks or in its queues: visitors notice nothing, writers are told or wait."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from index.opensearch.client import Client
from tests.cluster.building import server
from tests.cluster.faults.commands import anew, done, served
from tests.cluster.faults.form import NAME, PACE
from tests.cluster.faults.visiting import Visitors, figures
from tests.cluster.nodes import Nodes, start
from tests.web.served import until

NOT_PUBLISHED = 4
DISK = "cluster.routing.allocation.disk"
FULL_DISK = {
    f"{DISK}.threshold_enabled": True,
    f"{DISK}.watermark.low": "9002tb",
    f"{DISK}.watermark.high": "9001tb",
    f"{DISK}.watermark.flood_stage": "9000tb",
    "cluster.info.update.interval": "10s",
}
"""So much has to be free, else a node takes no more."""
FREE_DISK = {
    f"{DISK}.watermark.low": "3mb",
    f"{DISK}.watermark.high": "2mb",
    f"{DISK}.watermark.flood_stage": "1mb",
}


def test_a_full_disk_is_said_to_writers_and_visitors_go_on(
    whole: Nodes, published: Path, engine: str, counts: dict[str, int], tmp_path: Path
) -> None:
    client, log = Client(whole.hosts, 120.0), tmp_path / "publish.log"
    again = anew(whole, published, engine)
    try:
        _set(client, FULL_DISK)
        until(lambda: _is_read_only(client))
        with (
            served(engine, tmp_path / "log") as port,
            Visitors(port, counts, PACE).coming() as visits,
        ):
            assert done(log, *again) == NOT_PUBLISHED
    finally:
        _set(client, FULL_DISK | FREE_DISK)
    print(figures("disks full", visits), log.read_text())
    assert "磁盘" in log.read_text()
    assert not [visit for visit in visits if visit.wrong]
    until(lambda: done(log, *again) == 0)  # when the nodes have seen that there is room
    assert client.ask("GET", f"/{NAME}/_count")["count"] == counts[""]


def test_what_a_queue_has_no_room_for_is_sent_again(
    ledger: Path, counts: dict[str, int], tmp_path: Path
) -> None:
    narrow = ["thread_pool.write.size=1", "thread_pool.write.queue_size=1"]
    nodes = start(server(), tmp_path / "nodes", 1, ends_with=os.getpid(), settings=narrow)
    try:
        shutil.copytree(ledger, tmp_path / "index")
        options = ["--engine", nodes.engine(NAME), "--shards", "3", "--replicas", "0"]
        log = tmp_path / "log"
        code = done(log, "publish", "--index", str(tmp_path / "index"), *options)
        assert code == 0, log.read_text()
        (node,) = nodes.ask("/_nodes/stats/thread_pool")["nodes"].values()
        refused = node["thread_pool"]["write"]["rejected"]
        print(f"\n{refused} times no room in a queue of one:", log.read_text())
        assert refused
        assert nodes.ask(f"/{NAME}/_count")["count"] == counts[""]
    finally:
        nodes.stop()


def _set(client: Client, settings: dict[str, object]) -> None:
    client.ask("PUT", "/_cluster/settings", {"transient": settings})


def _is_read_only(client: Client) -> bool:
    """Whether a node has blocked what can be written; what is served is blocked already, by us."""
    ((_, found),) = client.ask("GET", f"/{NAME}-lock/_settings").items()
    blocks = found["settings"]["index"].get("blocks", {})
    return bool(blocks.get("read_only_allow_delete") == "true")
