"""Dates in the forms of the field."""

from __future__ import annotations

from datetime import date

import pytest

from index.conventions.dates import chinese_number, chinese_numeral, find_dates, parse_date


@pytest.mark.parametrize(
    "printed",
    [
        "2006年08月30日", "2006-08-30", "2006-8-30", "2006/8/30", "2006.8.30", "2006-08-30 08:25",
        "2006-08-30T08:25:00", "2006年 8月 30 日", "２００６年８月３０日", "20060830",
        "二〇〇六年八月三十日", "二ＯＯ六年八月三十日", "二○○六年八月三十日", "二零零六年八月三十日",
        "发布于2006年8月30日上午",
    ],
)  # fmt: skip
def test_one_day_in_every_form(printed: str) -> None:
    assert parse_date(printed) == date(2006, 8, 30)


@pytest.mark.parametrize(
    "printed",
    ["", "暂无", "长期", "-", "2006年", "2006年8月", "2006-13-45", "2006-02-30", "3022482"],
)
def test_what_is_no_whole_day_is_none(printed: str) -> None:
    assert parse_date(printed) is None


def test_dates_stand_where_they_were_found() -> None:
    text = "自2020年1月1日起施行，有效期至二〇二五年十二月三十一日。"
    found = list(find_dates(text))
    assert [day for _, _, day in found] == [date(2020, 1, 1), date(2025, 12, 31)]
    assert [text[start:end] for start, end, _ in found] == [
        "2020年1月1日",
        "二〇二五年十二月三十一日",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("七十三", 73), ("十", 10), ("二十", 20), ("十二", 12), ("一百零五", 105), ("一千二百", 1200),
     ("二〇〇六", 2006), ("047", 47), ("", None), ("四月", None), ("abc", None)],
)  # fmt: skip
def test_numerals(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


def test_numerals_are_written_as_they_are_read() -> None:
    assert [chinese_numeral(n) for n in (10, 12, 20, 105, 110, 1005, 1050)] == [
        "十", "十二", "二十", "一百零五", "一百一十", "一千零五", "一千零五十",
    ]  # fmt: skip
    for number in range(1, 10_000):
        assert chinese_number(chinese_numeral(number)) == number
