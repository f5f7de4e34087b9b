"""The whole page, equal work: our façade beside tantivy doing the same job, in one process.

    ZHENGCE_CORPUS=… python -m bench.whole [--real 20000] [--scale 100000] [--keep DIR] [--from INDEX] [--rounds 3] [--most 20]

Both are given what a visitor types and chooses and make a page's values of it: the exact count, ten cards, six facets
each without its own filter, two excerpts a hit. What is not equal is said in ``bench.engines.whole_tantivy``. The
queries are those of ``bench.classes`` and ``bench.typed``. Times are of a processor, of each query the best of some
rounds, between any two of which all others of the class were asked. Prints Markdown; **bold** is below 1.0.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from bench import classes, typed
from bench.corpus import cut, real, synthetic
from bench.engines.whole_tantivy import WholeTantivy, build
from bench.harness import p95
from bench.kept import kept
from bench.publishing import published
from bench.typed import asked
from index.document import PolicyDocument
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest

ROUNDS = 3
SAMPLE = 20_000
"""So many documents the queries of ``bench.classes`` are drawn from."""
Answer = Callable[[SearchRequest], object]


class Asking(NamedTuple):
    """How both are asked.

    Attributes:
        shared: the folder that ``ZHENGCE_CORPUS`` names, if any.
        source: an index to draw what is typed from, if not that of the documents.
        most: queries of a class.
    """

    shared: Path | None
    source: Path | None = None
    rounds: int = ROUNDS
    most: int = 1000


def main() -> None:
    """Build, ask, print."""
    given = _arguments()
    analyzer = Analyzer()
    shared = Path(os.environ["ZHENGCE_CORPUS"])
    asking = Asking(shared, given.source, given.rounds, given.most)
    sections = real(shared / "corpus", given.real)
    with ExitStack() as opened:
        keep = given.keep or Path(opened.enter_context(tempfile.TemporaryDirectory()))
        for name, count in (("real", len(sections)), ("synthetic", given.scale)):
            if count:  # 0: none of these
                make = sections if name == "real" else Made(sections, count)
                folder = keep / f"{name}-{count}"
                print(f"\n### The whole page over {count:,} {name} sections (p50 / p95)\n")
                for line in compare(make, folder, analyzer, asking):
                    print(line, flush=True)


class Made:
    """Synthetic documents, made again each time they are gone through."""

    def __init__(self, sections: Sequence[PolicyDocument], count: int) -> None:
        self._sections, self._count = sections, count

    def __iter__(self) -> Iterator[PolicyDocument]:
        return synthetic(self._sections, self._count)


def compare(
    documents: Sequence[PolicyDocument] | Made,
    folder: Path,
    analyzer: Analyzer,
    asking: Asking,
) -> Iterator[str]:
    """Both engines over ``documents``, built where they are not yet: a table, row by row."""
    ours = kept(folder / "zhengce", lambda part: published(Store(part), documents, analyzer))
    cuts = (cut(document, analyzer) for document in documents)
    theirs = kept(folder / "tantivy", lambda part: build(cuts, part, analyzer))
    requests = _requests(documents, asking.source or ours, analyzer, asking.shared)
    engine, peer = EmbeddedEngine(ours, analyzer), WholeTantivy(theirs, analyzer)
    plain = WholeTantivy(theirs, analyzer)
    plain.has_characters = False
    answers: dict[str, Answer] = {"zhengce": engine.search, "tantivy": peer.page}
    answers["tantivy without characters"] = plain.page
    ours_name, *peers = answers
    head = "".join(f" {name}, ms | ratio |" for name in peers)
    yield f"| class | {ours_name}, ms |{head}"
    yield "|---|---|" + "---|---|" * len(peers)
    for kind, wanted in requests.items():
        yield row(kind, measure(answers, wanted[: asking.most], asking.rounds))


def measure(
    answers: Mapping[str, Answer], wanted: Sequence[SearchRequest], rounds: int
) -> dict[str, list[float]]:
    """The best time of each query; every engine is asked for all, then the next engine."""
    times = {name: [float("inf")] * len(wanted) for name in answers}
    for _ in range(rounds):
        for name, answer in answers.items():
            held = times[name]
            answer(wanted[-1])
            for at, request in enumerate(wanted):
                began = time.process_time()
                answer(request)
                held[at] = min(held[at], time.process_time() - began)
    return times


def row(kind: str, times: Mapping[str, Sequence[float]]) -> str:
    """Markdown: ms of the first engine, of the others, and how many times shorter the first is."""
    mine, *others = times.values()
    cells = [kind, _ms(mine)]
    for other in others:
        ratios = [_both(other)[at] / _both(mine)[at] for at in (0, 1)]
        cells += [_ms(other), " / ".join(map(_marked, ratios))]
    return f"| {' | '.join(cells)} |"


def _both(seconds: Sequence[float]) -> tuple[float, float]:
    return statistics.median(seconds), p95(seconds)


def _ms(seconds: Sequence[float]) -> str:
    return " / ".join(f"{1000 * value:.2f}" for value in _both(seconds))


def _marked(ratio: float) -> str:
    return f"{ratio:.2f}×" if ratio >= 1 else f"**{ratio:.2f}×**"


def _requests(
    documents: Sequence[PolicyDocument] | Made, index: Path, analyzer: Analyzer, shared: Path | None
) -> dict[str, list[SearchRequest]]:
    """Class -> what is asked of both."""
    sample = [cut(one, analyzer) for one, _ in zip(documents, range(SAMPLE), strict=False)]
    made = {name: [asked(ask) for ask in asks] for name, asks in classes.queries(sample).items()}
    for name, queries in typed.classes(index, analyzer, shared).items():
        other = f"typed: {name}"
        made[other] = [SearchRequest.from_params([("q", query)]) for query in queries]
    return made


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=int, default=20_000, help="real sections")
    parser.add_argument("--scale", type=int, default=0, help="synthetic documents")
    parser.add_argument("--keep", type=Path, help="where the indexes are kept")
    parser.add_argument(
        "--from", dest="source", type=Path, help="draw what is typed from this index"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--most", type=int, default=1000, help="queries of a class")
    return parser.parse_args()


if __name__ == "__main__":
    main()
