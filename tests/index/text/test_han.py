"""Numerals and remarks, and that nobody writes a range of ideographs of his own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import index
from index.text import han
from index.text.han import chinese_number, chinese_numeral, without_remark

ROOMS = Path(index.__file__).parent


@pytest.mark.parametrize(
    ("text", "value"),
    [("七十三", 73), ("十", 10), ("二十", 20), ("十二", 12), ("一百零五", 105), ("一千二百", 1200),
     ("二〇〇六", 2006), ("047", 47), ("", None), ("四月", None), ("abc", None)],
)  # fmt: skip
def test_numerals(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


def test_numerals_are_written_as_laws_write_them() -> None:
    assert [chinese_numeral(n) for n in (10, 12, 20, 105, 110, 1005, 1050)] == [
        "十", "十二", "二十", "一百零五", "一百一十", "一千零五", "一千零五十",
    ]  # fmt: skip


@given(st.integers(1, 9_999))
def test_a_numeral_is_read_as_it_is_written(number: int) -> None:
    assert chinese_number(chinese_numeral(number)) == number


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        pytest.param("公司法(2023修订)", "公司法", id="year"),
        pytest.param("办法[试行]", "办法", id="square"),
        pytest.param("办法(试行)的通知", "办法(试行)的通知", id="within"),
        pytest.param("办法(甲(乙))", "办法(甲(乙))", id="nested"),
    ],
)
def test_a_remark_that_ends_a_title_is_left_out(title: str, bare: str) -> None:
    assert without_remark(title) == bare


def test_ranges_and_numerals_are_written_here_only() -> None:
    own = [
        path.relative_to(ROOMS).as_posix()
        for path in ROOMS.rglob("*.py")
        if any(
            part in path.read_text(encoding="utf-8") for part in (r"\u3400", r"\u9fff", han.DIGITS)
        )
    ]
    assert sorted(own) == ["document.py", "text/han.py"]
