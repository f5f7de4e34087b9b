"""What readers ask of pages that are pictures: those that are known, are wanted, or cannot be had."""

from __future__ import annotations

import pytest

from index.readers.layout.pages import Lack
from index.readers.recognition.scans import Scans, scans_or_none
from index.readers.recognition.seen import SeenLine, SeenPage
from index.readers.recognition.waiting import ToRecognise


def line(
    text: str, *, base: float = 100.0, certainty: float = 0.99, least: float = 0.9
) -> SeenLine:
    starts = tuple(100.0 + 30 * at for at in range(len(text)))
    return SeenLine(text, starts, (30.0,) * len(text), base, 30.0, certainty, least)


SURE = SeenPage(1240.0, 1754.0, (line("一、湿地保护坚持保护优先的原则。"),))
DOUBTED = SeenPage(1240.0, 1754.0, (line("甲乙", certainty=0.7), line("丙丁", base=200.0)))


def test_a_page_that_is_not_known_is_wanted_and_ends_the_reading() -> None:
    scans = Scans({1: SURE}.get)
    assert scans.page(1) == SURE
    assert scans.page(2) is None
    assert scans.page(5) is None
    with pytest.raises(ToRecognise, match="等待") as raised:
        scans.settle("等待")
    assert raised.value.pages == (2, 5)


def test_lines_that_are_doubted_are_counted_by_page() -> None:
    scans = Scans({1: SURE, 2: DOUBTED}.get)
    assert [scans.page(1), scans.page(2)] == [SURE, DOUBTED]
    scans.settle("等待")
    assert scans.read == 2
    assert scans.warnings() == ["第 2 页有 1 行识别把握不大，请对照原件。"]


def test_a_page_that_cannot_be_recognised_is_named_with_its_reason() -> None:
    known: dict[int, SeenPage | str] = {1: SURE, 2: "识别超过 9 秒。"}
    scans = Scans(known.get)
    assert scans.page(2) is None
    scans.settle("等待")
    assert scans.advice == "识别超过 9 秒。"
    assert scans.warnings() == ["第 2 页的图像没有识别：识别超过 9 秒。"]


def test_no_more_pages_are_recognised_than_the_operator_wants() -> None:
    scans = Scans(dict.fromkeys(range(1, 9), SURE).get, most=3)
    found = [scans.page(number) for number in range(1, 9)]
    assert found == [SURE] * 3 + [None] * 5
    assert scans.warnings() == ["图像页共 8 页，只识别了前 3 页（--scan-pages）。"]


def test_what_is_seen_stands_on_a_page_of_the_format() -> None:
    recognise = Scans({1: SURE}.get).recogniser(297.0, (Lack.IMAGE,))
    assert recognise
    made = recognise(1, Lack.IMAGE)
    assert made
    assert (round(made.width), round(made.height)) == (210, 297)
    assert "".join(mark.text for mark in made.marks) == "一、湿地保护坚持保护优先的原则。"
    assert recognise(1, Lack.GARBLED) is None


@pytest.mark.parametrize(("most", "word"), [(0, "--scan-pages"), (5, "OCR")])
def test_without_pages_to_ask_for_it_is_said_how_they_can_be_had(most: int, word: str) -> None:
    scans = scans_or_none(None, most)
    assert scans.recogniser() is None
    assert word in scans.advice


def test_a_page_is_written_and_read_again() -> None:
    assert SeenPage.from_json(DOUBTED.to_json()) == DOUBTED


def test_many_pages_with_doubtful_lines_are_summed_up_in_one_sentence() -> None:
    scans = Scans({page: SURE if page == 5 else DOUBTED for page in range(1, 10)}.get)
    for page in range(1, 10):
        scans.page(page)
    lines = 8 * DOUBTED.doubted
    assert scans.warnings() == [f"8 页（第 1—4、6—9 页）共有 {lines} 行识别把握不大，请对照原件。"]
