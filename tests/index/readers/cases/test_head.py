"""What stands at the head of a document: whose paper, marks, number, title (kinds 07, 18, 22, 24, 29)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.conventions.issuers import canonical_all
from index.document import PolicyDocument
from index.readers.extract import Extract
from index.readers.interpret.document import document_of
from tests.support.cases import document_of_case, document_of_text, read_bytes


def test_a_letterhead_without_wenjian() -> None:
    document = document_of_case("07_letterhead_without_wenjian.txt")
    assert document.doc_number == "云教〔2024〕5号"
    assert document.title == "关于做好义务教育招生工作的通知"
    assert document.issuers == ("云泽市教育局",)
    assert document.body.startswith("各县（区）教育局：")


@pytest.mark.parametrize(("text", "title", "number", "issuers"), [
    pytest.param("云澜市财政局\n云澜市教育局\n云澜市人力资源和社会保障局\n文件\n云财教〔2024〕12号\n关于下达补助经费的\n通知\n各县：\n正文。",
                 "关于下达补助经费的通知", "云财教〔2024〕12号",
                 ("云澜市财政局", "云澜市教育局", "云澜市人力资源社会保障局"), id="joint, 文件 below"),
    pytest.param("云澜市财政局 云澜市教育局文件\n云财教〔2024〕12号\n关于下达补助经费的通知\n各县：\n正文。",
                 "关于下达补助经费的通知", "云财教〔2024〕12号", ("云澜市财政局", "云澜市教育局"), id="joint, on a line"),
    pytest.param("中共云澜市委办公室\n云澜市人民政府办公室\n云办发〔2024〕3号\n关于加强乡村治理的意见\n各县：\n正文。",
                 "关于加强乡村治理的意见", "云办发〔2024〕3号", ("中共云澜市委办公室", "云澜市人民政府办公室"),
                 id="party and government, no 文件"),
    pytest.param("云澜市水利局　　　云水函〔2023〕17号\n关于河道管理范围的复函\n云澜县人民政府：\n正文。",
                 "关于河道管理范围的复函", "云水函〔2023〕17号", ("云澜市水利局",), id="a letter, on one line"),
    pytest.param("云澜大学文件\n云大校〔2024〕8号\n关于做好安全工作的通知\n各学院：\n正文。",
                 "关于做好安全工作的通知", "云大校〔2024〕8号", ("云澜大学",), id="no authority by its name"),
    pytest.param("关于做好秋粮收购工作的通知\n云澜市粮食局\n云粮〔2019〕4号\n各县：\n正文。",
                 "关于做好秋粮收购工作的通知", "云粮〔2019〕4号", ("云澜市粮食局",), id="below the title"),
])  # fmt: skip
def test_whose_paper_it_is(text: str, title: str, number: str, issuers: tuple[str, ...]) -> None:
    document = document_of_text(text)
    assert (document.title, document.doc_number, document.issuers) == (title, number, issuers)
    assert document.body.endswith("正文。")
    assert document.body.count("\n") == 1


def test_a_title_is_no_letterhead_for_ending_in_wenjian() -> None:
    document = document_of_text(
        "云澜海关食堂服务项目招标文件\n2026年3月\n第一章 投标邀请\n欢迎投标。"
    )
    assert document.title == "云澜海关食堂服务项目招标文件"
    assert document.issuers == ()


def test_marks_of_the_head() -> None:
    document = document_of_case("22_copy_number.txt")
    assert document.title == "云泽市人民政府关于防汛工作的请示"
    assert document.doc_number == "云政发〔2024〕7号"
    assert document.body.startswith("省人民政府：")
    assert document.as_printed == (
        ("份号", "000012"), ("密级和保密期限", "机密★1年"), ("紧急程度", "特急"), ("签发人", "李某某"),
    )  # fmt: skip


@pytest.mark.parametrize("shown", [
    "<p>项目名称：云澜市图书馆图书采购项目</p><h1>招 标 文 件</h1>", "<h1>招标文件</h1><p>项目名称：云澜市图书馆图书采购项目</p>",
])  # fmt: skip
def test_a_page_headed_by_the_kind_alone(tmp_path: Path, shown: str) -> None:
    html = f"<html><head><meta charset=utf-8><title>招标文件</title></head><body>{shown}<p>第一章 投标邀请</p><p>欢迎投标，请按时提交。</p></body></html>"
    (document,) = read_bytes(tmp_path, "a.html", html.encode())
    assert isinstance(document, PolicyDocument)
    assert document.title == "云澜市图书馆图书采购项目招标文件"


@pytest.mark.parametrize(("head", "signers"), [
    pytest.param("　　　　　签发人：李某某\n云水〔2023〕9号　　　　　王某某", ["李某某", "王某某"], id="one beside the number"),
    pytest.param("　　　签发人：李某某\n　　　　　王某某\n云水〔2023〕9号　　　孙 某", ["李某某", "王某某", "孙 某"], id="three, the last beside it"),
    pytest.param("云水〔2023〕9号 签发人：李某某\n\u3000\u3000王某某\n\u3000\u3000孙  某", ["李某某", "王某某", "孙 某"], id="three below each other"),
    pytest.param("云水〔2023〕9号　会签人：李某某、王某某、孙某", ["李某某、王某某、孙某"], id="three on a line"),
    pytest.param("签发人：李某某 王某某\n云水〔2023〕9号 孙某某", ["李某某 王某某", "孙某某"], id="one space"),
])  # fmt: skip
def test_signers_beside_and_below_the_number(head: str, signers: list[str]) -> None:
    title = "云澜市水利局 云澜市农业农村局关于抗旱资金的请示"
    document = document_of_text(
        f"云澜市水利局　云澜市农业农村局文件\n{head}\n{title}\n市人民政府：\n正文。"
    )
    assert (document.title, document.doc_number) == (title, "云水〔2023〕9号")
    assert document.issuers == ("云澜市水利局", "云澜市农业农村局")
    assert [value for label, value in document.as_printed if label == "签发人"] == signers
    assert document.body == "市人民政府：\n正文。"


def test_what_stands_below_a_signer_may_be_the_title() -> None:
    document = document_of_text(
        "云澜市水利局文件\n云水〔2023〕9号　签发人：李某某\n公  告\n现公告如下。\n正文。"
    )
    assert document.title == "公告"


@pytest.mark.parametrize(("head", "marks"), [
    pytest.param("000003\n秘密★6个月　加急\n云澜市公安局文件\n云公〔2023〕9号",
                 {"份号": "000003", "密级和保密期限": "秘密★6个月", "紧急程度": "加急"}, id="two on a line"),
    pytest.param("№ 000108 绝密★长期 特 急\n云澜市公安局文件\n云公〔2023〕9号",
                 {"份号": "№ 000108", "密级和保密期限": "绝密★长期", "紧急程度": "特 急"}, id="three on a line"),
    pytest.param("平急\n云澜市公安局\n云公〔2023〕9号    签发人：李 某  王某某", {"紧急程度": "平急", "签发人": "李 某 王某某"}, id="two signers"),
    pytest.param("云澜市公安局文件\n云公〔2023〕9号　签发人：李某某\n　　　　　　　　王某某", {"签发人": "李某某"}, id="the second signer below"),
    pytest.param("云澜市公安局文件\n签发人：李某某\n云公〔2023〕9号", {"签发人": "李某某"}, id="a signer above"),
])  # fmt: skip
def test_marks_are_neither_title_nor_text(head: str, marks: dict[str, str]) -> None:
    document = document_of_text(f"{head}\n关于加强夜间巡逻的请示\n市人民政府：\n正文。")
    assert document.title == "关于加强夜间巡逻的请示"
    assert document.doc_number == "云公〔2023〕9号"
    assert document.issuers == ("云澜市公安局",)
    assert document.body == "市人民政府：\n正文。"
    assert marks.items() <= dict(reversed(document.as_printed)).items()


def test_a_number_in_chinese_numerals() -> None:
    document = document_of_case("24_number_in_chinese_numerals.txt")
    assert document.doc_number == "法释〔2001〕7号"


@pytest.mark.parametrize(("printed", "number"), [
    ("云政发〔二○○三〕二十三号", "云政发〔2003〕23号"),
    ("云政发[二OO三]第十号", "云政发〔2003〕10号"),
    ("（云政发〔二00三〕7号）", "云政发〔2003〕7号"),
    ("云澜市人民政府令（第一百零五号）", "云澜市人民政府令第105号"),
])  # fmt: skip
def test_numerals_of_every_kind(printed: str, number: str) -> None:
    document = document_of_text(f"云澜市渡口管理办法\n{printed}\n第一条 正文。\n第二条 正文。")
    assert (document.title, document.doc_number) == ("云澜市渡口管理办法", number)
    assert document.body.startswith("第一条")


def test_an_order_before_the_title_on_its_line() -> None:
    document = document_of_case("29_order_dash_title.txt")
    assert document.title == "政府采购货物和服务招标投标管理办法"
    assert document.doc_number == "财政部令第87号"


@pytest.mark.parametrize("line", [
    "云澜市人民政府令第12号 云澜市停车管理办法",
    "云澜市人民政府第12号令——《云澜市停车管理办法》",
    "云澜市停车管理办法（云澜市人民政府令第12号）",
    "云澜市停车管理办法 云澜市人民政府令第12号",
    "云澜市人民政府令（第12号）\n云澜市停车管理办法",
])  # fmt: skip
def test_an_order_beside_the_title(line: str) -> None:
    document = document_of_text(f"{line}\n第一章 总则\n第一条 正文。\n第二条 正文。")
    assert (document.title, document.doc_number) == ("云澜市停车管理办法", "云澜市人民政府令第12号")
    assert document.issuers == ("云澜市人民政府",)


@pytest.mark.parametrize(("cover", "title"), [
    pytest.param("采购项目编号：YL-2025-C-018\n云澜市中心医院信息系统\n维护服务\n竞争性磋商文件\n采 购 人：云澜市中心医院",
                 "云澜市中心医院信息系统", id="lines that can stand alone"),
    pytest.param("招标编号：0701-25\n项目名称：云澜大桥检测\n代理机构：云澜招标有限公司", "云澜大桥检测", id="the name is a label's value"),
    pytest.param("附件1\n云澜市公共机构节能\n改造项目可行性研究报告\n二〇二五年三月", "云澜市公共机构节能改造项目可行性研究报告", id="a report"),
    pytest.param("YLFS-2025-003\n关于开展消防检查的\n通知", "关于开展消防检查的通知", id="a code above"),
    pytest.param("云澜市人民政府\n关于印发《云澜市湿地保护\n规划（2024—2030年）》的通知", "云澜市人民政府关于印发《云澜市湿地保护规划（2024—2030年）》的通知",
                 id="a 《 that is open"),
    pytest.param("样表\n云澜市公积金转移申请表", "云澜市公积金转移申请表", id="an annex"),
])  # fmt: skip
def test_titles_by_structure(cover: str, title: str) -> None:
    document = document_of_text(f"{cover}\n第一章 总述\n云澜市有关情况如下。")
    assert document.title.startswith(title)


def test_a_title_that_only_the_text_names() -> None:
    document = document_of_text("《云澜市渡口管理条例》已由云澜市第三届人民代表大会常务委员会第四次会议于2021年5月6日通过，"
                    "现予公布，自2021年7月1日起施行。\n第一条 正文。\n第二条 正文。")  # fmt: skip
    assert document.title == "云澜市渡口管理条例"
    assert document.issuers == ("云澜市人民代表大会常务委员会",)
    assert (document.published_on, document.effective_on) == (date(2021, 5, 6), date(2021, 7, 1))


def test_a_number_of_an_annex_is_not_the_documents_own() -> None:
    assert document_of_case("05_annexed_notice.txt").doc_number == ""


def test_a_line_below_the_title_says_who_and_one_when() -> None:
    document = document_of_text(
        "论文撰写规范\n云澜大学学位办公室\n（2019年3月5日）\n论文是研究工作的总结。\n请遵照执行。"
    )
    assert document.title == "论文撰写规范"
    assert document.issuers == ("云澜大学学位办公室",)
    assert document.written_on == date(2019, 3, 5)
    assert document.body.startswith("论文是")


def test_a_title_that_is_said_again_with_number_and_text() -> None:
    document = document_of_text(
        "云澜市渡口管理条例(2009)\n云澜市渡口管理条例云澜市人民政府令第54号2009年4月22日云澜市人民政府第5次常务会议通过，"
        "2009年5月4日公布，自2009年7月1日起施行。市长 某某\n第一条 正文。\n第二条 正文。"
    )
    assert (document.title, document.doc_number) == ("云澜市渡口管理条例", "云澜市人民政府令第54号")
    assert (document.published_on, document.effective_on) == (date(2009, 5, 4), date(2009, 7, 1))


def test_a_short_title_above_an_order_is_no_part_of_its_number() -> None:
    document = document_of_text(
        "渡口管理条例\n云澜市人民政府令第54号\n第一条 正文。\n第二条 正文。"
    )
    assert (document.title, document.doc_number) == ("渡口管理条例", "云澜市人民政府令第54号")


def test_two_issuers_that_nothing_parts() -> None:
    document = document_of_text(
        "云澜市科学技术局云澜市教育局关于开展科普工作的通知\n各县：\n正文。"
    )
    assert document.issuers == ("云澜市科技局", "云澜市教育局")


def test_a_number_in_the_title_that_a_page_gives_is_no_part_of_it() -> None:
    title = "云澜市教育局关于招生工作的通知（云教〔2024〕5号）"
    extract = Extract("a.html", title=title, lines=["各县教育局：", "请遵照执行。"])
    document = document_of(extract)
    assert isinstance(document, PolicyDocument)
    assert document.title == "云澜市教育局关于招生工作的通知"
    assert document.doc_number == "云教〔2024〕5号"
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        pytest.param(
            "项目编号：YL-7\n云澜市图书馆安防项目\n竞\n争\n性\n磋\n商\n文\n件\n云澜市图书馆",
            "云澜市图书馆安防项目竞争性磋商文件",
            id="characters below each other",
        ),
        pytest.param(
            "附件1：\n一\n寸\n照\n片\n云澜市健康检查表\n单位：",
            "云澜市健康检查表",
            id="a photograph",
        ),
        pytest.param(
            "云澜市市桥教育中心\n2014年度部门决算\n目录\n第一部分 概况",
            "云澜市市桥教育中心2014年度部门决算",
            id="above a table of contents",
        ),
    ],
)
def test_titles_of_several_lines(lines: str, title: str) -> None:
    assert document_of_text(f"{lines}\n云澜市有关情况如下。").title == title


@pytest.mark.parametrize(
    ("remark", "number", "day", "issuers"),
    [
        ("（云台发〔2003〕第1号 2003年03月20日）", "云台发〔2003〕1号", date(2003, 3, 20), ()),
        ("（云澜市教育局令第41号2017年2月4日）", "云澜市教育局令第41号", date(2017, 2, 4), ("云澜市教育局",)),
        ("（云澜市数学竞赛组委会，2017年修订稿）", "", None, ("云澜市数学竞赛组委会",)),
        ("(云澜市财政局、云澜市民政局 二〇一七年二月四日印发)", "", date(2017, 2, 4), ("云澜市财政局", "云澜市民政局")),
    ],
)  # fmt: skip
def test_a_remark_below_the_title(
    remark: str, number: str, day: date | None, issuers: tuple[str, ...]
) -> None:
    document = document_of_text(f"云澜市论文格式规范\n{remark}\n为便于管理，制定本规范。\n一、格式")
    assert document.title == "云澜市论文格式规范"
    assert (document.doc_number, document.issuers) == (number, issuers)
    assert document.written_on == day
    assert document.body.startswith("为便于管理")


@pytest.mark.parametrize(
    ("head", "title", "pair"),
    [
        pytest.param(
            "份号：000009\n密级：机密\n紧急程度：特急\n云澜市应急管理局文件\n云应急〔2020〕12号\n关于灾情的报告",
            "关于灾情的报告", ("密级和保密期限", "机密"), id="marks with labels",
        ),
        pytest.param(
            "云澜市人民政府专题会议纪要\n〔2024〕3号\n云澜市人民政府办公室 2024年3月5日\n关于研究地铁建设问题的会议纪要",
            "关于研究地铁建设问题的会议纪要", ("期号", "〔2024〕3号"), id="minutes",
        ),
        pytest.param(
            "云澜市人民政府常务会议纪要\n第 12 期", "云澜市人民政府常务会议纪要", ("期号", "第 12 期"), id="minutes by issue"
        ),
    ],
)  # fmt: skip
def test_heads_of_other_kinds(head: str, title: str, pair: tuple[str, str]) -> None:
    document = document_of_text(f"{head}\n市政府：\n现报告如下。")
    assert document.title == title
    assert pair in document.as_printed
    assert document.body.startswith("市政府")


@pytest.mark.parametrize(
    "above", ["（此件公开发布）", "━━━━━━━━", "（此件依申请公开）\n────◆────", "※※※※※※"]
)
def test_ornaments_and_remarks_of_publicity_are_no_title(above: str) -> None:
    document = document_of_text(
        f"{above}\n云澜市水利局文件\n云水〔2023〕9号\n{above}\n关于抗旱的通知\n各县：\n正文。"
    )
    assert (document.title, document.doc_number) == ("关于抗旱的通知", "云水〔2023〕9号")
    assert document.body == "各县：\n正文。"


@pytest.mark.parametrize(("names", "issuers"), [
    ("云澜市财政局\n国家税务总局云澜市税务局", ("云澜市财政局", "国家税务总局云澜市税务局")),
    ("中国人民银行云澜市分行\n国家金融监督管理总局云澜监管分局", ("中国人民银行云澜市分行", "国家金融监督管理总局云澜监管分局")),
    ("云澜市统计局\n国家统计局云澜调查队", ("云澜市统计局", "国家统计局云澜调查队")),
])  # fmt: skip
def test_an_office_of_the_state_beside_one_of_the_place(
    names: str, issuers: tuple[str, ...]
) -> None:
    document = document_of_text(f"{names}\n关于做好工作的通知\n云财〔2024〕5号\n各县：\n正文。")
    assert document.issuers == canonical_all(issuers, ())
