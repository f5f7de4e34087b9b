"""A title of several lines is told by its type, and nothing else of large type is taken for one."""

from __future__ import annotations

import pytest

from index.readers.formats.pdf import parse_pdf
from tests.support.pdf_files import SIZE, Placed, pdf, set_in_lines

TEXT = "各级人民政府应当加强对政务公开工作的组织领导，建立健全工作机制，明确责任分工，按照职责做好有关工作。"


def title(*large: tuple[float, str]) -> str:
    """What is found where these lines (size, text) stand above the text, each in the middle."""
    top, placed = 790.0, list[Placed]()
    for size, text in large:
        top -= 1.6 * size
        placed.append((297.5 - len(text) * size / 2, top, size, text))
    page = [*placed, *set_in_lines(TEXT, TEXT, top=top - 60)]
    return parse_pdf(pdf([page, set_in_lines(TEXT)]), "a.pdf").title


@pytest.mark.parametrize(
    ("large", "found"),
    [
        pytest.param([(40, "中华人民共和国"), (40, "河湖法")], "中华人民共和国河湖法", id="law"),
        pytest.param(
            [(22, "东湖区教育指导中心"), (22, "2024年度部门决算")],
            "东湖区教育指导中心2024年度部门决算",
            id="budget",
        ),
        pytest.param(
            [(36, "云澜市水利局文件"), (SIZE, "云水〔2024〕7号"), (22, "云澜市水利局关于开展"), (22, "河湖保护工作的通知")],
            "云澜市水利局关于开展河湖保护工作的通知",
            id="below a letterhead",
        ),
        pytest.param(
            [(26, "云澜省地方标准"), (14, "DB99/T 1994—2024"), (24, "河湖数据"), (24, "采集规范")],
            "河湖数据采集规范",
            id="standard",
        ),
        pytest.param([(22, "云澜市政务公开办法")], "", id="one line"),
        pytest.param([(22, "云澜市政务公开办法"), (20, "第一章"), (20, "总则")], "", id="one line is larger"),
        pytest.param([(22, "云澜市水利局"), (22, "云澜市财政局")], "", id="authorities"),
        pytest.param([(SIZE, "政务公开"), (SIZE, "工作办法")], "", id="no larger than the text"),
    ],
)  # fmt: skip
def test_the_title_is_of_the_largest_type(large: list[tuple[float, str]], found: str) -> None:
    assert title(*large) == found
