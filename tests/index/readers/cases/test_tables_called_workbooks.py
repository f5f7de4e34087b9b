"""K16: lists that are HTML tables or SpreadsheetML under the name of a workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument, Rejected
from tests.support.cases import read_bytes, read_case

COLUMNS = ("序号", "文件名称", "发文字号", "发文机关", "发文日期")


def row(number: int, **other: str) -> list[str]:
    values = dict(zip(COLUMNS, (
        str(number), f"云澜市人民政府关于第{number}项工作的通知", f"云政发〔2024〕{number}号",
        "云澜市人民政府", f"2024-03-{number:02}",
    ), strict=True))  # fmt: skip
    return list((values | other).values())


def are_the_notices(items: list[object], numbers: range = range(1, 4)) -> bool:
    documents = [item for item in items if isinstance(item, PolicyDocument)]
    return len(documents) == len(items) and [
        (d.title, d.doc_number, d.issuers, d.written_on) for d in documents
    ] == [
        (
            f"云澜市人民政府关于第{n}项工作的通知",
            f"云政发〔2024〕{n}号",
            ("云澜市人民政府",),
            date(2024, 3, n),
        )
        for n in numbers
    ]


def in_html(*rows: str) -> str:
    return f"<html><body><table border=1>{''.join(rows)}</table></body></html>"


def cells(values: list[str], name: str = "td", more: str = "") -> str:
    return "<tr>" + "".join(f"<{name}{more}>{value}</{name}>" for value in values) + "</tr>"


PLAIN = [cells(list(COLUMNS)), *(cells(row(n)) for n in (1, 2, 3))]


def test_the_case_of_a_table() -> None:
    documents = read_case("16_html_table_as.xls")
    assert [getattr(d, "doc_number", "") for d in documents] == [
        f"云政发〔2024〕{n}号" for n in (1, 2, 3)
    ]
    assert all(isinstance(d, PolicyDocument) and d.written_on and d.issuers for d in documents)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.et", in_html(*PLAIN), id="et"),
        pytest.param(
            "a.xls",
            in_html(
                "<tr><td colspan=5>云澜市规范性文件目录</td></tr>",
                "<tr><td colspan=5>截至2024年3月</td></tr>",
                "<thead>", cells(list(COLUMNS), "th", " style='mso-number-format:\"\\@\"'"), "</thead>",
                *(cells([f"<p>{value}</p>" for value in row(n)]) for n in (1, 2, 3)),
            ),
            id="a heading above, th, p in cells",
        ),
        pytest.param(
            "a.xls",
            in_html(
                PLAIN[0],
                *(
                    cells(row(n)).replace("<td>云澜市人民政府</td>", "<td rowspan=3>云澜市人民政府</td>"
                                          if n == 1 else "")
                    for n in (1, 2, 3)
                ),
            ),
            id="cells that reach downwards",
        ),
        pytest.param(
            "a.xls",
            "<table><tr><td><table><tr><td>说明</td></tr></table>"
            f"<table>{''.join(PLAIN)}</table></td></tr></table>",
            id="within a table",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_tables_of_sites(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    assert are_the_notices(list(read_bytes(tmp_path, name, text.encode(encoding))))


def test_several_tables_are_several_lists(tmp_path: Path) -> None:
    second = [cells(list(COLUMNS)), *(cells(row(n)) for n in (4, 5))]
    text = in_html(*PLAIN) + "<p>附</p>" + in_html(*second)
    assert are_the_notices(list(read_bytes(tmp_path, "a.xls", text.encode())), range(1, 6))


def test_sheets_that_were_saved_as_one_file_of_pages(tmp_path: Path) -> None:
    frame = "<html><frameset><frame src=s1.htm><noframes>此页面使用了框架。</noframes></frameset></html>"
    parts = "".join(
        f'--b\nContent-Type: text/html; charset="gb2312"\n\n{page}\n'
        for page in (frame, in_html(*PLAIN), in_html("<tr><td></td></tr>"))
    )
    text = (
        "MIME-Version: 1.0\nX-Document-Type: Workbook\n"
        f'Content-Type: multipart/related; boundary="b"\n\n{parts}--b--\n'
    )
    assert are_the_notices(list(read_bytes(tmp_path, "a.xls", text.encode("gb18030"))))


def test_a_table_that_is_no_list_of_documents_says_what_it_has(tmp_path: Path) -> None:
    rows = [cells(["姓名", "单位", "得分"]), *(cells(["甲", "乙", "1"]) for _ in range(5))]
    (item,) = read_bytes(tmp_path, "a.xls", in_html(*rows).encode())
    assert isinstance(item, Rejected)
    assert "姓名、单位、得分" in item.reason
    assert "--map" in item.reason


def test_a_page_called_a_workbook_is_a_page(tmp_path: Path) -> None:
    text = (
        "<html><title>云澜市人民政府关于防汛的通知</title><body><p>各县区：</p>"
        "<p>为做好今年防汛工作，现就有关事项通知如下，请认真遵照执行，确保安全度汛。</p></body></html>"
    )
    (document,) = read_bytes(tmp_path, "a.xls", text.encode())
    assert isinstance(document, PolicyDocument)
    assert document.title == "云澜市人民政府关于防汛的通知"


def xml_row(values: list[str], more: str = "") -> str:
    made = []
    for at, value in enumerate(values):
        kind = "DateTime" if value.startswith("2024-") else "String"
        text = f"{value}T00:00:00.000" if kind == "DateTime" else value
        if value:
            made.append(f'<Cell ss:Index="{at + 1}"><Data ss:Type="{kind}">{text}</Data></Cell>')
    return f"<Row{more}>{''.join(made)}</Row>"


def in_xml(*rows: str, sheet: str = "目录") -> str:
    return f'<Worksheet ss:Name="{sheet}"><Table>{"".join(rows)}</Table></Worksheet>'


def workbook(*sheets: str) -> str:
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Styles/>{''.join(sheets)}</Workbook>"
    )


@pytest.mark.parametrize("name", ["a.xml", "a.xls", "a.et", "a"])
def test_spreadsheet_ml(tmp_path: Path, name: str) -> None:
    title = (
        '<Row><Cell ss:MergeAcross="4"><Data ss:Type="String">云澜市文件目录</Data></Cell></Row>'
    )
    rows = [xml_row(list(COLUMNS), ' ss:Index="3"'), *(xml_row(row(n)) for n in (1, 2, 3))]
    empty = in_xml(sheet="Sheet2")
    items = read_bytes(tmp_path, name, workbook(in_xml(title, *rows), empty).encode())
    assert are_the_notices(list(items))


def test_spreadsheet_ml_whose_cells_reach_downwards(tmp_path: Path) -> None:
    first = xml_row(row(1)).replace('ss:Index="4"', 'ss:Index="4" ss:MergeDown="2"')
    rows = [xml_row(list(COLUMNS)), first, *(xml_row(row(n, 发文机关="")) for n in (2, 3))]
    assert are_the_notices(list(read_bytes(tmp_path, "a.xml", workbook(in_xml(*rows)).encode())))


def test_a_damaged_workbook_in_xml_says_so(tmp_path: Path) -> None:
    text = workbook(in_xml(*(xml_row(row(n)) for n in (1, 2))))
    (item,) = read_bytes(tmp_path, "a.xls", text[:-60].encode())
    assert isinstance(item, Rejected)
    assert "XML 已损坏" in item.reason
