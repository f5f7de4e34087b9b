"""A small collection for the benchmarks: made of ``seeds/``, in the form of the real corpus."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bench.corpus import synthetic
from bench.publishing import published
from index.document import PolicyDocument
from index.readers import read_file
from index.store.store import Store
from index.text.analysis import Analyzer

SEEDS = Path(__file__).parents[2] / "seeds"
SIZE = 120


@pytest.fixture(scope="session")
def little() -> list[PolicyDocument]:
    """Documents that share their words, as those of one field do; each has a number."""
    seeds = [
        item
        for path in sorted(SEEDS.iterdir())
        for item in read_file(path, SEEDS)
        if isinstance(item, PolicyDocument) and item.body
    ]
    made = synthetic(seeds, SIZE)
    return [replace(one, doc_number=number(at)) for at, one in enumerate(made)]


def number(at: int) -> str:
    """The 发文字号 of a document."""
    return f"云政发〔2024〕{at + 1}号"


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory, little: list[PolicyDocument]) -> Path:
    """A folder with ``corpus/`` and ``relevance/`` as ``ZHENGCE_CORPUS`` names one."""
    folder = tmp_path_factory.mktemp("collection")
    (folder / "corpus").mkdir()
    _write(
        folder / "corpus" / "notices.jsonl.gz", [_record(at, one) for at, one in enumerate(little)]
    )
    articles = [
        {"id": f"a{at}", "law": one.title, "article": f"第{at}条", "text": one.body}
        for at, one in enumerate(little[:40])
    ]
    judged = {
        "known_item": [
            {"id": f"q{at}", "type": "title_exact", "text": one.title}
            for at, one in enumerate(little[:5])
        ],
        "stard": [
            {"id": f"q{at}", "text": one.body.split("\n")[0][:30]}
            for at, one in enumerate(little[:5])
        ],
    }
    for name, queries in judged.items():
        place = folder / "relevance" / name
        place.mkdir(parents=True)
        lines = [json.dumps(query, ensure_ascii=False) for query in queries]
        (place / "queries.jsonl").write_text("\n".join(lines), encoding="utf-8")
        letter = "a" if name == "stard" else "r"
        rows = [f"q{at}\t{letter}{at}\t1" for at in range(len(queries))]
        heading = "query_id\tdoc_id\trelevance"
        (place / "qrels.tsv").write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    _write(folder / "relevance" / "stard" / "corpus.jsonl.gz", articles)
    return folder


def _record(at: int, document: PolicyDocument) -> dict[str, str]:
    """A document as the corpus writes it, its title and number in the body too."""
    return {
        **{"id": f"r{at}", "title": document.title, "issuer": document.issuers[0]},
        **{"doc_no": document.doc_number, "index_no": "", "category": "", "genre": document.genre},
        **{"written_date": str(document.written_on), "published_date": "", "effective_date": ""},
        **{"repealed_date": "", "status": "", "region": document.region, "url": ""},
        "body": f"{document.title}\n{document.doc_number}\n{document.body}",
    }


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=1))


@pytest.fixture(scope="session")
def little_index(
    tmp_path_factory: pytest.TempPathFactory, little: list[PolicyDocument], analyzer: Analyzer
) -> Path:
    """An index of the same documents."""
    folder = tmp_path_factory.mktemp("index")
    published(Store(folder), little, analyzer)
    return folder


@pytest.fixture(autouse=True)
def every_core() -> Iterator[None]:
    """Benchmarks pin the process to a core; what is tested after them is not to stay there."""
    cores = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, cores)
