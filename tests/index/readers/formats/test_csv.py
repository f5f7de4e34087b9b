"""CSV files: delimiters, quotes, formats, and what must not hurt."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import PolicyDocument, Rejected
from index.errors import Unreadable
from index.readers.limits import CELL_CHARACTERS, TABLE_COLUMNS
from tests.support.workbooks import (
    LIST,
    documents,
    in_csv,
    one,
    read_csv,
    refused,
)


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
        pytest.param("甲" * (CELL_CHARACTERS + 1), "", "一格超过", id="a cell without end"),
        pytest.param("," * TABLE_COLUMNS, "", "16,384 列", id="a row without end"),
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


ROWS = [f'甲{n}办法,云政发〔2024〕{n}号,"正文，{n}。"' for n in range(1, 7)]


@pytest.mark.parametrize("bare", [False, True], ids=["", "no other quotes"])
@pytest.mark.parametrize(
    "broken",
    [
        pytest.param('"乙办法,x,正文', id="a quote that is not closed"),
        pytest.param('"乙办法,x,正文\n再一行,\n还有一行', id="over several lines"),
        pytest.param('乙办法,x,"正文"引"用', id="a quote within a quote"),
        pytest.param('乙办法,x,"' + "长" * (CELL_CHARACTERS + 1) + '"', id="a cell without end"),
    ],
)
def test_behind_a_broken_row_the_next_whole_one_is_read(broken: str, bare: bool) -> None:
    behind = [row.replace('"', "").replace("，", "") for row in ROWS[3:]] if bare else ROWS[3:]
    rows = [*ROWS[:3], broken, *behind]
    items = list(read_csv("\n".join(["标题,文号,正文", *rows]).encode(), "a.csv", {}))
    [item] = [item for item in items if isinstance(item, Rejected)]
    assert item.locator == "第 5 行"
    assert "到下一个完整的行" in item.reason
    found = [item.title for item in items if isinstance(item, PolicyDocument)]
    assert found == [f"甲{n}办法" for n in range(1, 7)]


def test_looking_for_the_next_row_ends() -> None:
    rows = ['甲,x,"正文', *(f'乙{n},"x' for n in range(40_000))]
    items = list(read_csv("\n".join(["标题,文号,正文", ROWS[0], *rows]).encode(), "a.csv", {}))
    assert [type(item) for item in items][:2] == [PolicyDocument, Rejected]


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
    began = time.process_time()
    reason = refused(read_csv(data, "a.csv", {}))
    assert said in reason
    assert time.process_time() - began < 20, "a parser that is no longer linear"


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from('甲,;\t"\n\r =\x00\u2028标题文号'), max_size=80))
def test_any_rows_give_documents_or_reasons(text: str) -> None:
    try:
        items = list(read_csv(f"标题,文号\n{text}".encode(), "a.csv", {}))
    except Unreadable:
        return
    assert items
    assert all(isinstance(item, PolicyDocument) or item.reason for item in items)


@pytest.mark.parametrize("odd", ["\x01" * 60, "鴷煪ᴚ፵ᦱ⠒⢋" * 300], ids=["controls", "other scripts"])
def test_an_odd_row_of_a_list_in_gbk_costs_no_other(odd: str) -> None:
    rows = "".join(f"关于第{n}批补助资金的通知,各区县财政局请遵照执行\n" for n in range(60))
    data = f"标题,正文\n奇怪的通知,{odd}\n{rows}".encode("gb18030")
    found = [item for item in read_csv(data, "a.csv", {}) if isinstance(item, PolicyDocument)]
    assert len(found) == 61
