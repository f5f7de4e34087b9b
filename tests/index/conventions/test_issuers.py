"""发文机关: what pages write, and the one name we keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.conventions.issuers import canonical, canonical_all, split_issuers
from index.conventions.regions import canonical_region


@pytest.mark.parametrize(
    ("printed", "issuers"),
    [
        ("国务院、中央军委", ("国务院", "中央军委")),
        ("云澜市财政局 云澜市税务局", ("云澜市财政局", "云澜市税务局")),
        ("云澜市财政局；云澜市税务局", ("云澜市财政局", "云澜市税务局")),
        ("云澜市财政局\n云澜市税务局", ("云澜市财政局", "云澜市税务局")),
        ("云澜市财政局,云澜市税务局,云澜市财政局", ("云澜市财政局", "云澜市税务局")),
        ("国　务　院", ("国务院",)),
        ("广州市医疗保障局（广州市、区两级）", ("广州市医疗保障局（广州市、区两级）",)),
        ("", ()),
    ],
)
def test_joint_issuers_are_told_apart(printed: str, issuers: tuple[str, ...]) -> None:
    assert split_issuers(printed) == issuers


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("宿州市科技局", "宿州市科技局"),
        ("宿州市科学技术局", "宿州市科技局"),
        ("国办", "国务院办公厅"),
        ("国务院办公厅", "国务院办公厅"),
        ("国家发展和改革委员会", "国家发展改革委"),
        ("广州市医疗保障局（广州市医疗保险服务中心）", "广州市医保局"),
        ("照市人民代表大会", "日照市人民代表大会"),
    ],
)
def test_an_issuer_has_one_name(written: str, name: str) -> None:
    assert canonical(written) == name
    assert canonical(name) == name


def test_the_first_issuer_says_of_which_place_the_others_are() -> None:
    written = ("广州市卫生健康委员会", "市财政局", "市人社局")
    assert canonical_all(written) == (
        "广州市卫生健康委", "广州市财政局", "广州市人力资源社会保障局",
    )  # fmt: skip
    assert canonical_all(("市政府",), "丽水市人民政府关于…的通知") == ("丽水市人民政府",)


@given(st.text(max_size=30) | st.text("省市国办科技术局照（()）发改委政府《", max_size=20))
def test_a_canonical_name_is_its_own(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert canonical_region(canonical_region(text)) == canonical_region(text)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("广东省发改委", "广东省发展改革委"),
        ("深圳市卫健委", "深圳市卫生健康委"),
        ("国家发改委", "国家发展改革委"),
    ],
)
def test_short_names_within_a_name_are_those_in_official_use(written: str, name: str) -> None:
    assert canonical(written) == name


@pytest.mark.parametrize("known", ["市发改委", "市发展改革委"])
def test_an_operators_name_is_known_as_written_or_as_it_would_be(known: str) -> None:
    assert canonical("市发改委", aliases={known: "某市发展改革局"}) == "某市发展改革局"
