"""下一处 goes to what says the whole query first, then from the longest hits to single characters."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.web.hit_links import links_of, place_of, said_by
from tests.web.html_page import page
from web.views.hit_order import numbers


@pytest.mark.parametrize(
    ("q", "hits", "order"),
    [
        pytest.param("公积金", ["公积金", "公积金"], [1, 2], id="one-word"),
        pytest.param(
            "住房公积金提取",
            ["住房公积金", "提取", "住房公积金提取", "提取", "住房公积金提取"],
            [3, 4, 1, 5, 2],
            id="the-whole-query",
        ),
        pytest.param(
            "公积金 提取", ["公积金", "提取", "提取住房公积金"], [2, 3, 1], id="all-words-together"
        ),
        pytest.param(
            "合同到期公司不续签", ["合同", "期", "续订合同", "公司"], [2, 4, 1, 3], id="a-sentence"
        ),
        pytest.param("ＡＩ", ["ai", "a", "AI"], [1, 3, 2], id="folded"),
        pytest.param("“政府网站”", ["网站", "政府网站"], [2, 1], id="a-phrase"),
        pytest.param("", ["政府", "政", "府"], [1, 2, 3], id="no-query"),
        pytest.param("政府", [], [], id="no-hits"),
    ],
)
def test_hits_are_numbered_by_how_much_they_say(q: str, hits: list[str], order: list[int]) -> None:
    assert numbers(hits, q) == order


@given(st.lists(st.text("政府网站的", min_size=1, max_size=4)), st.text("政府网站 “”-", max_size=6))
def test_each_hit_has_one_number_and_alike_ones_ascend(hits: list[str], q: str) -> None:
    found = numbers(hits, q)
    assert sorted(found) == list(range(1, len(hits) + 1))
    for hit in hits:
        alike = [number for number, one in zip(found, hits, strict=True) if one == hit]
        assert alike == sorted(alike)


def test_the_links_follow_the_numbers(client: FlaskClient) -> None:
    tree = page(client, "/documents/sample-1?q=的 政府网站")
    (first,) = tree.xpath("//mark[@id='hit-1']")
    assert first.text_content() == "政府网站"
    assert place_of(links_of(tree)["下一处"]) == (1, "hit-1")
    last = int(said_by(tree).split()[1])
    assert tree.xpath(f"//mark[@id='hit-{last}']")[0].text_content() == "的"
