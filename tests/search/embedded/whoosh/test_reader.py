"""Stock Whoosh over our segments answers as stock Whoosh over its own."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from whoosh import collectors, scoring, sorting
from whoosh import query as wq
from whoosh.query import spans
from whoosh.reading import IndexReader, TermInfo
from whoosh.searching import Searcher

from index.document import PolicyDocument
from index.segment import Terms, TermsWriter, open_terms, seal
from index.text.analysis import Analyzer
from search.embedded.arrays.executor import Executor
from search.embedded.arrays.postings import PostingsReader
from search.embedded.whoosh.fallback import matches
from search.embedded.whoosh.reader import Weighting, open_reader, open_searcher
from search.weights import Weight
from tests.support.stock_whoosh import WORDS as CHINESE
from tests.support.stock_whoosh import stock_reader

WORDS = [*CHINESE, "a1", "ab", "abc"]
FIELDS = ("title_words", "body_words", "body_grams", "body_chars")
WEIGHTS = dict.fromkeys(FIELDS, Weight(1.2, 0.75, 1.0))
REMOVED = [str(number) for number in range(0, 60, 5)]


def _documents() -> list[PolicyDocument]:
    draw = random.Random(9)
    return [
        PolicyDocument(
            id=str(number),
            title="".join(draw.choices(CHINESE, k=4)),
            body="，".join(draw.choices(WORDS, k=draw.randint(0, 40)))
            + "企业" * (number // 59 * 300),
        )
        for number in range(60)
    ]


def _indexed(folder: Path, analyzer: Analyzer, parts: int, removed: list[str]) -> Terms:
    base, thinned = folder / "base", folder / "thinned"
    base.mkdir()
    thinned.mkdir()
    size = 60 // parts
    for part in range(parts):
        with TermsWriter(base, analyzer, str(part)) as writer:
            for document in _documents()[part * size : (part + 1) * size]:
                writer.add(document)
    seal(base)
    seal(thinned, base, removed)
    return open_terms(thinned)


class Pair:
    """The same documents, in our segments and in Whoosh's."""

    def __init__(self, folder: Path, analyzer: Analyzer, parts: int, removed: list[str]) -> None:
        (folder / "stock").mkdir()
        self.terms = _indexed(folder, analyzer, parts, removed)
        self.days = np.random.default_rng(1).permutation(60).astype(np.int32) + np.int32(1)
        self.ours = open_reader(self.terms, {"day": self.days})
        self.stock = stock_reader(folder / "stock", _documents(), analyzer, removed)
        weighting = scoring.BM25F(B=0.75, K1=1.2)
        self.searcher = Searcher(self.ours, weighting=weighting)
        self.other = Searcher(self.stock, weighting=weighting)

    def check(self, query: wq.Query) -> None:
        """Ids and scores are equal."""
        found, right = matches(self.searcher, query), matches(self.other, query)
        assert found.docs.tolist() == right.docs.tolist(), query
        assert found.scores == pytest.approx(right.scores, rel=1e-6), query


@pytest.fixture(
    scope="module",
    params=[(1, []), (3, []), (1, REMOVED), (3, REMOVED)],
    ids=["one part", "three parts", "one part, thinned", "three parts, thinned"],
)
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> Pair:
    return Pair(tmp_path_factory.mktemp("pair"), analyzer, *request.param)


class Queries:
    """Every kind of stock query, drawn at random.

    No Not at the root: Whoosh's InverseMatcher lets a removed document through when the one
    before it was the last that the excluded term has.
    """

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def term(self) -> wq.Query:
        field, word = self.draw.choice(FIELDS), self.draw.choice(WORDS)
        text = {"body_grams": word[:2], "body_chars": word[0]}.get(field, word)
        return wq.Term(field, text)

    def gram(self) -> wq.Query:
        return wq.Term("body_grams", self.draw.choice(WORDS)[:2])

    def word(self) -> str:
        return self.draw.choice(WORDS)

    def kinds(self) -> dict[str, wq.Query]:
        draw, term, gram = self.draw, self.term, self.gram
        return {
            "term": term(),
            "and": wq.And([term(), term()]),
            "or": wq.Or([term(), term(), term()]),
            "and-not": wq.And([wq.Every(), wq.Not(term())]),
            "and-maybe": wq.AndMaybe(term(), term()),
            "require": wq.Require(term(), term()),
            "phrase": wq.Phrase("body_grams", [self.word()[:2], self.word()[:2]], slop=3),
            "near": spans.SpanNear(gram(), gram(), slop=4, ordered=draw.random() < 0.5),
            "first": spans.SpanFirst(gram(), limit=3),
            "span-or": spans.SpanOr([gram(), gram()]),
            "span-not": spans.SpanNot(gram(), gram()),
            "contains": spans.SpanNear2([gram(), gram()], slop=6),
            "fuzzy": wq.FuzzyTerm("body_words", self.word(), maxdist=1),
            "prefix": wq.Prefix("body_words", self.word()[0]),
            "wildcard": wq.Wildcard("body_words", f"{self.word()[0]}?"),
            "regex": wq.Regex("body_words", f"{self.word()[0]}.*"),
            "term-range": wq.TermRange("body_words", *sorted((self.word(), self.word()))),
            "constant": wq.ConstantScoreQuery(term(), 0.5),
            "every": wq.Every(),
            "every of a field": wq.Every("body_words"),
            "nested": wq.Or([wq.And([term(), term()]), wq.Prefix("title_words", "公")]),
        }


