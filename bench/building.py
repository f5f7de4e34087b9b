"""What indexing, merging, replacing and opening cost, beside the others."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.corpus import Section, cut
from bench.engines import card
from bench.publishing import published
from index.document import PolicyDocument
from index.ingest.parallel import open_writer
from index.ingest.sharing import Workers
from index.relations.derive import relate
from index.schema.columns import row_of
from index.schema.fields import ZONES, text_field, zones_of
from index.segment import TermsWriter, open_terms, seal
from index.segment.arrays import FieldArrays
from index.segment.merge import Kept, merge
from index.segment.parts import FLUSH_CHARACTERS
from index.segment.writer import SegmentWriter
from index.store.store import Store
from index.text.analysis import Analyzer, jieba_lattice
from index.text.fold import fold_codes
from search.embedded.engine import open_engine
from search.engine import Engine
from search.request import SearchRequest

MOST = 10_000
WHOOSH_MOST = 300
REPLACED = 40
FRESH = 5
"""So many fresh processes open the index."""


class SameJob(SegmentWriter):
    """What the other engines are given to do: terms of title and body, facets, and a card to be shown.

    Bodies, key fields and what a document says (``index.statements``) are left out.
    """

    words_only = False

    def add(self, document: PolicyDocument) -> None:
        """See :meth:`SegmentWriter.add`."""
        for zone, text in zones_of(document).items():
            codes = fold_codes(text)
            self._add_text(zone, codes)
            self.characters += len(codes)
        self._columns.add(row_of(document))
        self._keys["id"].add([document.id])
        self._texts["text.card"].add(card(Section(document)))
        self.documents += 1

    def _fields(self) -> Iterator[tuple[str, FieldArrays]]:
        yield "id", self._keys["id"].arrays()
        for zone in ZONES:
            yield text_field(zone, "words"), self._words(zone)
            if not self.words_only:
                yield text_field(zone, "grams"), self._zones[zone].grams()
                yield text_field(zone, "chars"), self._zones[zone].chars()


class WordsOnly(SameJob):
    """The same without pairs and characters."""

    words_only = True

    def _add_text(self, zone: str, codes: npt.NDArray[np.uint32]) -> None:
        self._folded[zone].append(codes)


def building(documents: Sequence[PolicyDocument]) -> list[str]:
    """Markdown: what is built of raw text, by whom and how fast."""
    part = documents[:MOST]
    size = sum(Section(document).nbytes for document in part) / 1e6
    analyzer = Analyzer()
    analyzer.tokens("预热")
    jieba_lattice()
    lines = ["", f"### Building from {len(part):,} raw texts, {size:.1f} MB, one process", ""]
    lines += [
        "*The same job*: terms of title and body, facets, a card. *As shipped*: bodies, key fields, and what "
        "documents say of themselves and of one another besides. Dictionaries are loaded before.",
        "",
        "| | MB/s | the same job: ratio | as shipped: ratio |",
        "|---|---|---|---|",
    ]
    words = _rate(size, lambda folder: _ours_same(part, analyzer, folder, WordsOnly))
    three = _rate(size, lambda folder: _ours_same(part, analyzer, folder, SameJob))
    shipped = _rate(size, lambda folder: _ours(part, analyzer, folder, 1))
    lines += [
        f"| zhengce, words only | {words:.2f} | | |",
        f"| zhengce, all three kinds | {three:.2f} | | |",
        f"| zhengce as shipped | {shipped:.2f} | | |",
    ]
    if importlib.util.find_spec("tantivy"):
        _rjieba()
        few = _rate(size, lambda folder: _tantivy(part, folder, words_only=True))
        every = _rate(size, lambda folder: _tantivy(part, folder, words_only=False))
        lines += [
            f"| tantivy + rjieba, words only | {few:.2f} | {words / few:.2f}× | |",
            f"| tantivy + rjieba, the same terms | {every:.2f} | {three / every:.2f}× | "
            f"{shipped / every:.2f}× |",
        ]
        made = [cut(document, analyzer) for document in part]
        given = _rate(size, lambda folder: _tantivy_cut(made, folder))
        lines.append(f"| tantivy, pre-cut (the cutting not timed) | {given:.2f} | | |")
    sample = part[:WHOOSH_MOST]
    small = sum(Section(document).nbytes for document in sample) / 1e6
    stock = _rate(small, lambda folder: _stock(sample, folder))
    lines.append(f"| stock Whoosh + jieba, words, pairs | {stock:.3f} | | {shipped / stock:.0f}× |")
    return lines


def two_processes(documents: Sequence[PolicyDocument]) -> list[str]:
    """Markdown: how much quicker two processes build, as shipped, than one."""
    analyzer = Analyzer()
    size = sum(Section(document).nbytes for document in documents) / 1e6
    one = _rate(size, lambda folder: _ours(documents, analyzer, folder, 1))
    _spread()
    two = _rate(size, lambda folder: _ours(documents, analyzer, folder, 2))
    return [
        "",
        f"Of {len(documents):,} documents, {size:.0f} MB: one process {one:.2f} MB/s, "
        f"two processes {two:.2f} MB/s "
        f"({two / one:.2f}×).",
    ]


def upkeep(documents: Sequence[PolicyDocument]) -> list[str]:
    """Markdown: merging, replacing one of all documents, opening; disk and memory."""
    analyzer = Analyzer()
    size = sum(Section(document).nbytes for document in documents) / 1e6
    with tempfile.TemporaryDirectory() as name:
        store = Store(Path(name))
        began = time.perf_counter()
        published(store, documents, analyzer)
        built = time.perf_counter() - began
        engine = open_engine(store.root)
        engine.search(SearchRequest(q="企业"))
        spent = [_replace(store, document, analyzer, engine) for document in documents[:REPLACED]]
        searchable, answered = zip(*spent, strict=True)
        terms = store.current().terms
        disk = sum(path.stat().st_size for path in terms.iterdir()) / 1e6
        with tempfile.TemporaryDirectory() as beside:
            parts = open_terms(terms).segments[:8]
            merged = sum(part.file.path.stat().st_size for part in parts) / 1e6
            began = time.perf_counter()
            merge(
                [Kept(one, np.ones(one.documents, np.bool_)) for one in parts], Path(beside) / "m"
            )
            merging = time.perf_counter() - began
        common = ["工作", "企业", "管理", "部门", "政府", "服务", "建设", "发展"]
        command = [sys.executable, "-m", "bench.fresh", str(terms), *common]
        fresh = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                 for _ in range(FRESH)]  # fmt: skip
    one = {key: float(np.median([run[key] for run in fresh])) for key in fresh[0]}
    return [
        "", f"### Upkeep at {len(documents):,} documents, {size:.0f} MB of text", "",
        f"- built in {built:.1f} s by one process ({size / built:.2f} MB/s); disk {disk:.0f} MB = "
        f"{disk / size:.2f}× the text",
        f"- {len(parts)} parts of {merged:.0f} MB merged in {merging:.2f} s",
        f"- one document replaced: searchable (published with fsync, opened) after p50 "
        f"{_p50(searchable):.1f} ms, longest {max(searchable) * 1000:.1f} ms; first found after "
        f"p50 {_p50(answered):.1f} ms, longest {max(answered) * 1000:.1f} ms (the table of "
        f"sources left out; measured on its own by `zhengce index`)",
        f"- a fresh process: imports {one['imports_s'] * 1000:.0f} ms, dictionary "
        f"{one['dictionary_s'] * 1000:.0f} ms, open + first query "
        f"{one['open_and_first_query_s'] * 1000:.1f} ms (median of {len(fresh)})",
        f"- memory beside mapped files: {one['resident_before_mb']:.0f} MB with the dictionary, "
        f"{one['resident_after_mb']:.0f} MB after the queries",
    ]  # fmt: skip


def _p50(seconds: Sequence[float]) -> float:
    """In milliseconds."""
    return float(np.median(seconds)) * 1000


def _rate(megabytes: float, build: Callable[[Path], object]) -> float:
    """MB/s."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        build(Path(folder))
        return megabytes / (time.perf_counter() - began)


