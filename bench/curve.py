"""How far one machine carries: build time, memory and latency at more and more documents.

    python -m bench.curve --corpus FOLDER [--sizes 10000 30000 …] [--out FILE]

Documents are synthetic (shuffled paragraphs, see ``bench.corpus``); all processors build. Each
index is then opened and asked by a fresh process on one core. Prints Markdown, row by row.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench import harness
from bench.classes import Ask, queries
from bench.corpus import cut, real, synthetic
from bench.engines.ours import Ours
from bench.fresh import resident
from bench.publishing import published
from bench.typed import asked
from index.document import PolicyDocument
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import open_engine

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
SAMPLE = 5_000
CLASSES = ("term, common", "AND of 2", "OR of 8", "phrase", "filter", "6 facets, OR of 3",
           "question", "newest first")  # fmt: skip
ASKED = 20
"""Queries of each class."""
HEAD = (
    "## The curve: *synthetic* documents",
    "",
    "p50 / p95 in ms on one core, each query once cold and then the best of three; *as shipped* is "
    "the façade over the same queries, excerpts and six facets included. Memory is what is no "
    "mapped file.",
    "",
    f"| documents | text, GB | built, s | peak of a writing process, MB | index, GB | open + first query, ms | "
    f"memory, MB | {' | '.join(CLASSES)} | as shipped | slowest, cold |",
    "|---" * (9 + len(CLASSES)) + "|",
)


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of *.jsonl.gz")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--out", type=Path, help="file to append to")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.ask:
        print(json.dumps(_ask(arguments.ask)))
        return
    if arguments.build:
        print(json.dumps(_build(arguments.build, arguments.corpus, arguments.sizes[0])))
        return
    lines = list(HEAD)
    print("\n".join(lines), flush=True)
    for size in arguments.sizes:
        lines.append(_row(arguments.corpus, size))
        print(lines[-1], flush=True)
    if arguments.out:
        with arguments.out.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(lines) + "\n")


def _row(corpus: Path, size: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = _fresh("--corpus", str(corpus), "--sizes", str(size), "--build", str(folder))
        made = _fresh("--ask", str(folder))
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    cells = [f"{size:,}", f"{built['bytes'] / 1e9:.2f}", f"{built['seconds']:.0f}"]
    cells += [f"{built['peak']:.0f}", f"{disk / 1e9:.2f}"]
    cells += [f"{made['first']:.0f}", f"{made['memory']:.0f}"]
    cells += [made["classes"][kind] for kind in CLASSES]
    return f"| {' | '.join([*cells, made['shipped'], made['cold']])} |"


def _fresh(*arguments: str) -> dict[str, Any]:
    """What a fresh process says."""
    command = [sys.executable, "-m", "bench.curve", *arguments]
    said: dict[str, Any] = json.loads(
        subprocess.run(command, check=True, capture_output=True).stdout
    )
    return said


def _build(folder: Path, corpus: Path, size: int) -> dict[str, object]:
    """Publish ``size`` documents in ``folder``; seconds, bytes of text, the largest process in MB."""
    documents, nbytes = real(corpus, 20_000), 0

    def counted() -> Iterator[PolicyDocument]:
        nonlocal nbytes
        for document in synthetic(documents, size):
            nbytes += len(document.title.encode()) + len(document.body.encode())
            yield document

    began = time.perf_counter()
    published(Store(folder), counted(), Analyzer(), os.cpu_count() or 1)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sample = [cut(document, Analyzer()) for document in synthetic(documents, min(size, SAMPLE))]
    asks = {kind: found[:ASKED] for kind, found in queries(sample).items() if kind in CLASSES}
    (folder / "asks.json").write_text(
        json.dumps({kind: [_plain(ask) for ask in found] for kind, found in asks.items()})
    )
    return {"seconds": seconds, "bytes": nbytes, "peak": peak}


def _plain(ask: Ask) -> dict[str, object]:
    return {name: getattr(ask, name) for name in Ask.__slots__}


def _ask(folder: Path) -> dict[str, object]:
    """What a fresh process measures over the index in ``folder``."""
    harness.pin()
    rows = json.loads((folder / "asks.json").read_text())
    asks = {
        kind: [
            Ask(**row | {key: tuple(row[key]) for key in ("terms", "grams", "years")})
            for row in found
        ]
        for kind, found in rows.items()
    }
    engine = open_engine(folder)
    terms = Store(folder).current().terms
    began = time.perf_counter()
    ours = Ours()
    ours.open(terms)
    ours.page(asks["6 facets, OR of 3"][0])
    first = time.perf_counter() - began
    cold: list[float] = []
    classes = {
        kind: _times([partial(ours.page, ask) for ask in found], cold)
        for kind, found in asks.items()
    }
    requests = [asked(ask) for found in asks.values() for ask in found]
    slow: list[float] = []
    shipped = _times([partial(engine.search, request) for request in requests], slow)
    return {
        "first": first * 1000,
        "classes": classes,
        "shipped": shipped,
        "cold": f"{max(cold) * 1000:.0f} / {max(slow) * 1000:.0f}",
        "memory": resident(),
    }


def _times(calls: Sequence[Callable[[], object]], cold: list[float]) -> str:
    best = []
    for call in calls:
        rounds = []
        for _ in range(4):
            began = time.perf_counter()
            call()
            rounds.append(time.perf_counter() - began)
        cold.append(rounds[0])
        best.append(min(rounds[1:]))
    return f"{statistics.median(best) * 1000:.2f} / {harness.p95(best) * 1000:.2f}"


if __name__ == "__main__":
    main()