@pytest.mark.parametrize("kind", Queries(0).kinds())
def test_every_kind_of_query(pair: Pair, kind: str) -> None:
    queries = Queries(21)
    for _ in range(12):
        pair.check(queries.kinds()[kind])


def test_the_terms_are_the_same(pair: Pair) -> None:
    for name in FIELDS:
        ours = [(term, info.weight(), info.doc_frequency()) for term, info in _of(pair.ours, name)]
        stock = [
            (term, info.weight(), info.doc_frequency()) for term, info in _of(pair.stock, name)
        ]
        assert ours == stock
        assert list(pair.ours.lexicon(name)) == list(pair.stock.lexicon(name))
        assert pair.ours.field_length(name) == pair.stock.field_length(name)
        assert list(pair.ours.field_terms(name)) == list(pair.stock.field_terms(name))
        for doc in range(60):
            mine, theirs = (r.doc_field_length(doc, name) for r in (pair.ours, pair.stock))
            assert mine == (theirs or 0)
        for text in ("企业", "企", "没有"):
            assert pair.ours.frequency(name, text) == (pair.stock.frequency(name, text) or 0)
            assert pair.ours.doc_frequency(name, text) == pair.stock.doc_frequency(name, text)
    assert pair.ours.doc_count() == pair.stock.doc_count()
    assert pair.ours.doc_count_all() == pair.stock.doc_count_all()


def _of(reader: IndexReader, name: str) -> list[tuple[bytes, TermInfo]]:
    return [(term, info) for term, info in reader.iter_field(name)]


def test_a_cursor_walks_the_terms(pair: Pair) -> None:
    reader = pair.ours.leaf_readers()[0][0]
    cursor, seen = reader.cursor("body_words"), []
    text = cursor.first()
    while text is not None:
        assert cursor.term_info().doc_frequency() == reader.doc_frequency("body_words", text)
        seen.append(text)
        text = cursor.next()
    assert seen == [term.decode() for term in reader.lexicon("body_words")]
    assert cursor.find("企") == next(term for term in seen if term >= "企")
    assert cursor.find("\U0010ffff") is None


def test_words_like_it(pair: Pair) -> None:
    for reader in (pair.ours, pair.stock):
        assert sorted(reader.terms_within("body_words", "abd", 1)) == ["ab", "abc"]
    suggest = [r.corrector("body_words").suggest("abx", limit=3) for r in (pair.ours, pair.stock)]
    assert suggest[0] == suggest[1]
    assert "ab" in suggest[0]
    expanded = [list(r.expand_prefix("body_words", "公")) for r in (pair.ours, pair.stock)]
    assert expanded[0] == expanded[1]
    assert "公积金".encode() in expanded[0]
    common = [r.most_frequent_terms("body_words", 5) for r in (pair.ours, pair.stock)]
    assert common[0] == common[1]


def test_collectors(pair: Pair) -> None:
    query = wq.Or([wq.Term("body_words", "企业"), wq.Term("body_words", "养老")])
    found = [s.search(query, limit=None, terms=True) for s in (pair.searcher, pair.other)]
    assert found[0].matched_terms() == found[1].matched_terms()
    for mine, theirs in zip(*found, strict=True):
        assert sorted(mine.matched_terms()) == sorted(theirs.matched_terms())
    timed = collectors.TimeLimitCollector(pair.searcher.collector(limit=10), timelimit=30)
    pair.searcher.search_with_collector(query, timed)
    assert [hit.docnum for hit in timed.results()] == [hit.docnum for hit in found[0]][:10]
    assert found[0][0]["id"] == found[1][0].docnum.__str__()


def test_sorting_and_grouping_by_a_column(pair: Pair) -> None:
    query = wq.Every()
    for reverse in (False, True):
        hits = pair.searcher.search(query, limit=None, sortedby="day", reverse=reverse)
        days = [int(pair.days[hit.docnum]) for hit in hits]
        assert days == sorted(days, reverse=reverse)
        assert len(days) == pair.ours.doc_count()
    hits = pair.searcher.search(query, limit=None, groupedby=sorting.FieldFacet("day"))
    assert {day: len(docs) for day, docs in hits.groups().items()} == dict.fromkeys(days, 1)


def test_what_the_executor_has_no_rule_for(pair: Pair) -> None:
    searcher = open_searcher(pair.terms, WEIGHTS)
    executor = Executor(
        PostingsReader(pair.terms), WEIGHTS, fallback=lambda query: matches(searcher, query)
    )
    queries = Queries(5)
    for kind in ("near", "fuzzy", "wildcard", "regex", "first"):
        query = queries.kinds()[kind]
        found, right = executor.run(query), matches(pair.other, query)
        assert found.docs.tolist() == right.docs.tolist()
        assert found.scores == pytest.approx(right.scores, rel=1e-6)
    assert executor.fallbacks == 5
    both = wq.And([wq.Wildcard("body_words", "公*"), wq.Term("body_words", "企业")])
    assert executor.run(both).docs.tolist() == matches(pair.other, both).docs.tolist()
    assert executor.fallbacks == 6


def test_a_field_without_weight_scores_nothing(pair: Pair) -> None:
    searcher = Searcher(pair.ours, weighting=Weighting({}))
    found = matches(searcher, wq.Term("body_words", "企业"))
    assert len(found.docs)
    assert not found.scores.any()
