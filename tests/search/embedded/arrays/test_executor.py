"""The executor answers as stock Whoosh does: the same documents, the same scores."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from whoosh import query as wq
from whoosh import scoring
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index.document import PolicyDocument
from index.segment import Terms, TermsWriter, open_terms, seal
from index.text.analysis import Analyzer
from search.embedded.arrays.executor import Executor
from search.embedded.arrays.postings import PostingsReader
from search.weights import Weight
from tests.support.stock_whoosh import WORDS as CHINESE
from tests.support.stock_whoosh import stock_reader

WORDS = [*CHINESE, "的", "了", "一", "二"]
ISSUERS = ["国务院", "财政部", "教育部"]
FIELDS = ("title_words", "body_words", "body_grams", "body_chars")


def _documents() -> list[PolicyDocument]:
    draw = random.Random(7)
    return [
        PolicyDocument(
            id=str(number),
            title="".join(draw.choices(WORDS, k=4)),
            body="".join(draw.choices(WORDS, k=draw.randint(0, 60)))
            + "企业" * (number // 119 * 300),
            issuers=tuple(draw.sample(ISSUERS, k=draw.randint(0, 2))),
            written_on=date(2020, 1, 1) + timedelta(draw.randint(0, 900)) if number % 9 else None,
        )
        for number in range(120)
    ]


REMOVED = [str(number) for number in range(0, 120, 4)]


def _terms(folder: Path, analyzer: Analyzer, parts: int) -> None:
    documents = _documents()
    size = len(documents) // parts
    for part in range(parts):
        with TermsWriter(folder, analyzer, str(part)) as writer:
            for document in documents[part * size : (part + 1) * size]:
                writer.add(document)
    seal(folder)


@pytest.fixture(scope="module", params=[1, 3], ids=["one part", "three parts"])
def terms(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> Terms:
    folder = tmp_path_factory.mktemp("terms")
    _terms(folder, analyzer, request.param)
    return open_terms(folder)


@pytest.fixture(scope="module", params=[1, 3], ids=["one part", "three parts"])
def thinned(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> Terms:
    base, folder = (tmp_path_factory.mktemp(name) for name in ("base", "thinned"))
    _terms(base, analyzer, request.param)
    seal(folder, base, REMOVED)
    return open_terms(folder)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> IndexReader:
    return stock_reader(tmp_path_factory.mktemp("stock"), _documents(), analyzer)


@pytest.fixture(scope="module")
def stock_thinned(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> IndexReader:
    return stock_reader(tmp_path_factory.mktemp("stock"), _documents(), analyzer, REMOVED)


class Queries:
    """Makes queries at random, of every kind there is a rule for."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)

    def term(self) -> wq.Query:
        field, word = self._draw.choice(FIELDS), self._draw.choice(WORDS)
        text = {"body_grams": (word * 2)[:2], "body_chars": word[0]}.get(field, word)
        return wq.Term(field, text, boost=self._draw.choice([1.0, 1.0, 2.5]))

    def phrase(self) -> wq.Query:
        text = "".join(self._draw.choices(WORDS, k=self._draw.randint(2, 4))) + "的"
        return wq.Phrase("body_grams", [text[i : i + 2] for i in range(len(text) - 1)])

    def constant(self) -> wq.Query:
        first = date(2020, 1, 1).toordinal() + self._draw.randint(-10, 910)
        last = self._draw.choice([None, first + self._draw.randint(0, 500)])
        exclusive = self._draw.random() < 0.5
        child = self._draw.choice(
            [
                wq.NumericRange("date", first, last, startexcl=exclusive),
                wq.NumericRange("date", None, first, endexcl=exclusive),
                wq.Prefix("body_grams", self._draw.choice(WORDS)[0]),
                wq.Term("issuer", self._draw.choice(ISSUERS)),
                wq.Every(),
            ]
        )
        return wq.ConstantScoreQuery(
            child, self._draw.choice([0.5, 1.5])
        )  # Whoosh takes 0.0 for 1.0

    def leaf(self) -> wq.Query:
        return self._draw.choices([self.term, self.phrase, self.constant], [6, 1, 1])[0]()

    def any(self, depth: int = 2) -> wq.Query:
        if not depth:
            return self.leaf()

        def part() -> wq.Query:
            return self.any(depth - 1)

        def parts(most: int) -> list[wq.Query]:
            return [part() for _ in range(self._draw.randint(2, most))]

        kinds: list[Callable[[], wq.Query]] = [
            self.leaf,
            lambda: wq.And(parts(4)),
            lambda: wq.And(parts(2), boost=2.0),
            lambda: wq.Or(parts(3)),
            lambda: wq.Or([self.term() for _ in range(self._draw.choice([3, 8, 20]))]),
            # inside an And, Whoosh's AndMaybeMatcher loses the optional part when it skips
            *([lambda: wq.AndMaybe(part(), part())] if depth == 2 else []),
            lambda: wq.Require(part(), part()),
        ]
        return self._draw.choice(kinds)()


