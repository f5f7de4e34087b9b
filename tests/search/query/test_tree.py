"""The constructors of the query tree make Whoosh's own nodes, and know which is which."""

from __future__ import annotations

import pytest
from whoosh import query as wq

from search.query.tree import (
    NOTHING,
    Tree,
    all_of,
    any_of,
    every,
    exactly,
    is_and,
    is_not,
    is_nothing,
    is_or,
    is_term,
    phrase,
    term,
    terms_of,
    without,
)

A, B = term("title_words", "公积金"), term("body_words", "提取", 0.4)


@pytest.mark.parametrize(
    ("made", "node"),
    [
        pytest.param(A, wq.Term("title_words", "公积金"), id="term"),
        pytest.param(B, wq.Term("body_words", "提取", boost=0.4), id="term with a weight"),
        pytest.param(phrase("f", ["ab", "bc"]), wq.Phrase("f", ["ab", "bc"]), id="phrase"),
        pytest.param(all_of([A, B]), wq.And([A, B]), id="all"),
        pytest.param(all_of([A]), A, id="all of one"),
        pytest.param(all_of([A, NOTHING]), wq.And([A, wq.NullQuery]), id="all, one finds nothing"),
        pytest.param(any_of([A, B]), wq.Or([A, B]), id="any"),
        pytest.param(any_of([NOTHING, A]), A, id="any of one that finds something"),
        pytest.param(any_of([]), wq.NullQuery, id="any of none"),
        pytest.param(without(A, [B]), wq.AndNot(A, wq.Or([B])), id="without"),
        pytest.param(without(A, []), A, id="without nothing"),
        pytest.param(every(), wq.Every(), id="every"),
        pytest.param(
            exactly("body", "公积金"), wq.Phrase("body_grams", ["公积", "积金"]), id="a string"
        ),
        pytest.param(exactly("body", "公积"), wq.Term("body_grams", "公积"), id="a pair"),
        pytest.param(exactly("body", "公"), wq.Term("body_chars", "公"), id="a character"),
        pytest.param(exactly("body", ""), wq.NullQuery, id="an empty string"),
    ],
)
def test_nodes_are_those_of_whoosh(made: Tree, node: Tree) -> None:
    assert made == node


def test_kinds_are_told_apart() -> None:
    trees = [A, all_of([A, B]), any_of([A, B]), wq.Not(A), NOTHING]
    for number, is_kind in enumerate((is_term, is_and, is_or, is_not, is_nothing)):
        assert [is_kind(tree) for tree in trees] == [at == number for at in range(len(trees))]


@pytest.mark.parametrize(
    "tree",
    [
        pytest.param(A, id="a term"),
        pytest.param(all_of([A, B]), id="an And"),
        pytest.param(any_of([A, every()]), id="an Or of other things too"),
        pytest.param(wq.Or([A, B], boost=2.0), id="a weighted Or"),
        pytest.param(wq.Or([A, B], minmatch=2), id="an Or that asks for several"),
    ],
)
def test_only_a_plain_or_of_terms_is_its_terms(tree: Tree) -> None:
    assert terms_of(tree) == []
    assert terms_of(any_of([A, B])) == [A, B]
