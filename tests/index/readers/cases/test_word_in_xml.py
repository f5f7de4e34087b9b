"""K17, K25: Word documents in one XML file; what of a Word document is text, and what nobody sees."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument, Rejected
from tests.support.cases import document_of_case, read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TITLE = "云澜市人民政府关于加强老旧小区改造的通知"
MORE = "现就有关事项通知如下，请认真贯彻执行。"


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def rels(**targets: str) -> str:
    inside = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind.split("_")[0]}" Target="{path}"/>'
        for kind, path in targets.items()
    )
    return f'<Relationships xmlns="http://x">{inside}</Relationships>'


def docx(body: str, styles: str = "", **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("_rels/.rels", rels(officeDocument="word/document.xml"))
        targets = {name: f"{name}.xml" for name in ("styles", *parts)}
        archive.writestr("word/_rels/document.xml.rels", rels(**targets))
        document = f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        archive.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{content}</w:{name}>")
    return made.getvalue()


def one(folder: Path, name: str, data: bytes | str) -> PolicyDocument:
    (item,) = read_bytes(folder, name, data.encode() if isinstance(data, str) else data)
    assert isinstance(item, PolicyDocument), item
    return item


def body_of(folder: Path, body: str, styles: str = "", **parts: str) -> str:
    data = docx(p(TITLE) + p("各县区：") + body + p(MORE), styles, **parts)
    document = one(folder, "a.docx", data)
    assert document.title == TITLE
    lines = document.body.split("\n")
    assert (lines[0], lines[-1]) == ("各县区：", MORE)
    return "\n".join(lines[1:-1])


# --- K17 --------------------------------------------------------------------------------


def test_the_case_of_a_flat_package() -> None:
    document = document_of_case("17_flat_opc.doc")
    assert document.title == "云泽市人民政府关于加强老旧小区改造的通知"
    assert document.body == "各县（区）人民政府：现就有关事项通知如下。"


def part(name: str, content: str) -> str:
    return f'<pkg:part pkg:name="{name}"><pkg:xmlData>{content}</pkg:xmlData></pkg:part>'


def flat(body: str, *parts: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<?mso-application progid="Word.Document"?>\n'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        + part("/_rels/.rels", rels(officeDocument="word/document.xml"))
        + part("/word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        + "".join(parts)
        + "</pkg:package>"
    )


@pytest.mark.parametrize("name", ["a.doc", "a.xml", "a.docx", "a.txt", "a"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_flat_package_by_any_name(tmp_path: Path, name: str, encoding: str) -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    picture = base64.b64encode(b"x" * 600_000).decode()
    text = flat(
        p(TITLE) + p("各县区：") + p("总体要求", number) + p("主要任务", number) + p(MORE),
        part("/word/_rels/document.xml.rels", rels(numbering="numbering.xml")),
        part("/word/numbering.xml", numbering),
        f'<pkg:part pkg:name="/word/media/1.png"><pkg:binaryData>{picture}</pkg:binaryData></pkg:part>',
    ).replace("UTF-8", encoding)
    document = one(tmp_path, name, text.encode(encoding))
    assert document.title == TITLE
    assert document.body == f"各县区：\n一、总体要求\n二、主要任务\n{MORE}"


def test_word_2003(tmp_path: Path) -> None:
    gone = '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:t>已删除</w:t></w:r></aml:content></aml:annotation>'
    kept = '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>已插入。</w:t></w:r></aml:content></aml:annotation>'
    number = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr>'
    note = "<w:r><w:footnote><w:p><w:r><w:t>脚注文字。</w:t></w:r></w:p></w:footnote></w:r>"
    text = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
        'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
        'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"><w:docPr><w:view/></w:docPr><w:body>'
        f"<wx:sect>{p(TITLE)}{p('各县区：')}{p('总体要求', number)}<w:p>{gone}{kept}{note}</w:p>{p(MORE)}"
        "<w:sectPr/></wx:sect></w:body></w:wordDocument>"
    )
    document = one(tmp_path, "a.doc", text)
    assert document.title == TITLE
    assert document.body == f"各县区：\n一、总体要求\n已插入。\n{MORE}\n脚注文字。"


def test_xml_that_is_cut_off_or_no_document(tmp_path: Path) -> None:
    whole = flat(p(TITLE))
    for text, said in (
        (whole[:-30], "XML 已损坏"),
        (whole.replace("/word/d", "/word/x"), "不是 Word"),
    ):
        (item,) = read_bytes(tmp_path, "a.doc", text.encode())
        assert isinstance(item, Rejected)
        assert said in item.reason


# --- K25 --------------------------------------------------------------------------------


def test_the_case_of_hidden_text() -> None:
    document = document_of_case("25_hidden_text.docx")
    assert "隐藏内容" not in document.body
    assert "yàng" not in document.body
    assert "样本字。电话0557-3022000" in document.body
    assert document.body.count("文本框文字只出现一次。") == 1
    assert document.written_on == date(2024, 6, 3)


HIDDEN_STYLES = (
    '<w:style w:styleId="批注块"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="子样式"><w:basedOn w:val="批注块"/></w:style>'
    '<w:style w:styleId="显示"><w:basedOn w:val="批注块"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("paragraph", "seen"),
    [
        pytest.param(p("看不见", run="<w:vanish/>"), "", id="run"),
        pytest.param(p("看不见", run='<w:vanish w:val="true"/>'), "", id="said to be so"),
        pytest.param(p("看得见", run='<w:vanish w:val="0"/>'), "看得见", id="said not to be so"),
        pytest.param(p("看不见", '<w:pStyle w:val="批注块"/>'), "", id="style of the paragraph"),
        pytest.param(p("看不见", '<w:pStyle w:val="子样式"/>'), "", id="style it is based on"),
        pytest.param(p("看不见", run='<w:rStyle w:val="子样式"/>'), "", id="style of the run"),
        pytest.param(p("看得见", '<w:pStyle w:val="显示"/>'), "看得见", id="style that shows again"),
        pytest.param(
            p("看得见", '<w:pStyle w:val="批注块"/>', '<w:vanish w:val="false"/>'), "看得见", id="shown in hidden"
        ),
        pytest.param(p("看不见", run='<w:sz w:val="2"/>'), "", id="one point"),
        pytest.param(p("看得见", "<w:rPr><w:vanish/></w:rPr>"), "看得见", id="the mark of the paragraph"),
        pytest.param(
            "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>" + p("看不见") + "</w:tc></w:tr><w:tr><w:tc>"
            + p("看得见") + "</w:tc></w:tr></w:tbl>", "看得见", id="row",
        ),
    ],
)  # fmt: skip
def test_hidden_text(tmp_path: Path, paragraph: str, seen: str) -> None:
    assert body_of(tmp_path, paragraph, HIDDEN_STYLES) == seen


RUBY = (
    "<w:p><w:r><w:t>以下简称</w:t></w:r><w:r><w:ruby><w:rubyPr><w:lid w:val='zh-CN'/></w:rubyPr>"
    "<w:rt><w:r><w:t>lán</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>澜</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    "<w:r><w:t>城</w:t></w:r></w:p>"
)
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF 甲 \\h </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第三条</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
BOX = "<w:txbxContent>" + p("框内文字") + "</w:txbxContent>"


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        pytest.param(RUBY, "以下简称澜城", id="ruby"),
        pytest.param(
            p("本法自2008年1月1日起施行。")[:-6]
            + "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>[1]</w:t></w:r></w:p>",
            "本法自2008年1月1日起施行。", id="the mark of a reference",
        ),
        pytest.param(
            p("文献")[:-6] + "<w:r><w:t>[1]</w:t></w:r></w:p>", "文献[1]", id="a number in brackets",
        ),
        pytest.param(FIELD, "第三条", id="a field"),
        pytest.param(
            "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
            "<w:moveFrom><w:r><w:t>去</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>",
            "新来", id="revisions",
        ),
        pytest.param(
            "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("删") + "</w:tc></w:tr><w:tr><w:tc>" + p("留")
            + "</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>" + p("删") + "</w:tc></w:tr></w:tbl>",
            "留", id="rows and cells that are deleted",
        ),
        pytest.param(
            f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            "框内文字", id="a box twice",
        ),
        pytest.param(
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wpg'><w:drawing/></mc:Choice>"
            f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            "框内文字", id="a box in the older form alone",
        ),
        pytest.param(
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='w14'><w:t>新式</w:t></mc:Choice>"
            "<mc:Fallback><w:t>旧式</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            "新式", id="text in two forms",
        ),
        pytest.param(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + p("单击此处输入文字。")
            + "</w:sdtContent></w:sdt><w:sdt><w:sdtPr/><w:sdtContent>" + p("填写的内容")
            + "</w:sdtContent></w:sdt>", "填写的内容", id="controls",
        ),
        pytest.param(
            "<w:p><w:commentRangeStart w:id='1'/><w:r><w:t>正文</w:t></w:r><w:r><w:commentReference w:id='1'/>"
            "</w:r></w:p>", "正文", id="a comment",
        ),
    ],
)  # fmt: skip
def test_what_of_a_word_document_is_text(tmp_path: Path, given: str, seen: str) -> None:
    assert body_of(tmp_path, given, comments="<w:comment>" + p("批注内容") + "</w:comment>") == seen


def test_notes_stand_at_the_end(tmp_path: Path) -> None:
    notes = (
        "<w:footnote w:type='separator'>"
        + p("——")
        + "</w:footnote><w:footnote>"
        + p("脚注。")
        + "</w:footnote>"
    )
    ends = "<w:endnote>" + p("尾注。") + "</w:endnote>"
    document = one(tmp_path, "a.docx", docx(p(TITLE) + p(MORE), footnotes=notes, endnotes=ends))
    assert document.body == f"{MORE}\n脚注。\n尾注。"
