"""The best passage against its definition, looked for in every place."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.rank.passages import Places, best_passages

STRETCH = 5
Term = tuple[list[int], float]
Span = tuple[int, int]


def held(terms: list[Term], begin: int, end: int) -> float:
    """The definition: what two neighbouring stretches of one document hold at the most."""
    passages = [(first, min(first + 2 * STRETCH, end)) for first in range(begin, end + 1, STRETCH)]
    return max(
        sum(weight for places, weight in terms if any(low <= at < high for at in places))
        for low, high in passages
    )


def best(terms: list[Term], spans: list[Span]) -> list[float]:
    """In documents given by where they begin and end among all characters."""
    inside = [
        (term, which, at - begin)
        for term, (places, _) in enumerate(terms)
        for which, (begin, end) in enumerate(spans)
        for at in places
        if begin <= at < end
    ]
    found = Places(*np.array(inside, np.intp).reshape(-1, 3).T)
    weights = np.array([weight for _, weight in terms], np.float32)
    lengths = np.array([end - begin for begin, end in spans], np.uint32)
    return list(map(float, best_passages(found, weights, lengths, STRETCH)))


@st.composite
def collections(draw: st.DrawFn) -> tuple[list[Term], list[Span]]:
    """Documents one behind the other, some of them asked for in any order; terms in them."""
    lengths = draw(st.lists(st.integers(0, 40), min_size=1, max_size=8))
    bounds = np.cumsum([0, *lengths]).tolist()
    spans = draw(st.permutations(list(pairwise(bounds))))
    places = st.lists(st.integers(0, max(bounds[-1] - 1, 0)), unique=True, max_size=30)
    terms = draw(st.lists(st.tuples(places.map(sorted), st.integers(1, 9).map(float)), max_size=6))
    return terms, spans[: draw(st.integers(0, len(spans)))]


@given(collections())
def test_the_best_passage_is_that_of_a_plain_search(given: tuple[list[Term], list[Span]]) -> None:
    terms, spans = given
    assert best(terms, spans) == [held(terms, begin, end) for begin, end in spans]


def test_words_that_stand_together_count_more_than_words_far_apart() -> None:
    together, apart = (0, 30), (30, 60)
    terms = [([3, 31], 2.0), ([8, 55], 1.0)]
    assert best(terms, [together, apart]) == [3.0, 2.0]


def test_a_term_counts_once_however_often_it_stands_there() -> None:
    assert best([([0, 1, 2, 7, 8], 2.0)], [(0, 20)]) == [2.0]


def test_a_passage_ends_with_its_document() -> None:
    assert best([([4], 1.0), ([5], 1.0)], [(0, 5), (5, 10)]) == [1.0, 1.0]


def test_without_documents_or_terms_nothing_is_held() -> None:
    assert best([([1], 1.0)], []) == []
    assert best([], [(0, 5), (5, 5)]) == [0.0, 0.0]
