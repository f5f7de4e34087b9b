"""The history that promulgation lines tell."""

from __future__ import annotations

from datetime import date

import pytest

from index.statements.history import history_of

LAW = (
    "（2001年5月1日 甲市人民代表大会常务委员会第二次会议通过；2001年6月2日 乙省人民代表大会常务委员会批准；"
    "2012年6月28日 甲市第二次会议通过并经2012年8月1日乙省第九次会议批准的《甲市人大常委会关于修改〈甲市条例〉的决定》第一次修正；"
    "2015年1月1日 施行）\n第一章 总则\n"
)


def test_each_date_of_the_head_is_an_event_at_its_place() -> None:
    passages, begins = history_of(LAW)
    assert [date.fromordinal(one.on) for one in passages] == [
        date(2001, 5, 1),
        date(2001, 6, 2),
        date(2012, 6, 28),
        date(2012, 8, 1),
    ]
    assert [one.amends for one in passages] == [False, False, True, True]
    assert [one.goes_on for one in passages] == [False, False, True, False]
    assert (
        LAW[passages[0].start : passages[0].end]
        == "2001年5月1日 甲市人民代表大会常务委员会第二次会议通过"
    )
    assert [date.fromordinal(one.on) for one in begins] == [date(2015, 1, 1)]


def test_decision_and_order_are_those_of_the_passage() -> None:
    body = "（2001年1月2日国务院令第5号公布 根据2011年1月8日《国务院关于修改部分行政法规的决定》修订）\n第一条 甲。"
    first, last = history_of(body)[0]
    assert (first.number, first.decision) == ("国务院令第5号", "")
    assert (last.number, last.decision) == ("", "国务院关于修改部分行政法规的决定")


def test_a_head_may_stand_on_several_lines_below_an_order() -> None:
    body = (
        "某令\n第5号\n现予公布。\n（1991年3月4日令第76号\n发布 2018年9月6日修订通过）\n第一章 总则"
    )
    passages, _ = history_of(body)
    assert [body[one.start : one.end] for one in passages] == [
        "1991年3月4日令第76号\n发布",
        "2018年9月6日修订通过",
    ]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param("（2005年1月2日通过；2018年3月4日某会议通过）\n", 2, id="made again"),
        pytest.param(
            "（法释〔2021〕11号；2021年5月31日某会议通过；2021年6月3日施行）\n",
            1,
            id="number first",
        ),
        pytest.param("（2018年修订）\n", 0, id="a year alone"),
        pytest.param("（以下简称甲方）2018年1月1日通过\n", 0, id="no head"),
        pytest.param("第一条 甲。\n（2018年1月2日某会议通过）\n", 0, id="in the text"),
        pytest.param("", 0, id="empty"),
    ],
)
def test_heads(body: str, count: int) -> None:
    passages, _ = history_of(body)
    assert len(passages) == count


def test_years_later_another_text_is_made_whatever_it_is_called() -> None:
    passages, _ = history_of("（2005年1月2日通过；2005年3月4日批准；2018年3月4日某会议通过）\n")
    assert [one.amends for one in passages] == [False, False, True]
