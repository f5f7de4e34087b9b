"""Facet counts against a plain count over made-up documents."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.schema.columns import FACET_NAMES, Row
from index.segment.blocks import BlockFile, BlockWriter
from index.segment.columns import Columns, ColumnsBuffer, joined, read_columns
from search.embedded.facets import FacetTable
from search.facade.facet_lists import listed
from search.request import FACETS, SearchRequest

VALUES = {
    "issuer": ["国务院", "财政部", "未注明"],
    "year": ["2019", "2020", "2023", "未注明"],
    "genre": ["通知", "意见", "未注明"],
    "topic": ["科技", "科技/企业", "财政", "财政/税务", "未注明"],
    "region": ["全国", "安徽", "未注明"],
    "validity": ["有效", "已废止", "未注明"],
}


def subsets(name: str, least: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(VALUES[name]), min_size=least, max_size=3, unique=True)


def values(name: str) -> st.SearchStrategy[list[str]]:
    """What a document has of a facet: a year is one, all others may be several."""
    return (
        st.sampled_from([[year] for year in VALUES[name]]) if name == "year" else subsets(name, 1)
    )


rows = st.lists(st.fixed_dictionaries({name: values(name) for name in FACETS}), max_size=25)
selections = st.fixed_dictionaries({name: subsets(name, 0) for name in FACETS})


def columns(rows: list[dict[str, list[str]]]) -> Columns:
    """The columns of documents with these facets, as one segment would hold them."""
    buffer = ColumnsBuffer()
    for row in rows:
        facets = tuple(tuple(row[name]) for name in FACET_NAMES)
        buffer.add(Row("", "", 0, 0, 0, 0, 0, 0, False, False, facets))
    with tempfile.TemporaryDirectory() as folder:
        with BlockWriter(Path(folder) / "columns") as file:
            buffer.write(file)
        return read_columns(BlockFile(Path(folder) / "columns"))


def passes(row: dict[str, list[str]], name: str, request: SearchRequest) -> bool:
    """The rule, stated plainly, for one document and one facet."""
    selected = request.values(name)
    return not selected or any(value in selected for value in row[name])


@given(rows, selections, st.data())
def test_counts_are_those_of_a_plain_count(
    rows: list[dict[str, list[str]]],
    selected: dict[str, list[str]],
    data: st.DataObject,
) -> None:
    params = [(name, value) for name in FACETS for value in selected[name]]
    request = SearchRequest.from_params(params)
    hits = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    held = [row for row, hit in zip(rows, hits, strict=True) if hit]
    within = data.draw(st.none() | st.lists(st.booleans(), min_size=len(held), max_size=len(held)))
    cut = data.draw(st.integers(0, len(rows)))

    most = data.draw(st.sampled_from([1, 12, 4096]))  # values of facets counted as one
    with patch("search.embedded.facets._JOINT", most):
        table = FacetTable(joined([columns(rows[:cut]), columns(rows[cut:])]))
        combos = table.combos(np.flatnonzero(hits).astype(np.uint32))
        period = None if within is None else np.array(within, np.bool_)
        facets = listed(table.counted(combos, table.selections(request), period), request)

    for facet in facets:
        expected: Counter[str] = Counter()
        for row, inside in zip(held, within or [True] * len(held), strict=True):
            others = (name for name in FACETS if name != facet.name)
            counts = inside or facet.name == "year"  # the period belongs to the year
            if counts and all(passes(row, name, request) for name in others):
                expected.update(row[facet.name])
        shown = {value.value: value.count for value in facet.values}
        opened = {value.split("/")[0] for value in request.values("topic")}
        for value, count in expected.items():
            if facet.name != "topic" or "/" not in value or value.split("/")[0] in opened:
                assert shown.pop(value) == count
        assert set(shown.values()) <= {0}
        assert {value.value for value in facet.values if value.selected} == set(
            request.values(facet.name)
        )


def test_a_selected_value_without_hits_stays_visible() -> None:
    table = FacetTable(columns([{name: ["未注明"] for name in FACETS}]))
    request = SearchRequest(selected=(("issuer", ("国务院",)),))
    counts = table.counted(np.array([0], np.uint32), table.selections(request))
    assert [(v.value, v.count, v.selected) for v in next(listed(counts, request)).values] == [
        ("国务院", 0, True),
        ("未注明", 1, False),
    ]


def shown(
    name: str, values: list[str], selected: tuple[str, ...] = ()
) -> list[tuple[str, int, int]]:
    """Value, count and depth of one facet over documents that each have one of ``values``."""
    rows = [{other: ["未注明"] for other in FACETS} | {name: value.split("|")} for value in values]
    table = FacetTable(columns(rows))
    request = SearchRequest(selected=((name, selected),) if selected else ())
    every = table.combos(np.arange(len(rows), dtype=np.uint32))
    found = listed(table.counted(every, table.selections(request)), request)
    facet = next(facet for facet in found if facet.name == name)
    return [(value.value, value.count, value.depth) for value in facet.values]


def test_values_stand_by_count_then_by_name_and_what_is_not_stated_last() -> None:
    values = ["乙局", "甲局", "丙局", "甲局", "未注明", "未注明", "未注明"]
    assert shown("issuer", values) == [
        ("甲局", 2, 0),
        ("丙局", 1, 0),
        ("乙局", 1, 0),
        ("未注明", 3, 0),
    ]


def test_years_stand_newest_first_and_what_is_not_stated_last() -> None:
    values = ["2019", "2023", "2019", "未注明", "987", "2020"]
    assert [year for year, *_ in shown("year", values)] == ["2023", "2020", "2019", "987", "未注明"]


def test_below_a_topic_that_is_selected_stands_its_second_level_by_count() -> None:
    values = [
        "财政",
        "科技|科技/企业",
        "科技|科技/人才|科技/人才/引进",
        "科技|科技/人才",
        "财政|财政/税务",
        "未注明",
        "未注明",
    ]
    assert shown("topic", values) == [("科技", 3, 0), ("财政", 2, 0), ("未注明", 2, 0)]
    assert shown("topic", values, ("科技/企业",)) == [
        ("科技", 3, 0),
        ("科技/人才", 2, 1),
        ("科技/企业", 1, 1),
        ("财政", 2, 0),
        ("未注明", 2, 0),
    ]
    assert ("科技/人才/引进", 1, 1) in shown("topic", values, ("科技/人才/引进",))
