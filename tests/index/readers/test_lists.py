"""Lists of documents: workbooks, CSV and TSV, JSON; what is a column, and what must not hurt."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import PolicyDocument, Rejected, Validity
from index.errors import SourceError
from index.readers import columns, jsonl, sheet
from index.readers.columns import LABELS, Lookup, field_for, find_header, parse_mapping
from index.readers.found import Found, Unreadable
from index.readers.jsonl import count_lines
from index.readers.metadata import document_of
from index.readers.sheet import MAX_CELL, MAX_COLUMNS

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


def _documents_of(read: Callable[..., Iterator[Found | Rejected]]) -> Callable[..., Iterator[Item]]:
    """``read`` as the door calls it: what is found made into documents."""

    def given(*args: Any, **kwargs: Any) -> Iterator[Item]:
        for item in read(*args, **kwargs):
            yield document_of(item) if isinstance(item, Found) else item

    return given


read_json, read_jsonl = _documents_of(jsonl.read_json), _documents_of(jsonl.read_jsonl)
read_csv, read_sheet = _documents_of(sheet.read_csv), _documents_of(sheet.read_sheet)


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


# --- columns ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "field"),
    [
        pytest.param("发文字号", "doc_number", id="a label of pages"),
        pytest.param("文　号：", "doc_number", id="spaced, with a colon"),
        pytest.param("发文字号（文号）", "doc_number", id="a remark in brackets"),
        pytest.param("成文日期(yyyy-mm-dd)", "written_on", id="a remark about the form"),
        pytest.param("（必填）标题", "title", id="a remark before"),
        pytest.param("*标题", "title", id="a star before"),
        pytest.param("标题＊", "title", id="a wide star behind"),
        pytest.param("【标题】", "title", id="in brackets"),
        pytest.param("标題", "title", id="Traditional"),
        pytest.param("发布机构", "issuers", id="issuer"),
        pytest.param("正文", "body", id="body"),
        pytest.param("内容", "body", id="content in Chinese"),
        pytest.param("Content", "body", id="content"),
        pytest.param("URL", "source_url", id="address"),
        pytest.param("链接", "source_url", id="link"),
        pytest.param("doc_no", "doc_number", id="a key of our records"),
        pytest.param("written_on", "written_on", id="a field of ours"),
        pytest.param("body_kind", "body_kind", id="kind of body"),
        pytest.param("ID", "id", id="id"),
        pytest.param("编号", "id", id="id in Chinese"),
        pytest.param("序号", "", id="a number of rows"),
        pytest.param("号", "", id="a cut-down label"),
        pytest.param("备注", "", id="unknown"),
        pytest.param("（）", "", id="only brackets"),
        pytest.param("", "", id="empty"),
        pytest.param("标题" + "（" * 100_000, "", id="long"),
    ],
)
def test_what_a_column_is(column: str, field: str) -> None:
    assert field_for(column, {}) == Lookup({})(column) == field


def test_the_operators_word_comes_first() -> None:
    mapping = parse_mapping(["标 题=发文字号", "文件名录＝title", "a=b=正文", "责任单位=issuers"])
    assert mapping == {
        "标题": "doc_number", "文件名录": "title", "a=b": "body", "责任单位": "issuers",
    }  # fmt: skip
    assert field_for("*标题（新）", mapping) == "doc_number"
    assert field_for("文件名录", mapping) == "title"
    assert field_for("发布日期", mapping) == "published_on"


def test_a_mapped_column_wins_over_one_that_is_guessed() -> None:
    table: Table = [["名称", "全称", "文号"], ["短", "关于甲的通知", "云政发〔2024〕3号"]]
    mapping = parse_mapping(["全称=标题"])
    assert one(listed(table)).title == "短"
    assert one(listed(table, mapping)).title == "关于甲的通知"
    line = json.dumps({"title": "短", "全称": "关于甲的通知"}).encode()
    assert one(list(read_jsonl(io.BytesIO(line), "a", mapping))).title == "关于甲的通知"


@pytest.mark.parametrize("label", [*LABELS, *LABELS.values()])
def test_every_field_can_be_named_in_both_languages(label: str) -> None:
    [(column, field)] = parse_mapping([f"甲={label}"]).items()
    assert column == "甲"
    assert label in (field, LABELS[field])


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        pytest.param("标题", "写法", id="no sign"),
        pytest.param("=标题", "写法", id="no column"),
        pytest.param("甲=", "没有字段", id="no field"),
        pytest.param("甲=摘要", "没有字段“摘要”", id="unknown field"),
        pytest.param("甲=来源", "没有字段", id="a label that is no field"),
    ],
)
def test_a_mapping_that_cannot_be_names_the_fields(pair: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_mapping([pair])
    assert said in str(caught.value)
    for field, label in LABELS.items():
        assert f"{label}（{field}）" in str(caught.value)


@pytest.mark.parametrize(
    ("table", "end"),
    [
        pytest.param([["标题"]], 1, id="a title alone"),
        pytest.param([["发文字号", "发布日期"]], 1, id="two fields"),
        pytest.param([["发文字号", "文号"]], None, id="one field twice"),
        pytest.param([["发文字号", "x"]], None, id="one field"),
        pytest.param([["市政府文件目录"], ["标题", "文号"]], 2, id="below the name of the list"),
        pytest.param(
            [["发布机构", "某局", "发布日期", "今日"], ["标题", "文号"]], 2, id="below a block"
        ),
        pytest.param([["标题", "甲"], ["标题", "文号"]], 2, id="more fields"),
        pytest.param([["标题", "文号"], ["标题", "文号"]], 2, id="printed twice"),
        pytest.param([["标题", "文件", "文件"], ["", "文号", "日期"]], 2, id="in two rows"),
        pytest.param([["标题", "x"], ["", "y"]], 1, id="a row of data below"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_where_the_header_is(table: list[list[str]], end: int | None) -> None:
    header = find_header(table, Lookup({}))
    assert (header.end if header else None) == end


# --- tables -----------------------------------------------------------------------------


def test_a_workbook_and_the_same_list_as_csv_say_the_same() -> None:
    from_sheet, from_csv = documents(sheets(rows(LIST))), documents(listed(LIST))
    assert [d.digest() for d in from_sheet] == [d.digest() for d in from_csv]
    first, second = from_sheet
    assert (first.title, first.doc_number) == ("关于甲的通知", "云政发〔2024〕3号")
    assert (first.issuers, first.written_on) == (("云澜市人民政府",), date(2024, 3, 5))
    assert second.written_on == date(2024, 3, 6)
    assert first.source_path == "a.xlsx"
    assert first.as_printed == tuple(zip(map(str, LIST[0][1:]), map(str, LIST[1][1:]), strict=True))
    assert (first.body, first.warnings) == ("", ())


def test_rows_above_the_header_empty_rows_and_repeated_headers_are_no_documents() -> None:
    table: Table = [
        ["云澜市规范性文件目录"],
        [],
        *LIST[:2],
        [],
        ["", ""],
        LIST[0],
        LIST[2],
        ["合计：2 件"],
    ]
    for items in (listed(table), sheets(rows(table))):
        assert [d.title for d in documents(items)] == ["关于甲的通知", "关于乙的意见"]


def test_the_place_of_a_row_is_said_as_the_program_shows_it() -> None:
    table: Table = [["目录"], [], ["标题", "文号", "备注"], [], ["", "云政发〔2024〕3号"]]
    [item] = sheets(rows(table))
    assert isinstance(item, Rejected)
    assert (item.source_path, item.locator) == ("a.xlsx", "工作表“目录”第 5 行")
    [item] = listed(table)
    assert isinstance(item, Rejected)
    assert item.locator == "第 5 行"


@pytest.mark.parametrize("above", [pytest.param(9, id="tenth"), pytest.param(10, id="eleventh")])
def test_the_header_is_among_the_first_ten_rows(above: int) -> None:
    table: Table = [*[["说明"]] * above, *LIST]
    if above < columns.HEADER_WITHIN:
        assert len(documents(listed(table))) == 2
    else:
        assert "--map 列名=字段" in refused(read_csv(in_csv(table), "a", {}))


def test_a_list_without_a_header_names_the_option_and_what_was_seen() -> None:
    data = in_csv([["名目", "字"], ["关于甲的通知", "3"]])
    said = refused(read_csv(data, "a.csv", {}))
    assert "--map 列名=字段" in said
    assert "名目、字" in said
    assert one(list(read_csv(data, "a.csv", parse_mapping(["名目=标题"])))).title == "关于甲的通知"


def test_a_list_without_a_title_names_the_option_and_the_columns() -> None:
    said = refused(
        read_csv(in_csv([["文号", "发布日期", "备注"], ["甲", "乙", "丙"]]), "a.csv", {})
    )
    assert "没有标题" in said
    assert "--map 列名=字段" in said
    assert "文号、发布日期、备注" in said


def test_every_sheet_is_read_and_one_that_is_no_list_says_so() -> None:
    *given, other = sheets(rows([["说明"], ["x"]]), rows(LIST[:2]), rows([LIST[0], LIST[2]]))
    assert [d.title for d in documents(given)] == ["关于甲的通知", "关于乙的意见"]
    assert isinstance(other, Rejected)
    assert other.locator == "工作表“目录”"
    assert "--map" in other.reason


def test_empty_sheets_are_passed_over() -> None:
    assert len(documents(sheets(rows(LIST), "", ""))) == 2


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        pytest.param(["", ""], "没有内容", id="all empty"),
        pytest.param([rows(LIST[:1])], "表头以下没有内容", id="a header alone"),
        pytest.param([rows([["甲"]]), rows([["乙"]])], "工作表“二”：前 10 行", id="no header"),
        pytest.param(
            [rows([["文号", "日期", "发布日期"], ["a", "b", "c"]])], "没有标题", id="no title"
        ),
    ],
)
def test_a_workbook_of_which_no_sheet_is_a_list_is_one_refusal(
    contents: list[str], said: str
) -> None:
    assert said in refused(read_sheet(workbook(*contents), "a.xlsx", {}))


def test_dates_numbers_and_truth_as_the_program_shows_them() -> None:
    header = rows([["标题", "文号", "成文日期", "发布日期", "施行日期", "索引号", "是否有效"]])
    row = (
        cell("A2", "甲办法") + cell("B2", 7.0) + cell("C2", 45356, DATE)
        + cell("D2", 45357.5, CHINESE_DATE) + cell("E2", 45358) + cell("F2", 1.5)
        + '<c r="G2" t="b"><v>1</v></c>'
    )  # fmt: skip
    document = one(sheets(f'{header}<row r="2">{row}</row>'))
    assert document.written_on == date(2024, 3, 5)
    assert document.published_on == date(2024, 3, 6)
    assert document.effective_on == date(2024, 3, 7)
    assert document.validity is Validity.IN_FORCE
    printed = dict(document.as_printed)
    assert (printed["文号"], printed["成文日期"], printed["索引号"]) == ("7", "2024-03-05", "1.5")


def test_of_a_formula_the_value_counts_and_an_error_is_empty() -> None:
    row = (
        '<c r="A2" t="str"><f>"甲"&amp;"办法"</f><v>甲办法</v></c>'
        '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    )
    document = one(sheets(rows([["标题", "文号"]]) + f'<row r="2">{row}</row>'))
    assert document.title == "甲办法"
    assert dict(document.as_printed) == {"标题": "甲办法"}


def test_merged_cells() -> None:
    table: Table = [
        ["文件目录"],
        ["序号", "标题", "文件信息", "", "发文机关"],
        ["", "", "发文字号", "成文日期", ""],
        ["", "一、综合类"],
        ["1", "甲办法", "云政发〔2024〕3号", "2024-03-05", "云澜市民政局"],
        ["2", "乙办法", "云政发〔2024〕4号", "2024-03-06", ""],
        ["3", "丙办法", "云政发〔2024〕5号", "2024-03-07", ""],
    ]
    merged = ["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "B4:E4", "E5:E6"]
    after = "".join(f'<mergeCell ref="{reference}"/>' for reference in merged)
    found = documents(sheets(rows(table) + f"|<mergeCells>{after}</mergeCells>"))
    assert [d.title for d in found] == ["甲办法", "乙办法", "丙办法"]
    assert [d.issuers for d in found] == [("云澜市民政局",), ("云澜市民政局",), ()]
    assert [d.doc_number[-3:] for d in found] == ["〕3号", "〕4号", "〕5号"]
    assert [d.written_on for d in found] == [date(2024, 3, day) for day in (5, 6, 7)]


def test_merged_cells_of_a_table_that_does_not_begin_in_the_corner() -> None:
    table: Table = [
        [],
        ["", "", "标题", "发文机关"],
        ["", "", "甲办法", "云澜市民政局"],
        ["", "", "乙办法"],
    ]
    found = documents(sheets(rows(table) + '|<mergeCells><mergeCell ref="D3:D4"/></mergeCells>'))
    assert [d.issuers for d in found] == [("云澜市民政局",)] * 2


@pytest.mark.parametrize(
    ("column", "value", "mapping", "own"),
    [
        pytest.param("ID", "zc-2024-0001", [], True, id="an id"),
        pytest.param("编号", "202400017", [], True, id="a long number"),
        pytest.param("编号", "17", [], False, id="a number of rows"),
        pytest.param("序号", "zc-1", [], False, id="a column of rows"),
        pytest.param("编号", "17", ["编号=标识"], True, id="the operator says so"),
        pytest.param("序号", "zc-1", ["序号=id"], True, id="the operator names it"),
    ],
)
def test_what_is_a_documents_own_id(column: str, value: str, mapping: list[str], own: bool) -> None:
    document = one(listed([[column, "标题"], [value, "甲办法"]], parse_mapping(mapping)))
    assert (document.id == value) is own
    assert column not in dict(document.as_printed)


def test_rows_that_only_count_do_not_take_each_others_place() -> None:
    first = documents(list(read_csv(b"ID,title\n1,a\n2,b", "a.csv", {})))
    second = documents(list(read_csv(b"ID,title\n1,c\n2,d", "b.csv", {})))
    assert len({d.id for d in first + second}) == 4


def test_a_body_in_a_cell_and_its_lines() -> None:
    data = '标题,正文\n甲办法,"第一条 甲。\n第二条 ""乙"",丙。"\n乙办法,\n'.encode()
    first, second = documents(list(read_csv(data, "a.csv", {})))
    assert first.body == '第一条 甲。\n第二条 "乙",丙。'
    assert [section.label for section in first.sections] == ["第一条", "第二条"]
    assert (second.body, second.warnings) == ("", ())


def test_a_link_is_an_address_and_other_words_are_not() -> None:
    table: Table = [
        ["标题", "链接"], ["甲", "https://a.example/1.html"], ["乙", "点击查看"], ["丙", "点击查看"],
        ["丁", "javascript:alert(1)"],
    ]  # fmt: skip
    found = documents(listed(table))
    assert [d.source_url for d in found] == ["https://a.example/1.html", "", "", ""]
    assert len({d.id for d in found}) == 4


def test_more_rows_than_allowed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MAX_ROWS", 1)
    first, last = listed(LIST)
    assert isinstance(first, PolicyDocument)
    assert isinstance(last, Rejected)
    assert last.locator == "第 3 行起"
    assert "超过 1 行" in last.reason


# --- CSV --------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [pytest.param(d, id=repr(d)) for d in ",\t;"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    data = in_csv(LIST, delimiter).decode().replace("\n", "\r\n").encode(encoding)
    assert len(documents(list(read_csv(data, "a.csv", {})))) == 2


def test_the_delimiter_is_told_by_the_header_not_by_what_is_frequent() -> None:
    data = "标题;发文字号\n甲,乙,丙,丁,戊办法;云政发〔2024〕3号\n".encode()
    document = one(list(read_csv(data, "a.csv", {})))
    assert (document.title, document.doc_number) == ("甲,乙,丙,丁,戊办法", "云政发〔2024〕3号")


@pytest.mark.parametrize(
    ("line", "title", "said"),
    [
        pytest.param("甲办法", "甲办法", "", id="too few cells"),
        pytest.param("甲办法,,2024-01-01,,,", "甲办法", "", id="empty cells behind"),
        pytest.param("甲,乙办法,x,2024-01-01", "", "列数多于表头", id="too many cells"),
        pytest.param('关于"甲"的办法,x,', '关于"甲"的办法', "", id="quotes within"),
        pytest.param('"甲"的办法,x,', '"甲"的办法', "", id="quotes that belong to the text"),
        pytest.param('="甲办法",x,', "甲办法", "", id="a formula that keeps a text"),
        pytest.param('"甲办法,x,', "", "引号不成对", id="a quote that never ends"),
        pytest.param('"甲办法\n"x,', "", "引号不成对", id="a quote that ends elsewhere"),
        pytest.param("甲\x00办法,x,", "甲办法", "", id="NUL"),
        pytest.param("甲" * (MAX_CELL + 1), "", "一格超过", id="a cell without end"),
        pytest.param("," * MAX_COLUMNS, "", "16,384 列", id="a row without end"),
    ],
)
def test_a_row_that_is_not_as_it_should_be(line: str, title: str, said: str) -> None:
    data = f"标题,文号,成文日期\n{line}\n".encode()
    [item] = list(read_csv(data, "a.csv", {}))
    if isinstance(item, Rejected):
        assert said
        assert said in item.reason
        assert item.locator == "第 2 行"
    else:
        assert not said
        assert item.title == title


def test_after_a_quote_that_never_ends_nothing_is_guessed() -> None:
    data = '标题,文号\n甲办法,x\n"乙办法,y\n丙办法,z\n'.encode()
    first, last = list(read_csv(data, "a.csv", {}))
    assert isinstance(first, PolicyDocument)
    assert isinstance(last, Rejected)
    assert last.locator == "第 3 行"
    assert "以下各行未读" in last.reason


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "没有认得的表头", id="empty"),
        pytest.param(bytes(range(256)) * 20, "编码", id="binary"),
        pytest.param(("标题," + "a," * 100_000).encode(), "16,384 列", id="100,000 columns"),
        pytest.param(b"x" * 8_000_000, "一格超过", id="one long line"),
        pytest.param(b"x" * 4_000_000, "没有认得的表头", id="one line"),
        pytest.param(b'"' + b"x\n" * 3_000_000, "引号不成对", id="one long quoted cell"),
    ],
)
def test_a_csv_file_that_is_no_list_says_why(data: bytes, said: str) -> None:
    began = time.monotonic()
    reason = refused(read_csv(data, "a.csv", {}))
    assert said in reason
    assert time.monotonic() - began < 20


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from('甲,;\t"\n\r =\x00\u2028标题文号'), max_size=80))
def test_any_rows_give_documents_or_reasons(text: str) -> None:
    try:
        items = list(read_csv(f"标题,文号\n{text}".encode(), "a.csv", {}))
    except Unreadable:
        return
    assert items
    assert all(isinstance(item, PolicyDocument) or item.reason for item in items)


# --- workbooks of other kinds, and such as must not hurt -------------------------------------


def test_an_xls_file() -> None:
    document = one(list(read_sheet(XLS, "a.xls", {})))
    assert (document.title, document.doc_number) == ("关于甲的通知", "国发〔2020〕1号")
    assert document.written_on == date(2020, 1, 2)


def test_an_ods_file() -> None:
    def text(value: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    day = '<table:table-cell office:value-type="date" office:date-value="2020-01-02"/>'
    row = "<table:table-row>{}</table:table-row>"
    table = row.format(text("标题") + text("成文日期")) + row.format(text("甲办法") + day)
    document = one(list(read_sheet(ods(table), "a.ods", {})))
    assert (document.title, document.written_on) == ("甲办法", date(2020, 1, 2))


def biff_protected() -> bytes:
    """The XLS file with a FILEPASS record where its second record was."""
    at = XLS.index(b"\x09\x08\x10\x00") + 20
    return XLS[:at] + b"\x2f\x00" + XLS[at + 2 :]


def biff_far() -> bytes:
    """The XLS file with its first cell of data at the end of what 16 bits can address."""
    at = XLS.index(b"\xfd\x00\x0a\x00\x01\x00\x00\x00") + 4
    return XLS[:at] + b"\xff" * 4 + XLS[at + 4 :]


def far_apart() -> bytes:
    last = f'<row r="1048576">{cell("XFD1048576", 1.0)}</row>'
    return workbook(rows(LIST) + last)


def shared_bomb() -> bytes:
    line = "".join(f'<c r="{a1(1, column)}" t="s"><v>0</v></c>' for column in range(40))
    return workbook(f'<row r="1">{line}</row>', shared=f"<si><t>{'字' * 300_000}</t></si>" * 2)


def lying(prefix_sum: bool) -> bytes:
    """A workbook whose directory says that the sheet has 1,000 bytes."""
    data = bytearray(workbook(rows([LIST[0], *[["x" * 900]] * 3_000])))
    archive = zipfile.ZipFile(io.BytesIO(data))
    entry = archive.getinfo("xl/worksheets/sheet0.xml")
    content = archive.read(entry)
    directory = data.index(b"PK\x01\x02", entry.header_offset)
    while data[directory + 46 :].find(entry.filename.encode()) != 0:
        directory = data.index(b"PK\x01\x02", directory + 4)
    for at in (entry.header_offset + 22, directory + 24):
        data[at : at + 4] = struct.pack("<I", 1000)
    if prefix_sum:
        for at in (entry.header_offset + 14, directory + 16):
            data[at : at + 4] = struct.pack("<I", zlib.crc32(content[:1000]))
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda: b"", "不是 Excel", id="empty"),
        pytest.param(lambda: b"<html><table>", "另存为 XLSX", id="a page named .xls"),
        pytest.param(lambda: b"PK\x03\x04" + b"x" * 99, "已损坏", id="a damaged archive"),
        pytest.param(lambda: workbook(rows(LIST))[:-300], "已损坏", id="cut off"),
        pytest.param(lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "已损坏", id="a damaged XLS"),
        pytest.param(lambda: XLS[:2000], "已损坏", id="an XLS cut off"),
        pytest.param(lambda: zipped({"word/document.xml": "<a/>"}), "不是 Excel", id="a DOCX"),
        pytest.param(lambda: workbook("<row"), "已损坏", id="broken XML"),
        pytest.param(biff_protected, "密码", id="a protected XLS"),
        pytest.param(
            lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") * 40,
            "密码", id="a protected XLSX",
        ),
        pytest.param(lambda: ods("", "<encryption-data/>"), "密码", id="a protected ODS"),
        pytest.param(far_apart, "空行空列", id="two cells far apart"),
        pytest.param(biff_far, "空行空列", id="two cells of an XLS far apart"),
        pytest.param(
            lambda: workbook(f'<row r="4294967295">{cell("A4294967295", 1.0)}</row>'),
            "空行空列", id="a row that does not exist",
        ),
        pytest.param(shared_bomb, "过大", id="one shared string in many cells"),
        pytest.param(
            lambda: workbook(rows([["x" * 110 * 2**20]])), "解开后过大", id="a bomb",
        ),
        pytest.param(lambda: lying(False), "损坏", id="a lying directory"),
        pytest.param(lambda: lying(True), "损坏", id="a directory that lies with the right sum"),
        pytest.param(
            lambda: ods(
                '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell '
                'office:value-type="string" table:number-columns-repeated="100000"><text:p>标题'
                "</text:p></table:table-cell></table:table-row>"
            ),
            "损坏", id="rows repeated a billion times",
        ),
    ],
)  # fmt: skip
def test_a_workbook_that_must_not_hurt(make: Callable[[], bytes], said: str) -> None:
    data = make()
    began = time.monotonic()
    assert said in refused(read_sheet(data, "a.xlsx", {}))
    assert time.monotonic() - began < 20


def test_a_header_as_wide_as_a_sheet_can_be() -> None:
    wide = [*["备注"] * (MAX_COLUMNS - 1), "标题"]
    document = one(sheets(rows([wide, [*[""] * (MAX_COLUMNS - 1), "甲办法"]])))
    assert document.title == "甲办法"


def test_a_workbook_that_is_given_up_leaves_no_process_behind() -> None:
    given = read_sheet(workbook(rows([LIST[0], *[["", "甲办法"]] * 5_000])), "a.xlsx", {})
    assert isinstance(next(given), PolicyDocument)
    given.close()  # type: ignore[attr-defined]  # ResourceWarning is an error here


def test_a_reader_that_cannot_start_is_no_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet, "_READY", b"something else\n")
    with pytest.raises(RuntimeError, match="does not start"):
        sheets(rows(LIST))


# --- JSON -------------------------------------------------------------------------------

RECORD = {
    "标题": "甲办法", "发文字号": "云政发〔2024〕3号", "正文": "第一条 甲。\n第二条 乙。",
    "标识": "zc-1", "发布机构": ["云澜市民政局", "云澜市公安局"], "备注": {"a": 1},
}  # fmt: skip


def as_lines(*records: Any) -> bytes:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def is_the_record(document: PolicyDocument) -> bool:
    return (
        (document.id, document.title, document.doc_number)
        == ("zc-1", "甲办法", "云政发〔2024〕3号")
        and document.body == "第一条 甲。\n第二条 乙。"
        and document.issuers == ("云澜市民政局", "云澜市公安局")
    )


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_chinese_keys_from_a_path_from_memory_and_from_an_archive(
    tmp_path: Path, packed: bool
) -> None:
    data = as_lines(RECORD, {"body": "丙"})
    data = gzip.compress(data) if packed else data
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", data)
    with zipfile.ZipFile(made) as archive, archive.open("a.jsonl") as entry:
        from_archive = list(read_jsonl(entry, "a.jsonl"))
    from_path = list(read_jsonl(path, "a.jsonl"))
    assert from_path == from_archive == list(read_jsonl(io.BytesIO(data), "a.jsonl", {}))
    assert is_the_record(documents(from_path)[0])
    assert count_lines(path) == 2


def test_an_english_record_prints_its_labels_in_chinese_and_in_order() -> None:
    record = {"source": "x", "title": "甲", "issuer": "云澜市民政局", "index_no": "1/2"}
    document = one(list(read_jsonl(io.BytesIO(as_lines(record)), "a")))
    assert document.as_printed == (("索引号", "1/2"), ("标题", "甲"), ("发文机关", "云澜市民政局"))


def test_a_record_that_says_it_has_no_body_is_not_doubted() -> None:
    given = as_lines({"title": "甲", "body_kind": "none"}, {"title": "乙"})
    first, second = documents(list(read_jsonl(io.BytesIO(given), "a")))
    assert not first.warnings
    assert "没有找到正文" in second.warnings[0]


def test_keys_that_the_operator_maps() -> None:
    given = as_lines({"名目": "甲办法", "wh": "云政发〔2024〕3号"})
    mapping = parse_mapping(["名目=标题", "WH=发文字号"])
    document = one(list(read_jsonl(io.BytesIO(given), "a", mapping)))
    assert (document.title, document.doc_number) == ("甲办法", "云政发〔2024〕3号")
    assert document.as_printed == (("名目", "甲办法"), ("发文字号", "云政发〔2024〕3号"))


def test_a_key_that_is_no_text_hurts_nobody() -> None:
    given = b'{"\\u6807\\u9898(\\ud800)": "x", "' + b"k" * 1_000_000 + b'": 1}'
    document = one(list(read_jsonl(io.BytesIO(given), "a")))
    assert document.title == "x"
    assert json.dumps(document.to_json(), ensure_ascii=False).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_array_of_records(encoding: str) -> None:
    data = json.dumps([RECORD, {"title": "乙"}], ensure_ascii=False, indent=1).encode(encoding)
    first, second = documents(list(read_json(data, "a.json")))
    assert is_the_record(first)
    assert second.title == "乙"


def test_an_array_with_other_things_in_it_names_them() -> None:
    items = list(read_json(b'[ {"title": "a"} , 5, {}, {"title": "b"}]', "a.json"))
    assert [type(item) for item in items] == [PolicyDocument, Rejected, Rejected, PolicyDocument]
    assert [i.locator for i in items if isinstance(i, Rejected)] == ["第 2 条", "第 3 条"]


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(', {"title": ', id="cut off"),
        pytest.param(', {"title": "b"} {"title": "c"}]', id="no comma"),
        pytest.param(', {"title": "b"}] x', id="something behind"),
        pytest.param(', {"title": "b"},]', id="a comma too many"),
        pytest.param(', {"title": "b"}, ' + "[" * 300_000, id="nested"),
    ],
)
def test_a_broken_array_gives_what_stands_before_and_a_reason(rest: str) -> None:
    *given, last = list(read_json(f'[{{"title": "a"}}{rest}'.encode(), "a.json"))
    assert documents(given)[0].title == "a"
    assert isinstance(last, Rejected)
    assert "JSON" in last.reason
    assert last.locator == f"第 {len(given) + 1} 条起"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b'{"title": "a"}', ".jsonl", id="an object"),
        pytest.param(b"", "数组", id="empty"),
        pytest.param(b"[ ]", "空的", id="an empty array"),
        pytest.param(bytes(range(256)) * 20, "编码", id="binary"),
    ],
)
def test_a_file_that_is_no_array_says_so(data: bytes, said: str) -> None:
    assert said in refused(read_json(data, "a.json"))


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from('[]{},:"a1 \n\\标题'), max_size=60))
def test_any_array_gives_documents_or_reasons(text: str) -> None:
    try:
        items = list(read_json(f"[{text}".encode(), "a.json"))
    except Unreadable:
        return
    assert items
