"""Times the engines against each other: interleaved, one core, the best of several rounds.

Every timed call follows an untimed one of the same engine and query, which leaves what the engine
keeps: ours postings, scores and cards, tantivy blocks of stored documents. :func:`first_times` times
the call that finds nothing kept.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence

from bench.classes import Ask
from bench.engines import Engine, Forgetting

ROUNDS = 7
FEW = 10
"""So many queries of a class a slow engine is asked."""

Times = dict[str, dict[str, list[float]]]
"""Engine -> class -> seconds of each query."""

BOUNDS: dict[str, dict[str, float]] = {
    "tantivy": {
        "term, common": 1.5, "term, mid": 1.5, "term, rare": 1.5, "AND of 2": 1.5, "AND of 4": 1.5,
        "OR of 3": 1.5, "OR of 8": 1.5, "OR of 20": 1.5, "filter": 1.5, "1 facet, term": 1.5,
        "6 facets, term": 1.5, "1 facet, OR of 3": 1.5, "6 facets, OR of 3": 1.5, "phrase": 1.0,
    },
    "FTS5": {
        "term, common": 10, "OR of 3": 10, "OR of 8": 10, "OR of 20": 10, "1 facet, term": 10,
        "6 facets, term": 10, "1 facet, OR of 3": 10, "6 facets, OR of 3": 10,
    },
    "stock Whoosh": {
        "OR of 3": 50, "OR of 8": 50, "OR of 20": 50, "phrase": 50, "filter": 50,
        "1 facet, term": 500, "6 facets, term": 500, "1 facet, OR of 3": 500,
        "6 facets, OR of 3": 500,
    },
}  # fmt: skip
"""Peer -> class -> by how much our p50 is to be shorter."""
EVERYWHERE = {"Xapian": 1.5}
"""The same for every other class."""
IDS_ONLY = 0.8
"""The same against tantivy where only ids are asked for."""
TAIL, TAILS = 0.8, {"phrase": 1.3}
"""And our p95 than tantivy's, in every class; and in some."""


def pin() -> None:
    """Stay on one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def differing(
    engines: Sequence[Engine], classes: Mapping[str, Sequence[Ask]]
) -> dict[str, dict[str, int]]:
    """Engine -> class -> how many exact counts are not those of the first engine."""
    first, others = engines[0], engines[1:]
    found: dict[str, dict[str, int]] = {engine.name: {} for engine in others}
    for name, asks in classes.items():
        counts = [first.page(ask)[0] for ask in asks]
        for engine in others:
            if asks[0].kind in engine.kinds and not engine.ids_only:
                pairs = zip(_asked(engine, asks), counts, strict=False)
                found[engine.name][name] = sum(engine.page(ask)[0] != n for ask, n in pairs)
    return found


def times(
    engines: Sequence[Engine], classes: Mapping[str, Sequence[Ask]], ids: bool, rounds: int = ROUNDS
) -> Times:
    """The best time of each query; every round asks every engine, one behind the other.

    A slow engine is asked the first :data:`FEW` queries of a class, and in one round.
    """
    best: Times = {engine.name: {} for engine in engines}
    for name, asks in classes.items():
        able = [engine for engine in engines if asks[0].kind in engine.kinds]
        able = [engine for engine in able if ids or not engine.ids_only]
        if ids and asks[0].kind == "facets":
            continue
        for engine in able:
            best[engine.name][name] = [float("inf")] * len(_asked(engine, asks))
        for number in range(rounds):
            for at, ask in enumerate(asks):
                for engine in able:
                    if engine.slow and (number or at >= FEW):
                        continue
                    spent = _timed(engine.ids if ids else engine.page, ask)
                    held = best[engine.name][name]
                    held[at] = min(held[at], spent)
    return best


def first_times(
    engines: Sequence[Engine], classes: Mapping[str, Sequence[Ask]], ids: bool, rounds: int = ROUNDS
) -> Times:
    """The best time of each query asked for the first time, of the engines that can forget.

    Before each round all is forgotten; what every query of a kind needs is there again after a few
    queries of other classes.
    """
    able = [engine for engine in engines if isinstance(engine, Forgetting)]
    best: Times = {engine.name: {} for engine in able}
    for name, asks in classes.items():
        if ids and asks[0].kind == "facets":
            continue
        others = [ask for other, others in classes.items() if other != name for ask in others[:3]]
        for engine in able:
            best[engine.name][name] = [float("inf")] * len(asks)
        for _ in range(rounds):
            for engine in able:
                engine.forget()
                for ask in others:
                    engine.page(ask)
            for at, ask in enumerate(asks):
                for engine in able:
                    began = time.perf_counter()
                    (engine.ids if ids else engine.page)(ask)
                    spent = time.perf_counter() - began
                    held = best[engine.name][name]
                    held[at] = min(held[at], spent)
    return best


def table(measured: Times, peers: Sequence[str], kind: str) -> list[str]:
    """Markdown: p50/p95 of each engine in ms, and by how much ours is shorter.

    Args:
        kind: ``page`` or ``ids``: which bounds hold; ``first``: none.
    """
    ours = next(iter(measured))
    head = "".join(f" {peer}, ms | ratio p50 / p95 |" for peer in peers)
    lines = [f"| class | {ours}, ms |{head}", "|---|---|" + "---|---|" * len(peers)]
    for name, mine in measured[ours].items():
        cells = [f"| {name} | {_ms(mine)} |"]
        for peer in peers:
            theirs = measured[peer].get(name)
            cells.append(
                f" {_ms(theirs)} | {_ratio(mine, theirs, *_bounds(peer, name, kind))} |"
                if theirs
                else " | |"
            )
        lines.append("".join(cells))
    return lines


def _bounds(peer: str, name: str, kind: str) -> tuple[float, float]:
    """By how much our p50 and our p95 are to be shorter; 0 where nothing is asked."""
    if kind == "first":
        return 0, 0
    if peer == "tantivy" and kind == "ids":
        return IDS_ONLY, 0
    tail = TAILS.get(name, TAIL) if peer == "tantivy" else 0
    return BOUNDS.get(peer, {}).get(name, EVERYWHERE.get(peer, 0)), tail


def _ratio(mine: list[float], theirs: list[float], middle_bound: float, tail_bound: float) -> str:
    """The ratios; in bold where a bound is missed."""
    mine = mine[: len(theirs)]
    middle = statistics.median(theirs) / statistics.median(mine)
    tail = p95(theirs) / p95(mine)
    return f"{_marked(middle, middle < middle_bound)} / {_marked(tail, tail < tail_bound)}"


def _marked(value: float, missed: bool) -> str:
    text = f"{value:.2f}×" if value < 100 else f"{value:.0f}×"
    return f"**{text}**" if missed else text


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[max(int(len(values) * 0.95) - 1, 0)]


def _ms(values: Sequence[float]) -> str:
    return f"{statistics.median(values) * 1000:.3f} / {p95(values) * 1000:.3f}"


def _asked(engine: Engine, asks: Sequence[Ask]) -> Sequence[Ask]:
    return asks[:FEW] if engine.slow else asks


def _timed(call: Callable[[Ask], object], ask: Ask) -> float:
    call(ask)  # what other engines left in the processor's caches is not what is measured
    began = time.perf_counter()
    call(ask)
    return time.perf_counter() - began
