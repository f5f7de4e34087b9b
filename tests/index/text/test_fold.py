"""Folding: one character to one, offsets true, the table as OpenCC has it."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.data.make_t2s import pairs
from index.text.fold import fold, fold_table, space_table, squeeze

anything = st.text(st.characters(), max_size=200)


@given(anything, anything)
def test_folding_works_character_by_character(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)
    assert len(fold(a)) == len(a)


@given(anything)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_squeezed_offsets_point_at_the_original_characters(text: str) -> None:
    squeezed = squeeze(text)
    assert "".join(fold(text)[offset] for offset in squeezed.offsets) == squeezed.text
    assert not any(character.isspace() for character in squeezed.text)
    if squeezed.text:
        start, end = squeezed.span(0, len(squeezed.text))
        assert squeeze(text[start:end]).text == squeezed.text


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        pytest.param("２０２３年", "2023年", id="full-width digits"),
        pytest.param("ＡＢｃ", "abc", id="full-width letters and case"),
        pytest.param("國務院辦公廳關於", "国务院办公厅关于", id="Traditional"),
        pytest.param("〔２０２０〕", "[2020]", id="six-angle brackets"),
        pytest.param("【通知】", "[通知]", id="square brackets"),
        pytest.param("（試行）", "(试行)", id="round brackets"),
        pytest.param("「雙招雙引」", '"双招双引"', id="Traditional quotes"),
        pytest.param("⼀、⽬的", "一、目的", id="Kangxi radicals of PDF text layers"),
        pytest.param("二○二三", "二〇二三", id="circles for zero"),
        pytest.param("…Ⅱ℃", "…ⅱ℃", id="no change of length, only of case"),
    ],
)
def test_folds(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_white_space_of_every_kind_is_squeezed_out() -> None:
    assert squeeze("高\u3000新\t技\n术\u200b企 业").text == "高新技术企业"


def test_a_space_stays_a_space() -> None:
    table, space = fold_table(), space_table()
    assert (space[table] >= space[np.arange(len(table))]).all()


def test_the_committed_table_is_what_opencc_says() -> None:
    pytest.importorskip("opencc", reason="opencc is a development dependency")
    table = resources.files("index.text") / "data" / "t2s.tsv"
    committed = table.read_text(encoding="utf-8").splitlines()
    assert committed == [f"{traditional}\t{simplified}" for traditional, simplified in pairs()]


def test_half_a_character_becomes_one_that_can_be_written() -> None:
    folded = fold("公\ud800积\udfff")
    assert folded == "公\ufffd积\ufffd"
    assert folded.encode("utf-8")
