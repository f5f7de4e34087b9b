"""The order of reading: text written downwards, columns, the cells of tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.readers.formats.pdf import parse_pdf
from tests.support.pdf_files import LEFT, PITCH, SIZE, Placed, pdf, ruled, set_in_lines, shown

LONG = "各级人民政府应当加强对政务公开工作的组织领导，建立健全工作机制，明确责任分工，按照职责做好有关工作，不断提高服务水平。"
OTHER = "县级以上人民政府水行政主管部门会同有关部门编制河湖保护规划，报本级人民政府批准后组织实施，并向社会公布，接受监督。"


def lines(*pages: Sequence[Placed | str]) -> list[str]:
    return parse_pdf(pdf(pages), "a.pdf").lines


def downwards(x: float, top: float, word: str, pitch: float, size: float = SIZE) -> list[Placed]:
    return [(x, top - pitch * at, size, letter) for at, letter in enumerate(word)]


def in_columns(*texts: str, wide: int = 14, top: float = 700.0, size: float = SIZE) -> list[Placed]:
    """Each text a column of its own, side by side."""
    return [
        (x + LEFT - 30, y, size, part)
        for at, text in enumerate(texts)
        for x, y, _, part in set_in_lines(text, top=top, wide=wide)
        for x in (x + at * (wide + 2) * SIZE,)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "side",
    [
        pytest.param(
            downwards(560, 700, "云澜市湿地保护规划图册", 18, 14), id="right, closely set"
        ),
        pytest.param(downwards(20, 690, "内部资料注意保存", 30), id="left"),
        pytest.param(downwards(570, 720, "云澜市水利局编", 28, 12), id="at the pitch of the lines"),
    ],
)
def test_words_written_down_the_margin_are_beside_the_text(side: list[Placed]) -> None:
    title: list[Placed] = [(150.0, 790.0, 22.0, "云澜市湿地保护条例")]
    assert lines([*title, *set_in_lines(LONG, OTHER), *side]) == ["云澜市湿地保护条例", LONG, OTHER]


def test_the_head_of_a_row_written_downwards_is_one_word() -> None:
    page: list[Placed | str] = [
        ruled([60, 100, 260, 500], [700, 580]),
        *downwards(72, 680, "申请理由", 24),
        (110.0, 690.0, SIZE, "所属行业"), (270.0, 690.0, SIZE, "水利工程"),
        (110.0, 640.0, SIZE, "申请金额"), (270.0, 640.0, SIZE, "三万元"),
    ]  # fmt: skip
    assert "申请理由" in "".join(lines(page))


def test_a_column_of_single_characters_stays_in_its_rows() -> None:
    people = [
        ("王芳", "女", "一"),
        ("李强", "男", "二"),
        ("张敏", "女", "三"),
        ("刘洋", "男", "四"),
    ]
    page = [
        (LEFT + 130 * column, 600.0 - 28 * at, SIZE, cell)
        for at, row in enumerate(people) for column, cell in enumerate(row)
    ]  # fmt: skip
    assert lines(page) == ["  ".join(row) for row in people]
    assert lines([part for part in page if part[3] not in "男女"]) == [
        f"{name}  {grade}" for name, _, grade in people
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    title: list[Placed] = [(150.0, 760.0, 22.0, "云澜市人民政府公报")]
    assert lines([*title, *in_columns(LONG + LONG, OTHER + OTHER)]) == [
        "云澜市人民政府公报", LONG + LONG, OTHER + OTHER,
    ]  # fmt: skip


def test_a_paragraph_goes_on_in_the_next_column_and_a_headline_parts_what_is_above_it() -> None:
    text = LONG + OTHER + LONG
    upper = set_in_lines(text, top=700, wide=14)
    half = len(upper) // 2
    left = upper[:half]
    right = [(x + 16 * SIZE, y + half * PITCH, s, t) for x, y, s, t in upper[half:]]
    headline: list[Placed] = [(150.0, 440.0, 22.0, "云澜市人民政府关于河湖保护的通知")]
    lower = in_columns(OTHER + LONG, LONG + OTHER, top=400)
    assert lines([*left, *right, *headline, *lower]) == [
        text,
        headline[0][3],
        OTHER + LONG,
        LONG + OTHER,
    ]


def test_columns_of_short_items() -> None:
    items = [
        "第一条 本条例所称河湖，是指江河、湖泊、水库。",
        "第二条 河湖保护应当统筹规划，系统治理。",
        "（一）防治水害；",
        "（二）保护水质，修复生态。",
    ]
    page = [
        (x + at * 16 * SIZE - 30, y, s, t)
        for at in (0, 1) for x, y, s, t in set_in_lines(*items, *items, wide=14)
    ]  # fmt: skip
    assert lines(page) == items * 4


def test_columns_need_not_have_their_lines_level() -> None:
    page = in_columns(LONG + OTHER, OTHER + LONG)
    right = [(x, y - 9, s, t) if x > LEFT + 14 * SIZE else (x, y, s, t) for x, y, s, t in page]
    assert lines(right) == [LONG + OTHER, OTHER + LONG]


def test_three_columns_of_small_type() -> None:
    page = [
        (40 + at * 175.0 + x - LEFT, y, 10.0, part)
        for at, text in enumerate((LONG + OTHER, OTHER + LONG, LONG + LONG))
        for x, y, _, part in [
            (LEFT, 700.0 - 14 * n, 10.0, text[16 * n : 16 * n + 16]) for n in range(len(text) // 16 + 1)
        ]
    ]  # fmt: skip
    assert lines(page) == [LONG + OTHER, OTHER + LONG, LONG + LONG]


def test_the_rows_of_a_table_without_rules_stay_rows() -> None:
    rows = [("序号", "事项名称", "办理时限")] + [
        (str(n), f"第{n}项服务", "5个工作日") for n in range(1, 9)
    ]
    page: list[Placed | str] = [
        (LEFT + 130 * column, 700.0 - 28 * at, SIZE, cell)
        for at, row in enumerate(rows) for column, cell in enumerate(row)
    ]  # fmt: skip
    assert lines(page) == ["  ".join(row) for row in rows]


def test_the_lines_of_a_cell_belong_together() -> None:
    page: list[Placed | str] = [
        (200.0, 780.0, 22.0, "住房补贴申请表"),
        ruled([60, 160, 300, 420, 540], [740, 690, 640]),
        (70.0, 720.0, SIZE, "申请人姓"), (70.0, 700.0, SIZE, "名及电话"), (170.0, 710.0, SIZE, "王芳"),
        (310.0, 722.0, SIZE, "所在单位"), (310.0, 704.0, SIZE, "及职务"), (430.0, 710.0, SIZE, "水利局"),
        (70.0, 660.0, SIZE, "住址"), (170.0, 672.0, SIZE, "云澜市东城"), (170.0, 650.0, SIZE, "区湖滨路"),
        *set_in_lines(LONG, top=600),
    ]  # fmt: skip
    assert lines(page) == [
        "住房补贴申请表", "申请人姓名及电话  王芳  所在单位及职务  水利局", "住址  云澜市东城区湖滨路", LONG,
    ]  # fmt: skip


@pytest.mark.parametrize(("turn", "matrix"), [(1, "0 -1 1 0"), (2, "-1 0 0 -1"), (3, "0 1 -1 0")])
def test_a_table_lying_on_its_side_is_read_upright(turn: int, matrix: str) -> None:
    """The table is drawn upright in a square in the middle of the page, which is then turned."""
    a, b, c, d = map(int, matrix.split())
    cells = [
        (-170, 110, "项目名称"), (-170, 90, "及代码"), (20, 100, "水库加固"),
        (-170, 30, "预算金额"), (20, 40, "三千万"), (20, 20, "元整"), (-170, -40, "实施单位"),
    ]  # fmt: skip
    page: list[Placed | str] = [
        shown(300 + a * x + c * y, 420 + b * x + d * y, 1, text, " ".join(str(16 * n) for n in (a, b, c, d)))
        for x, y, text in cells
    ]  # fmt: skip
    x, y = [-180.0, 0.0, 180.0], [140.0, 70.0, 0.0, -60.0]
    grid = ruled(x, y)
    turned = f"q {a} {b} {c} {d} 300 420 cm\n{grid}Q\n"
    assert lines([*page, turned]) == [
        "项目名称及代码  水库加固",
        "预算金额  三千万元整",
        "实施单位",
    ]


def test_a_cell_of_prose_has_paragraphs_of_its_own() -> None:
    placed = [(x + 60, y, s, t) for x, y, s, t in set_in_lines(LONG, OTHER, top=690, wide=22)]
    page: list[Placed | str] = [
        ruled([60, 125, 500], [740, 712, 480]),
        (70.0, 720.0, SIZE, "项目"), (135.0, 720.0, SIZE, "水库加固"), (70.0, 600.0, SIZE, "说明"),
        *placed,
    ]  # fmt: skip
    assert lines(page) == ["项目  水库加固", "说明", LONG, OTHER]


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(ruled([20, 575], [20, 820]), id="a frame around the page"),
        pytest.param(ruled([60, 300, 540], [660, 640]), id="rules through the text"),
        pytest.param("72 668 m 300 668 l S\n72 640 m 200 640 l S\n", id="underlines"),
        pytest.param("0 0 595 842 re f\n200 100 50 600 re f\n", id="fills"),
        pytest.param("72 600 m 300 700 l S\n" * 3000, id="many oblique lines"),
    ],
)
def test_rules_that_make_no_table_change_nothing(drawn: str) -> None:
    assert lines([drawn, *set_in_lines(LONG, OTHER)]) == [LONG, OTHER]
