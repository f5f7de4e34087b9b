"""Verifies an index down to the last byte."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.relations.derive import derive
from index.relations.graph import open_graph
from index.segment import Terms, open_terms
from index.segment.verify import AT_ONCE, verify
from index.store.generation import Generation
from index.store.judgement import REFUSALS, ensure_current, faults
from index.store.store import Store
from index.text.analysis import Analyzer

SAMPLE = 200
"""So many documents are cut again, unless all are."""
AT_MOST = 20_000
"""Relations of so many documents are derived again, unless all are; it takes seconds."""

Progress = Callable[[int], None]
"""Called with how many documents were cut again since the last call."""


def check(
    store: Store, analyzer: Analyzer, full: bool = False, progress: Progress | None = None
) -> Iterator[str]:
    """What is wrong with an index (Chinese, with the next step); nothing when all is well.

    Every checksum of every generation is verified. Of the newest, the terms and positions of
    a sample of the documents, or of all, are compared with their stored texts, and its relations
    with what follows from these, unless there are many.

    Raises:
        IndexMissing: nothing has been indexed here yet.
    """
    if doubt := store.withdrawals().doubt:
        yield doubt
    yield from faults(store.judged(), analyzer)
    try:
        served = store.newest(lambda found: ensure_current(found, analyzer))[0]
        terms = open_terms(served.terms)
        yield from _relations(served, terms, full)
        yield from _terms(terms, _chosen(terms, full), analyzer, progress, store.root)
    except REFUSALS:  # has been said
        return


def _chosen(terms: Terms, full: bool) -> npt.NDArray[np.int64]:
    """int64[n], ascending: the documents that are cut again."""
    live = np.flatnonzero(terms.counts)
    if full or len(live) <= SAMPLE:
        return live
    return np.sort(np.random.default_rng().choice(live, SAMPLE, replace=False))


def _relations(served: Generation, terms: Terms, full: bool) -> Iterator[str]:
    """Do the relations follow from what the documents say?"""
    graph = open_graph(served.terms, len(terms.counts))
    if not graph.is_as_now or (len(terms.counts) > AT_MOST and not full):
        return
    if not graph.equals(derive(terms)):
        root = served.folder.parents[1]
        yield f"文件之间的关系与文件所述不符。请重建索引：zhengce reindex --index {root}"


def _terms(
    terms: Terms,
    chosen: npt.NDArray[np.int64],
    analyzer: Analyzer,
    progress: Progress | None,
    root: Path,
) -> Iterator[str]:
    """Are the terms of the documents those of their texts?"""
    with tempfile.TemporaryDirectory() as folder:
        for segment, base, end in zip(terms.segments, terms.bases, terms.bases[1:], strict=False):
            own = chosen[(chosen >= base) & (chosen < end)] - base
            for start in range(0, len(own), AT_ONCE):
                some = own[start : start + AT_ONCE]
                for id in verify(segment, some, Path(folder), analyzer):
                    yield (
                        f"文件 {id} 的检索词与其正文不符。"
                        f"请重建索引：zhengce reindex --index {root}"
                    )
                if progress:
                    progress(len(some))
