"""Verifies an index down to the last byte."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamaged
from index.segment import Terms, open_terms
from index.segment.verify import AT_ONCE, verify
from index.store.generation import Generation
from index.store.store import Store
from index.text.analysis import Analyzer

SAMPLE = 200
"""So many documents are cut again, unless all are."""

Progress = Callable[[int], None]
"""Called with how many documents were cut again since the last call."""


def check(
    store: Store, analyzer: Analyzer, full: bool = False, progress: Progress | None = None
) -> Iterator[str]:
    """What is wrong with an index (Chinese, with the next step); nothing when all is well.

    Every checksum of every generation is verified. Of the newest, the terms and positions of
    a sample of the documents, or of all, are compared with their stored texts.

    Raises:
        IndexMissing: nothing has been indexed here yet.
        IndexOutdated: the index was built by another analyser: its terms cannot be compared.
    """
    newest, damage = store.newest(lambda generation: generation)
    if damage:
        yield damage
    if doubt := store.withdrawals().doubt:
        yield doubt
    for generation in store.generations():
        try:
            terms = open_terms(generation.terms)
            yield from _tables(generation, terms)
            if generation.number == newest.number:
                store.ensure_current(generation, analyzer)
                yield from _terms(terms, _chosen(terms, full), analyzer, progress, store.root)
            else:
                for segment in terms.segments:
                    segment.file.read()
        except IndexDamaged as error:
            yield str(error)


def _tables(generation: Generation, terms: Terms) -> Iterator[str]:
    """Do manifest, table of sources and documents agree?"""
    rebuild = f"请重建索引：zhengce reindex --index {generation.folder.parents[1]}"
    live = int(terms.counts.sum())
    if generation.manifest.documents != live:
        yield f"清单记有 {generation.manifest.documents:,} 件，实有 {live:,} 件。{rebuild}"
    list(generation.rejected())
    listed = [id for row in generation.sources() for id in row.ids]
    if not listed:
        return
    held = {terms.id(number) for number in np.flatnonzero(terms.counts).tolist()}
    if len(listed) != len(set(listed)):
        yield f"来源登记表中有重复的标识。{rebuild}"
    for id in sorted(held ^ set(listed))[:5]:
        where = "来源登记表中没有" if id in held else "索引中没有"
        yield f"{where}文件 {id}。{rebuild}"


def _chosen(terms: Terms, full: bool) -> npt.NDArray[np.int64]:
    """int64[n], ascending: the documents that are cut again."""
    live = np.flatnonzero(terms.counts)
    if full or len(live) <= SAMPLE:
        return live
    return np.sort(np.random.default_rng().choice(live, SAMPLE, replace=False))


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
            segment.file.read()
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
