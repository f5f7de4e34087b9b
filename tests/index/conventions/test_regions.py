"""Places: one way to write them, and which an issuer is of."""

from __future__ import annotations

import pytest

from index.conventions.places import begins_as_place, place_at, prefectures, provinces
from index.conventions.regions import canonical_region, region_of


@pytest.mark.parametrize(
    ("issuer", "region"),
    [
        ("宿州市科技局", "安徽省宿州市"), ("安徽省人民政府", "安徽省"), ("国务院办公厅", "全国"),
        ("公安部", "全国"), ("北京市人民政府", "北京市"), ("云澜市财政局", "云澜市"), ("某某学会", ""),
        ("广东省广州市民政局", "广东省广州市"),
    ],
)  # fmt: skip
def test_an_issuer_tells_the_region(issuer: str, region: str) -> None:
    assert region_of([issuer]) == region


@pytest.mark.parametrize(
    ("printed", "region"),
    [("山东", "山东省"), ("上海", "上海市"), ("广东省广州市", "广东省广州市"), ("宿州市", "安徽省宿州市"),
     ("全国", "全国"), ("", ""), ("内蒙古", "内蒙古自治区"), ("吉林市", "吉林省吉林市"),
     ("海南藏族自治州", "青海省海南藏族自治州"), ("河北某某", "河北某某")],
)  # fmt: skip
def test_a_region_is_written_in_one_way(printed: str, region: str) -> None:
    assert canonical_region(printed) == region


def test_whatever_names_a_place_begins_as_one() -> None:
    names = [*provinces(), *provinces().values(), *prefectures()]
    assert all(begins_as_place(name) for name in names)
    assert all(
        place_at(name).length == len(name) for name in (*provinces().values(), *prefectures())
    )
    assert not begins_as_place("关于广东省")


def test_no_prefecture_begins_another() -> None:
    """So the longest that a text begins with is the only one."""
    names = list(prefectures())
    assert not [
        (one, other) for one in names for other in names if one != other and other.startswith(one)
    ]
