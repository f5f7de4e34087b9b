"""The same index on this machine and on a cluster, compared.

    python -m bench.cluster equal --index DIR --engine http://host:9200/name [--requests 1000] [--others 0] [--seed 1]
    python -m bench.cluster judge --index DIR --engine … --queries FILE.jsonl --qrels FILE.tsv
    python -m bench.cluster speed --index DIR --engine … [--from DIR] [--classes question …] [--each 25]
    python -m bench.cluster pages --index DIR --engine … [--from DIR] [--pages 1000]
    python -m bench.cluster build --index DIR --engine http://host:9200/another-name

The cluster must hold the generation that is newest in DIR: ``zhengce publish``. ``equal`` asks random requests of both
and ends with 1 if any count differs; ``build`` indexes the documents of DIR once more, into a generation of its own, and
publishes that under a name that nothing else uses. All print Markdown.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from bench import typed
from bench.cluster import equality, judging, speed
from bench.cluster.drawn import drawn, others
from bench.http import mixes, servers
from bench.indexed import Indexed
from bench.misspelt import titles_of
from bench.same import Asked
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine
from search.evaluation import judged_queries
from web.cli.cluster import open_engine, publish


def main() -> None:
    """Read the command line, and compare."""
    given = _arguments()
    code = 0
    commands: Mapping[str, Callable[[argparse.Namespace], Iterator[str]]] = {
        "judge": _judged, "speed": _speed, "pages": _pages, "build": _build,
    }  # fmt: skip
    if given.call == "equal":
        code = _equal(given)
    else:
        for line in commands[given.call](given):
            print(line, flush=True)
    sys.exit(code)


def both(given: argparse.Namespace) -> tuple[Engine, Engine]:
    """The engine over the index, and the one over the cluster."""
    return open_engine(given.index), open_engine(given.index, given.engine)


def _equal(given: argparse.Namespace) -> int:
    one, other = both(given)
    asks = [*drawn(one, given.requests, given.seed), *others(one, given.others, given.seed)]
    found = [*equality.compared(Asked(one), Asked(other), asks)]
    print(f"{len(found):,} requests, seed {given.seed}, {date.today()}\n")
    for line in equality.report(found):
        print(line)
    if given.out:
        given.out.write_text("\n".join(equality.rows(found)), encoding="utf-8")
    return int(any(not {*equality.COUNTS}.isdisjoint(each.parts) for each in found))


def _judged(given: argparse.Namespace) -> Iterator[str]:
    return judging.judged(*both(given), judged_queries(given.queries, given.qrels))


def _speed(given: argparse.Namespace) -> Iterator[str]:
    asked = typed.classes(given.source or given.index, Analyzer(), _shared(), given.classes)
    few = {name: queries[: given.each] for name, queries in asked.items()}
    return speed.table(speed.answers(*both(given), few))


def _pages(given: argparse.Namespace) -> Iterator[str]:
    titles = titles_of(EmbeddedEngine(given.source or given.index))
    queries = mixes.distinct(titles, _shared(), given.pages + speed.CONNECTIONS)
    ours = servers.serving(servers.ROOT, given.index, 0, speed.WORKERS)

    def serving(*more: str) -> Callable[[int], list[str]]:
        at = ours.index("--port") + 1
        return lambda port: [*ours[:at], str(port), *ours[at + 1 :], *more]

    commands = {"embedded": serving(), "cluster": serving("--engine", given.engine)}
    return speed.pages(commands, [f"/search?q={quote(query)}" for query in queries])


def _build(given: argparse.Namespace) -> Iterator[str]:
    held = Indexed(given.index)
    documents = (replace(held.card(number), body=held.body(number)) for number in held.numbers)
    with tempfile.TemporaryDirectory() as folder:
        yield from speed.indexing(
            documents, len(held.numbers), Path(folder), Analyzer(),
            lambda made: publish(made, given.engine, replicas=0),
        )  # fmt: skip


def _shared() -> Path | None:
    corpus = os.environ.get("ZHENGCE_CORPUS")
    return Path(corpus) if corpus else None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    calls = parser.add_subparsers(dest="call", required=True)
    made = {name: calls.add_parser(name) for name in ("equal", "judge", "speed", "pages", "build")}
    for call in made.values():
        call.add_argument("--index", type=Path, required=True)
        call.add_argument("--engine", required=True)
    made["equal"].add_argument("--requests", type=int, default=1_000)
    made["equal"].add_argument(
        "--others", type=int, default=0, help="so many calls that search nothing"
    )
    made["equal"].add_argument("--seed", type=int, default=1)
    made["equal"].add_argument("--out", type=Path, help="what was asked and differs, as JSON lines")
    made["judge"].add_argument("--queries", type=Path, required=True)
    made["judge"].add_argument("--qrels", type=Path, required=True)
    for name in ("speed", "pages"):
        made[name].add_argument(
            "--from", dest="source", type=Path, help="draw the queries from this index"
        )
    made["speed"].add_argument("--classes", nargs="*", default=(), help="only these")
    made["speed"].add_argument("--each", type=int, help="so many queries a class; none: all")
    made["pages"].add_argument("--pages", type=int, default=1_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
