"""K31: words written down the margin never get into the lines; a number is no part of a title."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument
from tests.support.cases import document_of_case, read_bytes
from tests.support.pdf_files import LEFT, PITCH, SIZE, Placed, pdf, set_in_lines, shown

TEXT = "为加强河湖保护，维护水生态安全，经市人民政府同意，现就有关事项通知如下，请认真贯彻执行，并将落实情况及时报告。"


def test_the_case() -> None:
    document = document_of_case("31_vertical_side_title.pdf")
    assert document.title == "云泽市人民政府关于加强湿地保护的通知"
    assert document.doc_number == "云政发〔2024〕21号"
    assert not any(len(line) == 1 for line in document.body.split("\n"))
    assert "请认真贯彻执行。" in document.body


@pytest.mark.parametrize(
    "side",
    [
        pytest.param([(30.0, 720.0 - 20 * at, 14.0, c) for at, c in enumerate("云澜市河湖保护手册")], id="left"),
        pytest.param([(565.0, 760.0 - PITCH * at, 10.5, c) for at, c in enumerate("内部资料妥善保管")], id="right, at the pitch"),
        pytest.param([(560.0, 650.0 - 34 * at, 18.0, c) for at, c in enumerate("第一篇总则")], id="right, spread"),
    ],
)  # fmt: skip
def test_other_side_text(tmp_path: Path, side: list[Placed]) -> None:
    page = [
        (136.0, 780.0, SIZE, "云澜市水利局关于做好河湖保护工作的通知"), (216.0, 752.0, SIZE, "云水〔2023〕7号"),
        (LEFT, 724.0, SIZE, "各县（区）水利局："), *set_in_lines(TEXT, top=696.0),
        (360.0, 560.0, SIZE, "云澜市水利局"), (352.0, 532.0, SIZE, "2023年4月6日"),
    ]  # fmt: skip
    (item,) = read_bytes(tmp_path, "a.pdf", pdf([[*page, *side]]))
    assert isinstance(item, PolicyDocument)
    assert (item.title, item.doc_number) == (
        "云澜市水利局关于做好河湖保护工作的通知",
        "云水〔2023〕7号",
    )
    assert item.body.split("\n") == ["各县（区）水利局：", TEXT, "云澜市水利局", "2023年4月6日"]


def _down(text: str, x: float, top: float, pitch: float, size: float) -> list[Placed]:
    return [(x, top - pitch * at, size, letter) for at, letter in enumerate(text)]


CLOCKWISE = "0 -1 1 0"


@pytest.mark.parametrize(
    "sides",
    [
        pytest.param(_down("政府文件", 28.0, 783.0, 18.0, 11.0) + _down("云澜市政府公报", 556.0, 783.0, 12.0, 11.0), id="level"),
        pytest.param(_down("内部资料", 560.0, 781.0, 24.0, 14.0) + _down("第三编水务管理", 24.0, 800.0, 30.0, 14.0), id="spread"),
        pytest.param(
            [
                *_down("云澜市政府公报", 28.0, 780.0, 12.0, 12.0), shown(30.0, 697.0, 12.0, "2023", CLOCKWISE),
                *_down("年第", 28.0, 662.0, 12.0, 12.0), shown(30.0, 648.0, 12.0, "8", CLOCKWISE), *_down("期", 28.0, 630.0, 12.0, 12.0),
                *_down("规范性文件", 556.0, 760.0, 15.0, 12.0),
            ],
            id="digits on their side",
        ),
    ],
)  # fmt: skip
def test_both_margins_are_written_on(tmp_path: Path, sides: list[Placed | str]) -> None:
    page: list[Placed | str] = [
        (136.0, 780.0, SIZE, "云澜市水利局关于做好河湖保护工作的通知"), (216.0, 752.0, SIZE, "云水〔2023〕7号"),
        (LEFT, 724.0, SIZE, "各县（区）水利局："), *set_in_lines(TEXT, top=696.0), *sides,
    ]  # fmt: skip
    (item,) = read_bytes(tmp_path, "a.pdf", pdf([page]))
    assert isinstance(item, PolicyDocument)
    assert (item.title, item.doc_number) == (
        "云澜市水利局关于做好河湖保护工作的通知",
        "云水〔2023〕7号",
    )
    assert item.body.split("\n") == ["各县（区）水利局：", TEXT]


@pytest.mark.parametrize(
    "side",
    [
        pytest.param(shown(565, 300, 1, "湿地保护规划图册", "0 14 -14 0"), id="upwards"),
        pytest.param(shown(40, 600, 1, "内部资料注意保存", "0 -12 12 0"), id="downwards"),
    ],
)
def test_side_text_that_is_turned(tmp_path: Path, side: str) -> None:
    page = [
        (136.0, 780.0, SIZE, "云澜市水利局关于做好河湖保护工作的通知"), *set_in_lines(TEXT, top=696.0),
        (360.0, 560.0, SIZE, "云澜市水利局"), (352.0, 532.0, SIZE, "2023年4月6日"),
    ]  # fmt: skip
    (item,) = read_bytes(tmp_path, "a.pdf", pdf([[*page, side]]))
    assert isinstance(item, PolicyDocument)
    assert item.body.split("\n") == [TEXT, "云澜市水利局", "2023年4月6日"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("本办法自2020年10月", "17日起施行。", id="before the day"),
        pytest.param("会议于2021年", "3月5日召开。", id="before the month"),
        pytest.param("依据云政发〔2024〕", "21号文件执行。", id="in a number"),
        pytest.param("有关事项如下", "：请各单位执行。", id="before a sign"),
    ],
)
def test_a_line_broken_inside_a_date_or_a_number_is_mended(
    tmp_path: Path, first: str, second: str
) -> None:
    page = [
        *set_in_lines(TEXT, top=760.0),
        (104.0, 600.0, SIZE, first),
        (LEFT, 572.0, SIZE, second),
    ]
    (item,) = read_bytes(tmp_path, "a.pdf", pdf([page]))
    assert isinstance(item, PolicyDocument)
    assert first + second in (item.title + "\n" + item.body).split("\n")
