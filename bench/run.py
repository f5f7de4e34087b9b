"""Compare zhengce with other engines on the same documents and queries, in the same run.

    make bench                  (ZHENGCE_CORPUS names the folder with corpus/ in it)
    python -m bench.run --corpus FOLDER --real 20000 --scale 100000 --out bench/RESULTS.md

Prints Markdown and writes it. Figures that miss a bound are printed in bold.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from bench import harness
from bench.building import building, two_processes, upkeep
from bench.classes import queries
from bench.corpus import Section, cut, real, synthetic
from bench.engines import Engine
from bench.engines.ours import Ours
from index.text.analysis import Analyzer

PEERS = {
    "tantivy": ("tantivy_engine", "Tantivy"),
    "FTS5": ("fts5", "Fts5"),
    "Xapian": ("xapian_engine", "Xapian"),
    "stock Whoosh": ("stock_whoosh", "StockWhoosh"),
    "bm25s": ("bm25s_engine", "Bm25s"),
}
"""Name -> module and class."""

SMALL, FEW = ("Xapian", "stock Whoosh"), 5_000
"""Peers that take minutes to build, and over how many of the real sections they are asked."""
HEAD = (
    "# What was measured",
    "",
    "Written by `make bench`. Times are in ms, of each query the best of several "
    "rounds, on one core; a ratio is how many times shorter ours is. **Bold**: a bound of the "
    "project's is missed; docs/architecture.md says why. FTS5 and stock Whoosh are asked the "
    "first ten queries of a class, once, and compared with our times of the same ten. Every engine "
    "stores the same card of a document (all but its body, as JSON) and reads ten of them. A query is "
    "timed when it is asked again: postings, scores and cards that it needs are kept (cards as objects; of a "
    "single word its best ten with their count, which is all of the answer; tantivy keeps blocks of stored "
    "documents). *Asked for the first time*: nothing of it is kept; no bound.",
    "",
)
WHOLE = (
    "### The whole page, equal work (p50 / p95)",
    "",
    "Our façade and tantivy each make all values of a page out of what is typed and chosen: three kinds of terms in title "
    "and body with the same weights, the exact count, six facets each without its own filter, ten cards, two excerpts a "
    "hit; ms of a processor. `bench/engines/whole_tantivy.py` says what is not equal.",
    "",
)


def machine() -> list[str]:
    """What it was measured on and with."""
    processor = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next(
        (line.split(": ")[1] for line in processor.splitlines() if "model name" in line), "?"
    )
    lines = [
        f"- {model}, {os.cpu_count()} cores, {platform.system()}, CPython {platform.python_version()}"
    ]
    lines.append(f"- {datetime.now(UTC):%Y-%m-%d}; SQLite {sqlite3.sqlite_version}")
    for name in ("numpy", "whoosh3", "rjieba", "jieba", "tantivy", "bm25s", "xapian"):
        with suppress(metadata.PackageNotFoundError):
            lines[-1] += f", {name} {metadata.version(name)}"
    return lines


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    harness.pin()
    analyzer = Analyzer()
    documents = real(arguments.corpus, arguments.real)
    out = Output(arguments.out)
    out.add([*HEAD, *machine()])
    cuts = [cut(document, analyzer) for document in documents]
    quick = [peer for peer in arguments.peers if peer not in SMALL]
    out.add(compare(cuts, "real sections", quick))
    if slow := [peer for peer in arguments.peers if peer in SMALL]:
        out.add(compare(cuts[:FEW], "real sections", slow))
    made = list(synthetic(documents, arguments.scale))
    if made:
        cuts = [cut(document, analyzer) for document in made]
        out.add(compare(cuts, "*synthetic* documents", quick))
    del cuts
    out.add(upkeep(made or documents))
    out.add(building(documents))
    out.add(two_processes(made or documents))


class Output:
    """Prints what is measured and keeps it in a file, so that nothing is lost on the way."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._text = ""

    def add(self, lines: Sequence[str]) -> None:
        """Some more lines."""
        text = "\n".join(lines) + "\n"
        print(text, end="", flush=True)
        self._text += text
        if self._path:
            self._path.write_text(self._text, encoding="utf-8")


def compare(sections: Sequence[Section], what: str, peers: Sequence[str]) -> list[str]:
    """Build every engine over ``sections`` and ask every class: Markdown."""
    engines = engines_of(peers)
    size = sum(section.nbytes for section in sections)
    lines = ["", f"## {len(sections):,} {what}, {size / 1e6:.1f} MB of text", ""]
    with tempfile.TemporaryDirectory() as folder:
        for engine in engines:
            began = time.perf_counter()
            place = Path(folder) / engine.name.replace(" ", "-")
            engine.build(sections, place)
            spent = time.perf_counter() - began
            disk = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
            lines.append(f"- {engine.name}: built in {spent:.1f} s, {disk / size:.2f}× the text")
            print(lines[-1], file=sys.stderr)
        classes = queries(sections)
        for name, found in harness.differing(engines, classes).items():
            wrong = {kind: count for kind, count in found.items() if count}
            lines.append(f"- counts of {name} that differ from ours: {wrong or 'none'}")
        others = [engine.name for engine in engines[1:]]
        for title, kind in (("top 10, exact count, stored fields", "page"), ("ids only", "ids")):
            lines += ["", f"### {title} (p50 / p95)", ""]
            lines += harness.table(harness.times(engines, classes, kind == "ids"), others, kind)
            first = harness.first_times(engines, classes, kind == "ids")
            if len(first) > 1:
                lines += ["", f"#### {title}: asked for the first time (p50 / p95)", ""]
                lines += harness.table(first, list(first)[1:], "first")
        if others[:1] == ["tantivy"]:
            lines += ["", *WHOLE, *_whole(sections, Path(folder) / "whole")]
    return lines


def _whole(sections: Sequence[Section], folder: Path) -> Iterator[str]:
    """The table of ``bench.whole``, which needs tantivy."""
    whole = importlib.import_module("bench.whole")
    shared = os.environ.get("ZHENGCE_CORPUS")
    asking = whole.Asking(Path(shared) if shared else None)
    documents = [section.document for section in sections]
    lines: Iterator[str] = whole.compare(documents, folder, Analyzer(), asking)
    return lines


def engines_of(peers: Sequence[str]) -> list[Engine]:
    """Ours first, then those of ``peers`` that are installed."""
    engines: list[Engine] = [Ours()]
    for name in peers:
        module, kind = PEERS[name]
        try:
            engines.append(getattr(importlib.import_module(f"bench.engines.{module}"), kind)())
        except ImportError:
            print(f"{name} is not installed and left out", file=sys.stderr)
    return engines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of *.jsonl.gz")
    parser.add_argument("--real", type=int, default=20_000, help="real sections")
    parser.add_argument("--scale", type=int, default=0, help="synthetic documents")
    parser.add_argument("--peers", nargs="*", default=list(PEERS), help="which, by name")
    parser.add_argument("--out", type=Path, help="file to write")
    return parser.parse_args()


if __name__ == "__main__":
    main()
