"""Bounds of a period as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.request.period import Bound, parse_bound


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        pytest.param("2020", "2020", id="a year"),
        pytest.param(" ２０２０年 ", "2020", id="full width"),
        pytest.param("2020-05", "2020-05", id="a month"),
        pytest.param("2020年5月", "2020-05", id="a month in Chinese"),
        pytest.param("2020.5.1", "2020-05-01", id="a day with points"),
        pytest.param("2020/5/12", "2020-05-12", id="a day with strokes"),
        pytest.param("202005", "2020-05", id="six digits"),
        pytest.param("20200512", "2020-05-12", id="eight digits"),
        pytest.param("二〇二〇年", "2020", id="a year in words"),
        pytest.param("二○二○年十二月三十一日", "2020-12-31", id="a day in words"),
        pytest.param("二零二零", "2020", id="four numerals"),
        pytest.param("2020年度", "2020", id="a year and a word"),
        pytest.param("2020 以来", "2020", id="a year and words"),
    ],
)
def test_a_bound_is_read_in_any_form(text: str, bound: str) -> None:
    assert str(parse_bound(text)) == bound


@pytest.mark.parametrize(
    "text",
    ["", "2020-13", "2020-02-30", "2020-5-1-1", "20201", "年", "五月", "0", "十年", "2020 5 1 9"],
)
def test_what_is_not_in_the_calendar_is_no_bound(text: str) -> None:
    assert parse_bound(text) is None


@given(st.text(max_size=40))
def test_nothing_typed_is_an_error(text: str) -> None:
    bound = parse_bound(text)
    assert bound is None or bound.first <= bound.last


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.integers(1, 3))
def test_a_bound_is_read_as_it_is_written(day: date, parts: int) -> None:
    bound = Bound(*(day.year, day.month, day.day)[:parts])
    assert parse_bound(str(bound)) == parse_bound(bound.words) == bound
    assert bound.first <= day <= bound.last
