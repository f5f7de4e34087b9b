"""Query trees as queries of a cluster."""

from __future__ import annotations

import pytest
from whoosh import query as wq

from index.opensearch.schema import text_fields
from search.opensearch.queries.dsl import EVERYTHING, NOTHING, Dsl
from search.opensearch.queries.trees import Translator, citings
from search.query.tree import NOTHING as NO_TREE
from search.query.tree import (
    Citing,
    Tree,
    all_of,
    any_of,
    citing,
    every,
    exactly,
    holding,
    phrase,
    term,
    without,
)

_KNOWN = {"公积", "积金", "房公", "住房", "补贴", "云澜市人民政府"}
_LOOKED_UP = {*text_fields(), "issuer"}
_CITES: Dsl = {"term": {"cites_work": "1:7"}}


def _naming(_: Citing) -> Dsl:
    return _CITES


def _lacks(field: str, term: str) -> bool:
    return field in _LOOKED_UP and term not in _KNOWN


def _query(tree: Tree) -> Dsl:
    return Translator(_naming, _lacks).query(tree)


def _beside(field: str, text: str) -> Dsl:
    return {"match_phrase": {field: {"query": text, "analyzer": "cut", "slop": 0}}}


@pytest.mark.parametrize(
    ("tree", "query"),
    [
        (term("body_words", "补贴"), {"terms": {"body_words": ["补贴"]}}),
        (term("id", "a-1"), {"terms": {"id": ["a-1"]}}),
        (every(), EVERYTHING),
        (NO_TREE, NOTHING),
        (citing("条例", "", (1,)), _CITES),
        (exactly("body", "住房公积金"), _beside("body_grams", "住房 房公 公积 积金")),
        (phrase("body_grams", ["公积", "公积"]), _beside("body_grams", "公积 公积")),
        (wq.Not(term("id", "a")), {"bool": {"must_not": [{"terms": {"id": ["a"]}}]}}),
    ],
)
def test_every_kind_of_node_has_a_query(tree: Tree, query: Dsl) -> None:
    assert _query(tree) == query


def test_terms_of_one_field_are_one_clause() -> None:
    tree = any_of(
        [term("body_grams", "公积"), term("title_grams", "住房"), term("body_grams", "积金")]
    )
    parts = [{"terms": {"body_grams": ["公积", "积金"]}}, {"terms": {"title_grams": ["住房"]}}]
    assert _query(tree) == {"bool": {"should": parts, "minimum_should_match": 1}}


def test_what_is_excluded_is_left_out() -> None:
    tree = without(term("body_words", "补贴"), [term("id", "a"), term("id", "b")])
    assert _query(tree) == {
        "bool": {
            "filter": [{"terms": {"body_words": ["补贴"]}}],
            "must_not": [{"terms": {"id": ["a", "b"]}}],
        }
    }


@pytest.mark.parametrize(
    "tree",
    [
        term("body_words", "没有"),
        term("issuer", "没有局"),
        exactly("body", "住房公积金没有"),
        all_of([term("body_words", "补贴"), term("body_words", "没有")]),
        any_of([term("body_words", "没有"), term("title_words", "也没有")]),
        without(term("body_words", "没有"), [term("id", "a")]),
        without(term("body_words", "补贴"), [every()]),
    ],
)
def test_what_the_vocabulary_lacks_matches_nothing_and_the_cluster_is_not_asked(tree: Tree) -> None:
    assert _query(tree) == NOTHING


def test_excluding_what_there_is_not_excludes_nothing() -> None:
    assert _query(without(every(), [term("body_words", "没有")])) == EVERYTHING


@pytest.mark.parametrize(
    ("part", "whole", "terms"),
    [
        ("7号", True, "＾ 7 号"),  # not in 47号
        ("7号", False, "7 号"),  # in 47号 too
        ("发〔2020〕1", True, "发 〔 ＾ 2 0 2 0 〕 ＾ 1"),
        ("发〔2020〕1", False, "发 〔 ＾ 2 0 2 0 〕 ＾ 1"),
        ("^", False, "^"),  # what begins a number is another character
    ],
)
def test_digits_within_a_value_begin_a_number(part: str, whole: bool, terms: str) -> None:
    assert _query(holding("number", [part], whole)) == _beside("number_held", terms)


def test_an_empty_part_is_in_every_value() -> None:
    assert _query(holding("issuer", ["", "局"])) == {"exists": {"field": "issuer"}}


@pytest.mark.parametrize(
    "tree",
    [
        term("refers_to", "t:条例"),
        term("date", "2020"),
        phrase("issuer", ["a", "b"]),
        wq.Prefix("id", "a"),
    ],
)
def test_what_a_cluster_does_not_have_is_a_defect(tree: Tree) -> None:
    with pytest.raises(TypeError):
        _query(tree)


def test_nodes_that_ask_who_names_a_work_are_found_wherever_they_stand() -> None:
    one, other, last = (citing(name, "", (1,)) for name in "甲乙丙")
    tree = without(all_of([term("id", "a"), any_of([one, term("id", "b")])]), [other])
    assert [*citings(all_of([wq.Not(last), tree]))] == [last, one, other]