def _same_set(executor: Executor, query: wq.Query) -> None:
    """The set is that of the scored search."""
    assert executor.docs(query).tolist() == executor.run(query).docs.tolist(), query


def _equal(executor: Executor, searcher: Searcher, query: wq.Query, scores: bool = True) -> None:
    """Ids, counts, order and scores are those of Whoosh; scores to 1e-6 of their size."""
    hits = searcher.search(query, limit=None, scored=True)
    expected = {hit.docnum: hit.score for hit in hits}
    found = executor.run(query)
    assert found.docs.tolist() == sorted(expected), query
    _same_set(executor, query)
    right = np.array([expected[doc] for doc in found.docs.tolist()])
    if scores:
        assert found.scores == pytest.approx(right, rel=1e-6, abs=1e-6), query
        top = executor.top(query, 10)
        assert top.total == len(expected), query
        best = sorted(expected.values(), reverse=True)[:10]
        assert top.scores == pytest.approx(np.array(best), rel=1e-6, abs=1e-6), query
        _same_order(top.docs.tolist(), [hit.docnum for hit in hits][:10], expected)


def _same_order(found: list[int], right: list[int], scores: dict[int, float]) -> None:
    """The same order, but for documents whose scores differ by no more than rounding."""
    for one, other in zip(found, right, strict=True):
        assert one == other or scores[one] == pytest.approx(scores[other], rel=1e-6, abs=1e-6)


def _executor(terms: Terms) -> Executor:
    weights = dict.fromkeys(FIELDS, Weight(1.2, 0.75, 1.0))
    return Executor(PostingsReader(terms), weights, {"date": terms.columns.dated})


def test_the_same_documents_and_scores_as_whoosh(terms: Terms, stock: IndexReader) -> None:
    searcher = Searcher(stock, weighting=scoring.BM25F(B=0.75, K1=1.2))
    executor, queries = _executor(terms), Queries(11)
    for _ in range(700):
        _equal(executor, searcher, queries.any())
    assert executor.fallbacks == 0


def test_the_same_with_documents_removed(thinned: Terms, stock_thinned: IndexReader) -> None:
    searcher = Searcher(stock_thinned, weighting=scoring.BM25F(B=0.75, K1=1.2))
    executor, queries = _executor(thinned), Queries(12)
    for _ in range(700):
        _equal(executor, searcher, queries.any())


def test_within_some_documents(terms: Terms) -> None:
    executor, queries, draw = _executor(terms), Queries(13), np.random.default_rng(1)
    for _ in range(200):
        query, mask = queries.any(), draw.random(120) < 0.5
        whole = executor.run(query)
        expected = dict(zip(whole.docs.tolist(), whole.scores.tolist(), strict=True))
        expected = {doc: score for doc, score in expected.items() if mask[doc]}
        top = executor.top(query, 120, mask.take)
        assert top.total == len(expected)
        found = dict(zip(top.docs.tolist(), top.scores.tolist(), strict=True))
        assert found == pytest.approx(expected, rel=1e-6)


