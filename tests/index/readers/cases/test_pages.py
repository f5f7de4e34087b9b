"""Pages whose text readers lost, or took furniture for: forms, early ends, names of containers, what stands behind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument
from tests.support.cases import document_of_case, read_bytes

TITLE = "云澜市教育局关于做好校车安全管理工作的通知"
PARAGRAPHS = (
    "各区教育局，各直属学校：",
    "为进一步加强校车安全管理，保障学生上下学交通安全，现就有关事项通知如下。",
    "一、落实主体责任。各学校要健全校车安全管理制度，配备随车照管人员。",
    "二、开展隐患排查。对存在安全隐患的校车，要立即停止使用并限期整改。",
    "云澜市教育局",
    "2025年9月1日",
)
BODY = "\n".join(PARAGRAPHS)
P = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
HEAD = f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head>"


def page(folder: Path, html: str) -> PolicyDocument:
    """The one document of a page."""
    [item] = read_bytes(folder, "a.html", html.encode())
    assert isinstance(item, PolicyDocument), item
    return item


@pytest.mark.parametrize("name", [
    "01_form_vsb.html", "01_form_zoom.html", "02_html_ends_early.html", "03_chrome_name_print.html",
    "03_chrome_name_related.html", "28_editor_and_reading_behind.html",
])  # fmt: skip
def test_the_shared_cases_keep_the_notice_and_no_more(name: str) -> None:
    document = document_of_case(name)
    assert document.title == "云泽市人民政府办公室关于加强乡村医疗卫生服务的通知"
    assert document.body.startswith("各县（区）人民政府，市政府各部门：\n为提升")
    assert "二、稳定乡村医生队伍" in document.body
    assert document.body.endswith("云泽市人民政府办公室\n2024年3月12日")
    assert document.written_on == date(2024, 3, 12)


@pytest.mark.parametrize("html", [
    # forms: of ASP.NET around all, nested ones, one that is never closed, a form within a table
    f"{HEAD}<body><form method=post><input type=hidden value=x><div class=nav><a>首页</a><a>要闻</a></div>"
    f"<form><div>{P}</div></form></form></body></html>",
    f"{HEAD}<body><table><form action=a><tr><td><a>首页</a></td></tr><tr><td>{P}</td></tr></form></table></body></html>",
    f"{HEAD}<body><form name=search><input><select><option>全部</option></select>{P}",
    # ends before the end
    f"{HEAD}<body><a href=/>首页</a></body></html><div><div class=a>{P}</div></div>",
    f"{HEAD}<body><footer><a>关于我们</a><div>云澜市教育局 主办</div><main>{P}</main></body>",
    f"{HEAD}<body><div>{P}</body></html></div></body></html>",
    f"{HEAD}<body><nav><ul><li><a>首页</a><li><a>公开</a></nav><header>{P}</header></body></html>",
    f"{HEAD}<body><iframe src='share.html'><div>{P}</div></body></html>",
    f"{HEAD}<body><select><option>部门网站<div>{P}</div></body></html>",
    f"{HEAD}<body><!-- 正文开始 <div>{P}</div></body></html>",
    # names of furniture around the text
    *(f"{HEAD}<body><div class=nav><a>首页</a></div><div class='{name}' id='{name}'>{P}</div></body></html>"
      for name in ("search", "header", "footer", "share", "sidebar", "login", "content-nav menu", "modal", "comment")),
    f"{HEAD}<body><aside><section class='print related'>{P}</section></aside></body></html>",
    # old pages: a table for everything, breaks for paragraphs, a font around the text
    f"{HEAD}<body><table><tr><td><a href=/>首页</a></td><td>{'<br>'.join(PARAGRAPHS)}</td></tr></table></body></html>",
    f"{HEAD}<body><font size=2><center><a href=/>首页</a></center><span>{P}</span></font></body></html>",
    f"{HEAD}<body><pre>{chr(10).join(PARAGRAPHS)}</pre></body></html>",
    # a text in parts
    f"{HEAD}<body><div><div>{P[: P.index('<p>二')]}</div><div>{P[P.index('<p>二') :]}</div></div></body></html>",
    f"{HEAD}<body><div><div class=text>{P[: P.rindex('<p>云')]}</div><div class=sign><p>云澜市教育局</p><p>2025年9月1日</p></div></div></body></html>",
])  # fmt: skip
def test_the_whole_text_is_kept_and_nothing_else(tmp_path: Path, html: str) -> None:
    document = page(tmp_path, html)
    assert document.title == TITLE
    assert document.body == BODY


BEHIND = (
    "<p>（责任编辑：系统管理员）</p><p>【编辑：姚某】</p>",
    "<p>（编辑 陈某 校对 冯某）</p>",
    "<p>编辑/陈某</p><p>供稿 云澜市水利局</p>",
    "<p>一审 陈某 二审 冯某某 三审 李某</p>",
    "<p>（云澜市水利局供稿）</p><p>【责编丨陈 某】</p>",
    "<p>政策解读：</p><p><a href=/jd/1.html>《校车安全管理通知》解读</a></p><p>附件下载：</p>",
    "<div class=x><span>扫一扫在手机打开当前页</span><a>打印</a><a>关闭</a></div>",
    "<div>上一篇：<a href=1>关于放假的通知</a></div><div>下一篇：没有了</div>",
    "<h3>相关阅读</h3><ul><li><a href=1>图解：校车安全管理</a></li><li><a href=2>一图读懂校车安全</a></li></ul>",
    "<div>相关链接</div><div><a href=1>教育部门户</a> <a href=2>省教育厅</a></div>",
    "<p>分享到：<a>微信</a><a>微博</a></p><p>浏览次数：<span>132</span>次</p>",
    "<div class=bottom><p>主办单位：云澜市教育局</p><p>云ICP备05000001号 网站标识码：0000000001</p>"
    "<p>地址：云澜市湖滨路1号 邮编：000001</p></div>",
    "<div>来源：云澜市教育局</div><div>责编：张某 审核：李某</div>",
    "<h4>推荐阅读</h4><div><a href=1>云澜市推进集团化办学</a><p>近日，云澜市召开推进会，全面部署集团化办学工作，…</p></div>",
)


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize(
    "container",
    [
        "<div id=zoom>{}</div>",
        "<article><div>{}</div></article>",
        "<table><tr><td>{}</td></tr></table>",
    ],
)
def test_what_stands_behind_the_signature_is_no_text(
    tmp_path: Path, behind: str, container: str
) -> None:
    inside = page(tmp_path, f"{HEAD}<body>{container.format(P + behind)}</body></html>")
    outside = page(tmp_path, f"{HEAD}<body><div>{container.format(P)}{behind}</div></body></html>")
    assert inside.body == outside.body == BODY


@pytest.mark.parametrize("above", [
    "<div>您当前的位置：<a href=/>首页</a> &gt; <a href=/a>政务公开</a> &gt; 正文</div>",
    "<ul><li><a href=/>首页</a><li><a href=/a>政务公开</a><li><a href=/b>办事服务</a></ul>",
    "<p><a>字体：</a><a>大</a><a>中</a><a>小</a> <a>打印</a></p>",
    "<div><span>2025-09-02 08:15</span><span>来源：云澜市教育局</span><span>浏览：12次</span></div>",
    "<div>[云澜教育网] 发布时间：2025-09-02 08:15 来源：云澜市教育局 分享：</div>",
    "<p>欢迎访问云澜市教育局网站！今天是2025年12月1日，星期一</p>",
])  # fmt: skip
def test_what_stands_above_is_no_text(tmp_path: Path, above: str) -> None:
    for html in (
        f"<div><h1>{TITLE}</h1>{above}{P}</div>",
        f"{above}<h2>{TITLE}</h2><div>{P}</div>",
    ):
        document = page(tmp_path, f"{HEAD}<body>{html}</body></html>")
        assert document.body == BODY


def test_links_and_files_within_a_text_stay(tmp_path: Path) -> None:
    text = (
        "<p>根据<a href=/a>《校车安全管理条例》</a>，<a href=/b>市教育局</a>制定本办法，请认真执行。</p>"
        "<p>详见<a href=/c>https://www.example.cn/zc</a></p><p>扫描二维码下载报名表，填写后交所在学校。</p>"
        "<p>主办单位：云澜市教育局</p><p>现将有关事项通知如下，请遵照执行，不得延误。</p>"
        "<p>附件：<a href=a.doc>报名表.doc</a></p>"
    )  # fmt: skip
    document = page(
        tmp_path, f"{HEAD}<body><div class=nav><a>首页</a></div><div>{text}</div></body></html>"
    )
    for kept in (
        "《校车安全管理条例》",
        "https://www.example.cn",
        "扫描二维码",
        "主办单位",
        "报名表.doc",
    ):
        assert kept in document.body, kept
    assert [file.title for file in document.attachments] == ["报名表.doc"]
