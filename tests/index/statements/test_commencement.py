"""Since when a text says it is in force."""

from __future__ import annotations

from datetime import date

import pytest

from index.statements.commencement import commencement_of, later

ISSUED = date(2018, 5, 6)


@pytest.mark.parametrize(
    ("body", "day"),
    [
        pytest.param("自2019年1月1日起施行。", date(2019, 1, 1), id="the only one"),
        pytest.param(
            "《乙办法》，自2019年1月1日起施行。本办法自2020年2月3日起施行。",
            date(2020, 2, 3),
            id="its own",
        ),
        pytest.param("本办法自印发之日起施行。", ISSUED, id="when it is issued"),
        pytest.param("九、本修正案自公布之日起施行。", ISSUED, id="amendment"),
        pytest.param("本规定自公布之日起三十日后施行。", date(2018, 6, 5), id="days later"),
        pytest.param("本条例自发布之日起满6个月施行。", date(2018, 11, 6), id="months later"),
        pytest.param(
            "将第九条修改为：“本办法自2001年1月1日起施行。”本决定自2018年6月1日起施行。",
            date(2018, 6, 1),
            id="not the quoted one",
        ),
        pytest.param("合同自签字之日起生效。", None, id="another thing"),
    ],
)
def test_the_day_a_text_names_as_its_own_counts(body: str, day: date | None) -> None:
    found = commencement_of(body, ISSUED)
    assert (found.on if found else None) == day


def test_the_clause_is_the_evidence() -> None:
    body = "第一条 甲。\n第二条 本法自2019年1月1日起施行。"
    found = commencement_of(body, None)
    assert found is not None
    assert body[found.start : found.end] == "本法自2019年1月1日起施行"


@pytest.mark.parametrize(
    ("day", "count", "unit", "end"),
    [
        (date(2021, 12, 6), 5, "年", date(2026, 12, 6)),
        (date(2020, 2, 29), 1, "年", date(2021, 2, 28)),
        (date(2021, 8, 31), 6, "个月", date(2022, 2, 28)),
        (date(2021, 8, 31), 30, "日", date(2021, 9, 30)),
        (date(9999, 1, 1), 1, "年", None),
    ],
)
def test_days_that_are_later(day: date, count: int, unit: str, end: date | None) -> None:
    assert later(day, count, unit) == end
