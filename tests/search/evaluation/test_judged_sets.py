"""What the judged queries promise, in short; `make judge` has the long form."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from bench.misspelt import (
    CHARACTERS,
    OTHERS,
    SEED,
    correct,
    is_right,
    misspelt,
    pairs_of,
    titles_of,
)
from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.evaluation import JudgedQuery, ask, judged_queries, per_query, summary
from search.language.lay import NO_TABLE
from search.request import SearchRequest

LAY = Path(__file__).parents[2] / "judged"


@pytest.fixture(scope="module")
def lay() -> list[JudgedQuery]:
    return judged_queries(LAY / "lay_queries.jsonl", LAY / "lay_qrels.tsv")


def test_nine_of_ten_colloquial_queries_find_an_answer_among_five(
    corpus_engine: EmbeddedEngine, lay: list[JudgedQuery]
) -> None:
    asked = ask(corpus_engine, lay, timed=False)
    rows = per_query(lay, asked.run)
    assert len(rows) == 100
    assert not asked.empty
    assert summary(lay, rows)[""][1].success_5 >= 0.9


def test_questions_find_the_document_that_answers_them(
    shared: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    judged = shared / "relevance" / "ncp_covid"
    queries = judged_queries(judged / "queries.jsonl", judged / "qrels.tsv")
    update_index(Store(tmp_path), [judged / "corpus.jsonl.gz"], analyzer)
    asked = ask(EmbeddedEngine(tmp_path, analyzer), queries, timed=False)
    mean = summary(queries, per_query(queries, asked.run))[""][1]
    assert not asked.empty
    assert mean.mrr_10 >= 0.87
    without = ask(EmbeddedEngine(tmp_path, analyzer, table=NO_TABLE), queries[:50], timed=False)
    assert not without.empty


@pytest.mark.parametrize("name", ["stard", "equals"])
def test_no_question_gives_an_empty_page(
    corpus_engine: EmbeddedEngine, shared: Path, name: str
) -> None:
    judged = shared / "relevance" / name
    queries = judged_queries(judged / "queries.jsonl", judged / "qrels.tsv")[::5]
    found = [corpus_engine.search(SearchRequest.from_params([("q", q.text)])) for q in queries]
    assert [result.request.q for result in found if not result.total] == []


def test_a_wrong_character_is_mended_and_a_right_one_left(
    corpus_engine: EmbeddedEngine, analyzer: Analyzer
) -> None:
    titles = titles_of(corpus_engine)
    queries = misspelt(corpus_engine, analyzer, SEED, CHARACTERS)[::3]
    suggested = [corpus_engine.search(SearchRequest(q=q.typed)).suggestion for q in queries]
    right = [found == query.meant for found, query in zip(suggested, queries, strict=True)]
    assert len(right) == 100
    assert sum(right) >= 90
    fragments = correct(titles, analyzer, SEED)[:100]
    found = {q: corpus_engine.search(SearchRequest(q=q)).suggestion for q in fragments}
    assert {q: other for q, other in found.items() if other} == {}


@pytest.mark.parametrize("source", ["made", "by hand"])
def test_every_kind_of_mistake_is_mended(
    corpus_engine: EmbeddedEngine, analyzer: Analyzer, source: str
) -> None:
    """85 of 100, three of four of each kind: mistakes that were made, and some written by hand."""
    by_hand = source == "by hand"
    queries = (
        pairs_of(LAY / "misspelt_seen.tsv")
        if by_hand
        else misspelt(corpus_engine, analyzer, SEED, OTHERS)
    )
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for query in queries:
        found = corpus_engine.search(SearchRequest(q=query.typed)).suggestion
        right[query.kind].append(is_right(found, query.meant))
    assert set(right) >= set(OTHERS)
    assert {kind for kind, values in right.items() if sum(values) < 0.75 * len(values)} == set()
    assert sum(map(sum, right.values())) >= 0.85 * len(queries)
