"""Marks and windows: whole words in the original characters, and where they come from."""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import ExitStack
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Section
from index.text.fold import squeeze
from search.results import Snippet
from search.snippets import MAX_MARKS, MAX_SEEN, Text, marking, marks, needles_of
from search.snippets import snippets as windows
from search.snippets import windows as windows_of

letters = st.text(st.sampled_from("高新技术企业認定補貼，。 \n\u3000ab12"), max_size=120)
needle_lists = st.lists(
    st.sampled_from(["高新", "技术", "企业", "认定", "补贴", "ab", "1"]), max_size=4
)


def snippets(
    body: str,
    sections: Sequence[Section],
    needles: Sequence[str],
    limit: int = 2,
    others: Container[str] = (),
) -> tuple[Snippet, ...]:
    """The windows of a body on some needles."""
    return windows(Text("", body, sections), needles_of(needles, others=others), limit)


def marked(text: str, *needles: str) -> list[str]:
    return [text[start:end] for start, end in marks(text, needles)]


@pytest.mark.parametrize(
    ("text", "needles", "expected"),
    [
        pytest.param("住房公积金提取", ["公积金"], ["公积金"], id="a word"),
        pytest.param("住房公積金", ["公积金"], ["公積金"], id="Traditional"),
        pytest.param("ＣＯＶＩＤ疫情", ["covid"], ["ＣＯＶＩＤ"], id="full width"),
        pytest.param("住房公\n　　积金", ["公积金"], ["公\n　　积金"], id="over a line break"),
        pytest.param("高新技术企业", ["高新技术", "企业"], ["高新技术企业"], id="neighbours join"),
        pytest.param("技术、企业", ["技术", "企业"], ["技术", "企业"], id="strangers do not"),
        pytest.param("高新区的企业", ["高新技术企业"], [], id="never a gram of a phrase"),
        pytest.param("15gb和5g", ["5g"], ["5g"], id="no part of a number or Latin word"),
        pytest.param("第2023号 2023", ["2023"], ["2023", "2023"], id="numbers"),
        pytest.param("2 023", ["2023"], ["2 023"], id="spaced digits"),
        pytest.param("", ["公积金"], [], id="nothing to mark"),
    ],
)
def test_marks(text: str, needles: list[str], expected: list[str]) -> None:
    assert marked(text, *needles) == expected


@given(letters, needle_lists)
def test_marks_are_whole_needles_in_order_and_apart(text: str, needles: list[str]) -> None:
    found = marks(text, needles)
    for (_, end), (start, _) in pairwise(found):
        assert end < start
    for start, end in found:
        inside = squeeze(text[start:end]).text
        assert any(inside.startswith(needle) for needle in needles)
        assert any(inside.endswith(needle) for needle in needles)


@given(letters, needle_lists)
def test_a_snippet_marks_what_the_body_has(text: str, needles: list[str]) -> None:
    found = squeeze(text).text
    for snippet in snippets(text, (), needles):
        assert len(snippet.text) < 140
        assert "\n" not in snippet.text
        for start, end in snippet.marks:
            assert squeeze(snippet.text[start:end]).text in found


@given(st.lists(letters, max_size=9).map("丙".join), needle_lists, st.integers(1, 3))
def test_a_long_text_is_looked_through_as_a_short_one(
    text: str, needles: list[str], seen: int
) -> None:
    def found() -> tuple[object, ...]:
        looked = needles_of(sorted({*needles}, key=len, reverse=True), seen)
        return marks(text, needles), windows(Text("", text, ()), looked)

    short = found()
    with ExitStack() as patches:
        for module in (marking, windows_of):
            patches.enter_context(patch.object(module, "LONG", 0))
        assert found() == short


def test_a_snippet_names_the_article_it_is_from() -> None:
    body = "第一章 总则\n第一条 为了规范提取。\n第二条 职工可以提取住房公积金。\n第三条 附则。"
    sections = [
        Section(2, "第一章", "总则", 0),
        Section(4, "第一条", "", body.index("第一条")),
        Section(4, "第二条", "", body.index("第二条")),
        Section(4, "第三条", "", body.index("第三条")),
    ]
    (snippet,) = snippets(body, sections, ["公积金"])
    assert (snippet.label, snippet.anchor) == ("第二条", "a2")


def test_the_window_with_most_different_words_comes_before_a_repeated_one() -> None:
    body = "补贴补贴补贴补贴。" + "无关文字。" * 60 + "企业申请补贴的条件。" + "其他。" * 60
    (first, *_) = snippets(body, (), ["企业", "补贴", "条件"], limit=1)
    assert "企业申请补贴的条件" in first.text


def test_without_any_word_the_beginning_is_shown() -> None:
    (snippet,) = snippets("各县、区人民政府：\n\n现将有关事项通知如下。", (), ["公积金"])
    assert snippet.text == "各县、区人民政府： 现将有关事项通知如下。"
    assert snippet.marks == ()


