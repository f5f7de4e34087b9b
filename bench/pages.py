"""Index the corpus and ask fifty queries, beside SQLite FTS5 on the same data in the same run.

    make bench                          (ZHENGCE_CORPUS names the folder with corpus/ in it)

Prints what it measured as Markdown. FTS5 stores title and body with its trigram tokenizer,
counts all matches of the words typed and fetches the best ten by bm25; it knows no filters,
no facets, no snippets, no versions and no 发文字号, and its trigrams answer nothing shorter
than three characters, all of which the times of zhengce include.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from index.document import PolicyDocument
from index.ingest.update import update_index
from index.readers import read_file
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import open_engine
from search.engine import Engine
from search.request import SearchRequest

HERE = Path(__file__).parent
ROUNDS = 5


def main() -> None:
    """Measure and print."""
    corpus = os.environ.get("ZHENGCE_CORPUS")
    if not corpus:
        sys.exit("ZHENGCE_CORPUS must name the folder that holds corpus/ and relevance/.")
    shared = Path(corpus)
    files = sorted((shared / "corpus").glob("*.jsonl.gz"))
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "zhengce", Path(folder) / "fts5.db"
        processes = os.cpu_count() or 1
        began = time.perf_counter()
        report = update_index(Store(ours), files, Analyzer(), processes=processes)
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        other = build_fts5(theirs, files)
        fts5_seconds = time.perf_counter() - began
        engine = open_engine(ours)
        requests = queries()
        times = [timed(partial(engine.search, request)) for request in requests]
        fts5_times = [timed(partial(ask_fts5, other, request.q)) for request in requests]
        print(f"{report.documents:,} records; {len(requests)} queries, best of {ROUNDS} each; "
              f"{processes} processes index, one thread searches.\n")  # fmt: skip
        print("| | zhengce | FTS5 trigram | ratio |\n|---|---|---|---|")
        row("indexing, s", seconds, fts5_seconds)
        row("records/s", report.documents / seconds, report.documents / fts5_seconds)
        row("index, MB", size(ours), size(theirs))
        row("query p50, ms", median(times), median(fts5_times))
        row("query p95, ms", p95(times), p95(fts5_times))
        slowest = sorted(zip(times, requests, strict=True), key=lambda pair: -pair[0])[:3]
        for spent, request in slowest:
            print(f"\nslowest: {spent * 1000:.0f} ms `{request.q}`", end="")
        print("\n\n| known_item | queries | success@1 | success@10 |\n|---|---|---|---|")
        known_items(engine, shared / "relevance" / "known_item")


def queries() -> list[SearchRequest]:
    """The requests in ``queries.txt``."""
    made = []
    for line in (HERE / "queries.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            q, *filters = line.split("\t")
            pairs = [part.partition("=")[::2] for part in filters]
            made.append(SearchRequest.from_params([("q", q), *pairs]))
    return made


def build_fts5(path: Path, files: list[Path]) -> sqlite3.Connection:
    """The same titles and bodies in one FTS5 table."""
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE d USING fts5(title, body, tokenize='trigram')")
    for file in files:
        for item in read_file(file, file.parent):
            if isinstance(item, PolicyDocument):
                database.execute("INSERT INTO d VALUES (?, ?)", (item.title, item.body))
    database.commit()
    return database


def ask_fts5(database: sqlite3.Connection, q: str) -> None:
    """Count all matches of the words, and fetch the ten best."""
    match = " ".join('"' + word.replace('"', "") + '"' for word in q.split())
    database.execute("SELECT count(*) FROM d WHERE d MATCH ?", (match,)).fetchone()
    best = "SELECT title, bm25(d, 2, 1) AS score FROM d WHERE d MATCH ? ORDER BY score LIMIT 10"
    database.execute(best, (match,)).fetchall()


def timed(call: Callable[[], object]) -> float:
    """The best of some rounds, in seconds."""
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        call()
        spent.append(time.perf_counter() - began)
    return min(spent)


def known_items(engine: Engine, folder: Path) -> None:
    """Success among the first one and ten, per type of query."""
    right = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, _ = line.split("\t")
        right[query].add(document)
    places = defaultdict(list)
    for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        hits = engine.search(SearchRequest(q=item["text"])).hits
        found = [n for n, hit in enumerate(hits, 1) if hit.document.id in right[item["id"]]]
        places[item["type"]].append(min(found, default=99))
    for kind, ranks in places.items():
        first, ten = (sum(place <= most for place in ranks) / len(ranks) for most in (1, 10))
        print(f"| {kind} | {len(ranks)} | {first:.4f} | {ten:.4f} |")


def row(name: str, ours: float, theirs: float) -> None:
    """One line of the table."""
    print(f"| {name} | {ours:.1f} | {theirs:.1f} | {ours / theirs:.2f} |")


def size(path: Path) -> float:
    """Megabytes on disk."""
    files = [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files) / 2**20


def median(times: list[float]) -> float:
    """In milliseconds."""
    return statistics.median(times) * 1000


def p95(times: list[float]) -> float:
    """In milliseconds."""
    return statistics.quantiles(times, n=20)[-1] * 1000


if __name__ == "__main__":
    main()
