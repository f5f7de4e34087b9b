"""Relations on a cluster are those of a backend in plain Python, and few requests tell them."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from index.statements.model import Kind
from search.backend.relating import Relating
from search.opensearch.library.records import Records
from search.opensearch.library.relating import ClusterRelations
from tests.engine_contract.collection import TODAY
from tests.engine_contract.plain_backend import PlainReading
from tests.search.opensearch.conftest import DOCUMENTS, Indexed

EVERY = range(len(DOCUMENTS))
KINDS = [frozenset(Kind), *(frozenset((kind,)) for kind in Kind)]
PAGES = ((0, 5), (0, 0), (1, 2), (50, 10))


class Asked(ClusterRelations):
    """Relations that count what they ask."""

    def __init__(self, indexed: Indexed) -> None:
        served, self.counting = indexed.asked()
        super().__init__(served, Records(served, TODAY.toordinal()))


@pytest.fixture
def relations(indexed: Indexed) -> Asked:
    return Asked(indexed)


@pytest.fixture(scope="session")
def plain(indexed: Indexed) -> PlainReading:
    return indexed.plain


def test_of_each_document(relations: Relating, plain: PlainReading) -> None:
    for number in EVERY:
        assert relations.statements(number) == plain.statements(number)
        assert relations.articles(number) == plain.articles(number)
        assert [*relations.links(number)] == plain.links(number)
        assert relations.interval(number) == plain.interval(number)
        assert relations.work(number) == plain.work(number)
        assert relations.prints(number) == plain.prints(number)
        assert relations.between(number, 3) == plain.between(number, 3)


def test_of_many_at_once(relations: Relating, plain: PlainReading) -> None:
    assert relations.ids(EVERY) == plain.ids(EVERY)
    assert relations.days(EVERY) == plain.days(EVERY)
    assert relations.stated(EVERY) == plain.stated(EVERY)
    for day in (TODAY.toordinal(), date(2016, 1, 1).toordinal(), 0):
        assert relations.states(EVERY, day) == plain.states(EVERY, day)


def test_who_names_whom(relations: Relating, plain: PlainReading) -> None:
    """In either direction, of each kind and all, from any place on; and the 条 that are named."""
    found = 0
    for number, kinds in product(EVERY, KINDS):
        for is_incoming, (first, count) in product((False, True), PAGES):
            asked = number, kinds, is_incoming, first, count
            assert relations.linked(*asked) == plain.linked(*asked)
        cited = relations.cited_articles(number, kinds)
        assert cited == plain.cited_articles(number, kinds)
        found += len(cited)
        for article, _ in cited:
            asked = number, kinds, True, 0, 9
            assert relations.linked(*asked, article) == plain.linked(*asked, article)
    assert found


@pytest.mark.parametrize("limit", [0, 3, 1000])
def test_what_nobody_has(relations: Relating, plain: PlainReading, limit: int) -> None:
    assert relations.lacking(limit) == plain.lacking(limit)
    assert limit < 1000 or any(len(one.kinds) > 1 for one in plain.lacking(limit))


def test_a_list_is_read_at_once(relations: Asked) -> None:
    """The cards of a page, then all that is asked of each of its lines."""
    numbers = list(EVERY[:20])
    relations.days(numbers)
    assert relations.counting.requests == 1
    for number in numbers:
        relations.states([number], 1)
        relations.statements(number)
        relations.between(number, 0)
        relations.linked(number, KINDS[0], incoming=False, first=0, count=0)
    assert relations.counting.requests <= 2  # one for those whom they name
    for number in numbers:
        for other in relations.work(number):
            relations.articles(other)
            relations.prints(other)
    assert relations.counting.requests <= 4


def test_who_is_named_by_nobody_is_asked_for_once(relations: Asked, plain: PlainReading) -> None:
    kinds = frozenset(Kind)
    number = next(n for n in EVERY if not plain.linked(n, kinds, True, 0, 1).total)
    for kind in KINDS:
        relations.linked(number, kind, incoming=True, first=0, count=5)
        relations.cited_articles(number, kind)
    assert relations.counting.requests == 1
