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
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import NamedTuple, ParamSpec, TypeVar
from unittest.mock import patch

from bench.pages import ROUNDS, queries
from search.embedded.engine import open_engine
from web import urls
from web.site.app import create_app


class Stage(NamedTuple):
    """A line of the table.

    Attributes:
        owner: the module or class whose function ``function`` is timed, wherever it is called.
        inside: the stage whose time is taken off, since this one contains it.
    """

    name: str
    owner: str
    function: str
    inside: str = ""


STAGES = (
    Stage("reading the query", "search.facade.intents:Intents", "read"),
    Stage("understanding it", "search.facade.understanding", "make_plan"),
    Stage("pins", "search.facade.pins", "named"),
    Stage("widening", "search.facade.understanding", "climb"),
    Stage("scoring", "search.embedded.sets:Sets", "ranked"),
    Stage("counting facets", "search.embedded.facets:FacetTable", "counted"),
    Stage("order", "search.embedded.sorting", "by_score"),
    Stage("cards", "search.embedded.snapshot:Snapshot", "cards"),
    Stage("bodies", "search.embedded.snapshot:Snapshot", "body"),
    Stage("marks and excerpts", "search.facade.engine:SearchEngine", "_shown", inside="bodies"),
    Stage("the engine, all of it", "search.facade.engine:SearchEngine", "search"),
    Stage("values for the template", "web.site.page_values", "results_view"),
    Stage("the template", "web.site.pages", "render_template"),
)

Spent = defaultdict[str, float]
P = ParamSpec("P")
R = TypeVar("R")


def main() -> None:
    """Measure and print."""
    spent: Spent = defaultdict(float)
    with ExitStack() as timed:
        for stage in STAGES:
            owner = resolve_name(stage.owner)
            call = _timed(getattr(owner, stage.function), stage.name, spent)
            timed.enter_context(patch.object(owner, stage.function, call))
        client = create_app(open_engine(Path(sys.argv[1]))).test_client()
        addresses = [urls.search(request) for request in queries()]
        best = [_best(partial(client.get, url), spent) for url in addresses]
    whole = sum(one[""] for one in best) / len(best)
    print(f"{len(best)} queries; the mean page takes {whole * 1000:.2f} ms, without the network\n")
    print("| stage | ms | of the page |\n|---|---|---|")
    for stage in STAGES:
        own = sum(one[stage.name] - one[stage.inside] * bool(stage.inside) for one in best)
        own /= len(best)
        print(f"| {stage.name} | {own * 1000:.2f} | {own / whole:.0%} |")


def _timed(call: Callable[P, R], stage: str, spent: Spent) -> Callable[P, R]:
    def timed(*arguments: P.args, **named: P.kwargs) -> R:
        began = time.perf_counter()
        try:
            return call(*arguments, **named)
        finally:
            spent[stage] += time.perf_counter() - began

    return timed


def _best(page: Callable[[], object], spent: Spent) -> Spent:
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