def test_a_document_without_text_has_no_snippet() -> None:
    assert snippets("", (), ["公积金"]) == ()


def test_a_number_that_stands_only_in_longer_ones_is_not_shown() -> None:
    (snippet,) = snippets("15gb的网络，补贴", (), ["5g"])
    assert (snippet.text, snippet.marks) == ("15gb的网络，补贴", ())


def test_the_number_of_marks_is_bounded() -> None:
    assert len(marks("补贴，" * 20_000, ["补贴"])) == MAX_MARKS


FILL = "甲乙丙丁戊己庚辛壬癸" * 30


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        pytest.param(FILL, f"…{FILL[-24:]}石榴", id="24 characters before it"),
        pytest.param(f"{FILL}。种植", "…种植石榴", id="at the sentence, where that is near"),
        pytest.param(f"{FILL}\n种植", "…种植石榴", id="at the line"),
        pytest.param(f"{FILL}！甲？乙；种植", "…种植石榴", id="at the last of several stops"),
        pytest.param(f"{FILL}。{FILL[:23]}", f"…{FILL[:23]}石榴", id="a sentence that just fits"),
        pytest.param(f"{FILL}。{FILL[:24]}", f"…{FILL[:24]}石榴", id="one that begins farther off"),
        pytest.param("种植", "种植石榴", id="the beginning of the text"),
    ],
)
def test_a_window_begins_before_the_mark_at_its_sentence_or_a_little_before(
    before: str, shown: str
) -> None:
    body = f"{before}石榴{FILL}"
    (snippet,) = snippets(body, (), ["石榴"])
    begin = snippet.text.index("石榴") + len("石榴")
    assert snippet.text[:begin] == shown
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["石榴"]


def test_a_window_shows_a_hundred_and_ten_characters() -> None:
    (snippet,) = snippets(f"{FILL}石榴{FILL}", (), ["石榴"])
    assert len(snippet.text.strip("…")) == 110
    (beginning,) = snippets(FILL, (), ["石榴"])
    assert beginning.text == f"{FILL[:110]}…"


def test_two_windows_at_most_in_the_order_of_the_text_each_with_something_new() -> None:
    body = f"石榴{FILL}樱桃和桃子{FILL}石榴{FILL}柠檬"
    found = snippets(body, (), ["石榴", "樱桃", "桃子", "柠檬"])
    assert ["石榴" in found[0].text, "樱桃和桃子" in found[1].text, len(found)] == [True, True, 2]
    again = snippets(f"石榴{FILL}石榴{FILL}", (), ["石榴"])
    assert len(again) == 1


def test_a_window_names_the_section_of_its_rarest_word() -> None:
    body = "第一条 石榴石榴。\n第二条 樱桃，石榴。"
    sections = [Section(4, "第一条", "", 0), Section(4, "第二条", "", body.index("第二条"))]
    (snippet,) = snippets(body, sections, ["石榴", "樱桃"])
    assert snippet.label == "第二条"


def test_the_first_fifty_occurrences_are_looked_at() -> None:
    """The words stand together only behind the last of them."""
    for count, together in ((MAX_SEEN - 1, True), (MAX_SEEN, False)):
        body = f"石榴{FILL}" * count + "石榴和樱桃" + FILL
        (first, *_) = snippets(body, (), ["石榴", "樱桃"], limit=1)
        assert ("石榴和樱桃" in first.text and len(first.marks) == 2) == together
    assert MAX_SEEN == 50


def test_a_window_that_says_nothing_new_is_not_shown() -> None:
    """The third word stands so near that a window of its own would overlap the first."""
    body = f"石榴和樱桃{FILL[:110]}桃子{FILL}石榴{FILL}"
    (only,) = snippets(body, (), ["石榴", "樱桃", "桃子"])
    assert only.text.startswith("石榴和樱桃")


def test_windows_stand_in_the_order_of_the_text_though_the_last_is_the_best() -> None:
    body = f"柠檬{FILL}{FILL}石榴和樱桃和桃子{FILL}"
    found = [snippet.text for snippet in snippets(body, (), ["柠檬", "石榴", "樱桃", "桃子"])]
    assert ["柠檬" in found[0], "石榴" in found[1], len(found)] == [True, True, 2]


def test_what_was_typed_is_shown_before_longer_words_that_nobody_typed() -> None:
    body = f"高新技术企业和科技型中小企业{FILL}高企{FILL}"
    needles = ["科技型中小企业", "高新技术企业", "高企"]
    (first,) = snippets(body, (), needles, limit=1, others={"科技型中小企业", "高新技术企业"})
    assert [first.text[start:end] for start, end in first.marks] == ["高企"]
