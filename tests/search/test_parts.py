"""Parts of a text and their scores: an article is found as a document of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.conventions.sections import find_sections
from search.snippets import Sought, Text, needles_of, part_scores, parts_of, scores, snippets
from search.snippets.parts import PASSAGE

LAW = (
    "果树条例\n第一章 石榴\n第一条 种植的，发给补贴。\n第二条 移栽应当登记。\n"
    "第二章 樱桃\n第一节 采摘\n第三条 种植的，发给补贴。\n"
)
FILL = "甲乙丙丁戊己庚辛壬癸" * 9


def scored(body: str, *pairs: str, characters: str = "") -> list[tuple[str, float]]:
    """The first characters of each part, and its score."""
    text = Text("", body, find_sections(body))
    sought = Sought(tuple((pair, 1.0) for pair in pairs), tuple((one, 1.0) for one in characters))
    (found,) = part_scores([text], sought)
    return [(body[part.start :][:3], score) for part, score in zip(text.parts, found, strict=True)]


def best(body: str, *pairs: str, characters: str = "") -> str:
    """The beginning of the part that scores most."""
    return max(scored(body, *pairs, characters=characters), key=lambda part: part[1])[0]


@given(st.text(st.sampled_from("第一二三章条 石榴。；\n"), max_size=900))
def test_parts_cover_the_text_in_order(body: str) -> None:
    parts = parts_of(body, find_sections(body))
    assert "".join(body[part.start : part.end] for part in parts) == body


def test_articles_are_parts_and_know_their_headings() -> None:
    sections = find_sections(LAW)
    parts = parts_of(LAW, sections)
    articles = [sections[part.article].label for part in parts if part.article >= 0]
    assert articles == ["第一条", "第二条", "第三条"]
    headings = [LAW[part.start : part.end].strip() for part in parts if part.is_heading]
    assert headings == ["第一章 石榴", "第二章 樱桃", "第一节 采摘"]
    third = parts[-1]
    section = parts[third.under]
    assert LAW[section.start :].startswith("第一节")
    assert LAW[parts[section.under].start :].startswith("第二章")


def test_a_text_without_articles_is_cut_into_passages_at_its_lines() -> None:
    body = "\n".join(f"{n}{FILL}。" for n in range(9))
    parts = parts_of(body, ())
    assert all(part.end - part.start <= PASSAGE * 3 // 2 for part in parts)
    assert all(body[part.end - 1] == "\n" for part in parts[:-1])
    assert {part.article for part in parts} == {-1}


def test_the_part_that_holds_most_scores_most_and_a_shorter_one_more() -> None:
    body = f"第一条 石榴，{FILL}。\n第二条 石榴的补贴。\n第三条 石榴。"
    assert best(body, "石榴", "补贴") == "第二条"
    assert best(body, "石榴") == "第三条"
    assert best(body, characters="补") == "第二条"


def test_an_article_is_found_by_the_headings_above_it() -> None:
    """Two articles of the same words: their chapter tells them apart, and so does that of a section."""
    assert best(LAW.replace("樱桃", "无花"), "补贴", "石榴")[:3] != "第三条"
    found = dict(scored(LAW, "补贴", "樱桃"))
    assert found["第三条"] > found["第一条"]


def test_a_word_over_a_line_end_is_found_and_none_over_two_bodies() -> None:
    assert scored("石\n榴", "石榴")[0][1] > 0
    texts = [Text("", "石", ()), Text("", "榴", ())]
    assert part_scores(texts, Sought((("石榴", 1.0),))) == [[0.0], [0.0]]


def test_characters_that_take_four_bytes_are_found_like_any_other() -> None:
    assert scored("石榴", "石𠮷", "石榴") == scored("石榴", "石榴", "石𠮷") != [("石榴", 0.0)]
    assert scored("第一条 𠮷石。\n第二条 石榴。", "石榴") == [
        ("第一条", 0.0),
        *scored("第一条 樱桃。\n第二条 石榴。", "石榴")[1:],
    ]
    assert scored("𠮷石", "𠮷石", characters="𠮷")[0][1] > scored("𠮷石", "𠮷石")[0][1] > 0


@pytest.mark.parametrize("bodies", [[], [""], ["", "石榴"]])
def test_empty_texts_have_no_parts(bodies: list[str]) -> None:
    found = part_scores([Text("", body, ()) for body in bodies], Sought((("石榴", 1.0),)))
    assert [len(each) for each in found] == [int(bool(body)) for body in bodies]


def test_what_is_looked_at_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many parts the heaviest terms alone are counted."""
    monkeypatch.setattr(scores, "CELLS", 3)
    body = "第一条 石榴。\n第二条 樱桃。\n第三条 桃子。"
    sought = Sought((("樱桃", 2.0), ("石榴", 1.0)), (("桃", 1.0),))
    (found,) = part_scores([Text("", body, find_sections(body))], sought)
    assert found[0] == 0 < found[1]


def test_the_best_parts_are_shown_from_their_beginning_in_the_order_of_the_text() -> None:
    body = (
        f"第一条 种植石榴的，发给补贴。\n第二条 {FILL}。\n第三条 {FILL}{FILL}石榴。\n第四条 桃子。"
    )
    sections = find_sections(body)
    first, _, third, fourth = parts_of(body, sections)
    text = Text("", body, sections)
    found = snippets(text, needles_of(["石榴"]), best=[third, fourth, first])
    assert [snippet.label for snippet in found] == ["第一条", "第三条"]
    assert found[0].text == "第一条 种植石榴的，发给补贴。…"
    assert found[1].text.endswith("石榴。…")
    assert [[s.text[a:b] for a, b in s.marks] for s in found] == [["石榴"], ["石榴"]]
