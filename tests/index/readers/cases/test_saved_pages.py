"""Pages as Word, WPS and browsers save them: revisions, comments, numbers, frames, several parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument
from tests.support.cases import document_of_case, read_bytes

TITLE = "云澜市人民政府关于加强城市绿化工作的通知"
PARAGRAPHS = (
    "各区人民政府，市政府各部门：",
    "为加强城市绿化工作，改善人居环境，现就有关事项通知如下。",
    "一、增加绿化面积。新建居住区绿地率不得低于百分之三十五。",
    "云澜市人民政府",
    "2025年3月6日",
)
P = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(folder: Path, name: str, content: str, encoding: str = "utf-8") -> PolicyDocument:
    [item] = read_bytes(folder, name, content.encode(encoding))
    assert isinstance(item, PolicyDocument), item
    return item


def test_the_shared_page_of_word() -> None:
    document = document_of_case("14_word_saved_page.htm")
    assert document.title == "云泽市人民政府关于加强老旧小区改造的通知"
    assert document.doc_number == "云政发〔2024〕33号"
    assert document.body.startswith("各县（区）人民政府：\n一、 明确改造范围")
    for wrong in ("已删除的修订", "批注", "云政发", "不可见"):
        assert wrong not in document.body
    assert "这是插入的修订内容" in document.body


WORD = (
    "<html xmlns:w='urn:schemas-microsoft-com:office:word'><head><meta charset=utf-8><meta name=Generator content='{program}'>"
    "<title>{head}</title><!--[if gte mso 9]><xml><o:Author>姚某</o:Author><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]--></head><body>"
    "<div class={section}><p class=MsoTitle align=center>" + TITLE + "</p>{text}</div></body></html>"
)  # fmt: skip


@pytest.mark.parametrize("program", ["Microsoft Word 15", "WPS Office"])
@pytest.mark.parametrize(
    "head",
    [
        "新建 DOCX 文档",
        "文档1",
        "Microsoft Word - 通知.doc",
        "无标题",
        "",
        "附件1.docx",
        "微软用户",
        "去年的请示",
    ],
)
@pytest.mark.parametrize("name", ["a.htm", "a.doc"])
def test_word_and_wps(tmp_path: Path, program: str, head: str, name: str) -> None:
    text = (
        "<p class=MsoNormal>各区人民政府，市政府各部门：</p><p class=MsoNormal><span>为加强城市绿化工作，"
        "<del cite='mailto:姚某'>删去的话</del><ins>改善人居环境</ins>，现就有关事项通知如下。</span>"
        "<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[姚1]</a></span></p>"
        "<p class=MsoListParagraph><![if !supportLists]><span>一、</span><![endif]>增加绿化面积。"
        "<span style='mso-hide:all;display:none'>藏起来的话</span>新建居住区绿地率不得低于百分之三十五。</p>"
        "<p align=right>云澜市人民政府</p><p align=right>2025年3月6日</p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'><div class=msocomtxt>"
        "<p class=MsoCommentText>[姚1]请核对。</p></div></div></div>"
        "<div style='mso-element:footer'><p>— 3 —</p></div>"
    )
    document = page(
        tmp_path,
        name,
        WORD.format(program=program, head=head, section="WordSection1", text=text),
    )
    assert document.title == TITLE
    assert document.body == "\n".join(PARAGRAPHS)


MESSAGE = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://www.example.cn/a\nSubject: =?utf-8?Q?=E4?=\nMIME-Version: 1.0\n"
    'Content-Type: multipart/related; type="text/html"; boundary="----B"\n\n'
)  # fmt: skip


def part(html: str, charset: str, coding: str = "8bit") -> bytes:
    data = html.encode(charset)
    if coding == "quoted-printable":
        data = "".join(f"={byte:02X}" for byte in data).encode()
        data = b"=\n".join(data[at : at + 72] for at in range(0, len(data), 72))
    head = f"------B\nContent-Type: text/html; charset={charset}\nContent-Transfer-Encoding: {coding}\n\n"
    return head.encode() + data + b"\n"


def html(body: str, head: str = TITLE) -> str:
    return f"<html><head><title>{head}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize("coding", ["8bit", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_parts_of_mhtml(tmp_path: Path, charset: str, coding: str) -> None:
    frame = part(html("<frameset><frame src=b.html></frameset>", "云澜市"), "utf-8")
    text, share = part(html(P), charset, coding), part(html("<a>分享到微信</a>", ""), "utf-8")
    for parts in (text + share, frame + share + text, share + text):
        [item] = read_bytes(tmp_path, "a.mhtml", MESSAGE.encode() + parts + b"------B--\n")
        assert isinstance(item, PolicyDocument), item
        assert item.title == TITLE
        assert item.body == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("frames", [
    "<frameset cols='20%,80%'><frame src=left.html><frame src='main.html'></frameset>",
    "<body><div>云澜市政府信息公开</div><iframe width=100% SRC=\"main.html\"></iframe></body>",
])  # fmt: skip
def test_frames_are_named(tmp_path: Path, frames: str) -> None:
    document = page(tmp_path, "a.html", f"<html><head><title>{TITLE}</title></head>{frames}</html>")
    assert document.title == TITLE
    assert any("框架" in warning and "main.html" in warning for warning in document.warnings)


@pytest.mark.parametrize("frames", [
    f"<frameset rows='*'><frame src=a.html><noframes><body>{P}</body></noframes></frameset>",
    f"<body><iframe src=x.html>{P}</body>", f"<body>{P}<iframe src='share.html'></iframe></body>",
])  # fmt: skip
def test_what_stands_beside_frames_is_read(tmp_path: Path, frames: str) -> None:
    document = page(tmp_path, "a.html", f"<html><head><title>{TITLE}</title></head>{frames}</html>")
    assert document.body == "\n".join(PARAGRAPHS)
    assert not any("框架" in warning for warning in document.warnings)
