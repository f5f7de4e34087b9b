"""What people say, and the words documents use for it: our table, and an operator's."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceError
from index.statements.names import key_of, work_number
from index.text.analysis import Analyzer
from index.text.fold import fold
from search.language.lay import NO_TABLE, LayRow, LayTable, LayTerm, read_lay, shipped, with_rows

ROWS = [
    LayRow("高企", ("高新技术企业",), two_way=True),
    LayRow("高企认定", ("高新技术企业认定",)),
    LayRow("老赖", ("失信被执行人", "限制消费")),
]
TOPICS = [("老赖", ("最高人民法院关于公布失信被执行人名单信息的若干规定",)), ("彩礼", ("民法典",))]
TABLE = LayTable(ROWS, TOPICS)


def terms(analyzer: Analyzer, text: str, table: LayTable = TABLE) -> list[LayTerm]:
    return table.find(text, fold(text), analyzer.cut(text))


def found(analyzer: Analyzer, text: str, table: LayTable = TABLE) -> dict[str, tuple[str, ...]]:
    return {term.text: term.official for term in terms(analyzer, text, table)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("高企补贴", ["高企"], id="at the beginning"),
        pytest.param("申请高企", ["高企"], id="at the end"),
        pytest.param("高企", ["高企"], id="alone"),
        pytest.param("提高企业效率", [], id="within other words"),
        pytest.param("高企业负担", [], id="ending within another word"),
        pytest.param("提高企业的高企补贴", ["高企"], id="within other words, and itself"),
        pytest.param("高企认定", ["高企认定"], id="the longest"),
        pytest.param("高企认定高企", ["高企认定", "高企"], id="the longest, then the shorter"),
        pytest.param("老赖高企老赖", ["老赖", "高企", "老赖"], id="every time"),
        pytest.param("补贴", [], id="no word of the table"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_finds_whole_words_the_longest_first(
    analyzer: Analyzer, text: str, expected: list[str]
) -> None:
    assert [term.text for term in terms(analyzer, text)] == expected


def test_a_two_way_row_holds_both_ways_and_another_one_way(analyzer: Analyzer) -> None:
    """What people say is told apart: it is of use where a collection hardly has the official word."""
    assert found(analyzer, "高企") == {"高企": ("高新技术企业",)}
    [official] = terms(analyzer, "高新技术企业")
    assert (official.official, official.said) == ((), ("高企",))
    assert found(analyzer, "失信被执行人") == {}


def test_the_name_of_a_work_is_not_what_people_call_it(analyzer: Analyzer) -> None:
    rows = [LayRow("劳合法", ("劳动合同法",), True), LayRow("工伤例", ("工伤保险条例",), True)]
    table = LayTable(rows, ())
    assert found(analyzer, "劳合法", table) == {"劳合法": ("劳动合同法",)}
    assert found(analyzer, "劳动合同法和工伤保险条例", table) == {}


def test_a_word_of_the_table_says_which_works_govern_the_matter(analyzer: Analyzer) -> None:
    [debtor] = terms(analyzer, "老赖")
    title = "最高人民法院关于公布失信被执行人名单信息的若干规定"
    assert debtor.works == (work_number(key_of(title)),)
    [gift] = terms(analyzer, "彩礼")
    assert (gift.official, gift.works) == ((), (work_number("民法典"),))


def test_what_is_typed_in_other_forms_is_known_and_shown_as_typed(analyzer: Analyzer) -> None:
    table = LayTable([LayRow("3C认证", ("强制性产品认证",))], ())
    assert found(analyzer, "３ｃ認證", table) == {"３ｃ認證": ("强制性产品认证",)}


def test_an_empty_table_knows_nothing(analyzer: Analyzer) -> None:
    assert len(NO_TABLE) == 0
    assert found(analyzer, "高企", NO_TABLE) == {}


def test_a_later_row_replaces_an_earlier_one(analyzer: Analyzer) -> None:
    table = LayTable([*ROWS, LayRow("老赖", ("被执行人",))], ())
    assert found(analyzer, "老赖", table) == {"老赖": ("被执行人",)}


def test_a_row_without_official_wording_takes_the_word_out(analyzer: Analyzer) -> None:
    assert found(analyzer, "老赖", LayTable([*ROWS, LayRow("老赖", ())], ())) == {}


def test_six_other_wordings_are_looked_for(analyzer: Analyzer) -> None:
    official = tuple(f"说法{n}" for n in "一二三四五六七八")
    assert found(analyzer, "高企", LayTable([LayRow("高企", official)], ())) == {
        "高企": official[:6]
    }


def test_what_is_taken_out_or_replaced_is_so_both_ways(analyzer: Analyzer) -> None:
    for row in (LayRow("高企", ()), LayRow("高企", ("高级企业",))):
        table = LayTable([*ROWS, row], ())
        assert found(analyzer, "高新技术企业", table) == {}


@given(st.lists(st.sampled_from(["高企", "认定", "提高", "企业", "老赖", "，", " ", "A1"])))
def test_what_is_found_is_known_whole_and_in_order(analyzer: Analyzer, parts: list[str]) -> None:
    text = "".join(parts)
    words = analyzer.cut(text)
    starts, ends = {word.start for word in words}, {word.end for word in words}
    at = 0
    for term in TABLE.find(text, fold(text), words):
        assert at <= term.start < term.end
        assert text[term.start : term.end] == term.text
        assert term.start in starts
        assert term.end in ends
        assert term.official or term.works
        at = term.end


def test_an_operators_table(tmp_path: Path) -> None:
    path = tmp_path / "lay.csv"
    path.write_text(
        "通俗说法,规范说法,双向\n\n高 企,高新技术企业|科技型企业,双向\n老赖,失信被执行人\n水电,\n",
        encoding="utf-8",
    )
    assert read_lay(path) == [
        LayRow("高企", ("高新技术企业", "科技型企业"), two_way=True),
        LayRow("老赖", ("失信被执行人",)),
        LayRow("水电", ()),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_an_operators_table_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "lay.csv"
    path.write_bytes("通俗说法,规范说法\r\n老赖,失信被执行人\r\n".encode(encoding))
    assert read_lay(path) == [LayRow("老赖", ("失信被执行人",))]


def test_an_operators_table_needs_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "lay.csv"
    path.write_text("老赖,失信被执行人,=\n", encoding="utf-8")
    assert read_lay(path) == [LayRow("老赖", ("失信被执行人",), two_way=True)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("老赖,失信被执行人\n高企\n", 2, id="one column"),
        pytest.param("老赖,失信被执行人\n\n赖,失信被执行人\n", 3, id="one character"),
        pytest.param(",失信被执行人\n", 1, id="no word"),
        pytest.param("老赖,失信\n通俗说法,规范说法\n高企\n", 3, id="behind other rows"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "lay.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=f"第 {line} 行"):
        read_lay(path)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xff\xfe\x00\xd8\x81\x00" * 9, id="no text"),
        pytest.param(("老赖," + "失" * 200_000).encode(), id="a cell without end"),
        pytest.param(('老赖,"' + "失信,被执行人\n" * 20_000).encode(), id="a quote without end"),
    ],
)
def test_a_file_that_is_no_table_is_said_with_the_way_out(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "lay.csv"
    path.write_bytes(data)
    with pytest.raises(SourceError, match="请用 CSV"):
        read_lay(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"没有\.csv"):
        read_lay(tmp_path / "没有.csv")


def test_an_operators_rows_count_before_ours(analyzer: Analyzer) -> None:
    assert "失信被执行人" in found(analyzer, "老赖", shipped())["老赖"]
    table = with_rows([LayRow("老赖", ("被执行人",)), LayRow("示例词语", ("示例用语",))])
    assert found(analyzer, "老赖", table) == {"老赖": ("被执行人",)}
    assert found(analyzer, "示例词语", table) == {"示例词语": ("示例用语",)}


def shipped_rows(name: str) -> list[list[str]]:
    text = (resources.files("search.language") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def test_every_row_of_our_table_is_well_formed() -> None:
    rows = shipped_rows("lay.tsv")
    assert len(rows) >= 500
    for row in rows:
        lay, official, way = row
        assert len(lay) >= 2, row
        assert way in ("=", ">"), row
        wordings = official.split("|")
        assert all(wordings), row
        assert len(set(map(fold, wordings))) == len(wordings), row
        assert fold(lay) not in map(fold, wordings), row
        assert not any(character.isspace() for character in lay + official), row
    words = [fold(lay) for lay, *_ in rows]
    assert len(set(words)) == len(words)


def test_every_row_of_our_topics_is_well_formed() -> None:
    rows = shipped_rows("topics.tsv")
    for row in rows:
        word, titles = row
        assert len(word) >= 2, row
        assert all(key_of(title) for title in titles.split("|")), row
    words = [fold(word) for word, _ in rows]
    assert len(set(words)) == len(words)
