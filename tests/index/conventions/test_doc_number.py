"""发文字号 in every form of the field, whole, partial and within running text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.conventions.doc_number import DocNumber, find, key, keys, normalise, parse
from index.readers import read_file
from index.text.fold import fold

WRITTEN = [
    ("国办发〔2017〕47号", "国办发〔2017〕47号"),
    ("国办发﹝2017﹞47号", "国办发〔2017〕47号"),
    ("国办发［2017］47号", "国办发〔2017〕47号"),
    ("国办发[2017]47号", "国办发〔2017〕47号"),
    ("国办发(2017)47号", "国办发〔2017〕47号"),
    ("国办发（2017）47号", "国办发〔2017〕47号"),
    ("国办发【2017】47号", "国办发〔2017〕47号"),
    ("国办发〔２０１７〕４７号", "国办发〔2017〕47号"),
    ("国办发〔2017〕47 号", "国办发〔2017〕47号"),
    ("国办发〔 2017〕4 7 号", "国办发〔2017〕47号"),
    ("国办发〔2017〕\n47号", "国办发〔2017〕47号"),
    ("国办发〔2017〕第47号", "国办发〔2017〕47号"),
    ("国办发〔2017〕047号", "国办发〔2017〕47号"),
    ("国办发〔2017〕47", "国办发〔2017〕47号"),
    ("国办发2017年47号", "国办发〔2017〕47号"),
    ("国办发 2017 47", "国办发〔2017〕47号"),
    ("国办发2017-47", "国办发〔2017〕47号"),
    ("國辦發〔2017〕47號", "国办发〔2017〕47号"),
    ("（国办发〔2017〕47号）", "国办发〔2017〕47号"),
    ("文号：国办发〔2017〕47号", "国办发〔2017〕47号"),
    ("国发1987年26号", "国发〔1987〕26号"),
    ("国办发明电(2020)7号", "国办发明电〔2020〕7号"),
    ("公告（2019年 第11号）", "公告2019年第11号"),
    ("商务部公告2019年第11号", "商务部公告2019年第11号"),
    ("2019年商务部公告第11号", "商务部公告2019年第11号"),
    ("2017年农业部令第4号", "农业部令〔2017〕第4号"),
    ("中华人民共和国农业部公告 第2405号", "中华人民共和国农业部公告第2405号"),
    ("国令第845号", "国令第845号"),
    ("国务院令第 5 号", "国务院令第5号"),
    ("国务院第604号令", "国务院令第604号"),
    ("上海市人民政府令（第19号）", "上海市人民政府令第19号"),
    ("中华人民共和国主席令第七十三号", "中华人民共和国主席令第73号"),
    ("中国人民银行令〔2022〕第3号", "中国人民银行令〔2022〕第3号"),
    ("公安部令第１４９号", "公安部令第149号"),
    ("国令707", "国令第707号"),
    ("国务院令第707", "国务院令第707号"),
    ("国发2018年44", "国发〔2018〕44号"),
    ("国发2018年第44号文件", "国发〔2018〕44号"),
    ("国发〔二〇一八〕44号", "国发〔2018〕44号"),
    ("法释〔二○○一〕七号", "法释〔2001〕7号"),
    ("法释〔二OO一〕第二十三号", "法释〔2001〕23号"),
    ("法发〔二00一〕十号", "法发〔2001〕10号"),
    ("国办发〈2017〉47号", "国办发〔2017〕47号"),
    ("国务院办公厅国办发〔2017〕47号", "国办发〔2017〕47号"),
    ("云澜市教育局文件 云教〔2024〕5号", "云教〔2024〕5号"),
    ("教育部教基〔2024〕5号", "教基〔2024〕5号"),
    ("工信部联企业〔2011〕300号", "工信部联企业〔2011〕300号"),
    ("云澜市政府办〔2024〕3号", "云澜市政府办〔2024〕3号"),
]
STANDARDS = [
    ("DB36/T 1994—2024", "DB36/T 1994—2024"),
    ("db 36/t1994-2024", "DB36/T 1994—2024"),
    ("ＤＢ３６／Ｔ　１９９４－２０２４", "DB36/T 1994—2024"),
    ("GB/T 9704–2012", "GB/T 9704—2012"),
    ("GB 50016-2014", "GB 50016—2014"),
    ("GB 3095-82", "GB 3095—1982"),
    ("GB/T 1.1 — 2020", "GB/T 1.1—2020"),
    ("GM/T 0054-2018", "GM/T 0054—2018"),
    ("YY 0505-2012", "YY 0505—2012"),
    ("JGJ 18-2012", "JGJ 18—2012"),
    ("T/YLBZ 003-2023", "T/YLBZ 003—2023"),
    ("T/YLBZ12—2017", "T/YLBZ 12—2017"),
    ("DB36/ 123-2020", "DB36/ 123—2020"),
    ("DBJ50/T-123-2020", "DBJ50/T 123—2020"),
    ("ISO/IEC 27001:2022", "ISO/IEC 27001—2022"),
    ("GB/T 19001—2016/ISO 9001:2015", "GB/T 19001—2016"),
]
PARTIAL = [
    ("国办发47号", DocNumber("国办发", None, 47)),
    ("2017年47号", DocNumber("", 2017, 47)),
    ("〔２０２０〕６号", DocNumber("", 2020, 6)),
    ("国办发 2017", DocNumber("国办发", 2017, None)),
    ("国办发〔2017〕", DocNumber("国办发", 2017, None)),
    ("第 5 号令", DocNumber("令", None, 5)),
]
NO_NUMBERS = [
    "", "号", "2017", "2号", "第三条", "一号", "高新技术企业", "2023年6月20日", "2023-06-20",
    "公积金 2023", "科技创新2023", "003187413/202306-00020", "如何申请2023年公积金提取",
    "YZCG-2026-047", "HT-001-2024", "MP 3", "ICS 35.240.20", "TEL 0731-1985", "A3-2024", "4/2026-00001",
    "四川省人民政府令（省发展改革委印发）", "关于废止部分规章的决定 2013年第4号令", "5G",
]  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), WRITTEN)
def test_every_form_is_read_as_one(printed: str, expected: str) -> None:
    number = parse(printed)
    assert number is not None
    assert str(number) == normalise(printed) == expected
    assert number.is_complete


@pytest.mark.parametrize(("printed", "expected"), STANDARDS)
def test_a_standard_has_a_number_in_any_dash_and_space(printed: str, expected: str) -> None:
    number = parse(printed)
    assert number is not None
    assert str(number) == expected
    assert number.is_standard
    assert number.is_complete


@pytest.mark.parametrize("typed", ["GM/T 0054—2018", "gm/t54-2018", "GM / T 0054", "gmt 0054-2018"])
def test_a_standard_is_found_by_its_number_in_any_form(typed: str) -> None:
    document, number = parse("GM/T 0054—2018"), parse(typed)
    assert document
    assert number
    assert (key(number) in keys(document)) == (typed[2] != "t")


def test_standards_are_cited() -> None:
    text = "按照GB/T 1.1—2020、JGJ 18-2012和法释〔二○○一〕七号，电话TEL 0731-1985。"
    found = [str(number) for _, _, number in find(text)]
    assert found == ["GB/T 1.1—2020", "JGJ 18—2012", "法释〔2001〕7号"]
    (_, standard), *_ = [(start, number) for start, _, number in find(text)]
    assert standard.folded == "gb/t 1.1-2020"


@pytest.mark.parametrize(("typed", "expected"), PARTIAL)
def test_a_part_is_read_and_leads_to_the_whole(typed: str, expected: DocNumber) -> None:
    assert parse(typed) == expected
    assert not expected.is_complete
    whole = {"国办发": "国办发〔2017〕47号", "": f"国办发〔{expected.year}〕{expected.serial}号"}
    document = parse(whole.get(expected.code, "某市人民政府令第5号"))
    assert document is not None
    assert key(expected) in keys(document)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_other_texts_are_no_numbers(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("宿政发〔2023〕2号", "宿政发〔2023〕7号"), ("国发〔2012〕8号", "国函〔2012〕8号"),
     ("国发〔2012〕8号", "国发〔2013〕8号"), ("国务院令第5号", "国务院令第55号")],
)  # fmt: skip
def test_different_numbers_have_different_keys(one: str, other: str) -> None:
    first, second = parse(one), parse(other)
    assert first
    assert second
    assert key(first) not in keys(second)


def test_an_order_is_one_whatever_the_state_is_called() -> None:
    names = ("国令第715号", "国务院令第715号", "中华人民共和国国务院令第715号")
    assert len({key(number) for name in names if (number := parse(name))}) == 1


def test_citations_are_found_where_they_stand() -> None:
    text = "根据国办发〔2017〕47号和《意见》（国发〔2012〕3 号）、中华人民共和国国务院令第715号，见商务部公告2019年第11号。"
    found = find(text)
    assert [str(number) for _, _, number in found] == [
        "国办发〔2017〕47号", "国发〔2012〕3号", "国务院令第715号", "商务部公告2019年第11号",
    ]  # fmt: skip
    assert [text[start:end] for start, end, _ in found] == [
        "国办发〔2017〕47号", "国发〔2012〕3 号", "国务院令第715号", "商务部公告2019年第11号",
    ]  # fmt: skip
    assert find(text, limit=20) == found[:1]
    assert [str(number) for _, _, number in find("关于国发〔2018〕44号")] == ["国发〔2018〕44号"]


@given(st.text(max_size=80) | st.text("国办发令公告第年号〔〕()[] 0123456789一二十\n", max_size=40))
def test_any_text_may_be_asked(text: str) -> None:
    number = parse(text)
    if number:
        assert parse(str(number)) == number
        assert number.code == fold(number.code)
    for start, end, _ in find(text):
        assert 0 <= start < end <= len(text)


def test_every_number_of_the_corpus_is_read(shared: Path) -> None:
    """3,131 records give one; one of them (四川省人民政府令（…）) has no serial at all."""
    unread = []
    for path in sorted((shared / "corpus").glob("*.jsonl.gz")):
        for item in read_file(path, path.parent):
            printed = dict(getattr(item, "as_printed", ())).get("发文字号")
            number = parse(printed) if printed else None
            if printed and not (number and number.is_complete):
                unread.append(printed)
    assert unread == ["四川省人民政府令（省发展改革委印发）"]


def test_every_variant_leads_to_its_documents(shared: Path) -> None:
    folder = shared / "relevance" / "known_item"
    for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        number = parse(row["text"])
        if row["type"] in ("docno_exact", "docno_variant"):
            assert number, row
            assert number.is_complete, row
        elif row["type"] == "body_phrase":
            assert number is None, row


def test_a_year_of_two_digits_is_of_the_last_century() -> None:
    assert parse("国发〔87〕26号") == DocNumber("国发", 1987, 26)


@pytest.mark.parametrize("text", ["国发〔2020〕0号", "国务院令第0号", "2020年0号"])
def test_nothing_is_numbered_zero(text: str) -> None:
    assert parse(text) is None
