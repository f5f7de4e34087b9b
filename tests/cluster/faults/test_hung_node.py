"""A node that hangs keeps its connections and says nothing: no page waits for it longer than for any other."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.cluster.faults.commands import served
from tests.cluster.faults.form import PACE
from tests.cluster.faults.test_away import LONGEST
from tests.cluster.faults.visiting import Visitors, figures
from tests.cluster.nodes import Nodes
from tests.web.served import until

LEFT_OUT = 60.0
"""Seconds after which the other nodes have left it out: OpenSearch waits ten for each of three checks."""


def test_no_page_waits_for_a_node_that_hangs(
    whole: Nodes, published: Path, engine: str, counts: dict[str, int], tmp_path: Path
) -> None:
    hung = whole.members[0].pid()
    assert hung
    with (
        served(engine, tmp_path / "log") as port,
        Visitors(port, counts, PACE / 2).coming() as visits,
    ):
        until(lambda: len(visits) > 50)
        os.kill(hung, signal.SIGSTOP)
        try:
            time.sleep(LEFT_OUT)
            left_out = time.monotonic()
            time.sleep(LEFT_OUT / 4)
        finally:
            os.kill(hung, signal.SIGCONT)
        whole.revive()
        back = len(visits)
        until(lambda: len(visits) > back + 50)
    print(figures("a node that hangs for 75 s", visits))
    assert not [visit.wrong for visit in visits if visit.wrong]
    assert max(visit.took for visit in visits) < LONGEST + 1
    assert not [visit for visit in visits if visit.has_failed and visit.at > left_out]
