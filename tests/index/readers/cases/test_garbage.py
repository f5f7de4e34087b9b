"""K13: a text layer that says nothing is refused, or its pages are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument, Rejected
from tests.support.cases import read_bytes, read_case
from tests.support.pdf_files import LEFT, SIZE, pdf, set_in_lines

TEXT = "各级人民政府应当加强对政务公开工作的组织领导，建立健全工作机制，明确责任分工，按照职责做好有关工作。"


def test_the_case() -> None:
    (item,) = read_case("13_pdf_glyph_names.pdf")
    assert isinstance(item, Rejected)
    assert "乱码" in item.reason
    assert "OCR" in item.reason


def shifted(text: str, by: int) -> str:
    """What a font says whose codes are off by some places."""
    return "".join(chr(ord(letter) + by) for letter in text)


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param("\ue5d2\ue5e1\ue602\ue77a" * 12, id="private use"),
        pytest.param(shifted(TEXT, 0x1A00), id="ideographs become syllables"),
        pytest.param(shifted(TEXT, 0x2345), id="ideographs become others"),
        pytest.param(TEXT.encode("gbk").decode("latin1"), id="bytes of GBK"),
        pytest.param("!\"#$%&'()*+,-./0123456789:;<=>?@ABCD!\"#$%&'()*E+F,G", id="in order of appearance"),
    ],
)  # fmt: skip
def test_other_garbage_in_all_pages_is_refused(tmp_path: Path, garbage: str) -> None:
    page = [(LEFT, 700.0 - 28 * at, SIZE, garbage[27 * at : 27 * at + 27]) for at in range(3)]
    (item,) = read_bytes(tmp_path, "a.pdf", pdf([page, page]))
    assert isinstance(item, Rejected)
    assert "乱码" in item.reason


def test_garbage_in_one_page_of_three_is_named(tmp_path: Path) -> None:
    page = [(LEFT, 700.0, SIZE, "\ue001\ue002\ue003\ue004" * 6)]
    sound = [(LEFT, 760.0, SIZE, "云澜市政务公开办法"), *set_in_lines(TEXT)]
    (item,) = read_bytes(tmp_path, "a.pdf", pdf([sound, page, set_in_lines(TEXT)]))
    assert isinstance(item, PolicyDocument)
    assert any(warning.startswith("第 2 页的字体没有正确") for warning in item.warnings)
    assert "\ue001" not in item.body


def test_a_page_in_other_words_than_chinese_is_none(tmp_path: Path) -> None:
    page = [
        (LEFT, 700.0 - 28 * at, SIZE, line)
        for at, line in enumerate(
            ["Provisions of Yunlan on open government affairs", "Article 1 These provisions are",
             "formulated to regulate the disclosure of", "government information (2024), 12.5%."]
        )
    ]  # fmt: skip
    (item,) = read_bytes(tmp_path, "a.pdf", pdf([page]))
    assert isinstance(item, PolicyDocument)
    assert "disclosure of government" in item.body
