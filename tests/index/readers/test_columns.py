"""What is a column of a list, and what a row of a table says."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest

from index.document import PolicyDocument, Rejected, Validity
from index.errors import SourceError
from index.readers import limits
from index.readers.columns import LABELS, Lookup, field_for, find_header, parse_mapping
from tests.support.work import work_of
from tests.support.workbooks import (
    CHINESE_DATE,
    DATE,
    LIST,
    Table,
    cell,
    documents,
    in_csv,
    listed,
    one,
    read_csv,
    read_jsonl,
    read_sheet,
    refused,
    rows,
    sheets,
    workbook,
)

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
    assert field_for("正文", parse_mapping(["正文=标题"])) == "title"
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
        pytest.param(
            [["发布机构", "某局", "发布日期", "今日"], ["标题"]], 2, id="a title below a block"
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
    if above < limits.HEADER_WITHIN:
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


def test_a_long_law_fits_a_cell() -> None:
    law = "第一条 甲。\n" * 40_000
    document = one(list(read_csv(f'标题,正文\n甲法,"{law}"\n'.encode(), "a.csv", {})))
    assert document.body == law.strip()


def test_a_link_is_an_address_and_other_words_are_not() -> None:
    table: Table = [
        ["标题", "链接"], ["甲", "https://a.example/1.html"], ["乙", "点击查看"], ["丙", "点击查看"],
        ["丁", "javascript:alert(1)"],
    ]  # fmt: skip
    found = documents(listed(table))
    assert [d.source_url for d in found] == ["https://a.example/1.html", "", "", ""]
    assert len({d.id for d in found}) == 4


def test_more_rows_than_allowed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TABLE_ROWS", 1)
    first, last = listed(LIST)
    assert isinstance(first, PolicyDocument)
    assert isinstance(last, Rejected)
    assert last.locator == "第 3 行起"
    assert "超过 1 行" in last.reason


def test_columns_without_cells_cost_nothing_in_a_row() -> None:
    def work(size: int) -> int:
        data = f"title,body{',' * size}\n{'a,b' * 3}\n" + "a,b\n" * size
        return work_of(lambda: list(read_csv(data.encode(), "a.csv", {})))

    work(10)
    assert work(400) < 6 * work(100)
