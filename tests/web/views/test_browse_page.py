"""The complete lists: every value with its count, of everything or of a search."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient

from index.document import UNSTATED
from search.request import FACETS, SearchRequest
from search.results import Tally
from tests.conftest import EngineOf
from tests.web.browse_lists import (
    COLLECTION,
    Catalogue,
    assert_complete,
    browse_page,
    counts_of,
    document_of,
    labels_of,
    lists_of,
    number_of,
    site_of,
)
from tests.web.fakes import FakeEngine
from tests.web.html_page import page, words
from web.site.app import create_app


@pytest.fixture(scope="module")
def catalogue() -> FlaskClient:
    return create_app(Catalogue(list(COLLECTION))).test_client()


@pytest.fixture(scope="module")
def indexed(engine_of: EngineOf) -> FlaskClient:
    """The same collection in an index."""
    return create_app(engine_of(*COLLECTION)).test_client()


def test_every_value_of_every_facet_is_listed_with_its_count(catalogue: FlaskClient) -> None:
    tree = page(catalogue, "/browse")
    assert_complete(tree, counts_of(COLLECTION))
    headings = words(tree, "//main//section/h2")
    for (name, label), heading in zip(FACETS.items(), headings, strict=True):
        assert heading == f"{label} {len(counts_of(COLLECTION)[name])} 个"
    assert "全部 6 件" in words(tree, "//main//p")[0]


def test_every_value_of_an_index_is_listed_with_its_count(indexed: FlaskClient) -> None:
    assert_complete(page(indexed, "/browse"), counts_of(COLLECTION))
    found = [COLLECTION[n] for n in (0, 1, 2)]
    assert_complete(browse_page(indexed, q="公积金"), counts_of(found))


def test_second_level_topics_stand_below_their_own(
    catalogue: FlaskClient, indexed: FlaskClient
) -> None:
    for client in (catalogue, indexed):
        rows = lists_of(page(client, "/browse"))["topic"]
        above: dict[str, set[str]] = {}
        for label, _, is_second in rows:
            if is_second:
                above[next(reversed(above))].add(label)
            else:
                above[label] = set()
        assert above == {
            "财政、金融": {"税务", "预算"},
            "科技、教育": {"科技"},
            "卫生": set(),
            UNSTATED: set(),
        }
        assert rows[-1][0] == UNSTATED


@pytest.mark.parametrize(
    "query", ["", "q=公积金", "q=公积金&genre=通知", "from=2020&to=2020", "within=公积金"]
)
def test_every_value_leads_to_as_many_as_it_says(catalogue: FlaskClient, query: str) -> None:
    """Of a facet that has no filter yet: a second value of one widens it."""
    asked = SearchRequest.from_params(parse_qsl(query))
    tree = page(catalogue, f"/browse?{query}")
    filtered = {name for name, _ in asked.selected} | ({"year"} if asked.has_period else set())
    for section in tree.xpath("//main//section"):
        if section.get("aria-labelledby") in filtered:
            continue
        for item in section.xpath(".//li"):
            count = number_of(words(item, "./span[@class='count']")[0])
            found = page(catalogue, item.xpath("./a/@href")[0])
            assert words(found, "//h2[@id='found']")[0].startswith(f"找到 {count} 件")


def test_a_long_list_shows_the_first_and_the_field_finds_the_others() -> None:
    many = [document_of(str(n), issuers=(f"第{n:03}局",)) for n in range(1, 450)]
    often = [document_of(f"x{n}", issuers=("第449局",)) for n in range(3)]

    class Long(FakeEngine):
        def facets(self, request: SearchRequest) -> Tally:
            return super().search(request)  # type: ignore[return-value]

    client = site_of(Long([*many, *often]))
    tree = page(client, "/browse")
    shown = labels_of(tree, "issuer")
    assert len(shown) == 400
    assert shown[0] == "第449局"
    assert words(tree, "//section[@aria-labelledby='issuer']/h2")[0].endswith("449 个")
    assert "400" in words(tree, "//section[@aria-labelledby='issuer']/p[@class='note']")[0]
    assert labels_of(browse_page(client, named="第448局")) == ["第448局"]


# --- under a search ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"q": "公积金"}, "123"),
        ({"q": "没有"}, ""),
        ({"from": "2020"}, "2346"),
        ({"from": "2020", "to": "2020-11"}, "23"),
        ({"to": "2019-05-01"}, "1"),
        ({"within": "公积金"}, "123"),
        ({"q": "公积金", "within": "提取"}, "1"),
        ({"q": "公积金", "from": "二〇二〇年五月"}, "2"),
    ],
    ids=str,
)
def test_only_what_is_found_is_listed(
    catalogue: FlaskClient, indexed: FlaskClient, params: dict[str, str], found: str
) -> None:
    for client in (catalogue, indexed):
        tree = browse_page(client, **params)
        assert f"找到的 {len(found)} 件" in words(tree, "//main//p")[0]
        expected = counts_of([d for d in COLLECTION if d.id in found])
        lists = lists_of(tree)
        for name in FACETS:
            if name == "year" and {"from", "to"} & set(params):
                continue  # the period belongs to the years, whose counts leave it out
            rows = [
                (value.rpartition("/")[2], n, "/" in value) for value, n in expected[name].items()
            ]
            assert sorted(lists.get(name, [])) == sorted(rows), name
        whole = words(tree, "//a[text()='改看全部文件']")
        assert whole == ["改看全部文件"]


def test_values_of_a_facet_are_counted_without_its_own_filter(catalogue: FlaskClient) -> None:
    lists = lists_of(browse_page(catalogue, genre="意见"))
    assert sorted(lists["genre"]) == sorted(
        (v, n, False) for v, n in counts_of(COLLECTION)["genre"].items()
    )
    assert lists["issuer"] == [("市财政局", 1, False)]


def test_what_narrows_the_lists_is_said(catalogue: FlaskClient) -> None:
    tree = browse_page(catalogue, q="公积金", genre="通知", within="提取", **{"from": "2019-05"})
    (said,) = [text for text in words(tree, "//main//p") if "找到的" in text]
    for part in ("“公积金”", "文种“通知”", "日期“2019年5月起”", "结果中检索“提取”"):
        assert part in said
    back = tree.xpath("//main//p/a[contains(@href, '/search')]/@href")[0]
    assert "找到 1 件" in words(page(catalogue, back), "//h2[@id='found']")[0]
