"""Where the time of a result page goes: the stages of one request, timed one by one.

    python -m bench.profile INDEX       (an index folder; asks the queries of queries.txt)

Each stage is a function of the project, timed from its call to its return, so that what it
calls is part of it. Prints Markdown: the mean over all queries, the best of several rounds each.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.pages import ROUNDS, queries
from search.embedded import engine as whoosh_engine
from search.embedded import facets, snapshot
from search.embedded.engine import open_engine
from web import urls
from web.site import lookup, pages
from web.site.app import create_app

STAGES: tuple[tuple[str, Any, str], ...] = (
    ("understanding the query", whoosh_engine, "make_plan"),
    ("finding", whoosh_engine, "climb"),
    ("scoring", whoosh_engine.EmbeddedEngine, "_found"),
    ("counting facets", facets.FacetTable, "facets"),
    ("order", whoosh_engine, "ordered"),
    ("cards", snapshot.Snapshot, "cards"),
    ("bodies", snapshot.Snapshot, "body"),
    ("marks and excerpts", whoosh_engine.EmbeddedEngine, "_hit"),
    ("the engine, all of it", whoosh_engine.EmbeddedEngine, "search"),
    ("values for the template", lookup, "results_view"),
    ("the template", pages, "render_template"),
)
"""What is printed, the module or class, and the name of the function; ``scoring`` contains
``finding``, ``marks and excerpts`` contains ``bodies``."""
INSIDE = {"scoring": "finding", "marks and excerpts": "bodies"}

Spent = defaultdict[str, float]


def main() -> None:
    """Measure and print."""
    spent: Spent = defaultdict(float)
    for stage, owner, name in STAGES:
        setattr(owner, name, _timed(getattr(owner, name), stage, spent))
    client = create_app(open_engine(Path(sys.argv[1]))).test_client()
    addresses = [urls.search(request) for request in queries()]
    best = [_best(lambda u=url: client.get(u).data, spent) for url in addresses]  # type: ignore[misc]
    whole = sum(one[""] for one in best) / len(best)
    print(f"{len(best)} queries; the mean page takes {whole * 1000:.2f} ms, without the network\n")
    print("| stage | ms | of the page |\n|---|---|---|")
    for stage, _, _ in STAGES:
        own = sum(
            one[stage] - one.get(INSIDE.get(stage, ""), 0) * (stage in INSIDE) for one in best
        )
        own /= len(best)
        print(f"| {stage} | {own * 1000:.2f} | {own / whole:.0%} |")


def _timed(call: Callable[..., Any], stage: str, spent: Spent) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return call(*arguments, **named)
        finally:
            spent[stage] += time.perf_counter() - began

    return timed


def _best(page: Callable[[], object], spent: Spent) -> dict[str, float]:
    """The stages of the quickest of some rounds; the whole under the empty name."""
    rounds = []
    for _ in range(ROUNDS):
        spent.clear()
        began = time.perf_counter()
        page()
        rounds.append(dict(spent) | {"": time.perf_counter() - began})
    return defaultdict(float, min(rounds, key=lambda one: one[""]))


if __name__ == "__main__":
    main()
