"""The three kinds of terms: what is cut, where it stands, and that both cutters agree."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import analysis
from index.text.analysis import Analyzer, jieba_cutter, rjieba_cutter
from index.text.fold import fold, squeeze

texts = st.text(
    st.characters(codec="utf-8") | st.sampled_from("政策文件高新技术企业（）〔〕，。 \n")
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("高新技术企业认定", ["高新技术", "企业", "认定"], id="cut mode"),
        pytest.param("高企", ["高", "企"], id="an abbreviation falls apart"),
        pytest.param("ＣＯＶＩＤ-19疫情", ["covid", "19", "疫情"], id="full-width Latin"),
        pytest.param("增长1.5倍", ["增长", "1.5", "倍"], id="decimals stay whole"),
        pytest.param("住房公積金", ["住房", "公积金"], id="Traditional"),
        pytest.param("，。！ \n", [], id="punctuation alone"),
    ],
)
def test_cuts_into_words(analyzer: Analyzer, text: str, words: list[str]) -> None:
    assert [word.text for word in analyzer.cut(text)] == words


def test_search_mode_adds_the_words_inside_words(analyzer: Analyzer) -> None:
    assert analyzer.words("高新技术企业") == {"高新": 1, "技术": 1, "高新技术": 1, "企业": 1}


@given(text=texts)
def test_word_offsets_point_into_the_original(analyzer: Analyzer, text: str) -> None:
    for word in analyzer.cut(text):
        assert fold(text[word.start : word.end]) == word.text


@given(text=texts)
def test_grams_are_all_neighbours_and_their_positions(analyzer: Analyzer, text: str) -> None:
    squeezed = squeeze(text).text
    expected: dict[str, list[int]] = {}
    for position in range(len(squeezed) - 1):
        expected.setdefault(squeezed[position : position + 2], []).append(position)
    grams = analyzer.grams(text)
    assert {gram: positions.tolist() for gram, positions in grams.items()} == expected


@given(text=texts)
def test_characters_are_letters_digits_and_ideographs(analyzer: Analyzer, text: str) -> None:
    assert analyzer.characters(text) == Counter(c for c in fold(text) if c.isalnum())


def test_the_fast_cutter_and_the_reference_cut_alike(shared: Path) -> None:
    fast, reference = Analyzer(rjieba_cutter()), Analyzer(jieba_cutter())
    assert fast.fingerprint == reference.fingerprint
    with gzip.open(shared / "corpus" / "notices.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            body = json.loads(line)["body"]
            assert fast.words(body) == reference.words(body)


def test_without_the_fast_cutter_the_reference_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError("rjieba")

    monkeypatch.setattr(analysis, "rjieba_cutter", missing)
    cutter = analysis.default_cutter.__wrapped__()
    assert cutter.cut("高新技术企业") == ["高新技术", "企业"]
