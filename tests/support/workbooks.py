"""Workbooks and lists for the tests of their readers, made without a library."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO

import pytest

from index.document import PolicyDocument, Rejected
from index.errors import Unreadable
from index.readers.extract import Extract
from index.readers.formats import csv, json_records
from index.readers.formats import workbook as sheet
from index.readers.interpret.document import document_of
from index.readers.kinds import Reader
from index.readers.options import Options

Item = PolicyDocument | Rejected
Cell = str | float
Table = Sequence[Sequence[Cell]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DATE, CHINESE_DATE = 1, 2
STYLES = (
    '<numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;'
    'd&quot;日&quot;;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/>'
    '<xf numFmtId="176"/></cellXfs>'
)
LIST: Table = [
    ["序号", "标题", "发文字号", "发布机构", "成文日期"],
    ["1", "关于甲的通知", "云政发〔2024〕3号", "云澜市人民政府", "2024-03-05"],
    ["2", "关于乙的意见", "云政发〔2024〕4号", "云澜市人民政府", "2024年3月6日"],
]
XLS = zlib.decompress(base64.b85decode(
    "c-rk)O-NKx6#mYe8RrLoW~Nclz+@sTb1~W`2ptQ`m4iBzQIR?Mu&^{HGi;-"
    "!;;InZShNu=2*PU94;9p|MPSw<2!hdY6$C*sE!5Y!XWqnU1rC&;yzg<(JwNxJd)~YE-"
    "22{pGv!N+KPZ{OGStF`MZ=Ap3>|TCrv)$AZWxM9*DfxGg*64YizhP2fv0(|ooWu%e9u6`efvwMz$}-"
    "eIEzSkmtMAt*efx#k&2;)Dd8q-"
    "@=+{N`GuYkx<TkYY57cOooKEIt>Lx_I*h4sq+*x3iVtZ)vE@VgeI$K8h^7jKc%@cx|0t!}I<O~xs_pa|GnCqMF#(>?dc"
    "8}JD|s_+p#ao})D=X}u^`TH?dk}ko$EP0hy((>04DI=C<DHwGyO%GrC(h=f%QL@>YablyLe)k>#u2cU;xH(Nt|KiqQR~"
    "#8hz<K&^nK1Npn@$?mRg*W(Q42NA#8>$tbhl*oZ!-"
    "Z|Y!UQGYU;13K4qHBx<ksJCQv?t%xjaBw;r2vs8lRSH8@NJc&CaFET!yJR!TlO)S!+Rh75@jgj4FGoIq=j+>sSYx<VGy"
    "`&gq>h;_>JDJwlIp>o^TnbGRhA0jcL=>KUN;I~A~e8xz;$_Jp~>tYlr}?RE$4A|3f_gcX7JmXAO76*xODhacsuix^)nX"
    "(lkdahoE>hCp5z)tB~{Xm>k3c8>6*+f>7&r%-?k^0<~3tC%(Jur3-"
    "Ac*6Pl9L)1hCIW<INwWMj!@`l3JhBJpK6+mrZmu=Jc`BlhFR>|N#Y_HJT7wVEFf<$=~^9Pu7luwcQ01q&7|SXkE}^R?P"
    "$zF0fV*LJ7*UuS{KqV=0(-"
    "J%)YeD&}L<UVw99Y<eQ>!%0~O8cS}_DTOQRA}MR<LE?8;^@qJ{qkoQW!}$<J9__J3S~R~Vm5L9=kb36KC$L;"
))  # fmt: skip
"""A workbook of BIFF8 as xlwt writes it: one sheet 目录, one document."""


def a1(row: int, column: int) -> str:
    name = ""
    while column >= 0:
        name, column = chr(65 + column % 26) + name, column // 26 - 1
    return f"{name}{row}"


def cell(reference: str, value: Cell, style: int = 0) -> str:
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def rows(table: Table, style: int = 0) -> str:
    lines = (
        "".join(cell(a1(at, column), value, style) for column, value in enumerate(row) if value)
        for at, row in enumerate(table, 1)
    )
    return "".join(f'<row r="{at}">{line}</row>' for at, line in enumerate(lines, 1) if line)


def workbook(*sheets: str, names: Sequence[str] = ("目录", "二", "三"), shared: str = "") -> bytes:
    """An XLSX file; each sheet is the XML inside ``<sheetData>`` and, behind ``|``, after it."""
    parts = list(zip(sheets, names, strict=False))
    links = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i, _ in enumerate(parts)
    )
    entries = "".join(
        f'<sheet name="{name}" sheetId="{i + 1}" r:id="r{i}"/>' for i, (_, name) in enumerate(parts)
    )
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
    }
    if shared:
        files["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
    for i, (content, _) in enumerate(parts):
        data, _, after = content.partition("|")
        files[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>'
        )
    return zipped(files)


def zipped(files: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def ods(table: str, manifest: str = "<manifest/>") -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest,
        "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="目录">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def in_csv(table: Table, delimiter: str = ",") -> bytes:
    return "\n".join(delimiter.join(map(str, row)) for row in table).encode()


def documents_from(read: Reader) -> Callable[..., Iterator[Item]]:
    """``read`` as the door calls it: what it extracts made into documents."""

    def given(
        content: bytes | BinaryIO, name: str, columns: Mapping[str, str] | None = None
    ) -> Iterator[Item]:
        opened = io.BytesIO(content) if isinstance(content, bytes) else content
        for item in read(opened, name, Options(columns or {})):
            yield document_of(item) if isinstance(item, Extract) else item

    return given


read_json, read_jsonl = (
    documents_from(json_records.read_array),
    documents_from(json_records.read_lines),
)
read_csv, read_sheet = documents_from(csv.read), documents_from(sheet.read)


def listed(table: Table, mapping: Mapping[str, str] | None = None) -> list[Item]:
    return list(read_csv(in_csv(table), "a.csv", mapping or {}))


def sheets(*contents: str, mapping: Mapping[str, str] | None = None) -> list[Item]:
    return list(read_sheet(workbook(*contents), "a.xlsx", mapping or {}))


def documents(items: Sequence[Item]) -> list[PolicyDocument]:
    assert all(isinstance(item, PolicyDocument) for item in items), items
    return [item for item in items if isinstance(item, PolicyDocument)]


def one(items: Sequence[Item]) -> PolicyDocument:
    [document] = documents(items)
    return document


def refused(items: Iterator[Item]) -> str:
    with pytest.raises(Unreadable) as caught:
        list(items)
    assert str(caught.value).endswith("。")
    return str(caught.value)