def _ours(documents: Sequence[PolicyDocument], analyzer: Analyzer, to: Path, jobs: int) -> None:
    with open_writer(to, analyzer, "1", jobs) as writer:
        for document in documents:
            writer.add(document)
    seal(to)
    with Workers(to, jobs) as workers:
        relate(to, shares=workers if jobs > 1 else None)


def _ours_same(
    documents: Sequence[PolicyDocument], analyzer: Analyzer, folder: Path, kind: type[SameJob]
) -> None:
    writer = kind(folder / "0.seg", analyzer)
    for number, document in enumerate(documents):
        if writer.characters >= FLUSH_CHARACTERS:
            with writer:
                writer = kind(folder / f"{number}.seg", analyzer)
        writer.add(document)
    with writer:
        pass


def _tantivy(documents: Sequence[PolicyDocument], folder: Path, words_only: bool) -> None:
    search = _rjieba()

    def made() -> Iterable[Section]:
        for document in documents:
            body = document.body
            words = " ".join(search(body, False))
            if words_only:
                yield Section(document, words)
                continue
            squeezed = "".join(body.split())
            grams = " ".join([a + b for a, b in pairwise(squeezed)])
            yield Section(document, words, grams, " ".join(squeezed))

    _tantivy_cut(made(), folder)


