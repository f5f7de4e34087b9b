"""What titles say that documents carry and interpret."""

from __future__ import annotations

import pytest

from index.statements.carried import carried, interpreted, main_title


@pytest.mark.parametrize(
    ("title", "titles"),
    [
        pytest.param(
            "关于印发物流业调整和振兴规划的通知(国发[2009]8号)",
            ["物流业调整和振兴规划"],
            id="plain",
        ),
        pytest.param(
            "印发《关于治理的指导意见》 的通知（特急 发改农经〔2018〕1542号）",
            ["关于治理的指导意见"],
            id="named",
        ),
        pytest.param(
            "关于印发《关于贯彻〈公路法〉的意见》的通知", ["关于贯彻〈公路法〉的意见"], id="nested"
        ),
        pytest.param("国家计委近日发布《招标范围规定》", ["招标范围规定"], id="news"),
        pytest.param(
            "中共中央 国务院印发《扶贫纲要（2011-2020年）》",
            ["扶贫纲要（2011-2020年）"],
            id="no-notice",
        ),
        pytest.param("国家计委、建设部颁布住房价格管理办法", ["住房价格管理办法"], id="neither"),
        pytest.param(
            "机器人产业发展规划（2016-2020年）发布",
            ["机器人产业发展规划（2016-2020年）"],
            id="verb-behind",
        ),
        pytest.param("关于修订印发《甲方案》《乙办法》的通知", ["甲方案", "乙办法"], id="two"),
        pytest.param(
            "关于发布实施《甲目录(2006年本)》和《乙目录(2006年本)》的通知",
            ["甲目录(2006年本)", "乙目录(2006年本)"],
            id="and",
        ),
        pytest.param(
            "国务院批转能源部、国家计委关于改进分配办法请示的通知",
            ["关于改进分配办法请示"],
            id="those-who-wrote-it",
        ),
        pytest.param(
            "国务院办公厅关于转发教育部等部门《攻坚计划》的通知", ["攻坚计划"], id="and-others"
        ),
        pytest.param(
            "国务院办公厅转发人事部“十一五”培训纲要的通知",
            ["“十一五”培训纲要"],
            id="wrote-it-without-about",
        ),
        pytest.param(
            "国务院批转中国残疾人事业“十五”计划纲要的通知",
            ["中国残疾人事业“十五”计划纲要"],
            id="no-writer",
        ),
        pytest.param(
            "国务院批转地质部关于保障工作条件的报告", ["关于保障工作条件的报告"], id="report"
        ),
        pytest.param(
            "卫生委等4部门关于印发推进签约服务方案的通知", ["推进签约服务方案"], id="four-issuers"
        ),
        pytest.param("江苏-关于印发句容市实施方案的通知", ["句容市实施方案"], id="place"),
        pytest.param(
            "国家发展和改革委员会令 第8号 （《汽车产业发展政策》）",
            ["汽车产业发展政策"],
            id="order",
        ),
        pytest.param(
            "国家发展和改革委员会公告 2004年 第9号(47项行业标准名称)",
            ["47项行业标准名称"],
            id="announcement",
        ),
        pytest.param(
            "关于印发马凯主任在纪念《招标投标法》实施五周年座谈会上的讲话的通知",
            ["马凯主任在纪念《招标投标法》实施五周年座谈会上的讲话"],
            id="a-speech-about-a-law",
        ),
        pytest.param(
            "关于印发《若干意见》任务分解表的通知",
            ["《若干意见》任务分解表"],
            id="a-table-of-tasks",
        ),
        pytest.param(
            "国务院关于印发重建总体规划的通知 重建总体规划", ["重建总体规划"], id="appended"
        ),
        pytest.param(
            "关于发布《蚕丝行业规划》的通知 ……………… 国家经贸委 蚕丝行业规划",
            ["蚕丝行业规划"],
            id="leader",
        ),
        pytest.param(
            "国务院关于取消一批事项的决定 取消的项目目录 取消的收费目录",
            ["取消的项目目录", "取消的收费目录"],
            id="annexes",
        ),
        pytest.param(
            "印发关于做好立法工作的意见和2006年立法工作计划的通知",
            [
                "关于做好立法工作的意见和2006年立法工作计划",
                "关于做好立法工作的意见",
                "2006年立法工作计划",
            ],
            id="two-or-one",
        ),
        pytest.param("最高人民法院关于公布名单信息的若干规定", [], id="publishing-is-the-matter"),
        pytest.param("关于做好信息发布工作的通知", [], id="publishing-is-work"),
        pytest.param("国务院关于修改《公路法》的决定", [], id="amending"),
        pytest.param("公路法", [], id="law"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_what_a_title_carries(title: str, titles: list[str]) -> None:
    assert list(carried(title)) == titles


@pytest.mark.parametrize(
    ("title", "titles"),
    [
        ("《公路养护方案》政策解读", ["公路养护方案"]),
        ("解读《公路养护方案》", ["公路养护方案"]),
        ("发改委解读:健全补偿机制 促进制度建设", ["健全补偿机制"]),
        ("商务部负责人解读自由贸易协定升级议定书", ["自由贸易协定升级议定书"]),
        ("有关负责人就2011年重点工作意见答记者问", ["2011年重点工作意见"]),
        ("新闻发言人就“金融十八条”答记者问", ["金融十八条"]),
        ("合力攻坚精准脱贫——扶贫办负责人答记者问", []),
        ("公路法", []),
    ],
)
def test_what_a_title_interprets(title: str, titles: list[str]) -> None:
    assert list(interpreted(title)) == titles


@pytest.mark.parametrize(
    ("title", "main"),
    [
        ("国务院关于印发规划的通知 总体规划", "国务院关于印发规划的通知"),
        ("国务院关于就业工作的意见 国发〔2015〕23号", "国务院关于就业工作的意见"),
        ("关于转发《关于养路的通知 》的通知", "关于转发《关于养路的通知 》的通知"),
        ("国务院关于养路的通知(国发〔2015〕23号)", "国务院关于养路的通知(国发〔2015〕23号)"),
        ("公路法", "公路法"),
    ],
)
def test_a_title_without_what_is_appended(title: str, main: str) -> None:
    assert main_title(title) == main
