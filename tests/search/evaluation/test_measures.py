"""The measures are those of the books: values worked out by hand, and what must always hold."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.evaluation import MEASURES, JudgedQuery, Row, per_query, summary
from search.evaluation.measures import measured

IDS = [f"d{number}" for number in range(30)]
rankings = st.lists(st.sampled_from(IDS), unique=True)
judgements = st.dictionaries(st.sampled_from(IDS), st.integers(1, 3), min_size=1)
FILLER = [f"x{number}" for number in range(200)]


def query(id: str, type: str = "", **gains: int) -> JudgedQuery:
    return JudgedQuery(id, "公积金", type, gains)


@pytest.mark.parametrize(
    ("found", "gains", "expected"),
    [
        pytest.param(["a"], {"a": 1}, Row(1, 1, 1, 1, 1, 1), id="the-only-one-first"),
        pytest.param([], {"a": 1}, Row(0, 0, 0, 0, 0, 0), id="nothing-found"),
        pytest.param(["x", "y"], {"a": 1}, Row(0, 0, 0, 0, 0, 0), id="nothing-relevant"),
        # DCG 1/log2(3) + 2/log2(5) = 1.492283; at best 2/1 + 1/log2(3) + 1/2 = 3.130930
        pytest.param(
            ["x", "a", "y", "b"],
            {"a": 1, "b": 2, "c": 1},
            Row(0, 1, 1 / 2, 0.476626, 2 / 3, 2 / 3),
            id="second-and-fourth",
        ),
        # DCG 1/1 + 3/log2(3) = 2.892789; at best 3/1 + 1/log2(3) = 3.630930
        pytest.param(
            ["a", "b"], {"a": 1, "b": 3}, Row(1, 1, 1, 0.796708, 1, 1), id="the-better-one-second"
        ),
        pytest.param(
            [*FILLER[:5], "a"], {"a": 1}, Row(0, 0, 1 / 6, 0.356207, 1, 1), id="sixth: 1/log2(7)"
        ),
        pytest.param([*FILLER[:10], "a"], {"a": 1}, Row(0, 0, 0, 0, 0, 1), id="eleventh"),
        pytest.param([*FILLER[:100], "a"], {"a": 1}, Row(0, 0, 0, 0, 0, 0), id="hundred-and-first"),
    ],
)
def test_worked_out_by_hand(found: list[str], gains: dict[str, int], expected: Row) -> None:
    assert astuple(measured(found, gains)) == pytest.approx(astuple(expected), abs=1e-6)


@given(rankings, judgements)
def test_every_measure_lies_between_0_and_1(found: list[str], gains: dict[str, int]) -> None:
    row = measured(found, gains)
    assert all(0 <= value <= 1 + 1e-12 for value in astuple(row))
    assert row.hit_1 <= row.success_5
    assert row.hit_1 <= row.mrr_10
    assert row.recall_10 <= row.recall_100


@given(judgements)
def test_the_best_ranking_is_measured_as_1(gains: dict[str, int]) -> None:
    found = sorted(gains, key=lambda id: -gains[id])
    row = measured(found, gains)
    assert (row.hit_1, row.success_5, row.mrr_10, row.recall_100) == (1, 1, 1, 1)
    assert row.ndcg_10 == pytest.approx(1)
    assert row.recall_10 == pytest.approx(min(10, len(gains)) / len(gains))


@given(rankings, judgements, st.data())
def test_a_better_document_moved_up_never_counts_less(
    found: list[str], gains: dict[str, int], data: st.DataObject
) -> None:
    better = [at for at in range(1, len(found)) if _gain(found, gains, at) > 0]
    if not better:
        return
    at = data.draw(st.sampled_from(better))
    if _gain(found, gains, at) <= _gain(found, gains, at - 1):
        return
    moved = [*found[: at - 1], found[at], found[at - 1], *found[at + 1 :]]
    before, after = astuple(measured(found, gains)), astuple(measured(moved, gains))
    assert all(b <= a + 1e-12 for b, a in zip(before, after, strict=True))


@given(rankings, judgements)
def test_what_nobody_judged_adds_nothing_behind(found: list[str], gains: dict[str, int]) -> None:
    assert measured([*found, *FILLER], gains) == measured(found, gains)


@given(rankings, judgements)
def test_gains_count_by_their_proportion(found: list[str], gains: dict[str, int]) -> None:
    doubled = {id: 2 * gain for id, gain in gains.items()}
    assert astuple(measured(found, doubled)) == pytest.approx(astuple(measured(found, gains)))


def test_a_document_listed_twice_counts_once() -> None:
    row = measured(["a", "a", "a"], {"a": 1})
    assert row.ndcg_10 == pytest.approx(1), "a run of another system may repeat a document"


def test_a_query_the_run_does_not_know_found_nothing() -> None:
    rows = per_query([query("q1", a=1), query("q2", b=1)], {"q1": ["a"], "q9": ["b"]})
    assert rows == [Row(1, 1, 1, 1, 1, 1), Row(0, 0, 0, 0, 0, 0)]


def test_means_over_all_and_by_type() -> None:
    queries = [query("q1", "简称", a=1), query("q2", "简称", b=1), query("q3", "口语", c=1)]
    found = summary(queries, per_query(queries, {"q1": ["a"], "q3": ["x", "c"]}))
    assert {name: count for name, (count, _) in found.items()} == {"": 3, "简称": 2, "口语": 1}
    assert found["简称"][1].hit_1 == pytest.approx(1 / 2)
    assert found["口语"][1].mrr_10 == pytest.approx(1 / 2)
    assert found[""][1].mrr_10 == pytest.approx((1 + 0 + 1 / 2) / 3)


def test_queries_without_types_have_one_mean() -> None:
    queries = [query("q1", a=1), query("q2", b=1)]
    assert list(summary(queries, per_query(queries, {"q1": ["a"]}))) == [""]


def test_every_measure_has_the_name_of_the_field() -> None:
    assert list(MEASURES.values()) == ["hit@1", "success@5", "MRR@10", "nDCG@10", "R@10", "R@100"]


def _gain(found: list[str], gains: dict[str, int], at: int) -> int:
    return gains.get(found[at], 0)
