"""Which documents are texts of one work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.relations.model import Entry
from index.relations.reprints import same_text
from index.relations.works import is_part, same_work
from tests.support.entries import entry, law

LAW = law(40)
LATER = law(30) + law(20, 50, "桥梁")


def both_ways(one: Entry, other: Entry) -> bool:
    same = same_work(one, other)
    assert same_work(other, one) == same
    return same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            entry("道路法", LAW, history=("1988-09-05", "2010-04-29")),
            entry("中华人民共和国道路法（2024修订）", LATER, history=("1988-09-05", "2024-02-27")),
            id="versions",
        ),
        pytest.param(
            entry("道路条例", LAW, history=("2001-12-19", "2001-12-22")),
            entry("道路条例", LATER, history=("2001-12-22", "2024-12-06")),
            id="adopted-and-promulgated",
        ),
        pytest.param(
            entry("道路法(主席令 第68号)", number="主席令第68号", day="2002-06-29"),
            entry("道路法", LAW, history=("2002-06-29", "2014-08-31")),
            id="title-of-the-first-text",
        ),
        pytest.param(
            entry("上海市道路条例", LAW),
            entry("上海市道路条例", LATER, history=("1997-08-20", "2024-08-22")),
            id="undated",
        ),
        pytest.param(
            entry("莱芜市道路条例", LAW, history=("2016-11-26",)),
            entry("济南市道路条例", LAW, history=("2016-11-26", "2019-02-12")),
            id="another-city-has-it-now",
        ),
        pytest.param(
            entry("上海市区县和乡镇道路细则", LAW),
            entry("上海市区和乡镇道路细则", LATER, history=("2021-03-24",)),
            id="renamed",
        ),
        pytest.param(
            entry(
                "全国人民代表大会和地方各级人民代表大会选举法",
                LAW,
                history=("1979-07-01", "2020-10-17"),
            ),
            entry("选举法", law(38)),
            id="called-by-its-last-letters",
        ),
        pytest.param(
            entry("民法典", law(40), history=("2020-05-28",)),
            entry("民法典", law(40, 41), history=("2020-05-28",)),
            id="parts",
        ),
    ],
)
def test_texts_of_one_history_are_one_work(one: Entry, other: Entry) -> None:
    assert both_ways(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            entry("刑法修正案（二）", LAW, history=("2001-08-31",)),
            entry("刑法修正案（三）", LAW, history=("2001-12-29",)),
            id="ordinals",
        ),
        pytest.param(
            entry("刑法修正案", LAW, history=("1999-12-25",)),
            entry("刑法修正案（二）", LAW, history=("2001-08-31",)),
            id="ordinal-and-none",
        ),
        pytest.param(
            entry("解释", LAW, day="2016-12-23"),
            entry("解释", LATER, history=("2023-03-27",), number="法释〔2023〕7号"),
            id="made-anew",
        ),
        pytest.param(
            entry("规则（试行）", LAW, history=("1997-01-15", "2012-10-16")),
            entry("规则", LATER, history=("2019-12-02",)),
            id="after-a-trial",
        ),
        pytest.param(
            entry("婚姻法解释（二）", LAW, history=("2003-12-04",)),
            entry("婚姻法解释（二）的补充规定", LAW, history=("2003-12-04", "2017-02-20")),
            id="decision-that-prints-it-whole",
        ),
        pytest.param(
            entry("澳门特别行政区驻军法", LAW, history=("1999-06-28",)),
            entry("香港特别行政区驻军法", LAW, history=("1996-12-30",)),
            id="two-regions",
        ),
        pytest.param(
            entry("日照市制定地方性法规条例", LAW, history=("2017-02-28", "2017-03-29")),
            entry("枣庄市制定地方性法规条例", LAW, history=("2017-02-23", "2017-03-29")),
            id="template-of-two-cities",
        ),
        pytest.param(
            entry("道路办法", LAW, number="云政办〔2015〕7号"),
            entry("道路办法", LATER, number="青政发〔2019〕3号"),
            id="issued-by-two",
        ),
        pytest.param(
            entry("审理反倾销行政案件的规定", LAW, history=("2002-11-21",)),
            entry("审理反补贴行政案件的规定", LAW, history=("2002-11-21",)),
            id="template-of-one-day",
        ),
        pytest.param(
            entry("道路条例", law(38)),
            entry("山西省道路条例", LAW, history=("2016-01-20",)),
            id="of-the-country-and-a-province",
        ),
        pytest.param(
            entry("道路办法", LAW, region="河南省", day="2012-01-05"),
            entry("道路办法", LATER, region="山东省济南市", day="2014-01-05"),
            id="two-provinces",
        ),
        pytest.param(
            entry("道路办法", LAW, day="2012-01-05"),
            entry("道路办法", LATER, day="2014-01-05", repeals=("道路办法", "2012-01-05")),
            id="ended-by-the-other",
        ),
        pytest.param(
            entry("关于价格的通知", number="发改电〔2013〕108号", day="2013-06-21"),
            entry("关于价格的通知", number="发改电〔2014〕158号", day="2014-06-23"),
            id="yearly-notices",
        ),
        pytest.param(
            entry("国务院关于价格的通知", LAW, day="2013-06-21"),
            entry("北京市人民政府关于价格的通知", LATER, day="2014-06-23"),
            id="two-issuers",
        ),
    ],
)
def test_works_of_one_name_are_told_apart(one: Entry, other: Entry) -> None:
    assert not both_ways(one, other)


def test_parts_are_no_versions() -> None:
    one = entry("民法典", law(40), history=("2020-05-28",))
    other = entry("民法典", law(40, 41), history=("2020-05-28",))
    assert is_part(one, other)
    assert is_part(other, one)
    assert not is_part(one, one)
    amended = entry("民法典", law(40, 41), history=("2020-05-28", "2026-05-28"))
    assert not is_part(one, amended)
    assert not is_part(entry("民法典"), other)


PIECES = (
    "关于",
    "印发",
    "《",
    "》",
    "的通知",
    "（试行）",
    "（二）",
    "2019年",
    "国务院",
    "北京市",
    "道路",
    "条例",
    " ",
    "解读",
    "",
)
TITLES = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
DAYS = st.sampled_from(("", "2001-12-25", "2002-01-10", "2019-03-02"))
ENTRIES = st.builds(
    entry,
    TITLES,
    st.sampled_from(("", LAW, LATER, LAW[:90], "（2001年通过）\n" + LAW)),
    number=st.sampled_from(("", "国发〔2019〕3号", "国务院令第3号", "？")),
    day=DAYS,
    history=st.lists(DAYS.filter(bool), max_size=2).map(tuple),
    url=st.sampled_from(
        ("", "http://a.gov.cn/2019-03/02/content_3001.htm", "http://b.gov.cn/t20190302_3001.html")
    ),
    region=st.sampled_from(("", "全国", "河南省", "山东省济南市")),
)


@given(ENTRIES, ENTRIES)
def test_whatever_they_say_both_agree(one: Entry, other: Entry) -> None:
    assert same_text(one, other) == same_text(other, one)
    assert both_ways(one, other) >= same_text(one, other)
    assert is_part(one, other) == is_part(other, one)


@given(ENTRIES)
def test_a_document_with_a_name_is_a_text_of_its_own_work(one: Entry) -> None:
    assert not one.says.identity.sketch or both_ways(one, one)