@cache
def _rjieba() -> Callable[[str, bool], list[str]]:
    """rjieba's search mode, its dictionary loaded."""
    import rjieba  # noqa: PLC0415 -- an extra

    search: Callable[[str, bool], list[str]] = rjieba.Jieba().cut_for_search
    search("预热", False)
    return search


def _tantivy_cut(sections: Iterable[Section], folder: Path) -> None:
    from bench.engines.tantivy_engine import row, schema, written  # noqa: PLC0415 -- an extra

    written(schema(), map(row, sections), folder)


def _stock(documents: Sequence[PolicyDocument], folder: Path) -> None:
    import jieba  # noqa: PLC0415 -- loads for a second

    from bench.engines.stock_whoosh import StockWhoosh  # noqa: PLC0415

    def made(document: PolicyDocument) -> Section:
        words = " ".join(jieba.cut_for_search(document.body, HMM=False))
        squeezed = "".join(document.body.split())
        grams = " ".join([a + b for a, b in pairwise(squeezed)])
        return Section(document, words, grams)

    jieba.initialize()
    StockWhoosh().build([made(document) for document in documents], folder / "whoosh")


def _replace(
    store: Store, document: PolicyDocument, analyzer: Analyzer, engine: Engine
) -> tuple[float, float]:
    """Seconds from a changed document to its being searchable (published with fsync, and opened
    by ``engine``), and to the first answer that shows it."""
    mark = f"替换标记{document.id}"
    changed = replace(document, body=f"{document.body}\n{mark}")
    began = time.perf_counter()
    with store.build() as draft:
        base = store.current()
        with TermsWriter(draft.terms, analyzer, str(draft.number)) as writer:
            writer.add(changed)
        seal(draft.terms, base.terms, {document.id})
        relate(draft.terms, base.terms)
        draft.finish(base.manifest, [], [])
    engine.status()
    searchable = time.perf_counter() - began
    found = engine.search(SearchRequest(q=f'"{mark}"'))
    answered = time.perf_counter() - began
    if [hit.document.id for hit in found.hits] != [document.id]:
        raise RuntimeError(f"{document.id} was replaced but is not found")
    return searchable, answered


def _spread() -> None:
    """Use all processors again."""
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
