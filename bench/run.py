"""Compare zhengce with other engines on the same documents and queries, in the same run.

    make bench                  real sections, page-level figures, building
    python -m bench.run --corpus ../shared/corpus --real 20000 --scale 100000

Prints Markdown and writes bench/RESULTS.md. Figures that miss a bound are printed in bold.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import harness
from bench.classes import queries
from bench.corpus import Section, cut, real, synthetic
from bench.engines import Engine
from bench.engines.fts5 import Fts5
from bench.engines.ours import Ours
from index import Analyzer


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    harness.pin()
    analyzer = Analyzer()
    documents = real(arguments.corpus, arguments.real)
    lines = compare(
        [cut(document, analyzer) for document in documents], "real sections", arguments.peers
    )
    if arguments.scale:
        made = (cut(document, analyzer) for document in synthetic(documents, arguments.scale))
        lines += compare(list(made), "*synthetic* documents", arguments.peers)
    text = "\n".join(lines)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


def compare(sections: Sequence[Section], what: str, peers: Sequence[str]) -> list[str]:
    """Build every engine over ``sections`` and ask every class: Markdown."""
    engines = _engines(peers)
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
        for title, ids in (("top 10, exact count, stored fields", False), ("ids only", True)):
            lines += ["", f"### {title} (p50 / p95)", ""]
            lines += harness.table(harness.times(engines, classes, ids), others)
    return lines


def _engines(peers: Sequence[str]) -> list[Engine]:
    engines: list[Engine] = [Ours()]
    if "tantivy" in peers and importlib.util.find_spec("tantivy"):
        from bench.engines.tantivy_engine import Tantivy  # noqa: PLC0415 -- an extra

        engines.append(Tantivy())
    return [*engines, Fts5()] if "FTS5" in peers else engines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of *.jsonl.gz")
    parser.add_argument("--real", type=int, default=20_000, help="real sections")
    parser.add_argument("--scale", type=int, default=0, help="synthetic documents")
    parser.add_argument("--peers", nargs="*", default=["tantivy", "FTS5"], help="which, by name")
    parser.add_argument("--out", type=Path, help="file to write")
    return parser.parse_args()


if __name__ == "__main__":
    main()
