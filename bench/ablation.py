"""What each part of the ranking brings: every judged set with everything, and without one part.

    python -m bench.ablation --shared FOLDER [--indexes FOLDER]

FOLDER holds ``corpus/`` and ``relevance/``. Indexes are built where none stand. Each line has MRR@10 and
R@100, their change against the whole ranking, and the p of a paired randomisation test.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded import snapshot
from search.embedded.engine import EmbeddedEngine
from search.embedded.rank import score as rank
from search.evaluation import Row, ask, judged_queries, paired_p, per_query
from search.language.everyday import NO_EVERYDAY
from search.language.lay import NO_TABLE, LayTable, shipped
from search.query import ranking_terms
from search.weights import Weight, Works, weights, works

SETS = {
    "stard": ("stard", ["relevance/stard/corpus.jsonl.gz"]),
    "equals": ("stard", ["relevance/stard/corpus.jsonl.gz"]),
    "ncp_covid": ("ncp", ["relevance/ncp_covid/corpus.jsonl.gz"]),
    "ncp_covid, corpus added": ("ncpplus", ["relevance/ncp_covid/corpus.jsonl.gz", "corpus"]),
}


def _without(kind: str) -> Callable[[float], dict[str, Weight]]:
    """The weights with one kind of terms left out."""

    def changed(mean_length: float) -> dict[str, Weight]:
        return {
            field: Weight(w.k1, w.b, 0.0 if field.endswith(kind) else w.factor)
            for field, w in weights(mean_length).items()
        }

    return changed


def _no_topics() -> LayTable:
    table = LayTable((), ())
    table.__dict__.update(shipped().__dict__ | {"_works": {}})
    return table


def _no_everyday() -> LayTable:
    table = LayTable((), ())
    table.__dict__.update(shipped().__dict__ | {"everyday": NO_EVERYDAY})
    return table


def _no_authority(has_passages: bool) -> Works:
    return replace(works(has_passages), authority=0.0)


def variants() -> list[tuple[str, LayTable | None, list[AbstractContextManager[object]]]]:
    """Name, table, patches."""
    return [
        ("everything", None, []),
        ("no lay words, no topics", NO_TABLE, []),
        ("no topics", _no_topics(), []),
        ("no authority", None, [patch.object(snapshot, "works", _no_authority)]),
        ("no everyday table", _no_everyday(), []),
        ("no passages", None, [patch.object(rank, "PASSAGE", 0.0)]),
        ("no single characters", None, [patch.object(snapshot, "weights", _without("chars"))]),
        (
            "no written-out numbers",
            None,
            [patch.object(ranking_terms, "written_out", lambda text, folded: [])],
        ),
    ]


def main() -> None:
    """Print a table for every set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--indexes", type=Path)
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        for name in given.sets:
            _print_set(name, given.shared, given.indexes or Path(made))


def _print_set(name: str, shared: Path, indexes: Path) -> None:
    index, files = SETS[name]
    folder = indexes / index
    if not folder.exists():
        update_index(Store(folder), [shared / file for file in files], Analyzer())
    judged = shared / "relevance" / name.split(",", maxsplit=1)[0]
    queries = judged_queries(judged / "queries.jsonl", judged / "qrels.tsv")
    print(
        f"\n### {name} ({len(queries)} queries)\n\n| | MRR@10 | | p | R@100 | |\n|---|---|---|---|---|---|"
    )
    whole: Sequence[Row] = ()
    for label, table, patches in variants():
        with ExitStack() as patched:
            for one in patches:
                patched.enter_context(one)
            engine = EmbeddedEngine(folder, table=table)
            rows = per_query(queries, ask(engine, queries, timed=False).run)
        whole = whole or rows
        print(_line(label, rows, whole), flush=True)


def _line(label: str, rows: Sequence[Row], whole: Sequence[Row]) -> str:
    def mean(measure: str, of: Sequence[Row]) -> float:
        return sum(float(getattr(row, measure)) for row in of) / len(of)

    p = paired_p([row.mrr_10 for row in rows], [row.mrr_10 for row in whole])
    mrr, recall = mean("mrr_10", rows), mean("recall_100", rows)
    change = (mrr - mean("mrr_10", whole), recall - mean("recall_100", whole))
    return f"| {label} | {mrr:.4f} | {change[0]:+.4f} | {p:.4f} | {recall:.4f} | {change[1]:+.4f} |"


if __name__ == "__main__":
    main()
