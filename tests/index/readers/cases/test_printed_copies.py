"""Copies of documents as they are printed and filed: forms named in their head, numbers on every page, links
whose words are gone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from index.document import PolicyDocument
from tests.support.cases import read_bytes

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_RULE = "为规范全市用水管理，节约用水，保护水资源，制定本规定，各单位和个人均应遵守。"


def one(folder: Path, name: str, data: bytes) -> PolicyDocument:
    (item,) = read_bytes(folder, name, data)
    assert isinstance(item, PolicyDocument), item
    return item


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: str) -> str:
    cells = "".join(f"<w:tr><w:tc>{paragraph(row)}</w:tc></w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def headed(body: str, *head: str) -> bytes:
    """A DOCX file of this body, whose pages have a head of these lines."""
    main = f'<Relationship Id="m" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    link = f'<Relationship Id="h" Type="{_OFFICE}/header" Target="header1.xml"/>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f"<Relationships {_PACKAGE}>{main}</Relationships>",
        "word/_rels/document.xml.rels": f"<Relationships {_PACKAGE}>{link}</Relationships>",
        "word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {_WORD}>{''.join(map(paragraph, head))}</w:hdr>",
    }
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return file.getvalue()


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (("云澜市住房补贴申请表",), "云澜市住房补贴申请表"),
        (("附件2", "云澜市企业用工登记表（样表）"), "云澜市企业用工登记表（样表）"),
        (("云 澜 市 不 动 产 登 记 申 请 书",), "云澜市不动产登记申请书"),
    ],
)
def test_a_form_is_named_by_the_head_of_its_pages(
    tmp_path: Path, head: tuple[str, ...], title: str
) -> None:
    form = table("申请人姓名 性别 手机号码", "身份证号码", "单位意见 （盖章）")
    assert "".join(one(tmp_path, "a.docx", headed(form, *head)).title.split()) == title


@pytest.mark.parametrize("kind", ["先进个人推荐表", "用水户信息登记表（样表）", "灌溉设施验收单"])
def test_what_a_form_asks_for_does_not_continue_its_title(tmp_path: Path, kind: str) -> None:
    rows = [f"云澜市{kind}", "姓名  性别  年龄", "住址  电话", "推荐单位意见", "（盖章）"]
    assert one(tmp_path, "a.txt", "\n".join(rows).encode()).title == f"云澜市{kind}"


def test_a_running_head_names_no_text(tmp_path: Path) -> None:
    text = paragraph("云澜市用水管理规定") + paragraph(f"第一条 {_RULE}") + table("甲 乙")
    document = one(tmp_path, "a.docx", headed(text, "云澜市供水公司业务登记表"))
    assert document.title == "云澜市用水管理规定"
    assert "登记表" not in document.body
    form = table("云澜市用水申请表", "申请人 电话")
    assert one(tmp_path, "b.docx", headed(form, "云澜市水务局")).title == "云澜市用水申请表"


@pytest.mark.parametrize("number", ["DB99/T 1024—2023", "GB/T 45678-2025", "HJ 2099.1—2021"])
def test_the_number_at_the_head_of_every_page_of_a_standard_is_no_text(
    tmp_path: Path, number: str
) -> None:
    solid = number.replace("—", "-").replace(" ", "")
    lines = ["城市供水管网巡查规范", number, "前言", f"本标准按照 {number} 的要求起草，{_RULE}"]
    lines += [solid, "1 范围", _RULE, number, "2 术语", _RULE]
    document = one(tmp_path, "a.txt", "\n".join(lines).encode())
    assert not {number, solid} & set(document.body.split("\n"))
    assert f"按照 {number} 的" in document.body


def test_a_number_that_is_cited_stays_a_line(tmp_path: Path) -> None:
    lines = ["云澜市水务局关于执行供水标准的通知", "云水发〔2026〕3号", "各供水单位：", _RULE]
    lines += ["GB 5749—2022", _RULE]
    assert "GB 5749—2022" in one(tmp_path, "a.txt", "\n".join(lines).encode()).body


@pytest.mark.parametrize(
    "link", ["附件下载：/files/2026_3/20260301.doc", "点击下载:/upload/a/b-1.pdf"]
)
def test_the_address_of_a_file_is_no_text(tmp_path: Path, link: str) -> None:
    lines = ["云澜市用水管理规定", f"第一条 {_RULE}", link, "附件：", f"第二条 {_RULE}"]
    document = one(tmp_path, "a.txt", "\n".join(lines).encode())
    assert link not in document.body
    assert document.body.endswith(_RULE)


@pytest.mark.parametrize("link", ["在本页阅读全文", "展开全文", "点击查看全文", "阅读全文"])
def test_what_unfolds_a_page_is_no_text(tmp_path: Path, link: str) -> None:
    text = "\n".join(["云澜市用水管理规定", f"第一条 {_RULE}", f"第二条 {_RULE}", link])
    assert one(tmp_path, "a.txt", text.encode()).body.endswith(_RULE)


@pytest.mark.parametrize("month", ["二○二四年三月印发", "2025年11月印发", "2023年6月编制"])
def test_the_month_of_a_cover_is_no_text(tmp_path: Path, month: str) -> None:
    lines = ["云澜市用水管理规定", month, f"第一条 {_RULE}", f"第二条 {_RULE}"]
    assert one(tmp_path, "a.txt", "\n".join(lines).encode()).body.startswith("第一条")
