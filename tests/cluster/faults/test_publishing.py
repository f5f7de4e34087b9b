"""Publishing, cut short at any moment: what was served is served on, nothing is lost, and the next run goes on."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cluster.faults.commands import anew, served, started
from tests.cluster.faults.form import NAME
from tests.cluster.faults.visiting import Visitors, figures
from tests.cluster.nodes import Nodes
from tests.web.served import until

NOT_PUBLISHED = 4
AWAY = 10.0
"""Seconds for which a node is away that was killed."""
LONG = 1200
"""Seconds; no run takes so long."""


def _drafts(nodes: Nodes) -> dict[str, bool]:
    """The indexes that are not served yet, and whether they are whole."""
    try:
        mappings = nodes.ask(f"/{NAME}-0*/_mapping")
        served_now = nodes.ask(f"/_alias/{NAME}")
    except OSError:
        return {}
    rows = {index: row["mappings"].get("_meta", {}) for index, row in mappings.items()}
    last = max(served_now)
    return {index: bool(meta.get("published")) for index, meta in rows.items() if index > last}


def _is_begun(nodes: Nodes, live: int) -> bool:
    return bool(_drafts(nodes))


def _is_half_written(nodes: Nodes, live: int) -> bool:
    try:
        for index in _drafts(nodes):
            stats = nodes.ask(f"/{index}/_stats/indexing")["_all"]["primaries"]["indexing"]
            return bool(stats["index_total"] > live / 2)
    except (OSError, KeyError):
        pass
    return False


def _is_about_to_be_served(nodes: Nodes, live: int) -> bool:
    return any(_drafts(nodes).values())


MOMENTS: dict[str, Callable[[Nodes, int], bool]] = {
    "begun": _is_begun,
    "half written": _is_half_written,
    "about to be served": _is_about_to_be_served,
}


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_is_lost_when_a_node_is_killed_while_it_is_published(
    whole: Nodes,
    published: Path,
    engine: str,
    counts: dict[str, int],
    tmp_path: Path,
    moment: str,
    at: int,
) -> None:
    log = tmp_path / "publish.log"
    with (
        served(engine, tmp_path / "log") as port,
        Visitors(port, counts, pace=5.0).coming() as visits,
    ):
        words = anew(whole, published, engine)
        running = started(log, *words)
        until(lambda: running.poll() is not None or MOMENTS[moment](whole, counts[""]))
        whole.kill(at)
        time.sleep(AWAY)
        whole.up(at)
        code = running.wait(LONG)
        whole.revive()
        if code == NOT_PUBLISHED:
            code = started(log, *words).wait(LONG)
    print(figures(f"node {at + 1} killed, {moment}", visits), log.read_text())
    assert code == 0, log.read_text()
    assert not [visit.wrong for visit in visits if visit.wrong]
    _ensure_served_whole(whole, counts[""])


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_that_was_killed_is_gone_on_with(
    whole: Nodes, published: Path, engine: str, counts: dict[str, int], tmp_path: Path, moment: str
) -> None:
    log = tmp_path / "log"
    words = anew(whole, published, engine)
    running = started(log, *words)
    until(lambda: running.poll() is not None or MOMENTS[moment](whole, counts[""]))
    running.send_signal(signal.SIGKILL)
    running.wait()
    code = started(log, *words).wait(LONG)
    print(f"\nthe publisher killed, {moment}:", log.read_text())
    assert code == 0, log.read_text()
    _ensure_served_whole(whole, counts[""])


def _ensure_served_whole(nodes: Nodes, live: int) -> None:
    """One index is served, it has every document, and no draft is left."""
    (index,) = nodes.ask(f"/_alias/{NAME}")
    assert nodes.ask(f"/{NAME}/_count")["count"] == live
    assert nodes.ask(f"/{index}/_mapping")[index]["mappings"]["_meta"]["published"]
    assert not [draft for draft, is_whole in _drafts(nodes).items() if not is_whole]
