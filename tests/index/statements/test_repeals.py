"""Sentences that end or change other documents."""

from __future__ import annotations

from datetime import date

import pytest

from index.statements.model import Kind
from index.statements.repeals import acts_in_title, acts_of


def ended(body: str, title: str = "") -> list[str]:
    return [body[act.start : act.end] for act in acts_of(body, title) if act.kind is Kind.REPEALS]


def changed(body: str, title: str = "") -> list[str]:
    return [body[act.start : act.end] for act in acts_of(body, title) if act.kind is Kind.AMENDS]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        pytest.param("本条例自2005年1月1日起施行。《甲条例》同时废止。", ["《甲条例》"], id="alone"),
        pytest.param(
            "第九条 本法施行后，1990年发布的《甲条例》，1991年发布的《乙办法》和《丙规定（试行）》（国发〔1991〕5号）同时废止。",
            ["《甲条例》", "《乙办法》", "《丙规定（试行）》"],
            id="list",
        ),
        pytest.param("原《甲办法》现予废止，其他规定照旧。", ["《甲办法》"], id="now"),
        pytest.param("《甲条例》自本规定施行之日起即行废止。", ["《甲条例》"], id="since"),
        pytest.param("自本通知印发之日起，《甲通知》（国办发〔2016〕82号）停止执行。", ["《甲通知》"], id="stopped"),
        pytest.param("《省实施〈中华人民共和国水法〉办法》同时废止。", ["《省实施〈中华人民共和国水法〉办法》"], id="nested"),
        pytest.param(
            "根据1997年《关于修改〈甲条例〉的决定》第一次修正、根据2015年《关于修改〈乙办法〉等的决定》第二次修正的《甲条例》同时废止。",
            ["《甲条例》"],
            id="its-past",
        ),
        pytest.param("原《甲办法》及其补充规定同时废止。", ["《甲办法》"], id="with-supplements"),
        pytest.param(
            "以下文件自本办法施行之日起废止：\n1.《甲办法》（穗府〔2001〕1号）\n2.《乙办法》\n第三条 依照《丙法》办理。",
            ["《甲办法》", "《乙办法》"],
            id="lines-below",
        ),
        pytest.param("下列规定同时废止：（一）《甲办法》；（二）《乙办法》。", ["《甲办法》", "《乙办法》"], id="list-behind"),
        pytest.param("《甲办法》（国办发〔2001〕1号）、国办发〔2002〕9号文件同时废止。", ["《甲办法》", "国办发〔2002〕9号"], id="number"),
        pytest.param("《甲通知》（甲办〔2019〕1号）同时作废。", ["《甲通知》"], id="void"),
        pytest.param("原甲府〔2001〕5号文件同时废止。", ["甲府〔2001〕5号"], id="former"),
        pytest.param("原《甲办法》（甲府〔2001〕5号）和《乙办法》\n同时废止。", ["《甲办法》", "《乙办法》"], id="broken-line"),
        pytest.param("《甲办法》继续有效，《乙办法》废止。", ["《乙办法》"], id="one-goes-on"),
    ],
)  # fmt: skip
def test_what_is_ended_as_a_whole(body: str, names: list[str]) -> None:
    assert ended(body) == names


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("《甲条例》第三条同时废止。", id="article"),
        pytest.param("《甲条例》中有关看守所的规定即行废止。", id="part"),
        pytest.param("《甲许可证》有效期满，不办理延续登记手续的，该证自行废止。", id="licence"),
        pytest.param("（2011年《国务院关于废止和修改部分行政法规的决定》修订）", id="in-a-name"),
        pytest.param("将第九条修改为：“本条例自公布之日起施行。《甲条例》同时废止。”", id="quoted"),
        pytest.param("《甲条例》已经废止。", id="told"),
        pytest.param("依照《甲条例》的规定，原批准文件同时废止。", id="cited"),
        pytest.param("待新规定出台后，《甲条例》同时废止。", id="some-day"),
        pytest.param("凡《甲条例》与本办法不一致的部分同时废止。", id="what-differs"),
        pytest.param("需要修改、废止《甲条例》的，应当及时提出。", id="wished"),
    ],
)
def test_what_goes_on(body: str) -> None:
    assert ended(body) == []


def test_a_decision_says_the_verb_first() -> None:
    body = "会议决定：\n一、废止《甲条例》（1992年通过）\n二、废止1994年通过的《乙条例》\n本决定自公布之日起施行。"
    assert ended(body, "关于废止部分地方性法规的决定") == ["《甲条例》", "《乙条例》"]
    assert ended(body, "工作方案") == []