def test_without_is_the_difference(terms: Terms) -> None:
    """Not compared with Whoosh: its AndNotMatcher does not look whether the first document
    of the left side is on the right side when the right side begins with a smaller one."""
    executor = Executor(PostingsReader(terms), {})
    left, right = wq.Term("body_words", "企业"), wq.Term("body_words", "奖励")
    expected = set(executor.run(left).docs.tolist()) - set(executor.run(right).docs.tolist())
    assert executor.run(wq.AndNot(left, right)).docs.tolist() == sorted(expected)
    _same_set(executor, wq.AndNot(left, right))
    assert expected


def test_an_unknown_kind_of_query_is_refused(terms: Terms) -> None:
    executor = Executor(PostingsReader(terms), {})
    with pytest.raises(TypeError, match="Wildcard"):
        executor.run(wq.Wildcard("body_words", "企*"))


def test_scores_are_kept_but_of_what_is_asked_once(terms: Terms) -> None:
    """Both add in the same order; only the scores of what may come again take memory."""
    queries = Queries(15)
    for _ in range(30):
        query = wq.Or([queries.term() for _ in range(4)])
        once, again = _executor(terms), _executor(terms)
        found = once.top(query, 10, is_once=True), again.top(query, 10)
        assert [top.total for top in found] == [found[0].total] * 2
        assert found[0].docs.tolist() == found[1].docs.tolist()
        assert found[0].scores.tolist() == found[1].scores.tolist()
        if found[0].total * 32 >= 120:
            assert (once.scorer.kept, again.scorer.kept > 0) == (0, True)


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


def test_not_is_what_is_left(terms: Terms) -> None:
    executor, term = _executor(terms), wq.Term("body_words", "企业")
    having = set(executor.run(term).docs.tolist())
    assert executor.run(wq.Not(term)).docs.tolist() == sorted(set(range(120)) - having)
    other = wq.Term("body_words", "奖励")
    expected = set(executor.run(other).docs.tolist()) - having
    assert executor.run(wq.And([other, wq.Not(term)])).docs.tolist() == sorted(expected)
    assert executor.run(wq.Or([other, wq.Not(term)])).docs.tolist() == sorted(expected)
    both = wq.And([wq.Or([other, term]), wq.And([other, wq.Not(term)])])
    for query in (wq.Not(term), wq.And([wq.Not(term)]), wq.Or([other, wq.Not(term)]), both):
        _same_set(executor, query)
    assert executor.docs(wq.And([other, wq.Not(term)])).tolist() == sorted(expected)


def test_the_greatest_of_several_scores(terms: Terms) -> None:
    """Not compared with Whoosh: its DisjunctionMaxMatcher takes the score of a part at its next
    document for one at this document."""
    executor, queries = _executor(terms), Queries(14)
    for _ in range(50):
        parts = [queries.any(1) for _ in range(3)]
        expected: dict[int, float] = {}
        for found in map(executor.run, parts):
            for doc, score in zip(found.docs.tolist(), found.scores.tolist(), strict=True):
                expected[doc] = max(score, expected.get(doc, 0))
        found = executor.run(wq.DisjunctionMax(parts))
        assert dict(zip(found.docs.tolist(), found.scores.tolist(), strict=True)) == expected


def test_a_range_of_dates(terms: Terms) -> None:
    first, last = datetime(2020, 6, 1), datetime(2021, 3, 1)
    found = _executor(terms).run(wq.DateRange("date", first, last, endexcl=True))
    days = [document.written_on for document in _documents()]
    expected = [n for n, day in enumerate(days) if day and first.date() <= day < last.date()]
    assert found.docs.tolist() == expected


def test_a_term_is_as_frequent_as_all_parts_have_it(terms: Terms) -> None:
    reader = PostingsReader(terms)
    for word in WORDS:
        expected = sum(word[0] in document.body for document in _documents())
        assert reader.frequency("body_chars", word[0]) == expected
        assert reader.postings("body_chars", word[0]).frequency == expected


def test_terms_that_only_removed_documents_have_are_in_no_vocabulary(thinned: Terms) -> None:
    left = {document.id for document in _documents()} - set(REMOVED)
    assert set(PostingsReader(thinned).vocabulary("id")) == left
