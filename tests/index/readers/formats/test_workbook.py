"""Workbooks: formats, cells, and what must not hurt."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import date

import pytest

from index.document import PolicyDocument, Rejected
from index.readers.formats import workbook as sheet
from index.readers.limits import TABLE_COLUMNS, TABLE_HEIGHT
from tests.support.workbooks import (
    LIST,
    XLS,
    a1,
    cell,
    documents,
    ods,
    one,
    read_sheet,
    refused,
    rows,
    sheets,
    workbook,
    zipped,
)


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
    """A workbook of less than 1 MB whose one row has 24 million characters."""
    line = "".join(f'<c r="{a1(1, column)}" t="s"><v>0</v></c>' for column in range(80))
    return workbook(f'<row r="1">{line}</row>', shared=f"<si><t>{'字' * 300_000}</t></si>")


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
        pytest.param(shared_bomb, "空行空列", id="one shared string in many cells"),
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
    began = time.process_time()
    assert said in refused(read_sheet(data, "a.xlsx", {}))
    assert time.process_time() - began < 20, "a parser that is no longer linear"


def test_a_header_as_wide_as_a_sheet_can_be() -> None:
    wide = [*["备注"] * (TABLE_COLUMNS - 1), "标题"]
    document = one(sheets(rows([wide, [*[""] * (TABLE_COLUMNS - 1), "甲办法"]])))
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


def test_a_sheet_of_rows_without_end_costs_itself_only() -> None:
    last = f"A{TABLE_HEIGHT + 2}"
    tall = f'<row r="1">{cell("A1", "标题")}</row><row r="{last[1:]}">{cell(last, "甲")}</row>'
    *given, left_out = sheets(rows(LIST), tall, rows(LIST))
    assert len(documents(given)) == 4
    assert isinstance(left_out, Rejected)
    assert left_out.locator == "工作表“二”"
    assert "过大" in left_out.reason
