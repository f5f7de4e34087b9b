"""DOCX: what Word does not write as text, what it writes twice, and what only looks like text."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import Unreadable
from index.readers.formats.docx import parse_docx

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def docx(body: str, kind: str = KIND, **parts: str | bytes) -> bytes:
    """A DOCX whose further parts stand beside the main one, each with a relation of its name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr(
            "_rels/.rels", relations(kind, {"r1": ("officeDocument", "word/document.xml")})
        )
        targets = {name: (name.split("_")[0], f"{name}.xml") for name in parts}
        archive.writestr("word/_rels/document.xml.rels", relations(kind, targets))
        for name, content in parts.items():
            whole = content if isinstance(content, bytes) else content.replace(">", f" {NAMES}>", 1)
            archive.writestr(f"word/{name}.xml", whole)
    return made.getvalue()


def relations(kind: str, targets: dict[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{id}" Type="{kind}/{last}" Target="{path}"/>'
        for id, (last, path) in targets.items()
    )
    return f'<Relationships xmlns="http://x">{inside}</Relationships>'


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(level: int, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


NUMBERING = """<w:numbering><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="l"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="9"/>
<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条　"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>"""
STYLES = f'<w:styles><w:style w:styleId="条"><w:pPr>{numbered(0, 2)}</w:pPr></w:style></w:styles>'


def lines(body: str, **parts: str | bytes) -> list[str]:
    return parse_docx(docx(body, KIND, **parts), "a.docx").lines


@pytest.mark.parametrize("kind", [KIND, STRICT], ids=["transitional", "strict"])
def test_numbers_that_word_counts_are_in_the_text(kind: str) -> None:
    body = "".join([
        p("总体要求", numbered(0)), p("目标", numbered(1)), p("原则", numbered(1)),
        p("细目", numbered(2)), p("点", numbered(3)), p("保障", numbered(0)), p("组织", numbered(1)),
    ])  # fmt: skip
    given = docx(body, kind, numbering=NUMBERING)
    assert parse_docx(given, "a").lines == [
        "一、总体要求", "（一）目标", "（二）原则", "一.3.细目", "点", "二、保障", "（一）组织",
    ]  # fmt: skip


def test_a_style_numbers_articles_and_a_paragraph_may_opt_out() -> None:
    style = '<w:pStyle w:val="条"/>'
    body = p("甲", style) + p("乙", style) + p("丙", style + numbered(0, 0)) + p("丁", style)
    given = lines(body, numbering=NUMBERING, styles=STYLES)
    assert given == ["第九条　甲", "第十条　乙", "丙", "第十一条　丁"]


def test_tables_are_read_row_by_row_in_their_place() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    inner = f"<w:tbl>{row('内一', '内二')}</w:tbl>"
    table = f"<w:tbl>{row('部门', '职责')}{row('教育局', '招生')}<w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert lines(p("前") + table + p("后")) == [
        "前",
        "部门  职责",
        "教育局  招生",
        "内一  内二",
        "后",
    ]


def test_text_boxes_once_deleted_text_never() -> None:
    box = f"<w:txbxContent>{p('红头')}</w:txbxContent>"
    both = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>正文</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins></w:p>"
    )
    assert lines(both) == ["红头", "正文增"]


def test_headers_are_no_text_and_footnotes_stand_at_the_end() -> None:
    notes = (
        f'<w:footnotes><w:footnote w:type="separator">{p("—")}</w:footnote>'
        f"<w:footnote>{p('注：某事')}</w:footnote></w:footnotes>"
    )
    header = f"<w:hdr>{p('内部资料')}</w:hdr>"
    assert lines(p("正文"), footnotes=notes, header=header) == ["正文", "注：某事"]


def test_a_page_embedded_as_the_whole_text() -> None:
    page = "MIME-Version: 1.0\nContent-Type: text/html; charset=gbk\nContent-Transfer-Encoding: 8bit\n\n"
    mht = page.encode() + "<html><p>甲法</p><p>第一条　为了</p></html>".encode("gbk")
    chunk = '<w:altChunk r:id="aFChunk"/>'
    assert lines(chunk, aFChunk=mht) == ["甲法", "第一条 为了"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(docx(p("正文"))[:-40], "损坏", id="cut"),
        pytest.param(b"PK\x03\x04", "损坏", id="no-archive"),
        pytest.param(docx("<w:p><w:t>"), "XML", id="no-xml"),
        pytest.param(docx("<w:sdt>" * 3000 + "</w:sdt>" * 3000), "嵌套", id="deep"),
    ],
)
def test_what_is_damaged_is_said(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        parse_docx(data, "a.docx")
