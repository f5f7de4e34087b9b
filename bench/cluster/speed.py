"""How long answers, pages and indexing take on this machine and on a cluster, each beside the other.

Times are by the clock on the wall, since a cluster works in processes of its own: both are asked in turn, so that what
else the machine does falls on both.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from bench.harness import p95
from bench.http import client, servers
from bench.publishing import published
from bench.typed import Typed
from index.document import PolicyDocument
from index.store.store import Store
from index.text.analysis import Analyzer
from search.engine import Engine
from search.request import SearchRequest

WARM = ("企业", "gongjijin", "劳动合同法第39条", "怎么领取失业金需要什么材料", "残疾人就业业保障金")
"""Asked before: what a generation makes once, it has made."""
WARMING, WORKERS = 16, 2
"""So many pages are asked for before; and processes of a server."""


class Spent(NamedTuple):
    """Seconds of an answer: asked for the first time, and again when all others were asked."""

    first: float
    again: float


def answers(one: Engine, other: Engine, asked: Typed) -> dict[str, tuple[list[Spent], list[Spent]]]:
    """Class -> what the queries took of each engine; they are asked in a random order, both in turn."""
    order = [(name, at) for name, queries in asked.items() for at in range(len(queries))]
    spent: dict[tuple[str, int], list[list[float]]] = {place: [[], []] for place in order}
    for engine in (one, other):
        for text in WARM:
            engine.search(SearchRequest(text))
    for number in range(2):
        random.Random(number).shuffle(order)
        for name, at in order:
            request = SearchRequest.from_params([("q", asked[name][at])])
            for took, engine in zip(spent[name, at], (one, other), strict=True):
                began = time.perf_counter()
                engine.search(request)
                took.append(time.perf_counter() - began)
    return {
        name: tuple([Spent(*spent[name, at][who]) for at in range(len(queries))] for who in (0, 1))  # type: ignore[misc]
        for name, queries in asked.items()
    }


def table(spent: Mapping[str, tuple[list[Spent], list[Spent]]]) -> Iterator[str]:
    """Markdown: a row a class; ms, p50 / p95."""
    yield "| class | queries | embedded, first | again | cluster, first | again | ratio of p50, first | again |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    every: tuple[list[Spent], list[Spent]] = ([], [])
    for name, both in spent.items():
        yield _row(name, *both)
        for whole, own in zip(every, both, strict=True):
            whole += own
    yield _row("**all**", *every)


def _row(name: str, mine: Sequence[Spent], theirs: Sequence[Spent]) -> str:
    one, other = zip(*mine, strict=True), zip(*theirs, strict=True)
    columns = [[*map(list, one)], [*map(list, other)]]
    cells = [_ms(seconds) for both in columns for seconds in both]
    ratios = [statistics.median(b) / statistics.median(a) for a, b in zip(*columns, strict=True)]
    return f"| {name} | {len(mine)} | {' | '.join(cells)} | {ratios[0]:.1f}× | {ratios[1]:.1f}× |"


def _ms(seconds: Sequence[float]) -> str:
    return f"{1000 * statistics.median(seconds):.1f} / {1000 * p95(seconds):.1f}"


def pages(
    commands: Mapping[str, Callable[[int], list[str]]], paths: Sequence[str], connections: int
) -> Iterator[str]:
    """Markdown: the same pages of some servers, one after the other.

    Args:
        commands: name -> what starts a server on a port.
        paths: asked for once each, over so many connections that never pause; the first are not counted.
    """
    yield f"| {len(paths) - WARMING:,} pages | pages/s | p50, ms | p95, ms | processor of the server, ms a page | not 200 |"
    yield "|---|---:|---:|---:|---:|---:|"
    with ExitStack() as stack:
        up = [
            stack.enter_context(servers.running(name, command(port), port))
            for name, command in commands.items()
            for port in [servers.free_port()]
        ]
        for server in up:
            client.ask(server.port, paths[:WARMING], connections)
        for server in up:
            began = server.spent()
            run = client.ask(server.port, paths[WARMING:], connections)
            spent = server.spent() - began
            yield _seen(server.name, run, spent)


def _seen(name: str, run: client.Run, spent: float) -> str:
    many, good = run.statuses.total(), run.latencies
    middle, tail = 1000 * statistics.median(good), 1000 * p95(good)
    failed = many - run.statuses[200]
    return (
        f"| {name} | {len(good) / run.seconds:.0f} | {middle:.1f} | {tail:.1f} "
        f"| {1000 * spent / many:.2f} | {failed} |"
    )


def indexing(
    documents: Iterable[PolicyDocument],
    count: int,
    folder: Path,
    analyzer: Analyzer,
    publish: Callable[[Path], object],
) -> Iterator[str]:
    """Markdown: documents a second into a generation of ours, and from it into the cluster.

    Args:
        count: how many there are.
        folder: an empty one, for the generation.
        publish: has the cluster hold it.
    """  # fmt: skip
    yield f"| {count:,} documents | seconds | documents/s |"
    yield "|---|---:|---:|"
    steps: dict[str, Callable[[], object]] = {
        "a generation here, one process": lambda: published(Store(folder), documents, analyzer),
        "from it to the cluster": lambda: publish(folder),
    }
    for name, step in steps.items():
        began = time.perf_counter()
        step()
        took = time.perf_counter() - began
        yield f"| {name} | {took:.1f} | {count / took:.0f} |"
