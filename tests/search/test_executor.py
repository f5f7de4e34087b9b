"""The executor answers as stock Whoosh does: the same documents, the same scores."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from stock import stock_reader
from whoosh import query as wq
from whoosh import scoring
from whoosh.searching import Searcher

from index.analysis import Analyzer
from index.document import PolicyDocument
from index.fold import squeeze
from index.segment import Terms, TermsWriter, open_terms, seal
from search.executor import Executor
from search.postings import PostingsReader
from search.ranking import Weight

WORDS = [
    "住房",
    "公积金",
    "提取",
    "办法",
    "企业",
    "奖励",
    "补贴",
    "养老",
    "服务",
    "的",
    "了",
    "一",
    "二",
]
FIELDS = ("title_words", "body_words", "body_grams", "body_chars")


def _documents() -> list[PolicyDocument]:
    draw = random.Random(7)
    return [
        PolicyDocument(
            id=str(number),
            title="".join(draw.choices(WORDS, k=4)),
            body="".join(draw.choices(WORDS, k=draw.randint(0, 60))),
        )
        for number in range(120)
    ]


@pytest.fixture(scope="module", params=[1, 3], ids=["one part", "three parts"])
def terms(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> Terms:
    folder = tmp_path_factory.mktemp("terms")
    documents = _documents()
    size = len(documents) // request.param
    for part in range(request.param):
        with TermsWriter(folder, analyzer, str(part)) as writer:
            for document in documents[part * size : (part + 1) * size]:
                writer.add(document)
    seal(folder)
    return open_terms(folder)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Any:
    return stock_reader(tmp_path_factory.mktemp("stock"), _documents(), analyzer)


def _queries(draw: random.Random) -> list[Any]:
    def term() -> Any:
        field = draw.choice(FIELDS)
        word = draw.choice(WORDS)
        return wq.Term(
            field, {"body_grams": (word * 2)[:2], "body_chars": word[0]}.get(field, word)
        )

    def phrase() -> Any:
        text = "".join(draw.choices(WORDS, k=2))
        return wq.Phrase("body_grams", [text[i : i + 2] for i in range(len(text) - 1)])

    kinds = [
        term,
        lambda: wq.And([term(), term()]),
        lambda: wq.Or([term(), term(), term()]),
        lambda: wq.And([wq.Or([term(), term()]), term()]),
        lambda: wq.Every(),
    ]
    return [draw.choice(kinds)() for _ in range(150)] + [
        found for found in (phrase() for _ in range(40)) if len(found.words) > 1
    ]


def test_the_same_documents_and_scores_as_whoosh(terms: Terms, stock: Any) -> None:
    searcher = Searcher(stock, weighting=scoring.BM25F(B=0.75, K1=1.2))
    executor = Executor(PostingsReader(terms), dict.fromkeys(FIELDS, Weight(1.2, 0.75, 1.0)))
    for query in _queries(random.Random(11)):
        expected = {
            hit.docnum: hit.score for hit in searcher.search(query, limit=None, scored=True)
        }
        found = executor.run(query)
        assert found.docs.tolist() == sorted(expected), query
        if not isinstance(query, wq.Every):
            for doc, score in zip(found.docs.tolist(), found.scores.tolist(), strict=True):
                assert score == pytest.approx(expected[doc], rel=1e-6), query


def test_without_is_the_difference(terms: Terms) -> None:
    """Not compared with Whoosh: its AndNotMatcher does not look whether the first document
    of the left side is on the right side when the right side begins with a smaller one."""
    executor = Executor(PostingsReader(terms), {})
    left, right = wq.Term("body_words", "企业"), wq.Term("body_words", "奖励")
    expected = set(executor.run(left).docs.tolist()) - set(executor.run(right).docs.tolist())
    assert executor.run(wq.AndNot(left, right)).docs.tolist() == sorted(expected)
    assert expected


def test_an_unknown_kind_of_query_is_refused(terms: Terms) -> None:
    executor = Executor(PostingsReader(terms), {})
    with pytest.raises(TypeError, match="Wildcard"):
        executor.run(wq.Wildcard("body_words", "企*"))


def test_positions_are_read_as_whoosh_reads_them(terms: Terms, stock: Any) -> None:
    postings = PostingsReader(terms)
    found = postings.postings("body_grams", "企业")
    matcher = stock.postings("body_grams", "企业".encode())
    expected = []
    while matcher.is_active():
        start = sum(len(squeeze(d.body).text) for d in _documents()[: matcher.id()])
        expected += [start + at for at in matcher.value_as("positions")]
        matcher.next()
    assert found.places.tolist() == expected
    assert (found.codes >> 8).sum() == len(expected)


def test_a_frequency_beyond_a_byte_is_exact(tmp_path: Path, analyzer: Analyzer) -> None:
    documents = [
        PolicyDocument(id=str(n), title="通知", body="企业" * n + "奖励" * 40)
        for n in (3, 255, 256, 900)
    ]
    for name in ("arrays", "stock"):
        (tmp_path / name).mkdir()
    with TermsWriter(tmp_path / "arrays", analyzer, "1") as writer:
        for document in documents:
            writer.add(document)
    seal(tmp_path / "arrays")
    weights = dict.fromkeys(FIELDS, Weight(1.2, 0.75, 1.0))
    executor = Executor(PostingsReader(open_terms(tmp_path / "arrays")), weights)
    reader = stock_reader(tmp_path / "stock", documents, analyzer)
    searcher = Searcher(reader, weighting=scoring.BM25F(B=0.75, K1=1.2))
    for field, term in (("body_words", "企业"), ("body_grams", "企业"), ("body_chars", "企")):
        query = wq.Term(field, term)
        expected = {hit.docnum: hit.score for hit in searcher.search(query, limit=None)}
        found = executor.run(query)
        assert dict(zip(found.docs.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(
            expected, rel=1e-5
        )


def test_removed_documents_leave_no_trace(tmp_path: Path, analyzer: Analyzer, terms: Terms) -> None:
    """An index with documents removed answers like one that never had them."""
    documents = _documents()
    old, kept, carried = (tmp_path / name for name in ("old", "kept", "carried"))
    for folder in (old, kept, carried):
        folder.mkdir()
    with TermsWriter(old, analyzer, "1") as writer, TermsWriter(kept, analyzer, "1") as other:
        for number, document in enumerate(documents):
            writer.add(document)
            if number % 3:
                other.add(document)
    seal(old)
    seal(kept)
    seal(carried, old, [d.id for n, d in enumerate(documents) if not n % 3])
    weights = dict.fromkeys(FIELDS, Weight(1.2, 0.75, 1.0))
    one = Executor(PostingsReader(open_terms(carried)), weights)
    two = Executor(PostingsReader(open_terms(kept)), weights)
    for query in _queries(random.Random(5)):
        found, expected = one.run(query), two.run(query)
        assert found.docs.tolist() == expected.docs.tolist(), query
        assert found.scores == pytest.approx(expected.scores, rel=0.02), query
