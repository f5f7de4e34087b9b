"""How characters are read, and letters cut into syllables."""

from __future__ import annotations

import importlib.util
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search
from index.text.fold import fold, fold_codes
from search.language.pinyin import NONE, readings, spelt, typed_letters

DATA = Path(search.__file__).parent / "language" / "data"


def read(text: str) -> str:
    """``text`` as it is read; a dot for what has no reading."""
    known = readings().syllables
    numbers = readings().read(fold_codes(text)).tolist()
    return " ".join("." if number == NONE else known[number - 1] for number in numbers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("公积金", "gong ji jin", id="each character"),
        pytest.param("公積金", "gong ji jin", id="Traditional"),
        pytest.param("银行", "yin hang", id="行 in 银行"),
        pytest.param("行政", "xing zheng", id="行 in 行政"),
        pytest.param("重庆", "chong qing", id="重 in 重庆"),
        pytest.param("长春市长", "chang chun shi zhang", id="two readings in one text"),
        pytest.param("绿色", "lv se", id="ü is written v"),
        pytest.param("A类公告", ". lei gong gao", id="letters have no reading"),
        pytest.param("\U00020000公", ". gong", id="beyond the basic plane"),
        pytest.param("公", "gong", id="one character"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_reads(text: str, expected: str) -> None:
    assert read(text) == expected


@given(st.text(st.sampled_from("公积金银行长春市重庆行政A1，\n") | st.characters(), max_size=30))
def test_every_character_is_read_or_not_in_its_own_place(text: str) -> None:
    numbers = readings().read(fold_codes(text))
    assert len(numbers) == len(text)
    for one, number in zip(text, numbers.tolist(), strict=True):
        if number != NONE and one in readings().every:
            assert readings().syllables[number - 1] in readings().every[one]


def test_initials_are_the_first_letters() -> None:
    numbers = readings().read(fold_codes("公积金A"))
    assert readings().initials[numbers].tobytes() == b"gjj."


def test_characters_read_alike_or_nearly_so() -> None:
    alike = readings().homophones("基")
    assert "积" in alike
    assert "基" not in alike
    assert "四" in readings().homophones("十")  # many speakers do not part them
    assert "英" in readings().homophones("因")
    assert readings().homophones("A") == ()
    assert readings().sounds_same("基", "积")
    assert not readings().sounds_same("十", "四")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("gjj", True, id="initials"),
        pytest.param("Gong'ji jin", True, id="syllables set apart"),
        pytest.param("nü", True, id="ü"),
        pytest.param("g", False, id="one letter says nothing"),
        pytest.param("g1", False, id="a digit"),
        pytest.param("公jj", False, id="an ideograph"),
        pytest.param("", False, id="nothing"),
        pytest.param("a" * 41, False, id="too long"),
    ],
)
def test_what_may_be_pinyin(typed: str, expected: bool) -> None:
    assert bool(typed_letters(fold(typed))) is expected


def test_letters_alone() -> None:
    assert typed_letters(fold("Nü’ xing'")) == "nvxing"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("gongjijin", ("gong", "ji", "jin"), id="whole"),
        pytest.param("gongjij", ("gong", "ji", "j"), id="unfinished"),
        pytest.param("gongjiji", ("gong", "ji", "ji"), id="unfinished, and a syllable itself"),
        pytest.param("xian", ("xian",), id="one syllable before two"),
        pytest.param("xian", ("xi", "an"), id="two where one would do"),
        pytest.param("fangan", ("fang", "an"), id="cut where it is less usual"),
        pytest.param("lvse", ("lv", "se"), id="v for ü"),
    ],
)
def test_letters_are_cut_into_syllables(typed: str, expected: tuple[str, ...]) -> None:
    assert expected in spelt(typed)


def test_letters_that_are_no_syllables_are_not_cut() -> None:
    assert spelt("gjjtq") == ()
    assert spelt("iiii") == ()


@given(st.lists(st.sampled_from(readings().syllables), min_size=1, max_size=6))
def test_every_cut_is_made_of_syllables_the_fewest_first(syllables: list[str]) -> None:
    typed = "".join(syllables)
    ways = spelt(typed)
    assert ways
    assert [len(way) for way in ways] == sorted(len(way) for way in ways)
    for *whole, last in ways:
        assert "".join([*whole, last]) == typed
        assert set(whole) <= set(readings().syllables)
        assert any(syllable.startswith(last) for syllable in readings().syllables)


@given(st.text("agnzh", max_size=40))
def test_nothing_typed_takes_long(typed: str) -> None:
    assert len(spelt(typed)) <= 8


def test_the_tables_are_what_their_maker_makes() -> None:
    pytest.importorskip("pypinyin")
    spec = importlib.util.spec_from_file_location("make_pinyin", DATA / "make_pinyin.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    for name, lines in maker.tables().items():
        committed = (resources.files("search.language") / "data" / name).read_text(encoding="utf-8")
        assert committed.splitlines() == lines, name
