"""Dates in the forms of the field."""

from __future__ import annotations

from datetime import date

import pytest

from index.conventions.dates import find_dates, parse_date


@pytest.mark.parametrize(
    "printed",
    [
        "2006年08月30日", "2006-08-30", "2006-8-30", "2006/8/30", "2006.8.30", "2006-08-30 08:25",
        "2006-08-30T08:25:00", "2006年 8月 30 日", "２００６年８月３０日", "20060830",
        "二〇〇六年八月三十日", "二ＯＯ六年八月三十日", "二○○六年八月三十日", "二零零六年八月三十日",
        "发布于2006年8月30日上午", "2 0 0 6 年 8 月 3 0 日", "2006年8月 3 0日", "２０ ０６ 年 ８ 月 ３０ 日",
        "二 〇 〇 六 年 八 月 三 十 日", "二0０六年八月三十日", "二ΟΟ六年八月三十日", "二○〇六年\n八月三十日", "2006年8月\n30日",
    ],
)  # fmt: skip
def test_one_day_in_every_form(printed: str) -> None:
    assert parse_date(printed) == date(2006, 8, 30)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "暂无",
        "长期",
        "-",
        "2006年",
        "2006年8月",
        "2006-13-45",
        "2006-02-30",
        "3022482",
        "二〇〇六年二月三十日",
        "2 0 0 6 年 1 3 月 1 日",
        "12 006.8.30",
    ],
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
