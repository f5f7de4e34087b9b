"""Titles of pages: in ``<title>`` with site and columns, in a div, over lines, in a file's name, or nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument
from tests.support.cases import document_of_case, read_bytes

TITLE = "关于做好2025年度城镇老旧小区改造工作的通知"
TEXT = (
    "<p>各区住房城乡建设局：</p><p>为做好今年老旧小区改造工作，现将有关要求通知如下，请认真贯彻执行。</p>"
    "<p>一、加快项目进度，确保按期完工。</p><p>二、加强资金监管，做到专款专用。</p>"
)  # fmt: skip


def page(folder: Path, html: str) -> PolicyDocument:
    [item] = read_bytes(folder, "a.html", html.encode())
    assert isinstance(item, PolicyDocument), item
    return item


def titled(head: str, body: str = f"<div>{TEXT}</div>") -> str:
    return f"<html><head><meta charset=utf-8><title>{head}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize("name", ["19_title_breadcrumb.html", "19_title_in_div.html"])
def test_the_shared_cases(name: str) -> None:
    assert document_of_case(name).title == "关于做好2024年家庭医生签约服务的通知"


def test_the_shared_page_of_a_pdf() -> None:
    document = document_of_case("21_page_of_a_pdf.html")
    assert document.title == "关于印发《云泽市储能电站安全管理细则（试行）》的通知"
    assert document.doc_number == "云能监〔2025〕58号"
    assert document.body == ""
    assert len(document.attachments) == 1
    assert "没有找到正文" in document.warnings[0]
    assert "附件" in document.warnings[0]


@pytest.mark.parametrize("behind", [
    "", "_云澜市住房和城乡建设局", "-云澜市住房和城乡建设局", " - 云澜市住房城乡建设局网站", "_政策文件_云澜市人民政府门户网站",
    " | 云澜住建", "--通知公告--云澜住建网", "_部门文件_政府信息公开_云澜市住建局", " &gt; 通知公告 &gt; 云澜市住建局", "——云澜市住房和城乡建设局",
    "-政策法规-云澜市住房和城乡建设局-政务公开",
])  # fmt: skip
def test_sites_and_columns_behind(tmp_path: Path, behind: str) -> None:
    assert page(tmp_path, titled(TITLE + behind)).title == TITLE


@pytest.mark.parametrize(
    "before",
    [
        "云澜市住房和城乡建设局 - ",
        "云澜住建网_通知公告_",
        "政府信息公开 > 政策文件 > ",
        "云澜市住建局|",
    ],
)
def test_sites_and_columns_before(tmp_path: Path, before: str) -> None:
    assert page(tmp_path, titled(before + TITLE)).title == TITLE


@pytest.mark.parametrize("title", [
    "2021—2025年云澜市住房发展规划", "云澜市2023-2025年老旧小区改造计划", "COVID-19疫情防控工作指南（第5版）", "云澜市城市管理局工作规则",
    "关于印发《云澜市“互联网+”行动计划（2021-2023年）》的通知", "云澜市机关事务管理办法", "全市住房保障工作要点",
])  # fmt: skip
def test_titles_that_look_like_paths(tmp_path: Path, title: str) -> None:
    assert page(tmp_path, titled(f"{title}_云澜市人民政府")).title == title
    assert page(tmp_path, titled(title)).title == title


SHOWN = (
    "<div class=detail_title>{}</div><div><span>2025-03-15 10:20</span></div>",
    "<h2>{}</h2><p>发布时间：2025-03-15</p>",
    "<p style='text-align:center'><b>{}</b></p>",
    "<table><tr><td align=center class=bt><font size=5>{}</font></td></tr></table>",
    "<div class='xl_tit'><span>{}</span></div><div>来源：本局 发布日期：2025-03-15</div>",
)


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize(
    "head", ["云澜市住房和城乡建设局", "", "政府信息公开", "云澜市住建局-通知公告"]
)
def test_a_title_that_only_the_page_shows(tmp_path: Path, shown: str, head: str) -> None:
    document = page(
        tmp_path, titled(head, f"<div><a>首页</a></div><div>{shown.format(TITLE)}{TEXT}</div>")
    )
    assert document.title == TITLE
    assert document.body.startswith("各区住房城乡建设局：")


@pytest.mark.parametrize("shown", SHOWN)
def test_a_fragment_without_a_head(tmp_path: Path, shown: str) -> None:
    document = page(tmp_path, f"<div><div>{shown.format(TITLE)}</div><div>{TEXT}</div></div>")
    assert document.title == TITLE


def test_a_title_over_two_lines(tmp_path: Path) -> None:
    shown = "<p align=center>云澜市住房和城乡建设局</p><p align=center>关于做好老旧小区改造工作的通知</p>"
    whole = "云澜市住房和城乡建设局关于做好老旧小区改造工作的通知"
    for head in (f"{whole}_云澜市住建局", "云澜市住建局"):
        document = page(tmp_path, titled(head, f"<div>{shown}{TEXT}</div>"))
        assert document.title == whole
        assert document.body.startswith("各区住房城乡建设局：")


def test_a_labelled_title_wins(tmp_path: Path) -> None:
    table = f"<table><tr><td>名　　称</td><td>{TITLE}</td></tr><tr><td>索引号</td><td>YL-01</td></tr></table>"
    document = page(tmp_path, titled("政府信息公开目录", f"{table}<div>{TEXT}</div>"))
    assert document.title == TITLE


@pytest.mark.parametrize(
    "number",
    [
        "（云建发〔2025〕12号）",
        "(云建发[2025]12号)",
        " 云建发〔2025〕12号",
        "【云建发〔2025〕12号】",
    ],
)
def test_a_number_behind_the_title_is_the_documents(tmp_path: Path, number: str) -> None:
    for html in (titled(TITLE + number), titled("云澜市住建局", f"<h1>{TITLE}{number}</h1><div>{TEXT}</div>"),
                 titled("x", "").replace("<title>", f'<meta name=ArticleTitle content="{TITLE}{number}"><title>')
                 .replace("<body>", f"<body>{TEXT}")):  # fmt: skip
        document = page(tmp_path, html)
        assert (document.title, document.doc_number) == (TITLE, "云建发〔2025〕12号")


FILES = (
    "<p><img src=pdf.gif><a href='/P0201.pdf' title='{0}.pdf'>{0}.pdf</a></p>",
    "<div class=file><h2>附件：</h2><ul><li><a href='a.docx'>1.{0}.docx</a></li></ul></div>",
    "<table><tr><td>附件</td><td><a href='http://www.example.cn/x.ofd?id=1'>{0}.ofd</a></td></tr></table>",
)


@pytest.mark.parametrize("link", FILES)
def test_a_page_of_files(tmp_path: Path, link: str) -> None:
    named = "关于印发《云澜市储能电站管理细则》的通知（云能〔2025〕8号）"
    for html in (
        link.format(named),
        titled(
            "云澜市能源局",
            f"<h3>{named.partition('（')[0]}</h3><p>2025-03-01</p>{link.format(named)}",
        ),
    ):
        document = page(tmp_path, html)
        assert document.title.endswith("关于印发《云澜市储能电站管理细则》的通知")
        assert document.doc_number == "云能〔2025〕8号"
        assert [file.title for file in document.attachments]
        assert document.body == ""
        assert any("没有找到正文" in warning and "附件" in warning for warning in document.warnings)


def test_a_file_called_by_a_number_is_no_title(tmp_path: Path) -> None:
    document = page(
        tmp_path, titled(TITLE, "<p><a href=/P020251015318.pdf>P020251015318.pdf</a></p>")
    )
    assert document.title == TITLE


PARTED = (
    "<div class=article-tit><span>{}</span><br><span>{}</span></div><div>发布日期：2025-04-21</div>",
    "<h1>{}<br>{}</h1>",
    "<div class=title><p>{}</p><p>{}</p></div>",
    "<p align=center>{}</p><p align=center>{}</p>",
    "<div class=col>通知公告</div><h2><span>{}</span><br/>{}</h2>",
)


@pytest.mark.parametrize("shown", PARTED)
@pytest.mark.parametrize(
    "head", ["详情页", "", "云澜市卫生健康局", "新闻详情-云澜市卫生健康局网站"]
)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("关于开展2025年老年人", "免费体检的通知"),
        ("云澜市卫生健康局关于开展2025年老年人免费体检", "的通知"),
    ],
)
def test_a_title_parted_by_breaks_or_blocks(
    tmp_path: Path, shown: str, head: str, first: str, second: str
) -> None:
    html = titled(head, shown.format(first, second) + f"<div class=con>{TEXT}</div>")
    document = page(tmp_path, html)
    assert document.title == first + second
    assert document.body.startswith("各区住房城乡建设局：")


@pytest.mark.parametrize("head", ["", "详情页"])
def test_a_salutation_is_no_title(tmp_path: Path, head: str) -> None:
    assert not page(tmp_path, titled(head)).title.endswith("：")


@pytest.mark.parametrize(
    "site", ["云澜市住建局官网/门户网站", "云澜市住房和城乡建设局", "云澜住建网"]
)
def test_a_double_dash_before_the_site(tmp_path: Path, site: str) -> None:
    assert page(tmp_path, titled(f"{TITLE}——{site}")).title == TITLE


@pytest.mark.parametrize("links", [
    "<a href=/f/3.pdf><img src=/i/pdf.png> {}.pdf</a><a href=/f/3.pdf download>下载</a>",
    "<a href=/f/3.ofd>{}.ofd</a> <a href=/f/3.ofd>点击下载</a>",
    "<a href=/f/3.doc><img src=/i/doc.png></a><a href=/f/3.doc>{}</a>",
    "<ul><li><a href=/f/3.pdf>{}（1）.pdf</a> [<a href=/f/3.pdf>下载</a>]</li></ul>",
])  # fmt: skip
@pytest.mark.parametrize("head", ["云澜市人民政府", "", "详情页"])
def test_a_page_of_one_file_named_by_its_link(tmp_path: Path, links: str, head: str) -> None:
    title = "云澜市人民政府关于调整征地补偿标准的通知"
    html = titled(head, f"<div>云澜市人民政府</div><div class=detail>{links.format(title)}</div>")
    document = page(tmp_path, html)
    assert document.title == title
    assert document.body == ""
    (attachment,) = document.attachments
    assert attachment.title.startswith(title)


@pytest.mark.parametrize(
    ("above", "number"),
    [
        (["云澜市水利局公告", "2025年第7号"], "云澜市水利局公告2025年第7号"),
        (["云澜市水利局公告", "第七号"], "云澜市水利局公告第7号"),
        (["云澜市水利局", "公　告", "〔2025〕第7号"], "云澜市水利局公告2025年第7号"),
        (["云澜市水利局通告（2025年第7号）"], "云澜市水利局通告2025年第7号"),
    ],
)
@pytest.mark.parametrize("kind", ["first line", "no head", "text"])
def test_the_head_of_an_announcement_in_lines(
    tmp_path: Path, above: list[str], number: str, kind: str
) -> None:
    title = "云澜市水利局关于公布河道管理范围的公告"
    text = ["为加强河道管理，现将本市主要河道管理范围予以公布，请遵照执行。", "云澜市水利局", "2025年7月1日"]  # fmt: skip
    if kind == "text":
        (item,) = read_bytes(tmp_path, "a.txt", "\n".join([*above, title, *text]).encode())
        assert isinstance(item, PolicyDocument)
    else:
        centred = "".join(f"<p align=center>{line}</p>" for line in [*above, title])
        body = centred + "".join(f"<p>{line}</p>" for line in text)
        item = page(tmp_path, titled(above[0] if kind == "first line" else "", body))
    assert (item.title, item.doc_number) == (title, number)
    assert item.issuers == ("云澜市水利局",)
    assert item.body.split("\n") == text


@pytest.mark.parametrize(
    ("headline", "is_news"),
    [
        ("老旧小区改造意见公布 提出8项任务", True),
        ("一图读懂我市改造工作", True),
        ("云澜市转发省厅关于老旧小区改造的通知", False),
    ],
)
def test_a_headline_above_a_whole_document(tmp_path: Path, headline: str, is_news: bool) -> None:
    own = "云澜省住房和城乡建设厅关于推进老旧小区改造的指导意见"
    body = f"<h1>{headline}</h1><p>{own}</p><p>云建发 〔2025〕4号</p>{TEXT}"
    document = page(tmp_path, titled(f"{headline}_云澜新闻网", body))
    assert document.title == (own if is_news else headline)
    assert document.doc_number == "云建发〔2025〕4号"


@pytest.mark.parametrize("names", [["云澜市教育局", "云澜市公安局"], ["云澜市教育局"]])
@pytest.mark.parametrize("kind", ["公　告", "通告"])
def test_names_above_an_announcement_are_its_letterhead(
    tmp_path: Path, names: list[str], kind: str
) -> None:
    title = "关于维护校园周边秩序的公告"
    lines = [*names, kind, "2025年第3号", title, "为维护校园秩序，现就有关事项公告如下。"]
    (item,) = read_bytes(tmp_path, "a.txt", "\n".join(lines).encode())
    assert isinstance(item, PolicyDocument)
    assert item.title == title
    assert item.doc_number.endswith(f"{''.join(kind.split())}2025年第3号")
    assert item.issuers == tuple(names)
    assert item.body == lines[-1]


@pytest.mark.parametrize("tag", ["【政策文件】", "[通知公告]", "【部门解读】", "［规范性文件］"])
def test_a_column_in_brackets_before_the_title(tmp_path: Path, tag: str) -> None:
    html = titled(f"{tag}{TITLE}_云澜住建网", f"<h1>{tag}{TITLE}</h1>{TEXT}")
    assert page(tmp_path, html).title == TITLE
