"""Visitors go on while nodes are killed one after the other, and are never told a smaller count."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.cluster.faults.commands import served
from tests.cluster.faults.form import FULL, PACE
from tests.cluster.faults.visiting import Visit, Visitors, figures
from tests.cluster.nodes import Nodes
from tests.web.served import until

RECOVERED = 5.0
"""Seconds after a node was killed from which on every page is answered; the long form holds to it, for it may have a
machine of its own."""


def test_no_page_fails_and_no_count_is_wrong_when_nodes_are_killed(
    whole: Nodes, published: Path, engine: str, counts: dict[str, int], tmp_path: Path
) -> None:
    killed: list[float] = []
    with served(engine, tmp_path / "log") as port:
        visitors = Visitors(port, counts, PACE)
        with visitors.coming() as visits:
            for at in range(3 if FULL else 1):
                enough = len(visits) + (100 if FULL else 10)
                until(partial(_have_come, visits, enough))
                killed.append(time.monotonic())
                whole.kill(at)
                time.sleep(2 * RECOVERED)
                whole.revive()
    print(figures("nodes killed in turn", visits))
    assert not [visit.wrong for visit in visits if visit.wrong]
    assert any(visit.status == 200 for visit in visits)
    late = [visit for visit in visits if visit.has_failed and not _is_soon(visit.at, killed)]
    assert not FULL or not late, (tmp_path / "log").read_text()[-3000:]


def _have_come(visits: Sequence[Visit], enough: int) -> bool:
    return len(visits) > enough


def _is_soon(at: float, killed: Sequence[float]) -> bool:
    return any(moment - 3.0 <= at <= moment + RECOVERED for moment in killed)
