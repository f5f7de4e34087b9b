"""Which words only ask, which characters say nothing, and numbers in both writings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.fold import fold
from index.text.han import chinese_number
from search.language.question import (
    FILLERS,
    PARTICLES,
    QUESTION_WORDS,
    is_question,
    only_asks,
    without_questions,
    written_out,
)

texts = st.text(
    st.sampled_from("请问什么样如何公积金提取吗呢么？? 12") | st.characters(), max_size=40
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("请问公积金能提取", True, id="asked politely"),
        pytest.param("公积金如何提取", True, id="how"),
        pytest.param("公积金能提取吗", True, id="a particle at the end"),
        pytest.param("离婚后房子归谁？", True, id="a question mark"),
        pytest.param("离婚后房子归谁?", True, id="a question mark of half width"),
        pytest.param("公积金 提取", False, id="keywords"),
        pytest.param("住房公积金提取管理办法", False, id="a title"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_question_is_told_from_keywords(text: str, expected: bool) -> None:
    assert is_question(fold(text)) is expected


@pytest.mark.parametrize("word", QUESTION_WORDS)
def test_every_question_word_asks_and_is_left_out(word: str) -> None:
    text = f"公积金{word}提取"
    assert is_question(text)
    assert without_questions(text).split() == ["公积金", "提取"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("什么样的企业", "   的企业", id="the longest question word"),
        pytest.param("请问，公积金", "  ，公积金", id="other characters stay"),
        pytest.param("什么", "什么", id="nothing but a question word"),
        pytest.param("请问是什么？", "请问是什么？", id="nothing but question words"),
        pytest.param("公积金", "公积金", id="no question"),
    ],
)
def test_question_words_become_gaps(text: str, expected: str) -> None:
    assert without_questions(text) == expected


def test_the_gaps_are_made_in_the_folded_text() -> None:
    assert without_questions(fold("請教什麼是ＡＢ")) == "请教  是ab"


@given(texts)
def test_gaps_are_as_long_as_what_they_stand_for(text: str) -> None:
    blanked = without_questions(fold(text))
    assert len(blanked) == len(text)
    assert all(new in (old, " ") for old, new in zip(fold(text), blanked, strict=True))
    if any(character.isalnum() for character in text):
        assert any(character.isalnum() for character in blanked)
    if not is_question(fold(text)):
        assert blanked == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("满16周岁", ["满十六周"], id="with a character on each side"),
        pytest.param("16周岁", ["十六周"], id="at the beginning"),
        pytest.param("第12", ["第十二"], id="at the end"),
        pytest.param("20年到105天", ["二十年", "到一百零五天"], id="several"),
        pytest.param("0元", [], id="zero"),
        pytest.param("12345热线", [], id="too long to be a quantity"),
        pytest.param("公积金", [], id="none"),
    ],
)
def test_numbers_are_written_as_laws_write_them(text: str, expected: list[str]) -> None:
    assert written_out(text, text) == expected


@given(texts)
def test_numbers_stand_between_folded_characters(text: str) -> None:
    assert written_out(text, fold(text)) == list(map(fold, written_out(text, text)))


@given(st.integers(1, 9999))
def test_every_number_is_written_out_as_itself(number: int) -> None:
    text = f"满{number}元"
    [written] = written_out(text, text)
    assert fold(written) == written
    assert chinese_number(written[1:-1]) == number


def test_fillers_and_particles_are_single_characters() -> None:
    assert {len(character) for character in FILLERS | PARTICLES} == {1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("请问这是什么", True, id="question words and fillers"),
        pytest.param("怎么办呢？", True, id="question words"),
        pytest.param("的，是", True, id="fillers"),
        pytest.param("公积金是什么", False, id="a word beside them"),
        pytest.param("5是什么", False, id="a number beside them"),
    ],
)
def test_what_only_asks_is_told_from_what_names_something(text: str, expected: bool) -> None:
    assert only_asks(text) == expected
