"""The plain backend and each of the others agree on every call that the façade makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.conventions.sections import find_sections
from index.document import PolicyDocument
from index.store.store import Store
from search.backend.reading import Reading
from search.embedded.engine import NewestReading
from search.facade.engine import SearchEngine
from search.opensearch.newest import NewestServed
from search.weights import PASSAGE_DOCUMENTS
from tests.engine_contract.both_backends import BothOf, BothReadings
from tests.engine_contract.collection import TODAY, documents
from tests.engine_contract.engines import Tools, table
from tests.engine_contract.plain_backend import PlainReading
from tests.engine_contract.promise import asked, typed
from tests.engine_contract.requests import BY_SCORE, NAMED, SCOPED, TYPED, WORDS, drawn

DRAWN = 300
"""So many requests are drawn, others than those of ``promises_found``."""
_SORTED = (
    "q=公积金&sort=newest",
    "q=企业 补贴&sort=oldest",
    "sort=newest",
    "sort=oldest&from=2019",
)
_ADDRESSES = [
    *(f"q={q}" for q in (*WORDS, *TYPED, *NAMED, *BY_SCORE)),
    *SCOPED,
    *_SORTED,
    *drawn(DRAWN, seed=61),
]
BothOver = Callable[[Sequence[PolicyDocument]], BothReadings]


@pytest.fixture(scope="module", params=["embedded", "opensearch"])
def both_over(request: pytest.FixtureRequest, tools: Tools) -> BothOver:
    """A function that gives both backends over some documents."""
    reading_of = {"embedded": _embedded, "opensearch": _on_cluster}[request.param]

    def over(documents: Sequence[PolicyDocument]) -> BothReadings:
        folder = tools.folder()
        tools.publish(folder, *documents)
        other = reading_of(folder, tools)
        return BothReadings(other, PlainReading(documents, tools.analyzer, TODAY))

    return over


def _embedded(folder: Path, tools: Tools) -> Reading:
    return NewestReading(Store(folder), tools.analyzer, lambda: TODAY).current()


def _on_cluster(folder: Path, tools: Tools) -> Reading:
    client, name = tools.cluster([folder], 1)
    return NewestServed(client, name, tools.analyzer, lambda: TODAY, tools.folder()).current()


def _engine(both: BothReadings, tools: Tools) -> SearchEngine:
    return SearchEngine(BothOf(both.as_reading), tools.analyzer, lambda: TODAY, table())


def test_they_agree_on_whatever_is_searched(both_over: BothOver, tools: Tools) -> None:
    """Totals, facets, tiers, order and what scores are made of, of some five hundred requests."""
    both = both_over(documents())
    engine = _engine(both, tools)
    for address in _ADDRESSES:
        engine.search(asked(address))
        engine.facets(asked(address))
    assert len(_ADDRESSES) > 400
    names = 1  # what can be named is counted once
    assert both.asked["find"] == both.asked["tally"] - names == len(_ADDRESSES)


def test_they_agree_on_documents_and_words(both_over: BothOver, tools: Tools) -> None:
    both = both_over(documents())
    engine = _engine(both, tools)
    for document in documents():
        engine.document(document.id, "公积金")
    for prefix in ("公积", "管理办", "云政", "003187", "财政局", "gongji", "gjj", "月球"):
        engine.suggest(prefix)
    assert engine.listing(0, 10) == engine.listing(0, 100)[:10]
    assert {*both.asked} >= {"best", "begun", "issued", "most_cited", "titles_by_citation"}


def test_they_agree_on_laws_and_articles(both_over: BothOver, tools: Tools) -> None:
    both = both_over(documents())
    engine = _engine(both, tools)
    for article in ("12条", "第一条、第24条", "25条", "2018年第3条"):
        for name in (
            "云澜市住房公积金管理条例",
            "云澜公积金条例",
            "云澜市航道条例",
            "没有这样的条例",
        ):
            engine.search(typed(name + article))
    assert {*both.asked} >= {"linked", "most_cited", "members", "statements", "work"}


def test_they_agree_on_the_best_passages(both_over: BothOver, tools: Tools) -> None:
    """Of long documents: the texts of the collection, several in one."""
    long = _long(documents())
    both = both_over(long)
    engine = _engine(both, tools)
    questions = [q for q in BY_SCORE if len(q) > 6]
    scores = [hit.score for q in questions for hit in engine.search(typed(q)).hits]
    assert both.as_reading().has_passages
    assert len({round(score.passage, 3) for score in scores if score}) > 10


def _long(short: Sequence[PolicyDocument]) -> list[PolicyDocument]:
    """Twice as many, each with the bodies of those that come behind it too: more of them than
    are looked through for passages."""
    twice = [*short, *short]
    made = []
    for at, document in enumerate(twice):
        body = "\n".join(other.body for other in twice[at : at + 1 + at % 24])
        made.append(replace(document, id=f"{document.id}-{at}", body=body))
    assert len(made) > PASSAGE_DOCUMENTS
    return [replace(document, sections=find_sections(document.body)) for document in made]


def test_a_reading_that_disagrees_is_noticed(both_over: BothOver, tools: Tools) -> None:
    """One document more on one side: nothing agrees any more."""
    both = both_over(documents())
    fewer = PlainReading(documents()[1:], tools.analyzer, TODAY)
    wrong: Reading = BothReadings(both.as_reading(), fewer).as_reading()
    engine = SearchEngine(BothOf(lambda: wrong), tools.analyzer, lambda: TODAY, table())
    with pytest.raises(AssertionError):
        engine.search(typed("公积金"))
