"""Which documents are one text."""

from __future__ import annotations

import pytest

from index.relations.model import Entry
from index.relations.reprints import same_text
from tests.support.entries import entry, law

LAW = law(40)
AMENDED = LAW.replace("负责养护", "负责养护和修理", 1)
SAID = LAW.replace("第", "其")
PAGE = "您当前的位置：首页 > 政务公开 > 政策文件。字体大中小。打印本页。扫一扫在手机打开当前页。相关链接：部门网站、地方网站。\n"
GAZETTE = "http://www.gov.cn/gongbao/content/2016/content_5076965.htm"
SITE = "https://www.gov.cn/zhengce/content/2016-05/13/content_5073049.htm"
LISTED = "https://www.gov.cn/zhengce/zhengceku/2016-05/13/content_5073049.htm"
NDRC = "https://www.ndrc.gov.cn/xxgk/zcfb/tz/{0}/t{0}_9{0}.html"


def both_ways(one: Entry, other: Entry) -> bool:
    same = same_text(one, other)
    assert same_text(other, one) == same
    return same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            entry("中华人民共和国道路法", LAW, history=("1997-07-03", "2017-11-04")),
            entry("道路法", LAW, history=("1997-07-03", "2017-11-04")),
            id="two-collections",
        ),
        pytest.param(
            entry("道路法", LAW, history=("1997-07-03", "2017-11-04")),
            entry("道路法", LAW),
            id="one-without-any-day",
        ),
        pytest.param(
            entry("道路法", LAW, history=("2017-11-04",)),
            entry("道路法", LAW[:-30], day="2017-11-08", url=SITE),
            id="a-sentence-lost",
        ),
        pytest.param(
            entry("关于养路的通知", LAW[:300], number="国办发〔2016〕31号"),
            entry(
                "关于养路的通知",
                PAGE * 2 + LAW[:300],
                number="国办发〔2016〕31号",
                day="2018-12-02",
            ),
            id="as-much-page-as-text",
        ),
        pytest.param(
            entry("养路办法", LAW, number="穗府办规〔2022〕13号"),
            entry(
                "市人民政府办公厅关于印发市养路办法的通知",
                LAW + law(9, 90),
                number="穗府办规〔2022〕13号",
            ),
            id="with-the-notice-and-an-annex",
        ),
        pytest.param(
            entry("儿童健康促进行动计划", LAW),
            entry("儿童健康促进专项行动计划", LAW),
            id="two-words-more",
        ),
        pytest.param(
            entry(
                "关于发展的指导意见（发改农经〔2016〕2574号）",
                number="发改农经〔2016〕2574号",
                day="2017-01-23",
            ),
            entry(
                "关于发展的指导意见(发改农经〔2016〕2574号)",
                number="发改农经〔2016〕2574号",
                day="2016-12-29",
            ),
            id="listed-twice",
        ),
        pytest.param(
            entry(
                "国务院办公厅关于养路的通知（国办发[2005]8号）",
                number="国办发〔2005〕8号",
                day="2005-02-22",
            ),
            entry("关于养路的通知", LAW, number="国办发〔2005〕8号"),
            id="title-and-text",
        ),
        pytest.param(
            entry("关于评审的通知", SAID, day="2021-01-05", url=SITE),
            entry("关于评审的通知", SAID, day="2021-12-05", url=GAZETTE),
            id="put-up-again",
        ),
        pytest.param(
            entry("国务院关于养路的意见", day="2016-05-13", url=SITE),
            entry("国务院关于养路的意见", day="2016-05-13", url=LISTED),
            id="one-page-two-addresses",
        ),
        pytest.param(
            entry("国务院关于养路的意见", number="国发〔2016〕31号", day="2016-04-28", url=SITE),
            entry("国务院关于养路的意见", day="2016-05-20", url=GAZETTE),
            id="page-and-gazette",
        ),
        pytest.param(
            entry("关于2018年培训计划的通知", day="2018-04-02", url=NDRC.format("20180402")),
            entry("国家发展改革委关于2018年培训计划的通知", day="2018-12-31", url=SITE),
            id="the-year-in-the-title",
        ),
        pytest.param(
            entry("道路法(主席令 第71号)", number="主席令第71号", day="2002-06-29", url=SITE),
            entry("道路法", LAW, history=("2002-06-29",)),
            id="order-and-law-of-its-day",
        ),
    ],
)
def test_what_is_printed_twice_is_one_text(one: Entry, other: Entry) -> None:
    assert both_ways(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            entry("道路法", LAW, history=("2001-12-25", "2020-11-29")),
            entry("道路法", AMENDED, history=("2001-12-25", "2020-11-29", "2024-12-06")),
            id="versions",
        ),
        pytest.param(
            entry("道路条例", LAW, number="国务院令第276号", history=("2000-01-04", "2021-02-09")),
            entry(
                "道路条例", AMENDED, number="国务院令第276号", history=("2000-01-04", "2024-12-06")
            ),
            id="versions-under-one-order",
        ),
        pytest.param(
            entry("道路法", LAW, history=("2001-12-25",), day="2016-02-06"),
            entry("道路法(国务院令 第5号)", number="国务院令第5号", day="2001-12-25", url=SITE),
            id="later-than-its-cut-head-says",
        ),
        pytest.param(
            entry("日照市养路条例", LAW, history=("2017-03-29",)),
            entry("济宁市养路条例", LAW, history=("2017-03-30",)),
            id="template-of-two-cities",
        ),
        pytest.param(
            entry("日照市养路指南", LAW), entry("济宁市养路指南", LAW), id="undated-template"
        ),
        pytest.param(entry("2025年养路指南", LAW), entry("2026年养路指南", LAW), id="years"),
        pytest.param(
            entry("关于养路的批复", LAW, number="国函〔2003〕32号"),
            entry("关于养路的批复", LAW, number="国函〔2003〕26号"),
            id="numbers",
        ),
        pytest.param(
            entry("国务院关于养路的意见", number="国发〔2018〕9号", day="2018-04-12", url=SITE),
            entry("国务院关于养路的意见", day="2020-06-20", url=GAZETTE),
            id="the-notice-of-another-year",
        ),
        pytest.param(
            entry("关于调整价格的通知", day="2006-05-25", url=NDRC.format("20060525")),
            entry(
                "关于调整价格的通知",
                number="发改电〔2006〕64号",
                day="2006-03-26",
                url=NDRC.format("20060326"),
            ),
            id="the-notice-of-another-month",
        ),
        pytest.param(
            entry("关于评审的通知", LAW, day="2024-01-05", region="广东省"),
            entry("关于评审的通知", LAW, day="2024-01-15", region="河南省"),
            id="two-provinces",
        ),
        pytest.param(
            entry("道路条例", LAW, day="2021-09-24"),
            entry("道路条例", LAW.replace("负责养护", "养护", 1), day="2024-03-29"),
            id="versions-without-heads",
        ),
        pytest.param(
            entry("解释", LAW, number="法释〔2010〕18号", history=("2010-11-22",)),
            entry("解释", AMENDED, number="法释〔2010〕18号", history=("2010-11-22", "2021-12-30")),
            id="versions-under-one-number",
        ),
        pytest.param(
            entry("登记办法", law(20, about="登记"), url=SITE),
            entry("授权办法", LAW, url=SITE),
            id="two-on-one-page",
        ),
    ],
)
def test_what_is_alike_is_not(one: Entry, other: Entry) -> None:
    assert not both_ways(one, other)
