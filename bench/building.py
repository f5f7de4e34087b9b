"""What indexing, merging, replacing and opening cost, beside the others."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.corpus import Section, cut
from bench.publishing import published
from index.document import PolicyDocument
from index.ingest.parallel import open_writer
from index.relations.derive import relate
from index.schema.fields import ZONES, text_field
from index.segment import TermsWriter, open_terms, seal
from index.segment.merge import Kept, merge
from index.segment.writer import SegmentWriter
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import open_engine
from search.engine import Engine
from search.request import SearchRequest

MOST = 10_000
WHOOSH_MOST = 300
REPLACED = 40
FRESH = 5
"""So many fresh processes open the index."""


class WordsOnly(SegmentWriter):
    """Our writer without pairs and characters: what is compared with engines that have words."""

    def _add_text(self, zone: str, codes: npt.NDArray[np.uint32]) -> None:
        self._folded[zone].append(codes)

    def _fields(self) -> Iterable[tuple[str, object]]:  # type: ignore[override]
        for name, keys in self._keys.items():
            yield name, keys.arrays()
        for zone in ZONES:
            yield text_field(zone, "words"), self._words(zone)


def building(documents: Sequence[PolicyDocument]) -> list[str]:
    """Markdown: what is built of raw text, by whom and how fast."""
    part = documents[:MOST]
    size = sum(Section(document).nbytes for document in part) / 1e6
    analyzer = Analyzer()
    analyzer.tokens("预热")
    lines = ["", f"### Building from {len(part):,} raw texts, {size:.1f} MB, one process", ""]
    lines += ["| | MB/s | ratio to ours |", "|---|---|---|"]
    words = _rate(size, lambda folder: _ours_words(part, analyzer, folder))
    three = _rate(size, lambda folder: _ours(part, analyzer, folder, 1))
    lines += [f"| zhengce, words only | {words:.2f} | |", f"| zhengce | {three:.2f} | |"]
    if importlib.util.find_spec("tantivy"):
        few = _rate(size, lambda folder: _tantivy(part, folder, words_only=True))
        all_three = _rate(size, lambda folder: _tantivy(part, folder, words_only=False))
        lines.append(f"| tantivy + rjieba, words only | {few:.2f} | {words / few:.2f}× |")
        lines.append(
            f"| tantivy + rjieba, the same terms | {all_three:.2f} | {three / all_three:.2f}× |"
        )
        made = [cut(document, analyzer) for document in part]
        given = _rate(size, lambda folder: _tantivy_cut(made, folder))
        lines.append(f"| tantivy, pre-cut (the cutting not timed) | {given:.2f} | |")
    sample = part[:WHOOSH_MOST]
    small = sum(Section(document).nbytes for document in sample) / 1e6
    stock = _rate(small, lambda folder: _stock(sample, folder))
    lines.append(f"| stock Whoosh + jieba, words, pairs | {stock:.3f} | {three / stock:.0f}× |")
    _spread()
    two = _rate(size, lambda folder: _ours(part, analyzer, folder, 2))
    lines.append(f"| zhengce, two processes | {two:.2f} | {two / three:.2f}× one |")
    return lines


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
    relate(to)


def _ours_words(documents: Sequence[PolicyDocument], analyzer: Analyzer, folder: Path) -> None:
    with WordsOnly(folder / "words.seg", analyzer) as writer:
        for document in documents:
            writer.add(document)


def _tantivy(documents: Sequence[PolicyDocument], folder: Path, words_only: bool) -> None:
    import rjieba  # noqa: PLC0415 -- an extra

    cutter = rjieba.Jieba()

    def made() -> Iterable[Section]:
        for document in documents:
            body = document.body
            words = " ".join(cutter.cut_for_search(body, False))
            if words_only:
                yield Section(document, words)
                continue
            squeezed = "".join(body.split())
            grams = " ".join([a + b for a, b in pairwise(squeezed)])
            yield Section(document, words, grams, " ".join(squeezed))

    _tantivy_cut(made(), folder)


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
