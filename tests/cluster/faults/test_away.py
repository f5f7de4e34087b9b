"""A cluster that is away: every page says so and since when, and the site is whole again by itself when it is back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from tests.cluster.faults.commands import served
from tests.cluster.faults.form import FULL, PACE
from tests.cluster.faults.visiting import SITE_UNAVAILABLE, Visitors, asked, figures
from tests.cluster.nodes import Nodes
from tests.web.served import until

PAGES = (
    "/",
    "/search?q=没人问过",
    "/search.json?q=无人问津",
    "/api/v1/search?q=前所未有",
    "/browse?year=1999",
    "/status",
    "/sitemap.xml",
)
"""None was asked for before (all of 浏览 is what /readyz asks): what a worker has answered once it may still know, and it
is right as long as nobody can publish."""
LONGEST = 3.0
"""Seconds, and no page takes longer; a promise for a machine that is not busy otherwise (the long form)."""


def test_a_site_waits_for_its_cluster_and_says_so(
    whole: Nodes, published: Path, engine: str, counts: dict[str, int], tmp_path: Path
) -> None:
    _stop(whole)
    with served(engine, tmp_path / "log") as port:
        _all_say_so(port)  # away when it was started
        whole.revive()
        until(lambda: asked(port, "/readyz")[0] == 200)
        visitors = Visitors(port, counts, PACE)
        with visitors.coming() as visits:
            until(lambda: len(visits) > (100 if FULL else 20))
            before = len(visits)
            _stop(whole)
            until(lambda: len(visits) > before + (200 if FULL else 20))
            _all_say_so(port)
            whole.revive()
            until(lambda: asked(port, "/readyz")[0] == 200)
            back = len(visits)
            until(lambda: len(visits) > back + 20)
    print(figures("all nodes stopped, and back", visits))
    assert not [visit.wrong for visit in visits if visit.wrong]
    assert {visit.status for visit in visits} == {200, SITE_UNAVAILABLE}
    assert any(visit.status == 200 for visit in sorted(visits)[-10:])
    if FULL:
        assert max(visit.took for visit in visits) < LONGEST


def _stop(nodes: Nodes) -> None:
    for at in range(len(nodes.members)):
        nodes.kill(at)


def _all_say_so(port: int) -> None:
    for page in PAGES:
        status, body = asked(port, quote(page, safe="/?="))
        assert status == SITE_UNAVAILABLE, page
        assert "检索服务暂时连不上" in body.decode() or "从 " in body.decode(), (
            page,
            body.decode(),
        )
