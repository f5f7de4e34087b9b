"""The façade by class of what visitors type: milliseconds of a processor that an answer takes.

    python -m bench.facade INDEX [--from INDEX] [--classes question …] [--rounds 3] [--out FILE.json]

An answer is ``search()`` as a page asks it: ten hits with excerpts, six facets, everything that is understood of the
query. Queries come from INDEX, or from the one that ``--from`` names, and from the judged sets (``bench.typed``).
All of them are asked in a random order, round by round: *first* is when a query was asked for the first time, *best* the
best of all rounds, between any two of which every other query was asked. Prints Markdown; **bold** is what misses the
bounds at 100,000 documents.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import typed
from bench.harness import p95
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest

WARM = ("企业", "gongjijin", "劳动合同法第39条", "怎么领取失业金需要什么材料", "残疾人就业业保障金")
"""Asked before: what a generation makes once, it has made."""
EVERY, QUESTION = 12, 20
"""ms that p95 of any class, and of questions, may take at 100,000 documents."""


class Spent(NamedTuple):
    """Seconds that a query took: when it was asked first, and the best of all rounds."""

    first: float
    best: float


def main() -> None:
    """Draw, ask, print."""
    given = _arguments()
    analyzer, corpus = Analyzer(), os.environ.get("ZHENGCE_CORPUS")
    shared = Path(corpus) if corpus else None
    asked = typed.classes(given.source or given.index, analyzer, shared, given.classes)
    engine = EmbeddedEngine(given.index, analyzer)
    for text in WARM:
        engine.search(SearchRequest(text))
    gc.collect()
    gc.freeze()  # as the server does: else the collector's 50 to 200 ms are those of some query
    spent = measure(asked, lambda text: engine.search(_request(text)), given.rounds)
    print(f"{engine.status().documents:,} documents; ms of a processor\n")
    for line in table(spent):
        print(line)
    if given.out:
        rows = {name: dict(zip(asked[name], found, strict=True)) for name, found in spent.items()}
        given.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def measure(
    asked: typed.Typed, answer: Callable[[str], object], rounds: int
) -> dict[str, list[Spent]]:
    """Class -> what each query took."""
    order = [(name, at) for name, queries in asked.items() for at in range(len(queries))]
    spent: dict[tuple[str, int], Spent] = {}
    for number in range(rounds):
        random.Random(number).shuffle(order)
        for one in order:
            name, at = one
            began = time.process_time()
            answer(asked[name][at])
            took = time.process_time() - began
            spent[one] = (
                spent[one]._replace(best=min(spent[one].best, took))
                if number
                else Spent(took, took)
            )
    return {
        name: [spent[name, at] for at in range(len(queries))] for name, queries in asked.items()
    }


def table(spent: dict[str, list[Spent]]) -> Iterator[str]:
    """Markdown: a row a class."""
    yield "| class | queries | first, p50 | p95 | longest | best, p50 | p95 | longest |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, found in spent.items():
        bound = QUESTION if name == "question" else EVERY
        cells = [cell for kind in zip(*found, strict=True) for cell in _cells(kind, bound)]
        yield f"| {name} | {len(found)} | {' | '.join(cells)} |"


def _cells(seconds: Sequence[float], bound: float) -> list[str]:
    middle, tail, longest = (
        1000 * value for value in (statistics.median(seconds), p95(seconds), max(seconds))
    )
    return [f"{middle:.2f}", f"**{tail:.2f}**" if tail > bound else f"{tail:.2f}", f"{longest:.2f}"]


def _request(text: str) -> SearchRequest:
    return SearchRequest.from_params([("q", text)])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--from", dest="source", type=Path, help="draw the queries from this index")
    parser.add_argument("--classes", nargs="*", default=(), help="only these")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, help="what each query took, as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    main()
