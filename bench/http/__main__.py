"""Pages of zhengce over HTTP, beside those of another checkout and of minimal pages, in alternating rounds.

    python -m bench.http [--index DIR] [--old CHECKOUT --old-index DIR] [--engines tantivy FTS5 …] [--keep DIR]

Prints Markdown: pages a second, p50 and p99 as seen from outside, and what a page costs the server's processes of a
processor, which other work on the machine changes least; each as a ratio. Every server is asked for the same
addresses, a round at a time: results of distinct queries, of a Zipf mix (exponent 1), the home page, documents. Those of
slow engines are asked for a part. A checkout without an index indexes ``ZHENGCE_CORPUS`` itself. What is measured of
the Zipf mix comes after as many other draws of it; no other kind asks for its queries, nor twice for one of its own. The
client shares the processors with all of them, and what it took is printed.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.http import mixes, servers
from bench.http.client import Run, ask
from bench.http.servers import Server
from bench.indexed import Indexed
from bench.kept import kept
from bench.minimal import pages
from bench.minimal.found import Page, rows
from index.text.analysis import Analyzer

SHARES = {"FTS5": 20, "stock Whoosh": 100}
"""The slow ones are asked for one in so many pages."""
WARM = 100
"""So many distinct queries are asked before anything is measured."""
LINKING = 300
"""And so many for the documents that their first hits link to."""
HEAD = (
    "## Pages over HTTP",
    "",
    "`python -m bench.http`: two workers each, 16 connections that never pause, not compressed, in alternating rounds; "
    "ratios are to ours. The minimal pages (`bench/minimal`) have a form, the count, six facets, ten cards with two excerpts, "
    "and nothing else.",
)
_LINK = re.compile(r'href="(/documents/[^"#]+)"')


@dataclass
class Measured:
    """What a server did of one kind of page: what the client saw, and seconds of a processor it took."""

    run: Run = field(default_factory=Run)
    spent: float = 0.0


class Queries(NamedTuple):
    """All different.

    Attributes:
        warm: asked before anything is measured.
        linking: whose hits are the documents asked for.
        repeated: of the Zipf mix.
        distinct: each asked once.
    """

    warm: list[str]
    linking: list[str]
    repeated: list[str]
    distinct: list[str]


def main() -> None:
    """Start the servers, ask them, print."""
    given = _arguments()
    with ExitStack() as opened:
        keep = given.keep or Path(opened.enter_context(tempfile.TemporaryDirectory()))
        index = given.index or kept(keep / "zhengce", partial(_built_by, servers.ROOT))
        asked = [opened.enter_context(one) for one in _servers(given, index, keep)]
        queries = _queries(given, index)
        kinds = {
            "distinct queries": addresses(queries.distinct),
            "Zipf": addresses(mixes.zipf(queries.repeated, given.zipf, seed=2)),
            "home": ["/"] * given.home,
            "documents": _documents(asked[0], queries.linking),
        }
        for server in asked:
            before = [*queries.warm, *mixes.zipf(queries.repeated, given.zipf, seed=1)]
            ask(server.port, _part(server, addresses(before)), given.connections)
        lines = list(HEAD)
        print("\n".join(lines), flush=True)
        for kind, paths in kinds.items():
            found = measure(asked, paths, given.rounds, given.connections, _headers(given.encoding))
            lines += table(kind, found)
            print("\n".join(table(kind, found)), flush=True)
    if given.out:
        with given.out.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(lines) + "\n")


def measure(
    asked: Sequence[Server],
    paths: Sequence[str],
    rounds: int,
    connections: int,
    headers: str = "",
) -> dict[str, Measured]:
    """Ask each server for its part of ``paths``, in rounds.

    Args:
        headers: see ``client.ask``.
    """
    made = {server.name: Measured() for server in asked}
    size = max(-(-len(paths) // rounds), 1)
    for at in range(0, len(paths), size):
        for server in asked:
            held, before = made[server.name], server.spent()
            part = _part(server, paths[at : at + size])
            held.run.add(ask(server.port, part, connections, headers))
            held.spent += server.spent() - before
    return made


def table(kind: str, found: Mapping[str, Measured]) -> Iterator[str]:
    """Markdown: the first server beside each."""
    ours = next(iter(found.values()))
    yield f"\n### {kind}: {ours.run.statuses.total():,} pages\n"
    yield (
        "| server | pages/s | ratio | p50, ms | p99, ms | ratio p50 / p99 | processor, ms a page | ratio "
        "| KB | other than 200 | client, ms a page |"
    )
    yield "|---|---:|---:|---:|---:|---|---:|---:|---:|---|---:|"
    for name, one in found.items():
        if one.run.latencies:
            yield _row(name, one, ours)


def _row(name: str, one: Measured, ours: Measured) -> str:
    run, mine = one.run, ours.run
    count = run.statuses.total()
    rates = [len(each.latencies) / each.seconds for each in (run, mine)]
    middles = [statistics.median(each.latencies) * 1000 for each in (run, mine)]
    tails = [_p99(each.latencies) * 1000 for each in (run, mine)]
    costs = [each.spent / len(each.run.latencies) * 1000 for each in (one, ours)]
    cells = [
        name, f"{rates[0]:.0f}", f"{rates[1] / rates[0]:.2f}×", f"{middles[0]:.1f}", f"{tails[0]:.1f}",
        f"{middles[0] / middles[1]:.2f}× / {tails[0] / tails[1]:.2f}×",
        f"{costs[0]:.2f}", f"{costs[0] / costs[1]:.2f}×" if costs[1] else "", f"{run.received / count / 1024:.1f}",
        ", ".join(f"{n} × {status}" for status, n in run.statuses.items() if status != 200), f"{run.client / count * 1000:.2f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[max(int(len(values) * 0.99) - 1, 0)]


def _part(server: Server, paths: Sequence[str]) -> Sequence[str]:
    return paths[:: server.share]


def addresses(queries: Sequence[str]) -> list[str]:
    """Their pages of results."""
    return [mixes.address(query) for query in queries]


def _headers(encoding: str) -> str:
    return f"Accept-Encoding: {encoding}\r\n" if encoding else ""


def _queries(given: argparse.Namespace, index: Path) -> Queries:
    """No query is of two kinds, so that none is remembered that is asked as a new one."""
    indexed = Indexed(index)
    titles = [indexed.card(number).title for number in indexed.numbers]
    shared = os.environ.get("ZHENGCE_CORPUS")
    left = iter(mixes.distinct(titles, Path(shared) if shared else None, len(titles) * 10))
    sizes = (WARM, LINKING, given.zipf_queries, given.pages)
    return Queries(*(list(islice(left, size)) for size in sizes))


def _documents(server: Server, queries: Sequence[str]) -> list[str]:
    """The documents that a server links to. No server is asked for them before they are measured: what
    another has not is told by its status."""
    linked: dict[str, None] = {}
    for query in queries:
        _, text = servers.fetched(server.port, mixes.address(query))
        linked |= dict.fromkeys(unescape(path) for path in _LINK.findall(text)[:3])
    return list(linked)


def _servers(
    given: argparse.Namespace, index: Path, keep: Path
) -> Iterator[AbstractContextManager[Server]]:
    port = servers.free_port()
    command = servers.serving(servers.ROOT, index, port, given.workers)
    yield servers.running("zhengce", command, port)
    if given.old:
        old = given.old_index or kept(keep / "old", partial(_built_by, given.old))
        port = servers.free_port()
        command = servers.serving(given.old, old, port, given.workers)
        yield servers.running("the old checkout", command, port, given.old)
    for name in given.engines:
        try:
            engine = pages.engine(name)
        except ImportError:
            print(f"{name} is not installed and left out", file=sys.stderr)
            continue
        folder = kept(keep / name.replace(" ", "-"), partial(_build, engine, index))
        port = servers.free_port()
        command = servers.minimal(name, folder, port, given.workers)
        yield servers.running(f"{name} + Flask", command, port, share=SHARES.get(name, 1))


def _build(engine: type[Page], index: Path, folder: Path) -> None:
    engine.build(rows(index, Analyzer()), folder)


def _built_by(checkout: Path, folder: Path) -> None:
    """An index that another checkout makes of the corpus."""
    command = [*servers.zhengce(checkout), "index", os.environ["ZHENGCE_CORPUS"] + "/corpus"]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    subprocess.run(
        [*command, "--index", str(folder.resolve())],
        cwd=checkout, env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, help="an index of ours")
    parser.add_argument("--old", type=Path, help="another checkout")
    parser.add_argument("--old-index", type=Path, help="an index of its format")
    parser.add_argument("--engines", nargs="*", default=list(pages.ENGINES), help="which, by name")
    parser.add_argument("--keep", type=Path, help="where their indexes are kept")
    parser.add_argument("--pages", type=int, default=10_000, help="distinct queries")
    parser.add_argument("--zipf", type=int, default=2_000, help="draws of the Zipf mix")
    parser.add_argument("--zipf-queries", type=int, default=1_000)
    parser.add_argument("--home", type=int, default=2_000, help="home pages")
    parser.add_argument("--encoding", default="", help="what the client accepts, such as gzip")
    parser.add_argument("--out", type=Path, help="file to append to")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--connections", type=int, default=16)
    return parser.parse_args()


if __name__ == "__main__":
    main()
