"""Recognition gives the narrow signs of ASCII; Chinese prints wide ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.recognition.punctuation import as_printed, between_items


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("各县(区)人民政府,市政府各部门:", "各县（区）人民政府，市政府各部门："),
        ("云政发[2024]37号", "云政发〔2024〕37号"),
        ("云政发(2024)37号", "云政发〔2024〕37号"),
        ("公告【2024】第3号", "公告〔2024〕第3号"),
        ("(2024年5月8日)", "（2024年5月8日）"),
        ("电话:0791-1234567,传真", "电话：0791-1234567，传真"),
        ("共1,203.45万元", "共1,203.45万元"),
        ("上午9:30开始", "上午9:30开始"),
        ("GB/T 9704(2012)", "GB/T 9704(2012)"),
        ("《关于修改<城市供水条例>的决定》", "《关于修改〈城市供水条例〉的决定》"),
        ("废止.", "废止。"),
        ("增长3.5%.", "增长3.5%."),
        ("((((甲", "（（（（甲"),
    ],
)
def test_signs_beside_ideographs_are_wide(seen: str, printed: str) -> None:
    assert as_printed(seen) == printed


@given(st.text(alphabet="甲()（）[]〔〕<>2024号,.:;?!", max_size=60))
def test_every_character_keeps_its_place(seen: str) -> None:
    assert len(as_printed(seen)) == len(seen)


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ('完善"一站式"服务,', "完善“一站式”服务，"),
        ('式"和"一口清"。', "式”和“一口清”。"),
        ('"放管服"', "“放管服”"),
        ('19" rack', '19" rack'),
        ("一12一", "—12—"),
        ("一、总则", "一、总则"),
    ],
)
def test_quotes_open_and_close_in_turn(seen: str, printed: str) -> None:
    assert as_printed(seen) == printed


def test_what_ends_an_item_before_the_next_is_no_colon() -> None:
    lines = [
        "下列机构应当悬挂国徽：",
        "（一）各级人民政府：",
        "（二）各级监察委员会，以及",
        "派出机构：",
        "（三）其他：",
    ]
    made = between_items(lines)
    assert made[:2] == ["下列机构应当悬挂国徽：", "（一）各级人民政府；"]
    assert made[3:] == ["派出机构；", "（三）其他："]