def test_a_catalogue_may_name_by_numbers_alone() -> None:
    body = "宣布失效的文件目录\n1.国务院关于甲的通知（国发〔1986〕90号）\n2.国务院关于乙的通知（国发〔1999〕9号）\n"
    assert ended(body, "国务院关于宣布失效一批文件的决定") == [
        "国发〔1986〕90号",
        "国发〔1999〕9号",
    ]
    assert ended("继续有效的文件目录\n1.国务院关于甲的通知（国发〔1986〕90号）\n", "清理结果") == []


def test_the_day_of_the_end_may_stand_in_the_sentence() -> None:
    stated, other = acts_of(
        "《甲》自2012年1月1日起停止执行。本办法自2010年1月1日起施行，《乙》同时废止。"
    )
    assert date.fromordinal(stated.on) == date(2012, 1, 1)
    assert other.on == 0


def test_the_sentence_is_the_evidence() -> None:
    body = "第一条 甲。\n第二条 本办法自发布之日起施行。《甲办法》同时废止。"
    (act,) = acts_of(body)
    assert body[slice(*act.sentence)] == "《甲办法》同时废止。"


def test_what_is_changed() -> None:
    body = "现对《甲解释》（以下简称《解释》）作如下修改：\n一、将第一条修改为：“依照《乙法》。”"
    assert changed(body) == ["《甲解释》"]
    many = "一、修改《甲规定》\n将第一条修改为：“……”\n二、修改《乙规定》\n"
    assert changed(many, "关于修改《甲规定》等两件规定的决定") == ["《甲规定》", "《乙规定》"]
    assert changed(many, "工作要点") == []


def test_what_is_changed_in_part() -> None:
    assert changed("在某院《甲解释》第二十四条的基础上增加两款：夫妻一方……") == ["《甲解释》"]
    assert changed("将《甲规定》（法释〔2001〕1号）第三条修改为：“……”") == ["《甲规定》"]
    assert changed("将《甲规定》第三条的情形告知当事人。") == []


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        ("某部关于废止甲管理办法的决定", Kind.REPEALS, "甲管理办法"),
        (
            "某院关于适用《甲法》的解释（二）的补充规定",
            Kind.AMENDS,
            "某院关于适用《甲法》的解释（二）",
        ),
        ("某院关于执行《甲法》确定罪名的补充规定（三）", None, ""),
        ("国务院关于修改和废止部分行政法规的决定", None, ""),
        ("关于废止部分地方性法规的决定", None, ""),
        ("关于修订印发甲办法的通知", None, ""),
    ],
)
def test_a_title_says_what_is_ended_or_changed(title: str, kind: Kind | None, name: str) -> None:
    found = [(act.kind, title[act.start : act.end]) for act in acts_in_title(title)]
    assert found == ([(kind, name)] if kind else [])


@pytest.mark.parametrize(
    ("list_", "names"),
    [
        pytest.param(
            "|序号|名称|文号|\n|---|---|---|\n|1|关于甲的通知|市政发〔2008〕3号|\n|2|关于乙的通知|市政发〔2009〕4号|",
            ["市政发〔2008〕3号", "市政发〔2009〕4号"],
            id="table-with-a-head",
        ),
        pytest.param(
            "一、甲办法（2008年1月1日市人民政府令第1号发布）\n二、乙办法（2009年1月1日市人民政府令第2号公布）",
            ["市人民政府令第1号", "市人民政府令第2号"],
            id="orders",
        ),
        pytest.param(
            "《甲办法》\n说明：已被《丁办法》代替\n《乙办法》",
            ["《甲办法》", "《乙办法》"],
            id="beside",
        ),
    ],
)
def test_lists_of_what_is_ended(list_: str, names: list[str]) -> None:
    assert ended(f"下列文件予以废止：\n{list_}") == names


def test_names_in_a_row_are_all_ended_but_those_left_out() -> None:
    assert ended("除《甲办法》外，下列文件废止：《乙办法》《丙办法》。") == [
        "《乙办法》",
        "《丙办法》",
    ]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (
            "将《甲办法》（市政发〔2015〕3号）、《乙办法》有效期延长至2025年12月31日。",
            ["《甲办法》", "《乙办法》"],
        ),
        ("《甲办法》有效期已届满，经评估继续有效，有效期延长至2025年12月31日。", ["《甲办法》"]),
        ("延长《甲办法》有效期至2025年12月31日。", ["《甲办法》"]),
        ("按照《甲办法》第三条核发的许可证有效期延长至2025年12月31日。", []),
        ("《甲办法》规定的补贴，按照批准的有效期至2025年12月31日。", []),
    ],
)
def test_a_term_that_another_document_prolongs(body: str, names: list[str]) -> None:
    found = [act for act in acts_of(body) if act.kind is Kind.AMENDS]
    assert [body[act.start : act.end] for act in found] == names
    assert {act.on for act in found} <= {date(2026, 1, 1).toordinal()}
