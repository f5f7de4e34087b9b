"""Periods that are named in words: what is a period, and what only looks like one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.fold import fold
from search.query.intent.periods import periods_in

TODAY = date(2024, 5, 31)


def named(text: str) -> list[tuple[str, str]]:
    """What is named, and where its bounds are."""
    return [
        (text[one.start : one.end], f"{one.period.first or ''}/{one.period.last or ''}")
        for one in periods_in(fold(text), TODAY)
    ]


@pytest.mark.parametrize(
    ("text", "words", "bounds"),
    [
        pytest.param("2020年公积金", "2020年", "2020/2020", id="a year"),
        pytest.param("二〇二〇年度公积金", "二〇二〇年度", "2020/2020", id="in numerals"),
        pytest.param("公积金 2020", "2020", "2020/2020", id="a number alone"),
        pytest.param("2001到2005年电力", "2001到2005年", "2001/2005", id="a span"),
        pytest.param("2005—2001年", "2005—2001年", "2001/2005", id="the later one first"),
        pytest.param("2019年至今", "2019年至今", "2019/", id="until now"),
        pytest.param("自2019年以来的批复", "自2019年以来", "2019/", id="since"),
        pytest.param("2010年以前", "2010年以前", "/2009", id="before"),
        pytest.param("2020年5月的", "2020年5月", "2020-05/2020-05", id="a month"),
        pytest.param("2020年上半年", "2020年上半年", "2020-01/2020-06", id="half a year"),
        pytest.param("今年新规", "今年", "2024/2024", id="this year"),
        pytest.param("去年的人才政策", "去年", "2023/2023", id="last year"),
        pytest.param("前年", "前年", "2022/2022", id="the year before it"),
        pytest.param("上个月", "上个月", "2024-04/2024-04", id="last month"),
        pytest.param("近三年", "近三年", "2021-05-31/", id="three years back"),
        pytest.param("最近两三年", "最近两三年", "2021-05-31/", id="two or three"),
        pytest.param("近一月", "近一月", "2024-04-30/", id="a month back, to its last day"),
        pytest.param("过去3个月", "过去3个月", "2024-02-29/", id="to a leap day"),
        pytest.param("近半年以来", "近半年以来", "2023-11-30/", id="half a year back"),
        pytest.param("最近30天", "最近30天", "2024-05-01/", id="days back"),
        pytest.param("近两周", "近两周", "2024-05-17/", id="weeks back"),
    ],
)
def test_what_is_named(text: str, words: str, bounds: str) -> None:
    assert named(text) == [(words, bounds)]


@pytest.mark.parametrize(
    "text",
    [
        "今年轻人",
        "以上年度",
        "目前年满十八周岁",
        "附近三年级",
        "最近亲属",
        "2035年远景目标",
        "12020年",
        "近期",
    ],
)
def test_what_is_no_period(text: str) -> None:
    assert named(text) == []


@given(st.text(alphabet="近最一三半年月今去前上个2019到至—以来之前天 周公积金〇", max_size=60))
def test_whatever_is_typed_is_read_in_order(text: str) -> None:
    found = list(periods_in(fold(text), TODAY))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.start < one.end for one in found)
